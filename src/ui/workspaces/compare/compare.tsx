/** The Compare workspace: the kept runs, and of the ticked ones the losses, the settings that differ and the sizes. */
import { LossChart, ParametersChart } from '../../charts/index.ts';
import { PanelHead } from '../../panel-head.tsx';
import { useTranslation } from 'react-i18next';
import { RunsColumn } from '../../runs-column.tsx';
import { useChartProps } from '../../use-chart-props.ts';
import { Comparison } from './comparison.tsx';

export function Compare() {
  const { t } = useTranslation('workspaces');
  const charts = useChartProps();
  return (
    <div className="workspace compare">
      <RunsColumn />
      <div className="cell loss">
        <LossChart {...charts} />
      </div>
      <div className="cell size">
        <ParametersChart runs={charts.runs} />
      </div>
      <section className="cell table" aria-label={t('compare.title')}>
        <PanelHead title={t('compare.title')} />
        <Comparison />
      </section>
    </div>
  );
}
