/** A metric's name and meaning, with the tokens it counts and the class it is of, where those are not the usual ones. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { MetricId } from '../core/metrics/metric-id.ts';
import { tokenizerOf, type TokenizerId } from '../core/metrics/tokenizer-id.ts';
import type { DatasetSummary } from '../core/run-record.ts';
import { percentPoints } from './format.ts';

/** What a metric's name depends on beside the metric. */
interface NamedBy {
  tokenizer?: TokenizerId | undefined;
  positiveLabel?: string | undefined;
}

/** Metrics that count neither right answers nor shared words, but go up to 100 all the same: a per cent sign would be wrong. */
const NOT_PERCENT: ReadonlySet<MetricId> = new Set(['bleu', 'bleu-lc', 'matthews', 'pearson', 'spearman']);

/** A metric's name and meaning, and a score of it with its unit, where no heading has that: `33.3 %`, `6.1 of 100`. */
export const useMetricWords = () => metricWords(useTranslation('charts').t);

/** The same, where there is no component. */
export function metricWords(t: TFunction<'charts'>) {
  const name = (metric: MetricId, { tokenizer, positiveLabel }: NamedBy): string => {
    if (metric === 'f1' && positiveLabel !== undefined) return t('f1Of', { label: positiveLabel });
    const plain = t(`metrics.${metric}`);
    return tokenizer ? t(`byTokenizer.${tokenizer}`, { metric: plain }) : plain;
  };
  const meaning = (metric: MetricId, { tokenizer }: NamedBy): string =>
    [t(`metricMeanings.${metric}`), tokenizer && t(`tokenizerMeanings.${tokenizer}`)]
      .filter((part) => part)
      .join(' ');
  const score = (metric: MetricId, value: number): string =>
    t(NOT_PERCENT.has(metric) ? 'scoreOf100' : 'scoreInPercent', { score: percentPoints(value) });
  return { name, meaning, score };
}

/** What names a metric on a data set. */
export const namedBy = (
  metric: MetricId,
  { segmentation = 'ascii', positiveLabel }: Pick<DatasetSummary, 'segmentation' | 'positiveLabel'>,
): NamedBy => ({ tokenizer: tokenizerOf(metric, segmentation), positiveLabel });
