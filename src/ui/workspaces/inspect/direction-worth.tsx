/** What a direction of ΔW is worth: losses, score and text of the run without it, beside the whole run's. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { stepsDone, type RunRecord, type Score } from '../../../core/run-record.ts';
import classes from '../../charts/charts.module.css';
import { formatLoss } from '../../charts/values.ts';
import { count, percentPoints } from '../../format.ts';
import { namedBy, useMetricWords } from '../../metric-name.ts';
import { ChangedTexts } from './changed-texts.tsx';
import cut from './cut.module.css';
import type { DirectionState, Found } from './use-direction.ts';

/** The score of the test split by the task's first metric. */
const mainScore = (scores: readonly Score[], { dataset }: RunRecord, step: number): Score | undefined =>
  scores.find(
    (score) => score.split === 'test' && score.step === step && score.metric === dataset.metrics[0],
  );

interface Row {
  name: string;
  whole: number | undefined;
  without: number | undefined;
  format: (value: number) => string;
}

export function DirectionWorth({ state, found }: { state: DirectionState; found: Found }) {
  const { t } = useTranslation('direction');
  const metric = useMetricWords();
  const { run, k, key, without, score, isMeasuring, isBusy } = state;
  if (!run) return null;
  const { record, label } = run;
  const step = stepsDone(record);
  const ended = record.evals.findLast((point) => point.step === step);
  const scored = mainScore(record.scores, record, step);
  const rows: Row[] = [
    { name: t('worth.loss'), whole: ended?.loss, without: found.losses.loss, format: formatLoss },
    { name: t('worth.heldOut'), whole: ended?.heldOut, without: found.losses.heldOut, format: formatLoss },
  ];
  if (scored)
    rows.push({
      name: t('worth.scoring', {
        metric: metric.name(scored.metric, namedBy(scored.metric, record.dataset)),
        texts: count(scored.texts),
      }),
      whole: scored.value ?? undefined,
      without: found.scores && (mainScore(found.scores, record, step)?.value ?? undefined),
      format: percentPoints,
    });
  return (
    <section className={cut.at} aria-label={t('worth.title')}>
      <h2>{t('worth.title')}</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('worth.figure')}</th>
            <th scope="col">{t('worth.whole')}</th>
            <th scope="col">{t('worth.without')}</th>
            <th scope="col">{t('worth.change')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <WorthRow key={row.name} row={row} />
          ))}
        </tbody>
      </table>
      {scored && !found.scores && (
        <Button
          size="compact-xs"
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          loading={isMeasuring}
          disabled={isBusy}
          onClick={() => void score()}
        >
          {t('worth.score')}
        </Button>
      )}
      <ChangedTexts
        record={record}
        label={label}
        change={key}
        prepare={without}
        name={t('worth.textWithout', { k: count(k + 1) })}
        write={t('worth.write')}
        isBusy={isBusy || isMeasuring}
      />
    </section>
  );
}

function WorthRow({ row: { name, whole, without, format } }: { row: Row }) {
  const cell = (value: number | undefined) => (value === undefined ? '–' : format(value));
  const change = whole === undefined || without === undefined ? undefined : without - whole;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{cell(whole)}</td>
      <td>{cell(without)}</td>
      <td>{change === undefined ? '–' : (change < 0 ? '−' : '+') + format(Math.abs(change))}</td>
    </tr>
  );
}
