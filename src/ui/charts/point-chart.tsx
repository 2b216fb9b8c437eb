/**
 * A chart of points, each of a run or of a setting with its seeds. Its plot is a slider over the points: the pointer shows the
 * nearest one's figures, and so do the arrow keys, from left to right. The caller draws what lies behind the points.
 */
import { useMemo, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import classes from './charts.module.css';
import { shorten } from './font.ts';
import { alongLine, placeLabels } from './label-places.ts';
import { layoutPlot, type Content, type Layout, type Room } from './layout.ts';
import { Legend } from './legend.tsx';
import { EndLabels, Label, scaled } from './marks.tsx';
import { Plot } from './plot.tsx';
import { Readout, type ReadoutTable } from './readout.tsx';
import { Surface } from './surface.tsx';

export interface PlotPoint {
  key: string;
  x: number;
  y: number;
  colour: string;
  /** Half the length of the line through it: a standard deviation; null where none is known. */
  spreadX: number | null;
  spreadY: number | null;
  /** The places of its seeds; none of a single run, which is the point itself. */
  seeds: readonly { x: number; y: number }[];
  /** Others published it: a dashed ring in place of the dot. */
  isPublished?: boolean;
  /** Beside it, where there is room; '' where its line has the name. */
  name: string;
  /** Its figures in words. */
  reading: string;
  readout: ReadoutTable;
}

/** Keep its identity while nothing changes: drawing it is the costly part. */
export interface PointDrawing extends Content {
  points: readonly PlotPoint[];
  /** Lines behind the points, which their names keep clear of where they can. */
  lines?: readonly (readonly { x: number; value: number }[])[];
  /** What lies behind the points. */
  behind: (layout: Layout) => ReactNode;
}

/** Radii, in CSS pixels. */
const DOT = 4.5;
const SEED = 2;
/** The most of the width that a point's name may take. */
const MOST_NAME = 0.35;

export function PointChart(props: { label: string; drawing: PointDrawing }) {
  return <Plot>{(room) => <Points {...props} room={room} />}</Plot>;
}

function Points({ label, drawing, room }: { label: string; drawing: PointDrawing; room: Room }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const layout = useMemo(
    () => layoutPlot(room, drawing),
    // Plot makes a new `room` each time; its parts tell whether it is another.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [room.width, room.height, room.font, drawing],
  );
  const drawn = useMemo(() => <Drawing drawing={drawing} layout={layout} />, [drawing, layout]);
  const ordered = useMemo(() => drawing.points.toSorted((a, b) => a.x - b.x || a.y - b.y), [drawing]);
  const at = ordered.findIndex(({ key }) => key === chosen);
  const point = ordered[at];

  const onPointerMove = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top];
    const far = ({ x: ownX, y: ownY }: PlotPoint) => Math.hypot(layout.xAt(ownX) - x, layout.yAt(ownY) - y);
    const nearest = ordered.reduce<PlotPoint | null>(
      (best, each) => (best && far(best) <= far(each) ? best : each),
      null,
    );
    setChosen(nearest?.key ?? null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = ordered.length - 1;
    const moves: Partial<Record<string, number>> = {
      ArrowLeft: at < 0 ? last : at - 1,
      ArrowDown: at < 0 ? last : at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      Home: 0,
      End: last,
    };
    if (event.key === 'Escape') setChosen(null);
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setChosen(ordered[Math.min(last, Math.max(0, to))]?.key ?? null);
  };

  return (
    <div
      className={classes.scrub}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={ordered.length}
      aria-valuenow={at + 1 || 1}
      aria-valuetext={(point ?? ordered[0])?.reading}
      onPointerDown={onPointerMove}
      onPointerMove={onPointerMove}
      // What a finger chose stays when it is lifted.
      onPointerLeave={({ pointerType }) => pointerType !== 'touch' && setChosen(null)}
      onKeyDown={onKeyDown}
      onBlur={() => setChosen(null)}
    >
      {drawn}
      <div
        className={classes.ring}
        style={{ left: layout.left, right: layout.right, top: layout.top, bottom: layout.bottom }}
      />
      {point && (
        <>
          <div
            className={classes.pointed}
            style={{ left: layout.xAt(point.x), top: layout.yAt(point.y), borderColor: point.colour }}
          />
          <Readout
            table={point.readout}
            layout={layout}
            x={layout.xAt(point.x)}
            curves={[drawing.points.map(({ x, y }) => ({ x, value: y }))]}
          />
        </>
      )}
    </div>
  );
}

