/** The number of intruders at each matrix, of the shown runs side by side. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { TOP_DIRECTIONS } from '../../../core/intruders.ts';
import { siteId, type Site } from '../../../core/site.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import classes from '../../charts/charts.module.css';
import { PointChart, type PlotPoint, type PointDrawing } from '../../charts/point-chart.tsx';
import { measuredSites } from '../../charts/series.ts';
import { namesAxis } from '../../charts/ticks.ts';
import { count } from '../../format.ts';
import { useChartProps } from '../../use-chart-props.ts';
import { siteTick, siteWords } from '../../site-words.ts';
import { TakingNote } from './taking-note.tsx';
import type { BaseFigures } from './use-base-figures.ts';
import { useShownIntruders, type CountedRun } from './use-shown-intruders.ts';

/** Of the room between two matrices, how much the runs' points take. */
const SPREAD = 0.5;

/** The matrices of all runs, in their order. */
function sitesOfAll(runs: readonly CountedRun[]): Site[] {
  const sites = new Map(
    runs.flatMap(({ record }) => measuredSites(record)).map((site) => [siteId(site), site]),
  );
  return [...sites.values()].sort((a, b) => a.layer - b.layer);
}

const totalOf = ({ counts }: CountedRun): number => [...counts.values()].reduce((sum, own) => sum + own, 0);

export function IntruderCounts({ base }: { base: BaseFigures }) {
  const { t } = useTranslation('delta');
  const { t: charts } = useTranslation('charts');
  const { chip } = useChartProps();
  const { runs, left, absent, progress, start, cancel } = useShownIntruders(base);
  const drawing = useDrawing(runs);
  const totals = runs.map((run) => t('intruders.totalOf', { run: run.label, total: count(totalOf(run)) }));
  const { taking, empty } = base;
  return (
    <ChartFrame
      title={t('intruders.counts')}
      chip={chip?.(runs.map(({ record }) => ({ record })))}
      detail={charts('runsShown', { count: runs.length })}
      empty={empty}
      pending={taking.outcome.state === 'done' ? null : <TakingNote taking={taking} />}
      summary={totals.join(' ')}
      table={() => ({
        columns: [charts('run'), charts('matrix'), t('intruders.count')],
        rows: runs.flatMap(({ label, record, counts }) =>
          measuredSites(record).map((site) => [label, siteWords(site), counts.get(siteId(site)) ?? null]),
        ),
      })}
      toolbar={
        <span className={classes.figures}>
          {progress ? (
            <>
              <span>
                {t('measuring.progress', { done: count(progress.done), total: count(progress.total) })}
              </span>
              <Button size="compact-xs" variant="default" onClick={cancel}>
                {t('measuring.cancel')}
              </Button>
            </>
          ) : (
            left.length > 0 && (
              <Button size="compact-xs" variant="default" onClick={start}>
                {t('intruders.countOthers', { count: left.length })}
              </Button>
            )
          )}
          <span className={classes.note}>{totals.join(' ')}</span>
          {absent.length > 0 && (
            <span className={classes.note}>
              {t('measuring.absent', { runs: absent.map(({ label }) => label).join(', ') })}
            </span>
          )}
        </span>
      }
    >
      <PointChart label={charts('pointsOf', { chart: t('intruders.counts') })} drawing={drawing} />
    </ChartFrame>
  );
}

function useDrawing(runs: readonly CountedRun[]): PointDrawing {
  const { t } = useTranslation('delta');
  const { t: charts } = useTranslation('charts');
  // All that is drawn; runs are listed anew each time.
  const identity = JSON.stringify(
    runs.map(({ record, label, colour, counts }) => [record.id, label, colour, [...counts]]),
  );
  return useMemo((): PointDrawing => {
    const sites = sitesOfAll(runs);
    const step = SPREAD / Math.max(1, runs.length);
    return {
      points: runs.flatMap(({ record, label, colour, dash, counts }, i) =>
        sites.flatMap((site, at): PlotPoint[] => {
          const own = counts.get(siteId(site));
          if (own === undefined) return [];
          const x = at + (i - (runs.length - 1) / 2) * step;
          return [
            {
              ...{ key: `${record.id} ${siteId(site)}`, x, y: own, colour, spreadX: null, spreadY: null },
              ...{ seeds: [], name: '' },
              reading: t('intruders.countReading', { run: label, site: siteWords(site), count: own }),
              readout: {
                corner: siteWords(site),
                headings: [t('intruders.count')],
                rows: [{ label, colour, dash, values: [count(own)] }],
              },
            },
          ];
        }),
      ),
      values: [0, TOP_DIRECTIONS],
      log: false,
      xNames: sites.map(siteTick),
      xAxis: () => namesAxis(sites.length),
      longestX: '',
      xName: t('sites.axis'),
      legend: [
        { text: t('intruders.countUp', { top: count(TOP_DIRECTIONS) }), colour: 'var(--chart-text)' },
        ...runs.map(({ label: text, colour }) => ({ text, colour, dot: true })),
      ],
      endLabels: [],
      behind: () => null,
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [identity, t, charts]);
}
