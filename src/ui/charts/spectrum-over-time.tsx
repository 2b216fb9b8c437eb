/** Each σ_i of one matrix against the step. A run keeps its colour and dash; the largest σ is the thickest line. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { stepsDone } from '../../core/run-record.ts';
import { siteId, type Site, type SiteId } from '../../core/site.ts';
import { count } from '../format.ts';
import { Curve } from './curve.tsx';
import type { EndLabel } from './marks.tsx';
import { lastStep, latestAt, sigmaOf, spectrumOverTime, thin } from './series.ts';
import { StepChart, type StepDrawing } from './step-chart.tsx';
import { formatValue } from './values.ts';
import type { ChartProps, ShownRun } from './types.ts';

/** In the readout: more would cover the plot. Where there is little room, half as many are shown. */
const MOST_VALUES = 4;
/** More lines than so many are a block of one colour. */
const MOST_LINES = 8;
/** Width of σ₁'s line, and of the others'. */
const THICK = 2.5;
const THIN = 1.25;
const NEUTRAL = 'var(--chart-text)';

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
const sigmaName = (i: number): string =>
  `σ${`${i}`.replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)] ?? digit)}`;

/** Which of so many σ have a line, counted from 1: all, or where they are many the 1st, 2nd, 4th, 8th and so on. */
export const drawnIndices = (widest: number): number[] =>
  Array.from({ length: widest }, (_, i) => i + 1).filter(
    (index) => widest <= MOST_LINES || Number.isInteger(Math.log2(index)),
  );

function spectrumDrawing(
  runs: readonly ShownRun[],
  id: SiteId,
  log: boolean,
  scale: readonly number[],
  onlyThese: (sigma: string) => string,
): StepDrawing {
  const several = runs.length > 1;
  const all = runs.map(({ record }) => spectrumOverTime(record, id));
  const widest = Math.max(1, ...all.map((lines) => lines.length));
  const chosen = drawnIndices(widest);
  const drawn = runs.map((run, i) => ({
    ...run,
    lines: chosen.flatMap((index) => {
      const line = all[i]?.[index - 1];
      return line ? [{ index, points: thin(line, log) }] : [];
    }),
  }));
  const smaller = chosen.slice(1).map(sigmaName).join(' ');
  return {
    values: log ? scale : [0, ...scale],
    log,
    legend: [
      { text: sigmaName(1), colour: NEUTRAL, width: THICK },
      ...(widest > 1
        ? [
            {
              text: chosen.length < widest ? onlyThese(smaller) : `${sigmaName(2)} …`,
              colour: NEUTRAL,
              width: THIN,
            },
          ]
        : []),
    ],
    // Of one run, its first and last σ, and those between as far as they have room.
    endLabels: drawn.flatMap(({ label, lines, colour, dash }) => {
      const named = several
        ? lines.slice(0, 1)
        : [...lines.slice(0, 1), ...lines.slice(1).slice(-1), ...lines.slice(1, -1)];
      return named.flatMap(({ index, points }): EndLabel[] => {
        const value = points.at(-1)?.value;
        const text = several ? label : sigmaName(index);
        return value === undefined ? [] : [{ text, value, colour, dash, isSpare: index > 1 }];
      });
    }),
    curves: drawn.flatMap(({ lines }) => lines.map(({ points }) => points)),
    lines: (layout) =>
      drawn.flatMap(({ record, lines, colour, dash }) =>
        lines.map(({ index, points }) => (
          <Curve
            key={`${record.id} ${index}`}
            points={points}
            layout={layout}
            colour={colour}
            dash={dash}
            width={index === 1 ? THICK : THIN}
          />
        )),
      ),
  };
}

interface SpectrumOverTimeProps extends ChartProps {
  site: Site;
  /** From the smallest σ above zero to the largest, as `spectrumScale` gives it; null while all are zero. */
  scale: readonly [number, number] | null;
  log: boolean;
  /** The spectrum at the cursor, in words. */
  reading: string;
}

export function SpectrumOverTime(props: SpectrumOverTimeProps) {
  const { runs, site, scale, log, cursor, held, onCursor, reading } = props;
  const { t } = useTranslation('charts');
  const id = siteId(site);
  const [least, most] = scale ?? [];
  const drawing = useMemo(
    () =>
      spectrumDrawing(runs, id, log, least && most ? [least, most] : [], (sigma) =>
        t('onlyThese', { sigma }),
      ),
    [runs, id, log, least, most, t],
  );
  const [focused] = runs;
  const end = lastStep(runs.map(({ record }) => record));
  const at = Math.min(cursor ?? end, end);

  return (
    <StepChart
      label={t('stepOn', { chart: t('spectrum') })}
      lastStep={end}
      doneSteps={focused ? stepsDone(focused.record) : 0}
      cursor={cursor}
      held={held}
      onCursor={onCursor}
      drawing={drawing}
      reading={reading}
      readout={() => ({
        corner: '',
        headings: [t('step'), ...Array.from({ length: MOST_VALUES }, (_, i) => sigmaName(i + 1))],
        spare: MOST_VALUES / 2,
        rows: runs.map((run) => {
          const snapshot = latestAt(run.record.spectra, at);
          const sigma = snapshot ? sigmaOf(snapshot, site) : [];
          const values = Array.from({ length: MOST_VALUES }, (_, i) =>
            sigma[i] === undefined ? '' : formatValue(sigma[i]),
          );
          // The snapshot's own step, which may be before the cursor's.
          return { ...run, values: [snapshot ? count(snapshot.step) : '–', ...values] };
        }),
      })}
    />
  );
}
