/** The Compare workspace: the kept runs, and of the ticked ones the losses, the settings that differ and the sizes. */
import { LossChart, ParametersChart } from '../../charts/index.ts';
import { PanelHead } from '../../panel-head.tsx';
import { useTranslation } from 'react-i18next';
import { useRuns } from '../../page-context.tsx';
import { RunsColumn } from '../../runs-column.tsx';
import { useResults } from '../../shown-runs.tsx';
import { Comparison } from './comparison.tsx';

export function Compare() {
  const { t } = useTranslation('workspaces');
  const { shown: runs } = useResults();
  const cursor = useRuns((state) => state.cursor);
  const onCursor = useRuns((state) => state.setCursor);
  return (
    <div className="workspace compare">
      <RunsColumn />
      <div className="cell loss">
        <LossChart runs={runs} cursor={cursor} onCursor={onCursor} />
      </div>
      <div className="cell size">
        <ParametersChart runs={runs} />
      </div>
      <section className="cell table" aria-label={t('compare.title')}>
        <PanelHead title={t('compare.title')} />
        <Comparison />
      </section>
    </div>
  );
}
