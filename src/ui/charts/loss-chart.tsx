/**
 * The loss of each run: every batch faint behind, its de-biased average in front, validation as points, and the
 * base model's validation loss as a level to beat. Smoothing hides nothing: the raw line always stays. Where runs are compared,
 * those that differ in their seed alone are one mean with a band, and the x axis may count something else than steps.
 */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLive, stepsDone, VALIDATION_PAIRS } from '../../core/run-record.ts';
import type { BandPoint } from '../../core/seed-groups.ts';
import { count } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import classes from './charts.module.css';
import { ChartSwitch, Choice, LogSwitch, SmoothingSlider } from './controls.tsx';
import { lossDrawing, type LossGroup, type LossLook } from './loss-drawing.tsx';
import {
  lossLines,
  lossTable,
  MEASURES,
  placeOf,
  stepAt,
  type LossHeadings,
  type Measure,
} from './loss-lines.ts';
import { roundOutwards } from './round.ts';
import { groupRuns } from './run-groups.ts';
import { lastStep, MOST_CURVES } from './series.ts';
import { StepChart, type Along } from './step-chart.tsx';
import { formatLoss, formatValue } from './values.ts';
import type { ChartProps, ShownRun } from './types.ts';

const DEFAULT_SMOOTHING = 0.8;

const hasLoss = ({ record }: ShownRun): boolean => record.steps.length + record.evals.length > 0;

interface LossChartProps extends ChartProps {
  /** Offers what helps to compare runs: means over seeds, other x axes, training or validation alone. */
  compares?: boolean;
}

/** The last point that a place of the axis has come to. */
const pointAt = (points: readonly BandPoint[], place: number | null): BandPoint | null =>
  (place === null ? points.at(-1) : points.findLast(({ x }) => x <= place)) ?? null;

const meanAndSpread = ({ value, deviation }: BandPoint): string =>
  deviation === null ? formatLoss(value) : `${formatLoss(value)} ± ${formatLoss(deviation)}`;

