/** The Compare workspace: the builder of experiments, pictures of the ticked runs, and the table of all. */
import { useTranslation } from 'react-i18next';
import { Boundary } from '../../boundary.tsx';
import { PanelHead } from '../../panel-head.tsx';
import { drawnChip } from '../../shown-chip.tsx';
import { useChartProps } from '../../use-chart-props.ts';
import { Comparison } from './comparison.tsx';
import { ExperimentBuilder } from './experiment-builder.tsx';
import { ConclusionNote } from './conclusion-note.tsx';
import { ReportButton } from './report-button.tsx';
import { Pictures } from './pictures.tsx';

export function Compare() {
  const { t } = useTranslation('workspaces');
  const chart = useChartProps();
  return (
    <div className="workspace compare">
      <Boundary>
        <ExperimentBuilder />
      </Boundary>
      <div className="cell pictures">
        <Pictures />
      </div>
      <section className="cell table" aria-label={t('compare.title')}>
        <PanelHead title={t('compare.title')} chip={chart.runs.length > 1 && drawnChip(chart.runs)}>
          <ReportButton />
        </PanelHead>
        <Boundary>
          <ConclusionNote runs={chart.runs} />
          <Comparison />
        </Boundary>
      </section>
    </div>
  );
}
