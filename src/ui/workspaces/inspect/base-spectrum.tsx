/** Where the leading directions of ΔW lie on W0's spectrum: which share of each lies in W0's first i singular directions. */
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import classes from '../../charts/charts.module.css';
import { Choice } from '../../charts/controls.tsx';
import { Curve } from '../../charts/curve.tsx';
import { layoutPlot, type Content, type Room } from '../../charts/layout.ts';
import { Legend } from '../../charts/legend.tsx';
import { Plot } from '../../charts/plot.tsx';
import { colourAt, RUN_DASHES } from '../../charts/run-styles.ts';
import { Surface } from '../../charts/surface.tsx';
import { Term } from '../../charts/term.tsx';
import { amountAxis } from '../../charts/ticks.ts';
import type { Point } from '../../charts/series.ts';
import { count, percent } from '../../format.ts';
import { chanceShares, directionShares, energyShares, halfOf } from './base-figures.ts';
import { useBaseFrame } from './use-base-frame.tsx';
import type { BaseFigures } from './use-base-figures.ts';
import { siteWords } from '../../site-words.ts';

type Side = 'left' | 'right';
const SIDES = ['left', 'right'] as const satisfies Side[];
/** Directions of ΔW that are drawn: their colours stay apart. */
const MOST_DRAWN = 4;
const BASE = { colour: 'var(--chart-text)', width: 3, opacity: 0.5 };
const CHANCE = { colour: 'var(--chart-text)', dash: '4 4', width: 1.5 };

export function BaseSpectrum({ base }: { base: BaseFigures }) {
  const { chosen, at, empty } = base;
  const frame = useBaseFrame(base);
  const { t } = useTranslation('delta');
  const [side, setSide] = useState<Side>('left');
  const drawn = useMemo(() => {
    if (!at) return null;
    const own = energyShares(at.baseSigma);
    const all = directionShares(at.onBase[side]);
    return {
      own,
      all,
      chance: chanceShares(own.length, at.spaces[side]),
      lines: all.slice(0, MOST_DRAWN).map((points, k) => ({
        ...{ points, k, colour: colourAt(k), dash: RUN_DASHES[k] ?? '' },
        name: t('spectrum.direction', { k: count(k + 1) }),
      })),
    };
  }, [at, side, t]);
  const content = useMemo(
    (): Content => ({
      xAxis: (width, spacing) => amountAxis(drawn?.own.length ?? 1, width, spacing),
      longestX: count(drawn?.own.length ?? 1),
      xName: t('spectrum.xName'),
      values: [0, 100],
      log: false,
      legend: [
        { text: t('spectrum.share'), colour: 'var(--chart-text)' },
        ...(drawn?.lines ?? []).map(({ name: text, colour, dash }) => ({ text, colour, dash })),
        { text: t('spectrum.base'), ...BASE },
        { text: t('spectrum.chance'), ...CHANCE },
      ],
      endLabels: [],
    }),
    [drawn, t],
  );
  const draw = (room: Room) => {
    if (!drawn) return null;
    const layout = layoutPlot(room, content);
    return (
      <Surface layout={layout} xName={content.xName}>
        <Curve points={drawn.own} layout={layout} {...BASE} />
        <Curve points={drawn.chance} layout={layout} {...CHANCE} />
        {drawn.lines.map(({ k, points, colour, dash }) => (
          <g key={k} data-point={k + 1}>
            <Curve points={points} layout={layout} colour={colour} dash={dash} />
          </g>
        ))}
        <Legend layout={layout} />
      </Surface>
    );
  };

  const first = drawn?.all[0];
  const reading = at && first ? readingOf(t, first, at.baseSigma.length, at.spaces[side]) : '';
  return (
    <ChartFrame
      {...frame}
      title={t('spectrum.title')}
      chosen={chosen ? `${siteWords(chosen)} · ${t(`spectrum.sides.${side}`)}` : ''}
      empty={empty ?? (at && !first ? t('none') : null)}
      summary={reading}
      table={() => ({
        columns: [
          t('spectrum.k'),
          t('spectrum.i'),
          t('spectrum.sigma'),
          t('spectrum.cos2'),
          t('spectrum.share'),
        ],
        rows: (drawn?.all ?? []).flatMap((points, k) =>
          points.map(({ x, value }) => [
            ...[k + 1, x, at?.baseSigma[x - 1] ?? null],
            ...[at?.onBase[side].values[k * points.length + x - 1] ?? null, value],
          ]),
        ),
      })}
      toolbar={
        <>
          <Choice<Side>
            name={t('spectrum.side')}
            value={side}
            options={SIDES.map((value) => ({ value, label: t(`spectrum.sides.${value}`) }))}
            onChange={setSide}
          />
          <span className={classes.figures}>
            <Term name={t('definition')} meaning={t('spectrum.meaning')} />
            <span className={classes.note}>{reading}</span>
            {drawn && drawn.all.length > drawn.lines.length && (
              <span className={classes.note}>
                {t('spectrum.drawn', { shown: count(drawn.lines.length), count: drawn.all.length })}
              </span>
            )}
          </span>
        </>
      }
    >
      <Plot>{draw}</Plot>
    </ChartFrame>
  );
}

/** Where the first direction lies. @param n how many directions W0 has @param d dimensions of their space, where a random one lies */
function readingOf(t: TFunction<'delta'>, first: readonly Point[], n: number, d: number): string {
  const half = halfOf(first);
  if (half === null) return t('spectrum.noHalf', { n: count(n) });
  const said = t('spectrum.half', { i: count(half), n: count(n) });
  const byChance =
    2 * n < d
      ? t('spectrum.chanceShare', { share: percent(n / d) })
      : t('spectrum.chanceHalf', { i: count(d / 2) });
  return `${said} ${byChance}`;
}
