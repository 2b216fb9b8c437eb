/** The Inspect workspace: every adapted matrix of the shown run, and the chosen one's singular values over time. */
import { SitesChart, SpectrumChart } from '../../charts/index.ts';
import { useRuns, useView } from '../../page-context.tsx';
import { RunsColumn } from '../../runs-column.tsx';
import { useResults } from '../../shown-runs.tsx';

export function Inspect() {
  const { shown: runs } = useResults();
  const cursor = useRuns((state) => state.cursor);
  const onCursor = useRuns((state) => state.setCursor);
  const site = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  return (
    <div className="workspace inspect">
      <RunsColumn />
      <div className="cell sites">
        <SitesChart runs={runs} cursor={cursor} site={site} onSite={onSite} />
      </div>
      <div className="cell spectrum">
        <SpectrumChart runs={runs} cursor={cursor} onCursor={onCursor} site={site} onSite={onSite} />
      </div>
    </div>
  );
}
