/**
 * A line chart over training steps with the shared cursor. The plot is a slider for the keyboard and for screen
 * readers (arrows, Page Up/Down, Home, End; Escape lets go) and scrubs under the pointer. It draws axes, cursor,
 * legend and end labels; the caller draws the lines.
 */
import { memo, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LineChart } from 'recharts';
import { Axes } from './axes.tsx';
import classes from './charts.module.css';
import { Legend, legendHeight, type LegendItem } from './legend.tsx';
import { CHAR_WIDTH, EndLabels, X_AXIS_HEIGHT, Y_AXIS_WIDTH, type EndLabel } from './marks.tsx';
import { Plot, type Size } from './plot.tsx';
import { stepAxis } from './ticks.ts';

/** What is drawn, apart from the cursor. Keep its identity while nothing changes: drawing it is the costly part. */
export interface StepDrawing {
  /** Every value drawn: the y axis is made to fit them. */
  values: readonly number[];
  log: boolean;
  legend: readonly LegendItem[];
  endLabels: readonly EndLabel[];
  /** Recharts lines. */
  lines: ReactNode;
}

export interface StepChartProps {
  /** Accessible name of the scrubber. */
  label: string;
  /** The right end of the x axis. */
  lastStep: number;
  /** How far the focused run has come: there the cursor is while nobody moves it. */
  doneSteps: number;
  cursor: number | null;
  onCursor: (step: number | null) => void;
  drawing: StepDrawing;
  /** What stands at the cursor, in words. */
  reading: string;
  /** What stands at the cursor, shown beside it while this chart is in use. */
  readout: ReactNode;
}

/** Space to the right of the plot, enough for the longest end label but never more than a quarter. */
const rightMargin = ({ endLabels }: StepDrawing, width: number): number => {
  const longest = Math.max(0, ...endLabels.map(({ text }) => text.length));
  // Room for half of the last label of the axis.
  return longest === 0 ? 20 : Math.min(32 + longest * CHAR_WIDTH, Math.round(width * 0.27));
};

export function StepChart({
  label,
  lastStep,
  doneSteps,
  cursor,
  onCursor,
  drawing,
  reading,
  readout,
}: StepChartProps) {
  const [inUse, setInUse] = useState(false);

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const plotWidth = width - Y_AXIS_WIDTH - rightMargin(drawing, width);
    const share = (event.clientX - left - Y_AXIS_WIDTH) / plotWidth;
    const step = Math.round(Math.min(1, Math.max(0, share)) * lastStep);
    setInUse(true);
    if (step !== cursor) onCursor(step);
  };

  const press = (event: KeyboardEvent) => {
    const from = Math.min(cursor ?? doneSteps, lastStep);
    const moves: Partial<Record<string, number | null>> = {
      ArrowLeft: from - 1,
      ArrowDown: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from + 1,
      PageDown: from - 10,
      PageUp: from + 10,
      Home: 0,
      End: lastStep,
      Escape: null,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setInUse(to !== null);
    onCursor(to === null ? null : Math.min(lastStep, Math.max(0, to)));
  };

  return (
    <Plot
      className={classes.scrub ?? ''}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={lastStep}
      aria-valuenow={Math.min(cursor ?? doneSteps, lastStep)}
      aria-valuetext={reading}
      onPointerMove={point}
      onPointerLeave={() => {
        setInUse(false);
        onCursor(null);
      }}
      onKeyDown={press}
      onBlur={() => setInUse(false)}
    >
      {({ width, height }) => {
        const plotWidth = width - Y_AXIS_WIDTH - rightMargin(drawing, width);
        const at = cursor === null ? null : Math.min(cursor, lastStep);
        const x = Y_AXIS_WIDTH + ((at ?? 0) / lastStep) * plotWidth;
        return (
          <>
            <Drawing drawing={drawing} lastStep={lastStep} width={width} height={height} />
            {at !== null && (
              <div
                className={classes.cursor}
                style={{
                  left: x,
                  top: legendHeight(drawing.legend, width - Y_AXIS_WIDTH),
                  bottom: X_AXIS_HEIGHT,
                }}
              />
            )}
            {inUse && at !== null && (
              <div
                className={classes.readout}
                // 100 % is its own width: one that is wider than what is beside the cursor stays in the chart.
                style={
                  x < width / 2
                    ? { left: x + 10, transform: `translateX(min(0px, ${width - x - 10}px - 100%))` }
                    : { right: width - x + 10, transform: `translateX(max(0px, 100% - ${x - 10}px))` }
                }
              >
                {readout}
              </div>
            )}
          </>
        );
      }}
    </Plot>
  );
}

interface DrawingProps extends Size {
  drawing: StepDrawing;
  lastStep: number;
}

const Drawing = memo(function Drawing({ drawing, lastStep, width, height }: DrawingProps) {
  const { t } = useTranslation('charts');
  const { values, log, legend, endLabels, lines } = drawing;
  const right = rightMargin(drawing, width);
  const legendWidth = width - Y_AXIS_WIDTH;
  const top = legendHeight(legend, legendWidth);
  const x = stepAxis(lastStep, width - Y_AXIS_WIDTH - right);
  return (
    <LineChart
      width={width}
      height={height}
      margin={{ top, right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <Axes
        x={x}
        xKey="step"
        xName={t('step')}
        values={values}
        log={log}
        plotHeight={height - top - X_AXIS_HEIGHT}
      />
      {lines}
      <Legend items={legend} x={Y_AXIS_WIDTH} width={legendWidth} />
      <EndLabels labels={endLabels} width={right} />
    </LineChart>
  );
});
