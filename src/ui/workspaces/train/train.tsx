/** The Train workspace: the form, the model with what it learns drawn inside it, loss, one spectrum, and texts. */
import { LossChart, SpectrumChart } from '../../charts/index.ts';
import { later } from '../../later.tsx';
import { useRuns, useView } from '../../page-context.tsx';
import { Panel } from '../../panel/panel.tsx';
import { useResults } from '../../shown-runs.tsx';
import { useNarrow } from '../../use-narrow.ts';
import type { WorkspaceProps } from '../registry.tsx';
import { ModelPanel } from './model-panel.tsx';

const TextPanel = later(
  async () => (await import('./text-panel.tsx')).TextPanel,
  () => <div className="cell tabs texts" aria-busy="true" />,
);

export function Train({ onOwnData }: WorkspaceProps) {
  const narrow = useNarrow();
  const { shown: runs } = useResults();
  const cursor = useRuns((state) => state.cursor);
  const onCursor = useRuns((state) => state.setCursor);
  const site = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  return (
    <div className="workspace train">
      {!narrow && <Panel onOwnData={onOwnData} />}
      <div className="column middle">
        <ModelPanel />
        <div className="cell spectrum">
          <SpectrumChart runs={runs} cursor={cursor} onCursor={onCursor} site={site} onSite={onSite} />
        </div>
      </div>
      <div className="column right">
        <div className="cell loss">
          <LossChart runs={runs} cursor={cursor} onCursor={onCursor} />
        </div>
        <TextPanel />
      </div>
    </div>
  );
}
