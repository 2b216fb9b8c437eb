/** How many weights a method would train in models of the papers' size, and what optimizer and files would hold. */
import { Checkbox, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  countPaperModel,
  PAPER_MODELS,
  paperMatrices,
  type PaperMethod,
  type PaperModelId,
} from '../../../core/paper-models.ts';
import { whole } from '../../../core/limit.ts';
import { optimizerBytes } from '../../../core/params.ts';
import { PROJECTION_LABEL, type Projection } from '../../../core/site.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import charts from '../../charts/charts.module.css';
import { bytes, count, percent } from '../../format.ts';
import { LabelledNumber } from './labelled-number.tsx';
import classes from './measured.module.css';

const METHODS = [
  ...([
    'lora',
    'ia3',
    'vera',
    'adapter-h',
    'adapter-l',
    'prefix-embed',
    'prefix-layer',
    'prefix-kv',
  ] as const),
  ...(['lora-prefix-embed', 'lora-prefix-layer', 'bitfit', 'full'] as const),
] as const;
type MethodType = (typeof METHODS)[number];

const isModel = (id: string): id is PaperModelId => Object.hasOwn(PAPER_MODELS, id);
const MODELS = Object.keys(PAPER_MODELS).filter(isModel);

/** Settings of all methods, so that none is lost when another is looked at. */
const FIRST = {
  r: 4,
  bottleneck: 8,
  before: 256,
  after: 8,
  matrices: ['q', 'v'] as readonly Projection[],
  head: false,
};
type Settings = typeof FIRST;

const LIMITS = {
  r: whole(1, 1024, FIRST.r),
  bottleneck: whole(1, 1024, FIRST.bottleneck),
  before: whole(0, 2048, FIRST.before),
  after: whole(0, 2048, FIRST.after),
} as const;
type NumberSetting = keyof typeof LIMITS;

/** Which numbers a method has. */
const NUMBERS: Record<MethodType, readonly NumberSetting[]> = {
  lora: ['r'],
  'adapter-h': ['bottleneck'],
  'adapter-l': ['bottleneck'],
  'prefix-embed': ['before', 'after'],
  'prefix-layer': ['before', 'after'],
  'prefix-kv': ['before'],
  'lora-prefix-embed': ['r', 'before', 'after'],
  'lora-prefix-layer': ['r', 'before', 'after'],
  vera: ['r'],
  ia3: [],
  bitfit: [],
  full: [],
};
const NUMBER_NAMES = {
  r: 'calculator.rank',
  bottleneck: 'calculator.bottleneck',
  before: 'calculator.before',
  after: 'calculator.after',
} as const;

/** Bytes of so many weights in float16. */
const halfBytes = (parameters: number): number => 2 * parameters;

function methodOf(type: MethodType, id: PaperModelId, settings: Settings): PaperMethod {
  const there = paperMatrices(PAPER_MODELS[id]);
  return { ...settings, type, matrices: settings.matrices.filter((matrix) => there.includes(matrix)) };
}

