/** A chart as the page has it: fetched after the first paint, and drawn anew in a turn of its own when its runs change. */
import type { ComponentType } from 'react';
import { useInTurn } from '../in-turn.ts';
import { later } from '../later.tsx';
import classes from './charts.module.css';
import type { ShownRun } from './types.ts';

/** Keeps the chart's place while it is fetched: an empty frame of the same size. */
function Placeholder() {
  return (
    <div className={classes.frame} aria-busy="true">
      <div className={classes.header} />
      <div className={classes.body} />
    </div>
  );
}

export function chartPart<P extends { runs: readonly ShownRun[] }>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> {
  return later(async () => {
    const Chart = await load();
    return function ChartInTurn(props: P) {
      return <Chart {...props} runs={useInTurn(props.runs)} latest={props.runs} />;
    };
  }, Placeholder);
}
