/** The results of a class as a table, on the page and as CSV. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { numberOf, type ClassResult } from '../../../../state/result-code.ts';
import type { ChartTable } from '../../../charts/table.ts';
import { methodName } from '../../../method-words.ts';
import { metricWords } from '../../../metric-name.ts';
import { wordConfig } from '../../../runs/index.ts';

/** What a student is called where no name was given. */
export const studentOf = ({ student }: ClassResult, place: number): string => student || `${place + 1}`;

export function useResultTable(results: readonly ClassResult[]): ChartTable {
  const { t } = useTranslation('learn');
  const { t: app } = useTranslation();
  const { t: charts } = useTranslation('charts');
  return useMemo(() => {
    const words = metricWords(charts);
    return {
      columns: [
        t('teacher.results.student'),
        app('panel.task'),
        app('panel.model'),
        app('panel.method'),
        t('teacher.results.axis.r'),
        t('teacher.results.axis.parameters'),
        t('teacher.results.axis.loss'),
        t('teacher.results.metric'),
        t('teacher.results.score'),
        app('panel.seed'),
        t('teacher.results.settings'),
      ],
      rows: results.map((result, i) => {
        const { config, parameters, loss, metric } = result;
        return [
          studentOf(result, i),
          config.task,
          config.model,
          methodName(config.method),
          numberOf(result, 'r'),
          parameters,
          loss,
          metric ? words.name(metric.id, {}) : null,
          metric?.value ?? null,
          // As text: no thousands are marked in a seed.
          String(config.seed),
          wordConfig(config, charts),
        ];
      }),
    };
  }, [results, t, app, charts]);
}
