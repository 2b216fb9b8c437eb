/** The Inspect workspace: every adapted matrix of the shown run, and the chosen one's singular values now and over time. */
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
  return (
    <div className="workspace inspect">
      <Boundary>
        <RunsColumn />
      </Boundary>
      <div className="cell sites">
        <SitesChart {...shared} truth={truth} />
      </div>
      <div className="cell spectrum">
        <SpectrumChart {...shared} view="now" truth={truth} />
      </div>
      <div className="cell time">
        <SpectrumChart {...shared} view="time" truth={truth} />
      </div>
    </div>
  );
}
