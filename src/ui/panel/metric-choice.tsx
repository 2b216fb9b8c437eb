/** What own data is judged by: the metrics that can judge it, with their meanings. The one chosen counts most. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DatasetSummary } from '../../core/run-record.ts';
import { namedBy, useMetricWords } from '../metric-name.ts';
import { usePage, useSession } from '../page-context.tsx';

/** @returns nothing where there is nothing to choose from: for built-in tasks and plain text */
export function MetricChoice({ dataset }: { dataset: DatasetSummary }) {
  const { t } = useTranslation('charts');
  const { name, meaning } = useMetricWords();
  const page = usePage();
  const isReady = useSession((state) => state.phase === 'ready');
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
      // The choice before is still under way: disabling would take the focus away.
      aria-busy={!isReady}
      onChange={({ currentTarget: { value } }) => {
        const chosen = offeredMetrics.find((metric) => metric === value);
        if (!chosen) return;
        void page.session
          .getState()
          .chooseMetrics([chosen, ...metrics.filter((metric) => metric !== chosen)]);
      }}
    />
  );
}
