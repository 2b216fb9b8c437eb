/** Every adapted matrix of the shown run, and the chosen one's singular values now and over time. */
import { methodOf } from '../../../core/methods/methods.ts';
import { SitesChart, SpectrumChart } from '../../charts/index.ts';
import { useView } from '../../page-context.tsx';
import { useChartProps, useTruth } from '../../use-chart-props.ts';
import classes from './spectra.module.css';

export function Spectra() {
  const chart = useChartProps();
  const truth = useTruth();
  const site = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  const shared = { ...chart, site, onSite, truth };
  // Where the run in focus can have no singular values one sentence says so, not three charts.
  const [focused] = chart.runs;
  const absent = focused !== undefined && methodOf(focused.record.config.method).noSpectrum !== null;
  return (
    <div className={classes.spectra}>
      <div className={`cell ${(absent ? classes.alone : undefined) ?? ''}`}>
        <SitesChart {...shared} />
      </div>
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
