/** The figures of runs as axes: which of them several runs have, how they are written, and which way is better. */
import type { TFunction } from 'i18next';
import { METRICS } from '../../core/metrics/metrics.ts';
import type { Better } from '../../core/pareto.ts';
import { figuresOf, type FigureId } from '../../core/run-figures.ts';
import { spreadOf, type Spread } from '../../core/seed-groups.ts';
import { count, percent, percentPoints, short } from '../format.ts';
import { namedBy, useMetricWords } from '../metric-name.ts';
import type { RunGroup } from './run-groups.ts';
import type { ShownRun } from './types.ts';
import { formatLoss } from './values.ts';

interface Axis {
  /** Ratios count more than differences. */
  log: boolean;
  /** Null where less is no better than more. */
  better: Better | null;
  format: (value: number) => string;
}

const rank = (value: number) => value.toFixed(2);

const AXES = {
  bestLoss: { log: false, better: 'low', format: formatLoss },
  finalLoss: { log: false, better: 'low', format: formatLoss },
  metric: { log: false, better: 'high', format: percentPoints },
  forgetting: { log: false, better: 'low', format: formatLoss },
  heldOut: { log: false, better: 'low', format: formatLoss },
  parameters: { log: true, better: 'low', format: (value) => count(Math.round(value)) },
  share: { log: true, better: 'low', format: percent },
  seconds: { log: false, better: 'low', format: short },
  tokens: { log: false, better: 'low', format: (value) => count(Math.round(value)) },
  effectiveRank: { log: false, better: null, format: rank },
  stableRank: { log: false, better: null, format: rank },
  k90: { log: false, better: null, format: rank },
} as const satisfies Partial<Record<FigureId, Axis>>;

/** The figures that can be drawn. */
export type DrawnFigure = keyof typeof AXES;
const DRAWN = Object.keys(AXES) as DrawnFigure[];

export interface FigureAxis extends Axis {
  id: DrawnFigure;
  name: string;
}

/**
 * The figures that any of the runs has. The test metric only where all are judged by the same one.
 * @param hidesRank leaves out the energy rank, which looks like the answer where the rank is the question
 */
export function useFigureAxes(
  runs: readonly ShownRun[],
  hidesRank: boolean,
  t: TFunction<'charts'>,
): FigureAxis[] {
  const words = useMetricWords();
  const metrics = new Map(
    runs.flatMap(({ record: { dataset } }) =>
      dataset.metrics.slice(0, 1).map((metric) => [words.name(metric, namedBy(metric, dataset)), metric]),
    ),
  );
  const [judged] = metrics.size === 1 ? metrics : [];
  return DRAWN.filter((id) => runs.some(({ record }) => figuresOf(record)[id] !== null))
    .filter((id) => (id !== 'metric' || judged) && !(id === 'k90' && hidesRank))
    .map((id) => {
      const axis: Axis = AXES[id];
      if (id !== 'metric' || !judged) return { id, ...axis, name: t(`figure.${id}`) };
      const better = METRICS[judged[1]].higherIsBetter ? 'high' : 'low';
      return { id, ...axis, better, name: t('figure.metric', { metric: judged[0] }) };
    });
}

/** A figure of a group's runs: null where none of them has it. */
export const figureOf = ({ runs }: Pick<RunGroup, 'runs'>, { id }: Pick<FigureAxis, 'id'>): Spread | null =>
  spreadOf(runs.flatMap(({ record }) => figuresOf(record)[id] ?? []));

/** `0.531 ± 0.012`; the mean alone where nothing is known of the spread. */
export const formatSpread = ({ mean, deviation }: Spread, { format }: Pick<Axis, 'format'>): string =>
  deviation === null ? format(mean) : `${format(mean)} ± ${format(deviation)}`;
