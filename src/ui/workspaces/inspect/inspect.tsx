/** The Inspect workspace: every adapted matrix of the shown run, and the chosen one's singular values now and over time. */
import { methodOf } from '../../../core/methods/methods.ts';
import { Boundary } from '../../boundary.tsx';
import { SitesChart, SpectrumChart } from '../../charts/index.ts';
import { useView } from '../../page-context.tsx';
import { RunsColumn } from '../../runs-column.tsx';
import { useChartProps, useTruth } from '../../use-chart-props.ts';

export function Inspect() {
  const chart = useChartProps();
  const truth = useTruth();
  const site = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  const shared = { ...chart, site, onSite };
  // Where the run in focus can have no singular values one sentence says so, not three charts.
  const [focused] = chart.runs;
  const absent = focused !== undefined && methodOf(focused.record.config.method).noSpectrum !== null;
  return (
    <div className="workspace inspect">
      <Boundary>
        <RunsColumn />
      </Boundary>
      {absent ? (
        <div className="cell alone">
          <SitesChart {...shared} truth={truth} />
        </div>
      ) : (
        <>
          <div className="cell sites">
            <SitesChart {...shared} truth={truth} />
          </div>
          <div className="cell spectrum">
            <SpectrumChart {...shared} view="now" truth={truth} />
          </div>
          <div className="cell time">
            <SpectrumChart {...shared} view="time" truth={truth} />
          </div>
        </>
      )}
    </div>
  );
}
