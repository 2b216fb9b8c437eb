/**
 * The loss of each run: every batch faint behind, its de-biased average in front, validation as points, and the
 * base model's validation loss as a level to beat. Smoothing hides nothing: the raw line always stays.
 */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepsDone, VALIDATION_PAIRS } from '../../core/run-record.ts';
import { count } from '../format.ts';
import { ChartFrame } from './chart-frame.tsx';
import { LogSwitch, SmoothingSlider } from './controls.tsx';
import { lossDrawing, type LossRun } from './loss-drawing.tsx';
import { lastStep, latestAt, lossCurves, lossTable } from './series.ts';
import { StepChart } from './step-chart.tsx';
import { formatLoss } from './values.ts';
import type { ChartProps, ShownRun } from './types.ts';
import { useHeadings } from './use-headings.ts';

const DEFAULT_SMOOTHING = 0.8;

const hasLoss = ({ record }: ShownRun): boolean => record.steps.length + record.evals.length > 0;

export function LossChart({ runs, latest = runs, cursor, held, onCursor, chip }: ChartProps) {
  const { t } = useTranslation('charts');
  const headings = useHeadings();
  const [weight, setWeight] = useState(DEFAULT_SMOOTHING);
  const [log, setLog] = useState(false);

  const shown = useMemo(
    () => runs.map((run): LossRun => ({ ...run, curves: lossCurves(run.record, weight) })),
    [runs, weight],
  );
  const drawing = useMemo(() => lossDrawing(shown, log, t), [shown, log, t]);
  const end = lastStep(runs.map(({ record }) => record));
  const at = Math.min(cursor ?? end, end);
  const lossAt = ({ curves }: LossRun, line: 'smoothed' | 'validation', step: number): string => {
    const point = latestAt(curves[line], cursor);
    if (!point) return '–';
    // A run that has not come so far, or is not validated at every step: an older figure says of which step it is.
    return point.step !== step
      ? t('lossOf', { loss: formatLoss(point.value), step: count(point.step) })
      : formatLoss(point.value);
  };

  const focused = shown[0];
  const base = focused?.curves.base ?? null;
  const done = focused ? stepsDone(focused.record) : 0;
  const read = Math.min(at, done);
  const reading = focused
    ? t('lossReading', {
        run: focused.label,
        step: count(read),
        training: lossAt(focused, 'smoothed', read),
        validation: lossAt(focused, 'validation', read),
      })
    : '';

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
          : `${reading} ${t('baseReading', { base: formatLoss(base) })} ${t('validationAbout', { count: Math.min(VALIDATION_PAIRS, focused?.record.dataset.validation ?? 0) })}`
      }
      table={() => lossTable(shown, headings)}
      controls={
        <>
          <SmoothingSlider weight={weight} onWeight={setWeight} />
          <LogSwitch log={log} onLog={setLog} />
        </>
      }
    >
      <StepChart
        label={t('stepOn', { chart: t('loss') })}
        lastStep={end}
        doneSteps={done}
        cursor={cursor}
        held={held}
        onCursor={onCursor}
        drawing={drawing}
        reading={reading}
        readout={() => ({
          corner: t('atStep', { step: count(at) }),
          headings: [t('training'), t('validation')],
          rows: shown.map((run) => ({
            ...run,
            values: [lossAt(run, 'smoothed', at), lossAt(run, 'validation', at)],
          })),
        })}
      />
    </ChartFrame>
  );
}
