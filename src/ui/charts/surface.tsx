/** The SVG of a chart with axes: value grid and axes by Recharts, at the places that the layout gives. */
import { memo, useMemo, type ReactNode } from 'react';
import { CartesianGrid, LineChart, XAxis, YAxis } from 'recharts';
import { LABEL_GAP, SLANT, type Layout } from './layout.ts';
import { Label } from './marks.tsx';

const axisLine = { stroke: 'var(--chart-axis)' };
const LOOK = { axisLine, tickLine: false, allowDataOverflow: true, interval: 0, type: 'number' } as const;

interface AxesProps {
  layout: Layout;
  xName: string;
}

/** What Recharts tells of a tick. */
interface Tick {
  x: number | string;
  y: number | string;
  payload: { value: number };
}

const Axes = memo(
  function Axes({ layout, xName }: AxesProps) {
    const { width, height, left, right, bottom, font, x, y, xLabels, slanted, yLabels, log, logX } = layout;
    const byPlace = new Map(x.ticks.map((tick, i) => [tick, xLabels[i] ?? '']));
    const byValue = new Map(y.ticks.map((tick, i) => [tick, yLabels[i] ?? '']));
    const foot = height - bottom;
    return (
      <>
        <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
        <XAxis
          {...LOOK}
          dataKey="x"
          scale={logX ? 'log' : 'linear'}
          domain={x.domain}
          ticks={x.ticks}
          height={bottom}
          tick={({ payload }: Tick) => (
            <g transform={`translate(${layout.xAt(payload.value)} ${foot + 3 + font.line / 2})`}>
              <Label
                y={0}
                textAnchor={slanted ? 'end' : 'middle'}
                transform={slanted ? `rotate(${-SLANT})` : undefined}
                text={byPlace.get(payload.value) ?? ''}
              />
            </g>
          )}
        />
        <YAxis
          {...LOOK}
          width={left}
          scale={log ? 'log' : 'linear'}
          domain={y.domain}
          ticks={y.ticks}
          tick={({ payload }: Tick) => (
            <Label
              x={left - LABEL_GAP}
              y={layout.yAt(payload.value)}
              textAnchor="end"
              text={byValue.get(payload.value) ?? ''}
            />
          )}
        />
        <Label
          x={left + (width - left - right) / 2}
          y={height - 3 - font.line / 2}
          textAnchor="middle"
          text={xName}
        />
      </>
    );
  },
  (a, b) => a.layout.key === b.layout.key && a.xName === b.xName,
);

interface SurfaceProps extends AxesProps {
  children: ReactNode;
}

export function Surface({ layout, xName, children }: SurfaceProps) {
  const { width, height, top, right, font } = layout;
  const margin = useMemo(() => ({ top, right, bottom: 0, left: 0 }), [top, right]);
  const style = useMemo(() => ({ pointerEvents: 'none', fontSize: font.size }) as const, [font.size]);
  return (
    <LineChart width={width} height={height} margin={margin} style={style} accessibilityLayer={false}>
      <Axes layout={layout} xName={xName} />
      {children}
    </LineChart>
  );
}
