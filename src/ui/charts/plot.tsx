/** The area a chart draws in. It takes its size from its cell and draws nothing until it has one. */
import { useElementSize } from '@mantine/hooks';
import type { HTMLAttributes, ReactNode } from 'react';
import classes from './charts.module.css';

export interface Size {
  width: number;
  height: number;
}

interface PlotProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children'> {
  children: (size: Size) => ReactNode;
}

/** Below this there is no room for axes, let alone a line. CSS pixels. */
const LEAST = 40;

export function Plot({ children, className, ...rest }: PlotProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  return (
    <div ref={ref} className={`${classes.plot ?? ''} ${className ?? ''}`} {...rest}>
      {width >= LEAST &&
        height >= LEAST &&
        children({ width: Math.floor(width), height: Math.floor(height) })}
    </div>
  );
}
