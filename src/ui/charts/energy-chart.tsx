/**
 * How much of ΔW's energy Σσ² its k largest singular values hold, against k, of several runs on one chart. The rule is at 90 %; a ring
 * marks the least k that holds so much.
 */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReferenceLine } from 'recharts';
import { count } from '../format.ts';
import { Band } from './band.tsx';
import { ChartFrame } from './chart-frame.tsx';
import classes from './charts.module.css';
import { ChartSwitch } from './controls.tsx';
import { Curve } from './curve.tsx';
import { layoutPlot, type Content, type Room } from './layout.ts';
import { Legend, legendHeight } from './legend.tsx';
import { EndLabels, scaled } from './marks.tsx';
import { MatrixChoice } from './matrix-choice.tsx';
import { groupEnergies, type MatrixChoice as Chosen } from './mean-spectra.ts';
import { Plot } from './plot.tsx';
import { groupRuns } from './run-groups.ts';
import { ENERGY, MOST_CURVES } from './series.ts';
import { Surface } from './surface.tsx';
import { Term } from './term.tsx';
import { indexAxis, logStepAxis } from './ticks.ts';
import type { ChartProps, ComparedProps } from './types.ts';

/** Of more values than so many there are no dots, and k is on a logarithmic axis. */
const MOST_DOTS = 16;
/** Radius of the ring at k90, in CSS pixels. */
const RING = 6;
/** Lines of text that the plot and its x axis take at least, below the legend. */
const LEAST_LINES = 13;

export function EnergyChart({ runs, chip, cursor, hidesRank }: ComparedProps & Pick<ChartProps, 'cursor'>) {
  const { t } = useTranslation('charts');
  const [matrix, setMatrix] = useState<Chosen>('mean');
  const [wantsLogX, setLogX] = useState<boolean | null>(null);
  const groups = useMemo(() => groupRuns(runs, true, t), [runs, t]);
  const all = useMemo(() => groupEnergies(groups, matrix, cursor, ENERGY), [groups, matrix, cursor]);
  const shown = useMemo(() => all.slice(0, MOST_CURVES), [all]);
  const most = Math.max(1, ...shown.map(({ points }) => points.length));
  const logX = wantsLogX ?? most > MOST_DOTS;
  const content = useMemo(
    (): Content => ({
      xAxis: (width, spacing) =>
        logX ? logStepAxis([1, most], width, spacing) : indexAxis(most, width, spacing),
      longestX: count(most),
      logX,
      xName: t('largestValues'),
      // In percent.
      values: [0, 100],
      log: false,
      legend: [
        { text: t('energyShare'), colour: 'var(--chart-text)', dot: true },
        { text: t('energyHere'), colour: 'var(--chart-text)', dash: '3 3', width: 1 },
        ...shown.map(({ group: { label, colour, dash }, n }) => ({
          text: n > 1 ? t('ofSeeds', { run: label, count: n }) : label,
          colour,
          dash,
        })),
      ],
      endLabels: [],
    }),
    [shown, most, logX, t],
  );
  const drawn = useMemo(
    () =>
      shown.map(({ group, points, k90 }) => ({
        ...group,
        k90,
        points: points.map((point) => ({
          ...point,
          value: 100 * point.value,
          deviation: point.deviation === null ? null : 100 * point.deviation,
        })),
      })),
    [shown],
  );

  const leastHeight = ({ width, font }: Omit<Room, 'height'>) =>
    legendHeight(content.legend, width, font) + LEAST_LINES * font.line;
  const draw = (room: Room) => {
    const layout = layoutPlot(room, content);
    return (
      <Surface layout={layout} xName={content.xName}>
        <ReferenceLine y={100 * ENERGY} stroke="var(--chart-text)" strokeDasharray="3 3" />
        {drawn.map(({ id, points, colour }) => (
          <Band key={id} points={points} layout={layout} colour={colour} />
        ))}
        {drawn.map(({ id, points, colour, dash }) => (
          <g key={id} data-point={id}>
            <Curve
              points={points}
              layout={layout}
              colour={colour}
              dash={dash}
              {...(points.length <= MOST_DOTS && { dots: 6 })}
            />
          </g>
        ))}
        {drawn.map(({ id, points, k90, colour }) => (
          <circle
            key={id}
            cx={layout.xAt(k90)}
            cy={layout.yAt(points[k90 - 1]?.value ?? 100)}
            style={{ r: scaled(RING) }}
            fill="none"
            stroke={colour}
            strokeWidth={scaled(1.5)}
          />
        ))}
        <Legend layout={layout} />
        <EndLabels labels={layout.endLabels} layout={layout} />
      </Surface>
    );
  };

  const ordered = shown.toSorted((a, b) => a.k90 - b.k90);
  return (
    <ChartFrame
      title={t('energy')}
      chip={chip?.(shown.flatMap(({ group, step }) => group.runs.map(({ record }) => ({ record, step }))))}
      chosen={matrix === 'mean' ? t('meanOfMatrices') : matrix}
      detail={shown[0] ? t('atStep', { step: count(shown[0].step) }) : ''}
      empty={hidesRank ? t('energyAsked') : shown.length > 0 ? null : t('spectraEmpty')}
      summary={t('energyReading', {
        runs: ordered.map(({ group, k90 }) => t('k90Of', { run: group.label, k: count(k90) })).join(', '),
      })}
      table={() => ({
        columns: [
          t('run'),
          t('seeds'),
          t('step'),
          'k',
          t('energyShareName'),
          t('deviation'),
          t('drawnEnergyRank'),
        ],
        rows: all.flatMap(({ group, n, step, points, k90 }) =>
          points.map(({ x, value, deviation }) => [group.label, n, step, x, value, deviation, k90]),
        ),
      })}
      toolbar={
        <>
          <MatrixChoice runs={runs} value={matrix} onChange={setMatrix} />
          <ChartSwitch label={t('logX')} checked={logX} onChange={setLogX} />
          <span className={classes.figures}>
            <Term name={t('energyRank')} meaning={t('energyRankMeaning')} />
            {all.length > shown.length && (
              <span className={classes.note}>
                {t('moreCurves', { shown: count(shown.length), count: all.length - shown.length })}
              </span>
            )}
          </span>
        </>
      }
    >
      <Plot leastHeight={leastHeight}>{draw}</Plot>
    </ChartFrame>
  );
}