function Drawing({ drawing, layout }: { drawing: PointDrawing; layout: Layout }) {
  const { points, lines = [] } = drawing;
  const { xAt, yAt, font, left, right, top, bottom, width, height } = layout;
  const names = points.map(({ name }) => shorten(name, width * MOST_NAME, font));
  const places = placeLabels(
    points.map(({ x, y }, i) => ({ x: xAt(x), y: yAt(y), width: font.width(names[i] ?? '') })),
    font.line,
    { left, top, width: width - left - right, height: height - top - bottom },
    lines.flatMap((line) => alongLine(line.map(({ x, value }) => ({ x: xAt(x), y: yAt(value) })))),
  );
  return (
    <Surface layout={layout} xName={drawing.xName}>
      {drawing.behind(layout)}
      {points.map((point) => (
        <Mark key={point.key} point={point} layout={layout} />
      ))}
      {points.map(({ key, name }, i) => {
        const place = places[i];
        return (
          name !== '' &&
          place && (
            <Label
              key={key}
              x={place.x}
              y={place.y}
              text={names[i] ?? name}
              whole={name}
              fill="var(--chart-strong)"
              // No line strikes it through.
              stroke="var(--surface)"
              strokeWidth={scaled(3)}
              paintOrder="stroke"
            />
          )
        );
      })}
      <Legend layout={layout} />
      <EndLabels labels={layout.endLabels} layout={layout} />
    </Surface>
  );
}

/** A point, the lines of its spread, and its seeds as small rings. */
function Mark({ point, layout }: { point: PlotPoint; layout: Layout }) {
  const { x, y, colour, spreadX, spreadY, seeds, isPublished = false } = point;
  const { xAt, yAt, logX, log } = layout;
  const [least, low] = [layout.x.domain[0], layout.y.domain[0]];
  const ends = (at: number, half: number, isLog: boolean, floor: number) =>
    [isLog ? Math.max(floor, at - half) : at - half, at + half] as const;
  const lines = [
    ...(spreadX === null
      ? []
      : [
          `M${ends(x, spreadX, logX, least)
            .map((end) => `${xAt(end)} ${yAt(y)}`)
            .join('L')}`,
        ]),
    ...(spreadY === null
      ? []
      : [
          `M${ends(y, spreadY, log, low)
            .map((end) => `${xAt(x)} ${yAt(end)}`)
            .join('L')}`,
        ]),
  ];
  return (
    <g data-point={point.key}>
      {lines.length > 0 && <path d={lines.join('')} stroke={colour} strokeWidth={scaled(1.5)} fill="none" />}
      {isPublished ? (
        <circle
          cx={xAt(x)}
          cy={yAt(y)}
          style={{ r: scaled(DOT) }}
          fill="var(--surface)"
          stroke={colour}
          strokeWidth={scaled(1.5)}
          strokeDasharray="3 1.7"
        />
      ) : (
        <circle cx={xAt(x)} cy={yAt(y)} style={{ r: scaled(DOT) }} fill={colour} />
      )}
      {/* Before the dot, which would hide those that lie within it. */}
      {seeds.map((seed, i) => (
        <circle
          key={i}
          cx={xAt(seed.x)}
          cy={yAt(seed.y)}
          style={{ r: scaled(SEED) }}
          fill="var(--surface)"
          stroke={colour}
        />
      ))}
    </g>
  );
}
