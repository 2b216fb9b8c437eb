/** The Train workspace: the form, the model with what it learns drawn inside it, loss, one spectrum, and texts. */
import { Boundary } from '../../boundary.tsx';
import { LossChart, SpectrumChart } from '../../charts/index.ts';
import { later } from '../../later.tsx';
import { useView } from '../../page-context.tsx';
import { Panel } from '../../panel/panel.tsx';
import { useChartProps, useTruth } from '../../use-chart-props.ts';
import { useNarrow } from '../../use-narrow.ts';
import { VerdictNote } from '../../verdict-note.tsx';
import type { WorkspaceProps } from '../registry.ts';
import { ModelPanel } from './model-panel.tsx';
import { TextPanel } from './text-panel.tsx';

const RoundedNote = later(async () => (await import('../../rounded-note.tsx')).RoundedNote);

export function Train({ onOwnData }: WorkspaceProps) {
  const narrow = useNarrow();
  const chart = useChartProps();
  const truth = useTruth();
  const site = useView((state) => state.site);
  const onSite = useView((state) => state.setSite);
  const isPresenting = useView((state) => state.present !== '');
  const model = (
    <Boundary>
      <ModelPanel />
    </Boundary>
  );
  const spectrum = (
    <div className="cell spectrum">
      <SpectrumChart {...chart} view="now" site={site} onSite={onSite} truth={truth} />
    </div>
  );
  const loss = (
    <div className="cell loss">
      <Boundary>
        <VerdictNote />
      </Boundary>
      <RoundedNote />
      <LossChart {...chart} />
    </div>
  );
  const texts = (
    <Boundary>
      <TextPanel />
    </Boundary>
  );
  // A class sees the charts first. The Tab key follows the source, which has this order, too.
  if (isPresenting)
    return (
      <div className="workspace train">
        {loss}
        {spectrum}
        {model}
        {texts}
      </div>
    );
  return (
    <div className="workspace train">
      {!narrow && (
        <Boundary>
          <Panel onOwnData={onOwnData} />
        </Boundary>
      )}
      <div className="column middle">
        {model}
        {spectrum}
      </div>
      <div className="column right">
        {loss}
        {texts}
      </div>
    </div>
  );
}
