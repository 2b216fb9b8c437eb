/** Several adapters as one: chosen with their weights, added up, and put on the shelf. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { canCombine } from '../../../core/combine.ts';
import { real } from '../../../core/limit.ts';
import { LORA_LIMITS } from '../../../core/methods/lora-config.ts';
import { NAME_LENGTH } from '../../../core/run-record.ts';
import { plain } from '../../format.ts';
import { useSession } from '../../page-context.tsx';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import { combinedTable, CombinedTable, useCombinedReading, type Made } from './combined-table.tsx';
import { LabelledNumber } from './labelled-number.tsx';
import classes from './measured.module.css';
import { useAdapters } from './use-adapters.ts';
import { useDeployment } from './use-deployment.ts';

type How = 'cat' | 'svd';

/** The sum of the first two adapters, unless a person says otherwise. */
const AT_FIRST = 2;
const FIRST_RANK = 4;
const WEIGHT_LIMIT = real(-100, 100, 1);

export function Combine() {
  const { t } = useTranslation('deploy');
  const all = useAdapters();
  const model = useSession((state) => state.model?.model ?? '');
  const adapters = all.filter(({ isLoaded, method }) => isLoaded && canCombine(method));
  const [made, setMade] = useState<Made | null>(null);
  const reading = useCombinedReading(made);
  return (
    <div className={classes.view}>
      <div className="cell">
        <ChartFrame
          isText
          title={t('combine.title')}
          empty={adapters.length === 0 ? t('combine.none', { model }) : null}
          summary={reading || t('combine.about')}
          table={() => combinedTable(made, t)}
        >
          <div className={classes.words}>
            <p className={classes.small}>{t('combine.about')}</p>
            {adapters.length < all.filter(({ isLoaded }) => isLoaded).length && (
              <p className={classes.small}>{t('combine.cross')}</p>
            )}
            <CombineForm adapters={adapters} onMade={setMade} />
            <div role="status">{reading && <p>{reading}</p>}</div>
            {made && <CombinedTable sites={made.sites} />}
          </div>
        </ChartFrame>
      </div>
    </div>
  );
}

interface CombineFormProps {
  adapters: ReturnType<typeof useAdapters>;
  onMade: (made: Made) => void;
}

function CombineForm({ adapters, onMade }: CombineFormProps) {
  const { t } = useTranslation('deploy');
  const deployment = useDeployment();
  const [weights, setWeights] = useState<ReadonlyMap<string, number>>(new Map());
  const [how, setHow] = useState<How>('cat');
  const [rank, setRank] = useState(FIRST_RANK);
  const [name, setName] = useState('');
  const [combining, setCombining] = useState(false);
  const weightOf = (id: string, i: number) => weights.get(id) ?? (i < AT_FIRST ? 1 : 0);
  const parts = adapters
    .map(({ id }, i) => ({ id, weight: weightOf(id, i) }))
    .filter(({ weight }) => weight !== 0);
  const given = parts.map(({ id, weight }) => {
    const own = adapters.find((adapter) => adapter.id === id)?.name ?? '';
    return weight === 1 ? own : `${plain(weight)} × (${own})`;
  });
  const proposed = given.join(' + ').slice(0, NAME_LENGTH);
  const ending = useRef<AbortController>(null);
  useEffect(() => () => ending.current?.abort(), []);
  const combine = async () => {
    const { signal } = (ending.current = new AbortController());
    setCombining(true);
    const found = await deployment.combine(
      parts,
      how === 'cat' ? null : rank,
      name.trim() || proposed,
      signal,
    );
    setCombining(false);
    if (!found) return;
    setName('');
    onMade({ name: found.adapter.name, sites: found.sites });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (parts.length > 0 && !combining) void combine();
      }}
    >
      <div className={classes.weights}>
        {adapters.map(({ id, name: label }, i) => (
          <LabelledNumber
            key={id}
            label={label}
            name={t('combine.weight', { name: label })}
            limit={WEIGHT_LIMIT}
            step={0.1}
            value={weightOf(id, i)}
            onChange={(value) => setWeights((before) => new Map(before).set(id, value))}
          />
        ))}
      </div>
      <div className={classes.controls}>
        <NativeSelect
          size="xs"
          label={t('combine.how')}
          data={(['cat', 'svd'] as const).map((value) => ({ value, label: t(`combine.ways.${value}`) }))}
          value={how}
          onChange={(event) => setHow(event.currentTarget.value === 'svd' ? 'svd' : 'cat')}
        />
        {how === 'svd' && (
          <LabelledNumber
            label={t('combine.rank')}
            limit={LORA_LIMITS.r}
            step={1}
            value={rank}
            onChange={setRank}
          />
        )}
        <TextInput
          size="xs"
          className={classes.wide ?? ''}
          label={t('combine.name')}
          placeholder={proposed}
          maxLength={NAME_LENGTH}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {combining ? (
          <Button
            size="xs"
            variant="default"
            onClick={(event) => {
              // By the time the press is over it is the form's button again, which would begin anew.
              event.preventDefault();
              ending.current?.abort();
            }}
          >
            {t('stop')}
          </Button>
        ) : (
          <Button type="submit" size="xs" disabled={parts.length === 0}>
            {t('combine.combine')}
          </Button>
        )}
      </div>
      {parts.length === 0 && <p className={classes.small}>{t('combine.chooseSome')}</p>}
    </form>
  );
}