export function LossChart(props: LossChartProps) {
  const { runs, latest = runs, cursor, held, onCursor, chip, compares = false } = props;
  const { t } = useTranslation('charts');
  const [weight, setWeight] = useState(DEFAULT_SMOOTHING);
  const [log, setLog] = useState(false);
  const [logX, setLogX] = useState(false);
  const [joins, setJoins] = useState(true);
  const [measure, setMeasure] = useState<Measure>('step');
  const [shows, setShows] = useState<LossLook['shows']>('both');

  const groups = useMemo(() => groupRuns(runs, compares && joins, t), [runs, compares, joins, t]);
  const all = useMemo(
    () => groups.map((group): LossGroup => ({ ...group, lines: lossLines(group, weight, measure) })),
    [groups, weight, measure],
  );
  const shown = useMemo(() => all.slice(0, MOST_CURVES), [all]);
  const drawing = useMemo(() => lossDrawing(shown, { log, logX, shows }, t), [shown, log, logX, shows, t]);
  const records = runs.map(({ record }) => record);
  const end = lastStep(records);
  const along = useAlong(runs, shown, measure, logX, end);

  const [focused] = shown;
  const record = focused?.runs[0].record;
  const at = Math.min(cursor ?? end, end);
  const place = cursor === null || !along ? cursor : along.placeOf(cursor);
  const lossAt = ({ lines }: LossGroup, line: 'smoothed' | 'validation', step: number): string => {
    const point = pointAt(lines[line], place);
    if (!point) return '–';
    // A run that has not come so far, or is not validated at every step: an older figure says of which step it is.
    return measure === 'step' && point.step !== step
      ? t('lossOf', { loss: meanAndSpread(point), step: count(point.step) })
      : meanAndSpread(point);
  };
  const base = focused?.lines.base ?? null;
  const done = record ? stepsDone(record) : 0;
  const read = Math.min(at, done);
  const reading = focused
    ? t('lossReading', {
        run:
          focused.lines.n > 1 ? t('ofSeeds', { run: focused.label, count: focused.lines.n }) : focused.label,
        step: count(read),
        training: lossAt(focused, 'smoothed', read),
        validation: lossAt(focused, 'validation', read),
      })
    : '';
  const hasSeeds = compares && runs.length > 1 && groupRuns(runs, true, t).length < runs.length;
  const headings: LossHeadings = {
    run: t('run'),
    seeds: t('seeds'),
    step: t('step'),
    place: measure === 'step' ? null : t(`along.${measure}`),
    training: t('trainingLoss'),
    smoothed: t('trainingLossSmoothed'),
    validation: t('validationLoss'),
    deviation: t('deviation'),
  };
  const left = all.length - shown.length;

  return (
    <ChartFrame
      title={t('loss')}
      chip={chip?.(runs)}
      detail={runs.length > 1 ? t('runsShown', { count: runs.length }) : (focused?.label ?? '')}
      // Losses that are there, and only wait to be drawn, are not said to be missing.
      empty={drawing.values.length > 0 ? null : latest.some(hasLoss) ? '' : t('lossEmpty')}
      summary={
        base === null
          ? reading
          : `${reading} ${t('baseReading', { base: formatLoss(base) })} ${t('validationAbout', { count: Math.min(VALIDATION_PAIRS, record?.dataset.validation ?? 0) })}`
      }
      table={() => lossTable(all, headings)}
      controls={
        <>
          <SmoothingSlider weight={weight} onWeight={setWeight} />
          <LogSwitch log={log} onLog={setLog} />
        </>
      }
      toolbar={
        (compares || left > 0) && (
          <>
            {compares && (
              <>
                <Choice
                  name={t('along.name')}
                  value={measure}
                  options={MEASURES.map((value) => ({ value, label: t(`along.${value}`) }))}
                  onChange={setMeasure}
                />
                <ChartSwitch label={t('logX')} checked={logX} onChange={setLogX} />
                <Choice
                  name={t('losses.name')}
                  value={shows}
                  options={(['both', 'validation', 'training'] as const).map((value) => ({
                    value,
                    label: t(`losses.${value}`),
                  }))}
                  onChange={setShows}
                />
                {hasSeeds && <ChartSwitch label={t('joinSeeds')} checked={joins} onChange={setJoins} />}
              </>
            )}
            {left > 0 && (
              <span className={classes.note}>
                {t('moreCurves', { shown: count(shown.length), count: left })}
              </span>
            )}
          </>
        )
      }
    >
      <StepChart
        label={t('stepOn', { chart: t('loss') })}
        lastStep={end}
        {...(along && { along })}
        doneSteps={done}
        cursor={cursor}
        held={held}
        onCursor={onCursor}
        drawing={drawing}
        reading={reading}
        readout={() => ({
          corner:
            measure === 'step' || !along
              ? t('atStep', { step: count(at) })
              : t('atPlace', {
                  place: formatValue(along.placeOf(at)),
                  measure: t(`along.${measure}`),
                }),
          headings: [t('training'), t('validation')],
          rows: shown.map((group) => ({
            ...group,
            values: [lossAt(group, 'smoothed', at), lossAt(group, 'validation', at)],
          })),
        })}
      />
    </ChartFrame>
  );
}

/** What the x axis shows; null for the steps themselves. The run in focus says which step stands where. */
function useAlong(
  runs: readonly ShownRun[],
  groups: readonly LossGroup[],
  measure: Measure,
  log: boolean,
  end: number,
): Along | null {
  const { t } = useTranslation('charts');
  const focused = runs[0]?.record;
  return useMemo(() => {
    if (!focused || (measure === 'step' && !log)) return null;
    const ends = groups.flatMap(({ lines: { smoothed, validation } }) =>
      [smoothed.at(-1), validation.at(-1)].flatMap((point) => point?.x ?? []),
    );
    const last = Math.max(0, ...ends);
    const firsts = groups.flatMap(({ lines: { smoothed, validation } }) =>
      [...smoothed.slice(0, 1), ...validation.slice(0, 2)].map(({ x }) => x),
    );
    // While runs train, the axis grows in coarse steps.
    const moves = runs.some(({ record }) => isLive(record)) && last > 0;
    const most = measure === 'step' ? end : moves ? roundOutwards([last, last])[1] : last;
    return {
      name: t(`along.${measure}`),
      log,
      isWhole: measure === 'step',
      places: [...firsts, most],
      placeOf: (step) => placeOf(focused, measure, step),
      stepAt: (place) => stepAt(focused, measure, place),
    };
  }, [runs, groups, focused, measure, log, end, t]);
}
