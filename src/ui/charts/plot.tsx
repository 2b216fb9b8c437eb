/** The area a chart draws in. It takes its size from its cell and draws nothing until it has one. */
import { useElementSize } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './charts.module.css';
import { useChartFont } from './font.ts';
import type { Room } from './layout.ts';

/** Below this there is no room for axes, let alone a line. CSS pixels. */
const LEAST = 40;

interface PlotProps {
  /** The height that the drawing needs: on a narrow page, which scrolls, the plot is no lower. */
  leastHeight?: (room: Omit<Room, 'height'>) => number;
  children: (room: Room) => ReactNode;
}

export function Plot({ leastHeight, children }: PlotProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const { em, font } = useChartFont();
  const least = leastHeight && font && width >= LEAST ? leastHeight({ width, font }) : 0;
  return (
    <div ref={ref} className={classes.plot} style={{ minHeight: `calc(var(--grows) * ${least}px)` }}>
      <span ref={em} className={classes.em} aria-hidden />
      {font &&
        width >= LEAST &&
        height >= LEAST &&
        children({ width: Math.floor(width), height: Math.floor(height), font })}
    </div>
  );
}
