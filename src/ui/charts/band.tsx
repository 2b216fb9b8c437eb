/** A mean's standard deviation, as an area above and below its line. */
import { memo } from 'react';
import type { BandPoint } from '../../core/seed-groups.ts';
import type { Layout } from './layout.ts';

interface BandProps {
  points: readonly BandPoint[];
  layout: Layout;
  colour: string;
}

/** Of a band's colour: lines and gridlines show through several that lie over each other. */
export const BAND_OPACITY = 0.16;

/** The values that an axis must reach for the bands around such points; below 0 there is none on a logarithmic axis. */
export const bandReach = (points: readonly BandPoint[], log: boolean): number[] =>
  points.flatMap(({ value, deviation }) =>
    deviation === null ? [] : [value - deviation, value + deviation].filter((edge) => !log || edge > 0),
  );

const place = (coordinate: number): number => Math.round(coordinate * 10) / 10;

/** The outline of a band: along its upper edge, and back along its lower one. '' where there is no spread to show. */
export function bandPath(points: readonly BandPoint[], { xAt, yAt, y, log }: Layout): string {
  const [least] = y.domain;
  const spread = points.flatMap(({ x, value, deviation }) =>
    deviation === null ? [] : { x, value, deviation },
  );
  if (spread.length < 2) return '';
  const upper = spread.map(({ x, value, deviation }) => `${place(xAt(x))} ${place(yAt(value + deviation))}`);
  const lower = spread.map(({ x, value, deviation }) => {
    const edge = log ? Math.max(least, value - deviation) : value - deviation;
    return `${place(xAt(x))} ${place(yAt(edge))}`;
  });
  return `M${[...upper, ...lower.toReversed()].join('L')}Z`;
}

export const Band = memo(
  function Band({ points, layout, colour }: BandProps) {
    return <path d={bandPath(points, layout)} fill={colour} fillOpacity={BAND_OPACITY} />;
  },
  (a, b) => a.points === b.points && a.layout.key === b.layout.key && a.colour === b.colour,
);
