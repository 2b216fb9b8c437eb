/**
 * σ_1 … σ_r at one step. One run on a linear axis stands as bars from zero; several runs, or a logarithmic axis
 * (which has no zero), as points joined by lines. A rule marks where the focused run's energy share is reached.
 */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar, ComposedChart, Line, ReferenceLine } from 'recharts';
import { Axes } from './axes.tsx';
import { Legend, legendHeight, type LegendItem } from './legend.tsx';
import { X_AXIS_HEIGHT, Y_AXIS_WIDTH } from './marks.tsx';
import { Plot } from './plot.tsx';
import { indexTicks } from './ticks.ts';
import type { ShownRun } from './types.ts';

const RIGHT = 14;

interface Shown extends ShownRun {
  /** The snapshot's own array: its identity tells whether there is anything new to draw. */
  sigma: readonly number[];
}

interface SpectrumNowProps {
  /** The focused run first. */
  shown: readonly Shown[];
  log: boolean;
  /** Of the focused run; 0 draws no rule. */
  energyRank: number;
}

/** The cursor passes many steps between two snapshots; only a new snapshot is worth a new drawing. */
const same = (a: SpectrumNowProps, b: SpectrumNowProps): boolean =>
  a.log === b.log &&
  a.shown.length === b.shown.length &&
  a.shown.every((run, i) => {
    const other = b.shown[i];
    return run.sigma === other?.sigma && run.colour === other.colour && run.label === other.label;
  });

export const SpectrumNow = memo(function SpectrumNow({ shown, log, energyRank }: SpectrumNowProps) {
  const { t } = useTranslation('charts');
  const widest = Math.max(1, ...shown.map(({ sigma }) => sigma.length));
  const values = [...(log ? [] : [0]), ...shown.flatMap(({ sigma }) => sigma)];
  const bars = shown.length === 1 && !log;
  const several = shown.length > 1;
  // One row per index; a logarithmic axis leaves out what it cannot draw.
  const rows = Array.from({ length: widest }, (_, i) => ({
    index: i + 1,
    sigma: shown.map((run) => {
      const value = run.sigma[i];
      return value === undefined || (log && value <= 0) ? null : value;
    }),
  }));

  const names = several ? shown.toSorted((a, b) => a.sigma.length - b.sigma.length) : [];
  const rule: LegendItem = {
    text: several ? t('energyOf', { run: shown[0]?.label ?? '' }) : t('energyHere'),
    colour: 'var(--chart-text)',
    dash: '3 3',
    width: 1,
  };
  const legend: LegendItem[] = [
    ...names.map(({ label, colour, dash }) => ({ text: label, colour, dash })),
    ...(energyRank > 0 ? [rule] : []),
  ];

  return (
    <Plot>
      {({ width, height }) => {
        const top = legendHeight(legend, width - Y_AXIS_WIDTH);
        return (
          <ComposedChart
            width={width}
            height={height}
            data={rows}
            margin={{ top, right: RIGHT, bottom: 0, left: 0 }}
            barCategoryGap="25%"
            maxBarSize={56}
            accessibilityLayer={false}
          >
            <Axes
              x={{ domain: [0.5, widest + 0.5], ticks: indexTicks(widest, width - Y_AXIS_WIDTH - RIGHT) }}
              xKey="index"
              xName={t('index')}
              values={values}
              log={log}
              plotHeight={height - top - X_AXIS_HEIGHT}
            />
            {energyRank > 0 && (
              <ReferenceLine
                x={Math.min(energyRank, widest) + 0.5}
                stroke={rule.colour}
                strokeDasharray={rule.dash}
              />
            )}
            {shown.map((run, i) =>
              bars ? (
                <Bar
                  key={run.record.id}
                  dataKey={(row: (typeof rows)[number]) => row.sigma[i]}
                  fill={run.colour}
                  isAnimationActive={false}
                />
              ) : (
                <Line
                  key={run.record.id}
                  dataKey={(row: (typeof rows)[number]) => row.sigma[i]}
                  stroke={run.colour}
                  strokeWidth={2}
                  strokeDasharray={run.dash}
                  // Whole on the axis' own top and bottom, too.
                  dot={{ r: 3, fill: run.colour, strokeWidth: 0, strokeDasharray: '', clipDot: false }}
                  activeDot={false}
                  isAnimationActive={false}
                />
              ),
            )}
            <Legend items={legend} x={Y_AXIS_WIDTH} width={width - Y_AXIS_WIDTH} />
          </ComposedChart>
        );
      }}
    </Plot>
  );
}, same);
