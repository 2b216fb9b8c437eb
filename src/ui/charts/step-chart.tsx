/**
 * A line chart over training steps, or what goes with them, with the shared cursor. The plot is a slider: a press, a drag, a tap and the keyboard
 * (arrows, Page Up/Down, Home, End) hold a step, which stays until Escape or the frame's button lets it go; a mouse that
 * only passes over shows the step under it until it leaves. It draws axes, cursor, legend and end labels; the caller
 * draws the lines.
 */
import { useDebouncedCallback } from '@mantine/hooks';
import {
  memo,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import { count } from '../format.ts';
import classes from './charts.module.css';
import { layoutPlot, type Layout, type Room } from './layout.ts';
import { Legend, type LegendItem } from './legend.tsx';
import { EndLabels, type EndLabel } from './marks.tsx';
import { Plot } from './plot.tsx';
import type { Curves } from './readout-place.ts';
import { Readout, type ReadoutTable } from './readout.tsx';
import { Surface } from './surface.tsx';
import { amountAxis, logStepAxis, stepAxis, type Axis } from './ticks.ts';
import type { StepCursor } from './types.ts';
import { formatValue } from './values.ts';

/** What is drawn, apart from the cursor. Keep its identity while nothing changes: drawing it is the costly part. */
export interface StepDrawing {
  /** Every value drawn: the y axis is made to fit them. */
  values: readonly number[];
  log: boolean;
  legend: readonly LegendItem[];
  endLabels: readonly EndLabel[];
  lines: (layout: Layout) => ReactNode;
  /** The points of these lines: the readout keeps clear of them where it can. */
  curves: Curves;
}

/** What lies along the x axis. */
export interface Along {
  name: string;
  log: boolean;
  /** Steps, or an amount that need not be whole. */
  isWhole: boolean;
  /** Every place that the axis must reach; the last one is its end. */
  places: readonly number[];
  /** Where a step stands, and which step stands nearest to a place: those of the run in focus. */
  placeOf: (step: number) => number;
  stepAt: (place: number) => number;
}

export interface StepChartProps extends StepCursor {
  /** Accessible name of the slider. */
  label: string;
  /** The last step that the cursor reaches. */
  lastStep: number;
  /** What the x axis shows; the steps themselves where it is absent. Keep its identity while nothing changes. */
  along?: Along;
  /** How far the focused run has come: there the cursor is while nobody moves it. */
  doneSteps: number;
  drawing: StepDrawing;
  /** The values at the cursor, in words. */
  reading: string;
  /** The values at the cursor, shown over the plot while a step is held or the pointer passes. */
  readout: () => ReadoutTable;
}

/** How long the readout stays over the lines once a pointer that holds no step rests, in milliseconds. */
const READOUT_STAYS = 2000;

const endOf = ({ places }: Along): number => places.at(-1) ?? 1;

function axisAlong(along: Along, width: number, spacing: number): Axis {
  if (along.log) return logStepAxis(along.places, width, spacing);
  return (along.isWhole ? stepAxis : amountAxis)(endOf(along), width, spacing);
}

const stepsAlong = (last: number, name: string): Along => ({
  name,
  log: false,
  isWhole: true,
  places: [0, last],
  placeOf: (step) => step,
  stepAt: Math.round,
});

export function StepChart(props: StepChartProps) {
  return <Plot>{(room) => <Scrubber {...props} room={room} />}</Plot>;
}

function Scrubber({ room, ...props }: StepChartProps & { room: Room }) {
  const { label, lastStep, doneSteps, cursor, held, onCursor, drawing, reading, readout } = props;
  const { t } = useTranslation('charts');
  const steps = useMemo(() => stepsAlong(lastStep, t('step')), [lastStep, t]);
  const along = props.along ?? steps;
  const [reads, setReads] = useState(false);
  const rest = useDebouncedCallback(() => setReads(false), READOUT_STAYS);
  /** The step held before a press, for a touch that turns out to scroll the page; undefined while nothing is pressed. */
  const before = useRef<number | null | undefined>(undefined);
  const layout = useMemo(
    () =>
      layoutPlot(room, {
        xAxis: (width, spacing) => axisAlong(along, width, spacing),
        longestX: along.isWhole ? count(endOf(along)) : formatValue(endOf(along)),
        logX: along.log,
        xName: along.name,
        ...drawing,
      }),
    // Plot makes a new `room` each time; its parts tell whether it is another.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [room.width, room.height, room.font, along, drawing],
  );

  const stepAt = ({ clientX, currentTarget }: PointerEvent): number => {
    const { left, right, width } = layout;
    const at = clientX - currentTarget.getBoundingClientRect().left;
    const place = layout.xOf(Math.min(width - right, Math.max(left, at)));
    return Math.min(lastStep, Math.max(0, along.stepAt(place)));
  };
  const hold = (step: number | null) => {
    if (step !== held) onCursor(step, true);
  };
  const read = () => {
    setReads(true);
    rest();
  };

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    before.current = held;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch') return;
    hold(stepAt(event));
    read();
  };
  const onPointerMove = (event: PointerEvent) => {
    if (before.current !== undefined) hold(stepAt(event));
    else if (held === null && event.pointerType !== 'touch') onCursor(stepAt(event), false);
    read();
  };
  const onPointerUp = (event: PointerEvent) => {
    if (before.current === undefined) return;
    before.current = undefined;
    hold(stepAt(event));
    read();
  };
  const onPointerCancel = () => {
    if (before.current !== undefined) hold(before.current);
    before.current = undefined;
    setReads(false);
  };
  const onPointerLeave = () => {
    if (before.current !== undefined) return;
    setReads(false);
    if (held === null) onCursor(null, false);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const from = Math.min(cursor ?? doneSteps, lastStep);
    const moves: Partial<Record<string, number>> = {
      ArrowLeft: from - 1,
      ArrowDown: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from + 1,
      PageDown: from - 10,
      PageUp: from + 10,
      Home: 0,
      End: lastStep,
    };
    const to = moves[event.key];
    if (event.key === 'Escape') setReads(false);
    if (to === undefined) return;
    event.preventDefault();
    rest.cancel();
    setReads(true);
    hold(Math.min(lastStep, Math.max(0, to)));
  };

  const at = cursor === null ? null : Math.min(cursor, lastStep);
  const [first, last] = layout.x.domain;
  // A logarithmic axis has no step 0.
  const x = layout.xAt(Math.min(last, Math.max(first, along.placeOf(at ?? 0))));
  return (
    <div
      className={classes.scrub}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={lastStep}
      aria-valuenow={Math.min(cursor ?? doneSteps, lastStep)}
      aria-valuetext={reading}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerCancel}
      onPointerLeave={onPointerLeave}
      onKeyDown={onKeyDown}
      onBlur={() => setReads(false)}
    >
      <Drawing drawing={drawing} layout={layout} xName={along.name} />
      <div
        className={classes.ring}
        style={{ left: layout.left, right: layout.right, top: layout.top, bottom: layout.bottom }}
      />
      {at !== null && (
        <div
          className={classes.cursor}
          data-held={held !== null || undefined}
          style={{ left: x, top: layout.top, bottom: layout.bottom }}
        />
      )}
      {(reads || held !== null) && at !== null && (
        <Readout table={readout()} layout={layout} x={x} curves={drawing.curves} />
      )}
    </div>
  );
}

interface DrawingProps {
  drawing: StepDrawing;
  layout: Layout;
  xName: string;
}

const Drawing = memo(function Drawing({ drawing, layout, xName }: DrawingProps) {
  return (
    <Surface layout={layout} xName={xName}>
      {drawing.lines(layout)}
      <Legend layout={layout} />
      <EndLabels labels={layout.endLabels} layout={layout} />
    </Surface>
  );
});
