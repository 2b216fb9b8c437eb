/** A chart of all matrices of the shown run, in which one is chosen, and that one's singular values, now and over time. */
import type { ReactNode } from 'react';
import { methodOf } from '../../../core/methods/methods.ts';
import { SpectrumChart } from '../../charts/index.ts';
import { useView } from '../../page-context.tsx';
import { useChartProps, useTruth } from '../../use-chart-props.ts';
import classes from './site-view.module.css';

export function SiteView({ children }: { children: ReactNode }) {
  const chart = useChartProps();
  const truth = useTruth();
  const site = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  const shared = { ...chart, site, onSite, truth };
  // Where the run in focus can have no singular values one sentence says so, not three charts.
  const [focused] = chart.runs;
  const absent = focused !== undefined && methodOf(focused.record.config.method).noSpectrum !== null;
  return (
    <div className={classes.view}>
      <div className={`cell ${(absent && classes.alone) || ''}`}>{children}</div>
      {!absent && (
        <>
          <div className="cell">
            <SpectrumChart {...shared} view="now" />
          </div>
          <div className={`cell ${classes.time ?? ''}`}>
            <SpectrumChart {...shared} view="time" />
          </div>
        </>
      )}
    </div>
  );
}
