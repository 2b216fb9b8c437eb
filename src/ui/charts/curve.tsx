/** A line of a chart as one SVG path, drawn anew only when its points, its look or the axes change. */
import { memo } from 'react';
import type { Layout } from './layout.ts';
import { scaled } from './marks.tsx';
import type { Point } from './series.ts';

interface CurveProps {
  points: readonly Point[];
  layout: Layout;
  colour: string;
  dash?: string;
  width?: number;
  opacity?: number;
  /** Across each measured point, in CSS pixels; none without it. */
  dots?: number;
}

/** A tenth of a pixel is as fine as anybody sees. */
const place = (coordinate: number): number => Math.round(coordinate * 10) / 10;

const same = (a: CurveProps, b: CurveProps): boolean =>
  a.points === b.points &&
  a.layout.key === b.layout.key &&
  a.colour === b.colour &&
  a.dash === b.dash &&
  a.width === b.width &&
  a.opacity === b.opacity &&
  a.dots === b.dots;

export const Curve = memo(function Curve(props: CurveProps) {
  const { points, layout, colour, dash, width = 2, opacity, dots } = props;
  const places = points.map(({ x, value }) => `${place(layout.xAt(x))} ${place(layout.yAt(value))}`);
  return (
    <>
      <path
        d={places.length > 0 ? `M${places.join('L')}` : ''}
        fill="none"
        stroke={colour}
        strokeWidth={scaled(width)}
        strokeOpacity={opacity}
        strokeDasharray={dash}
        strokeLinejoin="round"
      />
      {/* A line of no length with round ends is a dot: all of them are one path. */}
      {dots !== undefined && (
        <path
          d={places.map((at) => `M${at}h0`).join('')}
          fill="none"
          stroke={colour}
          strokeWidth={scaled(dots)}
          strokeLinecap="round"
        />
      )}
    </>
  );
}, same);
