/**
 * A heat map: cells in rows and columns on one scale of colours, with the values written where they have room. It is a slider
 * over its cells: the pointer and the arrow keys say what each one holds. What is pressed, or entered, can be chosen.
 */
import { memo, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import classes from './charts.module.css';
import { inkOn, shadeColour, shadeOf, SHADES } from './heat-colours.ts';
import { cellAfter, cellAt, layoutHeat, shadePaths, type Heat, type HeatLayout } from './heat-layout.ts';
import type { Room } from './layout.ts';
import { Label } from './marks.tsx';
import { Plot } from './plot.tsx';
import heatClasses from './heat-map.module.css';

interface HeatMapProps {
  label: string;
  /** Keep its identity while nothing changes: drawing it is the costly part. */
  heat: Heat;
  /** What a cell holds, in a sentence. */
  reading: (cell: number) => string;
  /** Stands above the map while no cell is pointed at. */
  hint: string;
  /** The cell that is chosen, and what chooses one: a press or Enter. Without it none can be. */
  choice?: { cell: number | null; onChoose: (cell: number) => void };
}

export function HeatMap(props: HeatMapProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const at = pointed !== null && pointed < props.heat.values.length ? pointed : null;
  return (
    <div className={heatClasses.heat}>
      {/* A screen reader hears the same of the slider. */}
      <p className={heatClasses.reading} aria-hidden>
        {at === null ? props.hint : props.reading(at)}
      </p>
      <Plot>{(room) => <Cells {...props} room={room} at={at} onAt={setPointed} />}</Plot>
    </div>
  );
}

interface CellsProps extends HeatMapProps {
  room: Room;
  at: number | null;
  onAt: (cell: number | null) => void;
}

function Cells({ label, heat, reading, choice, room, at, onAt }: CellsProps) {
  const layout = useMemo(
    () => layoutHeat(heat, room),
    // Plot makes a new `room` each time; its parts tell whether it is another.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [heat, room.width, room.height, room.font],
  );
  const chosen = choice?.cell ?? null;
  const current = at ?? chosen ?? 0;

  const cellUnder = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return cellAt(layout, clientX - left, clientY - top);
  };
  const onPointerUp = (event: PointerEvent) => {
    const cell = cellUnder(event);
    if (cell !== null && event.button === 0) choice?.onChoose(cell);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onAt(null);
    if (choice && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      choice.onChoose(current);
      return;
    }
    const to = cellAfter(event.key, current, heat.rows.length, heat.columns.length);
    if (to === null) return;
    event.preventDefault();
    onAt(to);
  };

  return (
    <div
      className={classes.scrub}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={heat.values.length}
      aria-valuenow={current + 1}
      aria-valuetext={reading(current)}
      data-chooses={choice !== undefined || undefined}
      onPointerDown={(event) => onAt(cellUnder(event))}
      onPointerMove={(event) => onAt(cellUnder(event))}
      onPointerUp={onPointerUp}
      // What a finger chose stays when it is lifted.
      onPointerLeave={({ pointerType }) => pointerType !== 'touch' && onAt(null)}
      onKeyDown={onKeyDown}
      onBlur={() => onAt(null)}
    >
      <Drawing heat={heat} layout={layout} chosen={chosen} />
      <div className={`${classes.ring ?? ''} ${heatClasses.box ?? ''}`} style={boxOf(layout, null)} />
      {at !== null && <div className={heatClasses.pointed} style={boxOf(layout, at)} />}
    </div>
  );
}

/** The place of a cell, or of all. */
function boxOf({ x, y }: HeatLayout, cell: number | null) {
  const columns = x.length - 1;
  const [row, column] = cell === null ? [0, 0] : [Math.floor(cell / columns), cell % columns];
  const [left = 0, top = 0] = [x[column], y[row]];
  const right = (cell === null ? x.at(-1) : x[column + 1]) ?? left;
  const bottom = (cell === null ? y.at(-1) : y[row + 1]) ?? top;
  return { left, top, width: right - left, height: bottom - top };
}

interface DrawingProps {
  heat: Heat;
  layout: HeatLayout;
  chosen: number | null;
}

const Drawing = memo(function Drawing({ heat, layout, chosen }: DrawingProps) {
  const { rows, columns, values, format, scale, rowName, columnName } = heat;
  const { x, y, width, height, font } = layout;
  const [left = 0] = x;
  const right = x.at(-1) ?? left;
  const middleOf = (edges: readonly number[], i: number) => ((edges[i] ?? 0) + (edges[i + 1] ?? 0)) / 2;
  const box = boxOf(layout, chosen);
  return (
    <svg width={width} height={height} aria-hidden="true" fontSize={font.size}>
      <Label x={0} y={layout.columnLabelY} text={rowName} />
      <Label x={left} y={layout.columnNameY} text={columnName} />
      {layout.labelledColumns.map((c) => (
        <Label
          key={c}
          x={middleOf(x, c)}
          y={layout.columnLabelY}
          textAnchor="middle"
          text={columns[c] ?? ''}
        />
      ))}
      {layout.labelledRows.map((r) => (
        <Label key={r} x={left - 6} y={middleOf(y, r)} textAnchor="end" text={rows[r] ?? ''} />
      ))}
      {shadePaths(heat, layout).map(
        (path, shade) =>
          path !== '' && (
            <path key={shade} d={path} fill={shadeColour(shade)} shapeRendering="crispEdges" data-cells />
          ),
      )}
      <rect
        {...{ x: left, y: y[0], width: right - left, height: (y.at(-1) ?? 0) - (y[0] ?? 0) }}
        fill="none"
        stroke="var(--chart-axis)"
      />
      {layout.writes &&
        values.map((value, i) => (
          <Label
            key={i}
            x={middleOf(x, i % columns.length)}
            y={middleOf(y, Math.floor(i / columns.length))}
            textAnchor="middle"
            text={value === null ? '–' : format(value)}
            fill={value === null ? 'var(--chart-text)' : inkOn(shadeOf(value, scale))}
          />
        ))}
      {chosen !== null && (
        <rect
          {...{ x: box.left, y: box.top, width: box.width, height: box.height }}
          fill="none"
          stroke="var(--chart-strong)"
          strokeWidth={2}
        />
      )}
      <Scale heat={heat} layout={layout} />
    </svg>
  );
});

/** What the values are, and the colours between the values at their ends. */
function Scale({ heat: { scale, format, scaleName }, layout }: Omit<DrawingProps, 'chosen'>) {
  const { font, scaleY, width } = layout;
  const [low = '', high = ''] = scale.map(format);
  const before = scaleName === '' ? low : `${scaleName}:  ${low}`;
  const from = Math.ceil(font.width(before)) + 6;
  const length = Math.max(SHADES / 2, Math.min(160, width - from - font.width(high) - 6));
  const edge = (shade: number) => Math.round(from + (shade * length) / SHADES);
  return (
    <g>
      <Label x={0} y={scaleY} text={before} />
      {Array.from({ length: SHADES }, (_, shade) => (
        <rect
          key={shade}
          {...{ x: edge(shade), y: Math.round(scaleY - font.line / 3) }}
          {...{ width: edge(shade + 1) - edge(shade), height: Math.round((2 * font.line) / 3) }}
          fill={shadeColour(shade)}
          shapeRendering="crispEdges"
        />
      ))}
      <Label x={from + length + 6} y={scaleY} text={high} />
    </g>
  );
}
