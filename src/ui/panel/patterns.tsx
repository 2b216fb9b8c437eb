/** Ranks and alphas of single matrices: a row for each that has its own, and a line that adds one. */
import { Button, CloseButton, NativeSelect } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { atMatrix, LORA_LIMITS, namedMatrices, type LoraSettings } from '../../core/methods/lora-config.ts';
import {
  PROJECTION_LABEL,
  projectionsOf,
  readSiteName,
  sitesOf,
  type Projection,
  type TransformerConfig,
} from '../../core/site.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { FixedMark, useFixed } from './control.tsx';
import { Explain, Note, NumberBox } from './fields.tsx';
import type { FieldProps } from './method-fields.tsx';
import { siteNameWords } from '../site-words.ts';

/** Of a model that is not loaded yet. */
const UNKNOWN = { n_layer: 0 };

type Pattern = LoraSettings['rank_pattern'];

const without = (pattern: Pattern, name: string): Pattern =>
  Object.fromEntries(Object.entries(pattern).filter(([other]) => other !== name));

export function Patterns({ method, field }: FieldProps<LoraSettings>) {
  const { t } = useTranslation();
  const model = useSession((state) => state.model?.config ?? UNKNOWN);
  const layers = model.n_layer;
  const update = useConfig((state) => state.update);
  /** The row that was added last, whose rank is typed next. */
  const [added, setAdded] = useState<string | null>(null);
  const adder = useRef<HTMLSelectElement>(null);
  const { rank_pattern, alpha_pattern } = method;
  const names = namedMatrices(method);
  const isFixed = useFixed();
  return (
    <div className="field wide patterns" role="group" aria-labelledby="patterns-label">
      <div className="field-label">
        <span id="patterns-label">{t('panel.pattern.title')}</span>
        <Explain label={t('panel.pattern.title')} text={field.help} />
        <FixedMark label={t('panel.pattern.title')} />
      </div>
      {names.length > 0 && (
        <div className="pattern" aria-hidden="true">
          <span>{t('panel.pattern.matrix')}</span>
          <span>{t('panel.pattern.r')}</span>
          <span>{t('panel.pattern.a')}</span>
        </div>
      )}
      {names.map((name) => (
        <Row
          key={name}
          name={name}
          method={method}
          model={model}
          isNew={name === added}
          onRemove={() => {
            update({
              method: {
                rank_pattern: without(rank_pattern, name),
                alpha_pattern: without(alpha_pattern, name),
              },
            });
            // The button that was pressed goes away.
            adder.current?.focus();
          }}
        />
      ))}
      {!isFixed && (
        <Adder
          ref={adder}
          targets={projectionsOf(model).filter((projection) => method.target_modules.includes(projection))}
          layers={layers}
          names={names}
          onAdd={(name) => {
            setAdded(name);
            update({ method: { rank_pattern: { ...rank_pattern, [name]: atMatrix(method, name).r } } });
          }}
        />
      )}
    </div>
  );
}

interface RowProps {
  name: string;
  method: LoraSettings;
  model: Pick<TransformerConfig, 'n_layer'>;
  isNew: boolean;
  onRemove: () => void;
}

/** One matrix's rank and α. An α that is what the matrix would have anyway is none of its own. */
function Row({ name, method, model, isNew, onRemove }: RowProps) {
  const { t } = useTranslation();
  const isFixed = useFixed();
  const update = useConfig((state) => state.update);
  const matrix = siteNameWords(name);
  const { r, lora_alpha } = atMatrix(method, name);
  const { rank_pattern, alpha_pattern } = method;
  const read = readSiteName(name);
  const isAdapted = sitesOf(model, method.target_modules, method.layers_to_transform).some(
    ({ layer, projection }) =>
      projection === read?.projection && (read.layer === null || read.layer === layer),
  );
  const setAlpha = (alpha: number) => {
    const others = without(alpha_pattern, name);
    const inherited = atMatrix({ ...method, alpha_pattern: others }, name).lora_alpha;
    update({ method: { alpha_pattern: alpha === inherited ? others : { ...others, [name]: alpha } } });
  };
  return (
    <div className="pattern">
      <span>{matrix}</span>
      <NumberBox
        id={`field-rank-${name}`}
        name={t('panel.pattern.rank', { matrix })}
        limit={LORA_LIMITS.r}
        value={r}
        step={1}
        autoFocus={isNew}
        onChange={(value) => update({ method: { rank_pattern: { ...rank_pattern, [name]: value } } })}
      />
      <NumberBox
        id={`field-alpha-${name}`}
        name={t('panel.pattern.alpha', { matrix })}
        limit={LORA_LIMITS.lora_alpha}
        value={lora_alpha}
        step={1}
        onChange={setAlpha}
      />
      {!isFixed && (
        <CloseButton size="sm" aria-label={t('panel.pattern.remove', { matrix })} onClick={onRemove} />
      )}
      {model !== UNKNOWN && !isAdapted && <Note>{t('panel.pattern.unused')}</Note>}
    </div>
  );
}

interface AdderProps {
  ref: React.Ref<HTMLSelectElement>;
  targets: readonly Projection[];
  layers: number;
  /** The rows that there are. */
  names: readonly string[];
  onAdd: (name: string) => void;
}

function Adder({ ref, targets, layers, names, onAdd }: AdderProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<{ projection: string; layer: string }>({ projection: '', layer: '' });
  const projection = targets.find((target) => target === chosen.projection) ?? targets[0] ?? 'q';
  // A layer that another model had may be absent in this one.
  const layer = Number(chosen.layer) < layers ? chosen.layer : '';
  const name = layer === '' ? projection : `${layer}.${projection}`;
  const exists = names.includes(name);
  return (
    <div className="adder">
      <NativeSelect
        ref={ref}
        size="xs"
        aria-label={t('panel.pattern.matrix')}
        value={projection}
        data={targets.map((value) => ({ value, label: PROJECTION_LABEL[value] }))}
        onChange={({ currentTarget }) => setChosen({ ...chosen, projection: currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={t('panel.pattern.layer')}
        value={layer}
        data={[
          { value: '', label: t('panel.pattern.allLayers') },
          ...Array.from({ length: layers }, (_, index) => ({
            value: String(index),
            label: t('panel.pattern.oneLayer', { layer: String(index + 1) }),
          })),
        ]}
        onChange={({ currentTarget }) => setChosen({ ...chosen, layer: currentTarget.value })}
      />
      <Button
        size="xs"
        variant="default"
        disabled={exists}
        title={exists ? t('panel.pattern.exists', { matrix: siteNameWords(name) }) : undefined}
        aria-label={`${t('panel.pattern.addLabel')} ${siteNameWords(name)}`}
        onClick={() => onAdd(name)}
      >
        {t('panel.pattern.add')}
      </Button>
    </div>
  );
}
