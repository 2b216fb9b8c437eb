/** Each σ_i of one matrix against the step. A run keeps its colour and dash; smaller σ fade. */
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
const NEUTRAL = 'var(--chart-text)';

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
const sigmaName = (i: number): string =>
  `σ${`${i}`.replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)] ?? digit)}`;

function spectrumDrawing(
  runs: readonly ShownRun[],
  id: SiteId,
  log: boolean,
  scale: readonly number[],
): StepDrawing {
  const several = runs.length > 1;
  const drawn = runs.map((run) => ({
    ...run,
    lines: spectrumOverTime(run.record, id).map((line) => thin(line, log)),
  }));
  return {
    values: log ? scale : [0, ...scale],
    log,
    legend: [
      { text: sigmaName(1), colour: NEUTRAL },
      { text: `${sigmaName(2)} …`, colour: NEUTRAL, width: 1.25, opacity: 0.6 },
    ],
    // Of one run, its first and last σ, and those between that end clear of each other.
    endLabels: drawn.flatMap(({ label, lines, colour, dash }) => {
      const last = lines.length - 1;
      const between = lines.flatMap((_, i) => (i > 0 && i < last ? [i] : []));
      return (several ? [0] : [...new Set([0, last]), ...between]).flatMap((i): EndLabel[] => {
        const value = lines[i]?.at(-1)?.value;
        const text = several ? label : sigmaName(i + 1);
        return value === undefined ? [] : [{ text, value, colour, dash, isSpare: !several && i > 0 }];
      });
    }),
    curves: drawn.flatMap(({ lines }) => lines),
    lines: (layout) =>
      drawn.flatMap(({ record, lines, colour, dash }) =>
        lines.map((line, i) => (
          <Curve
            key={`${record.id} ${i}`}
            points={line}
            layout={layout}
            colour={colour}
            dash={dash}
            width={i === 0 ? 2 : 1.25}
            opacity={1 - (0.65 * i) / Math.max(1, lines.length - 1)}
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
    () => spectrumDrawing(runs, id, log, least && most ? [least, most] : []),
    [runs, id, log, least, most],
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
