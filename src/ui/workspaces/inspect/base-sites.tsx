/** The amplification at every matrix of a run, beside what chance would give. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { siteId } from '../../../core/site.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import { PointChart, type PlotPoint, type PointDrawing } from '../../charts/point-chart.tsx';
import { namesAxis } from '../../charts/ticks.ts';
import { formatFigure, formatValue } from '../../charts/values.ts';
import { count, percent } from '../../format.ts';
import { chanceFactor, judged } from './base-figures.ts';
import { useBaseFrame } from './use-base-frame.tsx';
import type { BaseFigures } from './use-base-figures.ts';
import { siteTick, siteWords } from '../../site-words.ts';

export function SitesAmplification({ base }: { base: BaseFigures }) {
  const { run, sites, figures, taking, empty } = base;
  const frame = useBaseFrame(base);
  const { t } = useTranslation('delta');
  const { t: charts } = useTranslation('charts');
  const found = useMemo(
    () =>
      figures.flatMap((each, i) => {
        const all = judged(each);
        const site = sites[i];
        return all && site && all.factor !== null
          ? [{ site, ...all, factor: all.factor, chance: chanceFactor(all) }]
          : [];
      }),
    // Sites are listed anew each time; figures come in their order.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [figures],
  );
  const drawing = useMemo((): PointDrawing => {
    const colour = run?.colour ?? 'var(--chart-strong)';
    const names = found.map(({ site }) => siteTick(site));
    const headings = [t('table7.directions'), t('table7.factor'), t('sites.chance')];
    const points = found.map(({ site, r, factor, chance }, x): PlotPoint => ({
      ...{ key: siteId(site), x, y: factor, colour, spreadX: null, spreadY: null, name: '' },
      seeds: chance === null ? [] : [{ x, y: chance }],
      reading: t('sites.reading', {
        site: siteWords(site),
        r: count(r),
        factor: formatValue(factor),
        chance: formatFigure(chance),
      }),
      readout: {
        corner: siteWords(site),
        headings,
        rows: [
          {
            label: siteWords(site),
            colour,
            dash: '',
            values: [count(r), formatValue(factor), formatFigure(chance)],
          },
        ],
      },
    }));
    return {
      points,
      xNames: names,
      xAxis: () => namesAxis(names.length),
      longestX: '',
      xName: t('sites.axis'),
      values: [0, ...found.flatMap(({ factor, chance }) => [factor, chance ?? 0])],
      log: false,
      legend: [
        { text: t('sites.upwards'), colour, dot: true },
        { text: t('sites.chance'), colour, ring: true },
      ],
      endLabels: [],
      behind: () => null,
    };
  }, [found, run?.colour, t]);
  const ordered = drawing.points.toSorted((a, b) => b.y - a.y);
  return (
    <ChartFrame
      {...frame}
      title={t('sites.title')}
      empty={empty ?? (taking.outcome.state === 'done' && found.length === 0 ? t('none') : null)}
      summary={t('sites.summary', { most: ordered[0]?.reading ?? '', least: ordered.at(-1)?.reading ?? '' })}
      table={() => ({
        columns: [
          ...[
            t('sites.matrix'),
            t('table7.directions'),
            t('table7.overlap'),
            t('table7.own'),
            t('table7.random'),
          ],
          ...[
            t('table7.deltaNorm'),
            t('table7.baseNorm'),
            t('table7.factor'),
            t('table7.byChance'),
            t('sites.share'),
          ],
        ],
        rows: found.map(({ site, r, overlap, own, random, deltaNorm, baseNorm, factor, chance }) => [
          ...[siteWords(site), r, overlap, own, random, deltaNorm, baseNorm, factor, chance],
          percent(own > 0 ? overlap / own : 0),
        ]),
      })}
    >
      <PointChart label={charts('pointsOf', { chart: t('sites.title') })} drawing={drawing} />
    </ChartFrame>
  );
}
