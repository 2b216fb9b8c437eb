/**
 * σ_1 … σ_r at one step, on the scale of the whole run, so that growth is seen. One run on a linear
 * axis stands as bars from zero; several runs, or a logarithmic axis (which has no zero), as points joined by lines. A
 * rule marks where the focused run's energy share is reached; outlines show hidden values, once they may be known.
 */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { ReferenceLine } from 'recharts';
import { count } from '../format.ts';
import classes from './charts.module.css';
import { Curve } from './curve.tsx';
import { layoutPlot, type Layout, type Room } from './layout.ts';
import { Legend, type LegendItem } from './legend.tsx';
import { scaled } from './marks.tsx';
import { Plot } from './plot.tsx';
import { Surface } from './surface.tsx';
import { indexAxis } from './ticks.ts';
import type { ShownRun } from './types.ts';

interface Shown extends ShownRun {
  /** The snapshot's own array: its identity tells whether there is anything new to draw. */
  sigma: readonly number[];
}

interface SpectrumNowProps {
  /** The focused run first. */
  shown: readonly Shown[];
  log: boolean;
  /** From the smallest σ above zero to the largest, as `spectrumScale` gives it; null while all are zero. */
  scale: readonly [number, number] | null;
  /** Of the focused run; 0 draws no rule, null has no key for one either. */
  energyRank: number | null;
  /** k values of one size, hidden in the data at this site; null where there are none or they may not be known yet. */
  hidden: { rank: number; sigma: number } | null;
  /** Said over the plot where it is empty; '' says nothing. */
  note: string;
}

/** The cursor passes many steps between two snapshots; only a new snapshot is worth a new drawing. */
const same = (a: SpectrumNowProps, b: SpectrumNowProps): boolean =>
  a.log === b.log &&
  a.scale?.[0] === b.scale?.[0] &&
  a.scale?.[1] === b.scale?.[1] &&
  a.energyRank === b.energyRank &&
  a.hidden?.rank === b.hidden?.rank &&
  a.hidden?.sigma === b.hidden?.sigma &&
  a.note === b.note &&
  a.shown.length === b.shown.length &&
  a.shown.every((run, i) => {
    const other = b.shown[i];
    return (
      run.sigma === other?.sigma &&
      run.colour === other.colour &&
      run.dash === other.dash &&
      run.label === other.label
    );
  });

/** Of the room between two indices, and in CSS pixels. */
const BAR = { share: 0.75, most: 56 };
/** An outline stands around the bar it is compared with. */
const OUTLINE_SHARE = 0.92;

function barsPath(values: readonly number[], layout: Layout, share: number): string {
  const slot = layout.xAt(1) - layout.xAt(0);
  const width = Math.min(slot, BAR.most / BAR.share) * share;
  return values
    .map((value, i) => {
      const height = layout.yAt(0) - layout.yAt(value);
      return `M${layout.xAt(i + 1) - width / 2} ${layout.yAt(0)}v${-height}h${width}v${height}z`;
    })
    .join('');
}

export const SpectrumNow = memo(function SpectrumNow(props: SpectrumNowProps) {
  const { shown, log, scale, energyRank, hidden, note } = props;
  const { t } = useTranslation('charts');
  const widest = Math.max(1, hidden?.rank ?? 0, ...shown.map(({ sigma }) => sigma.length));
  const values = [...(log ? [] : [0]), ...(scale ?? [])];
  const bars = shown.length === 1 && !log;
  const several = shown.length > 1;

  const names = several ? shown.toSorted((a, b) => a.sigma.length - b.sigma.length) : [];
  const rule: LegendItem = {
    text: several ? t('energyOf', { run: shown[0]?.label ?? '' }) : t('energyHere'),
    colour: 'var(--chart-text)',
    dash: '3 3',
    width: 1,
  };
  const outline: LegendItem = { text: t('hidden'), colour: 'var(--chart-strong)', width: 1.5, outline: true };
  const legend: LegendItem[] = [
    ...names.map(({ label, colour, dash }) => ({ text: label, colour, dash })),
    // Its key stays where the rule goes, so that the plot holds still.
    ...(energyRank !== null ? [rule] : []),
    ...(hidden ? [outline] : []),
  ];

  const draw = (room: Room) => {
    const layout = layoutPlot(room, {
      xAxis: (width, spacing) => indexAxis(widest, width, spacing),
      longestX: count(widest),
      xName: t('index'),
      values,
      log,
      legend,
      endLabels: [],
    });
    return (
      <>
        <Surface layout={layout} xName={t('index')}>
          {energyRank !== null && energyRank > 0 && (
            <ReferenceLine
              x={Math.min(energyRank, widest) + 0.5}
              stroke={rule.colour}
              strokeDasharray={rule.dash}
            />
          )}
          {bars &&
            shown.map(({ record, sigma, colour }) => (
              <path key={record.id} d={barsPath(sigma, layout, BAR.share)} fill={colour} />
            ))}
          {!bars &&
            shown.map(({ record, sigma, colour, dash }) => (
              <Curve
                key={record.id}
                points={sigma.flatMap((value, i) => (log && value <= 0 ? [] : [{ x: i + 1, value }]))}
                layout={layout}
                colour={colour}
                dash={dash}
                dots={6}
              />
            ))}
          {hidden && (
            <Hidden
              rank={hidden.rank}
              sigma={hidden.sigma}
              asBars={bars}
              layout={layout}
              colour={outline.colour}
            />
          )}
          <Legend layout={layout} />
        </Surface>
        {note !== '' && (
          <p className={classes.over} style={{ left: layout.left, top: layout.top, bottom: layout.bottom }}>
            <span>{note}</span>
          </p>
        )}
      </>
    );
  };
  return <Plot>{draw}</Plot>;
}, same);

interface HiddenProps {
  rank: number;
  sigma: number;
  asBars: boolean;
  layout: Layout;
  colour: string;
}

/** The hidden values over the learned ones: outlined bars, or a level across the indices on an axis without zero. */
function Hidden({ rank, sigma, asBars, layout, colour }: HiddenProps) {
  const values = Array.from({ length: rank }, () => sigma);
  const half = ((layout.xAt(1) - layout.xAt(0)) * OUTLINE_SHARE) / 2;
  const y = layout.yAt(sigma);
  const path = asBars
    ? barsPath(values, layout, OUTLINE_SHARE)
    : values.map((_, i) => `M${layout.xAt(i + 1) - half} ${y}h${2 * half}`).join('');
  return <path d={path} fill="none" stroke={colour} strokeWidth={scaled(asBars ? 1.5 : 3)} />;
}
