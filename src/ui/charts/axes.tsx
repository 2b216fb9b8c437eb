/** The axes and value grid that charts of numbers share. A chart chooses its x axis; the y axis fits its values. */
import { CartesianGrid, XAxis, YAxis } from 'recharts';
import { count } from '../format.ts';
import { FONT_SIZE, X_AXIS_HEIGHT, Y_AXIS_WIDTH } from './marks.tsx';
import { formatValue, valueAxis, type Axis } from './ticks.ts';

const tick = { fontSize: FONT_SIZE, fill: 'var(--chart-text)' };
const axisLine = { stroke: 'var(--chart-axis)' };
const LOOK = { tick, axisLine, tickLine: false, allowDataOverflow: true, interval: 0 } as const;

interface AxesProps {
  x: Axis;
  /** The field of a data row that holds its x. */
  xKey: string;
  xName: string;
  /** Every value drawn. */
  values: readonly number[];
  log: boolean;
  /** Of the y axis, in CSS pixels. */
  plotHeight: number;
}

export function Axes({ x, xKey, xName, values, log, plotHeight }: AxesProps) {
  const y = valueAxis(values, log, plotHeight);
  return (
    <>
      <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
      <XAxis
        {...LOOK}
        type="number"
        dataKey={xKey}
        domain={x.domain}
        ticks={x.ticks}
        height={X_AXIS_HEIGHT}
        tickFormatter={count}
        label={{
          value: xName,
          position: 'insideBottom',
          offset: 4,
          fontSize: FONT_SIZE,
          fill: 'var(--chart-text)',
        }}
      />
      <YAxis
        {...LOOK}
        type="number"
        width={Y_AXIS_WIDTH}
        scale={log ? 'log' : 'linear'}
        domain={y.domain}
        ticks={y.ticks}
        tickFormatter={formatValue}
      />
    </>
  );
}