export function Calculator() {
  const { t } = useTranslation('deploy');
  const [id, setId] = useState<PaperModelId>('gpt2-medium');
  const [type, setType] = useState<MethodType>('lora');
  const [settings, setSettings] = useState<Settings>(FIRST);
  const change = (changes: Partial<Settings>) => setSettings((before) => ({ ...before, ...changes }));
  const model = PAPER_MODELS[id];
  const trained = countPaperModel(model, methodOf(type, id, settings));
  const name = t(`calculator.methods.${type}`);
  const reading =
    trained > 0
      ? t('calculator.reading', {
          ...{ method: name, weights: count(trained), model: model.name },
          times: count(Math.round(model.parameters / trained)),
        })
      : t(type === 'bitfit' ? 'calculator.noBiases' : 'calculator.choose');
  return (
    <ChartFrame
      isText
      title={t('calculator.title')}
      empty={null}
      summary={reading}
      table={() => ({
        columns: [
          ...[t('calculator.model'), t('calculator.method'), t('calculator.trained')],
          ...[t('calculator.optimizer'), t('calculator.file')],
        ],
        rows: MODELS.map((other) => {
          const own = countPaperModel(PAPER_MODELS[other], methodOf(type, other, settings));
          return [PAPER_MODELS[other].name, name, own, optimizerBytes(own), halfBytes(own)];
        }),
      })}
    >
      <div className={classes.words}>
        <p className={classes.small}>{t('calculator.about')}</p>
        <div className={classes.controls}>
          <NativeSelect
            size="xs"
            label={t('calculator.model')}
            data={MODELS.map((value) => ({ value, label: PAPER_MODELS[value].name }))}
            value={id}
            onChange={(event) => isModel(event.currentTarget.value) && setId(event.currentTarget.value)}
          />
          <NativeSelect
            size="xs"
            label={t('calculator.method')}
            data={METHODS.map((value) => ({ value, label: t(`calculator.methods.${value}`) }))}
            value={type}
            onChange={(event) =>
              setType(METHODS.find((known) => known === event.currentTarget.value) ?? type)
            }
          />
          {NUMBERS[type].map((key) => (
            <LabelledNumber
              key={key}
              label={t(NUMBER_NAMES[key])}
              limit={LIMITS[key]}
              step={1}
              value={settings[key]}
              onChange={(value) => setSettings((before) => ({ ...before, [key]: value }))}
            />
          ))}
        </div>
        {(hasHead(type) || type === 'vera' || type === 'ia3') && (
          <Matrices id={id} settings={settings} hasHead={hasHead(type)} onChange={change} />
        )}
        {type === 'bitfit' && <p className={classes.small}>{t('calculator.bitfit')}</p>}
        <p role="status">{reading}</p>
        <CountTable trained={trained} all={model.parameters} />
      </div>
    </ChartFrame>
  );
}

/** True for LoRA and what combines it, which may adapt the map to the vocabulary. */
const hasHead = (type: MethodType): boolean => type.startsWith('lora');

interface MatricesProps {
  hasHead: boolean;
  id: PaperModelId;
  settings: Settings;
  onChange: (changes: Partial<Settings>) => void;
}

function Matrices({ id, settings: { matrices, head }, hasHead: canHaveHead, onChange }: MatricesProps) {
  const { t } = useTranslation('deploy');
  return (
    <fieldset className={classes.choices}>
      <legend>{t('calculator.matrices')}</legend>
      {paperMatrices(PAPER_MODELS[id]).map((matrix) => (
        <Checkbox
          key={matrix}
          size="xs"
          label={PROJECTION_LABEL[matrix]}
          checked={matrices.includes(matrix)}
          onChange={(event) => {
            const others = matrices.filter((other) => other !== matrix);
            onChange({ matrices: event.currentTarget.checked ? [...others, matrix] : others });
          }}
        />
      ))}
      {canHaveHead && (
        <Checkbox
          size="xs"
          label={t('calculator.head')}
          checked={head}
          onChange={(event) => onChange({ head: event.currentTarget.checked })}
        />
      )}
    </fieldset>
  );
}

function CountTable({ trained, all }: { trained: number; all: number }) {
  const { t } = useTranslation('deploy');
  const times = trained > 0 ? count(Math.round(all / trained)) : '–';
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('calculator.title')}>
      <table className={charts.table}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('calculator.trained')}</th>
            <th scope="col">{t('calculator.share')}</th>
            <th scope="col">{t('calculator.optimizer')}</th>
            <th scope="col">{t('calculator.file')}</th>
          </tr>
        </thead>
        <tbody>
          {[
            { name: t('calculator.here'), value: trained },
            { name: t('calculator.full'), value: all },
          ].map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{count(value)}</td>
              <td>{percent(value / all)}</td>
              <td>{bytes(optimizerBytes(value))}</td>
              <td>{bytes(halfBytes(value))}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('calculator.fewer')}</th>
            <td>{times}</td>
            <td />
            <td>{times}</td>
            <td>{times}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
