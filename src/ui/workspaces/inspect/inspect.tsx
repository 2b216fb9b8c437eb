/** The Inspect workspace: every adapted matrix of the shown run, and the chosen one's singular values over time. */
import { SitesChart, SpectrumChart } from '../../charts/index.ts';
import { useView } from '../../page-context.tsx';
import { RunsColumn } from '../../runs-column.tsx';
import { useTruth } from '../../secret-panel.tsx';
import { useChartProps } from '../../use-chart-props.ts';

export function Inspect() {
  const charts = useChartProps();
  const truth = useTruth();
  const site = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  return (
    <div className="workspace inspect">
      <RunsColumn />
      <div className="cell sites">
        <SitesChart {...charts} site={site} onSite={onSite} />
      </div>
      <div className="cell spectrum">
        <SpectrumChart {...charts} site={site} onSite={onSite} truth={truth} />
      </div>
    </div>
  );
}
