/** What own data is judged by: a choice among the metrics that can judge it, with the meaning of the chosen one. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MetricId } from '../../core/metrics/metric-id.ts';
import type { DatasetSummary } from '../../core/run-record.ts';
import { namedBy, useMetricWords } from '../metric-name.ts';

/**
 * @param onChoose hears all metrics of the data, the chosen one first: that one counts most
 * @returns nothing where there is nothing to choose from: for built-in tasks and plain text
 */
export function MetricChoice({
  dataset,
  onChoose,
}: {
  dataset: DatasetSummary;
  onChoose: (metrics: MetricId[]) => void;
}) {
  const { t } = useTranslation('charts');
  const { name, meaning } = useMetricWords();
  const { metrics, offeredMetrics = [] } = dataset;
  const [first] = metrics;
  if (first === undefined || offeredMetrics.length < 2) return null;
  return (
    <NativeSelect
      size="xs"
      label={t('judgedFirstBy')}
      description={meaning(first, namedBy(first, dataset))}
      data={offeredMetrics.map((metric) => ({
        value: metric,
        label: name(metric, namedBy(metric, dataset)),
      }))}
      value={first}
      onChange={({ currentTarget: { value } }) => {
        const chosen = offeredMetrics.find((metric) => metric === value);
        if (chosen) onChoose([chosen, ...metrics.filter((metric) => metric !== chosen)]);
      }}
    />
  );
}
