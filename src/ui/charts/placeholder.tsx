/** Keeps a chart's place while the charts are fetched: an empty frame of the same size. */
import classes from './charts.module.css';

export function ChartPlaceholder() {
  return (
    <div className={classes.frame} aria-busy="true">
      <div className={classes.header} />
      <div className={classes.body} />
    </div>
  );
}
