/** Warns where a data set's validation or test split is too small to compare runs with. */
import { useTranslation } from 'react-i18next';
import type { DatasetSummary } from '../core/run-record.ts';
import { wordTooFew, wordTooFewAbout } from './warnings.ts';

export function TooFew({ dataset }: { dataset: DatasetSummary }) {
  const { t } = useTranslation();
  const splits = wordTooFew(dataset, t);
  if (splits.length === 0) return null;
  return (
    <p className="too-few">
      {splits.join(' ')} {wordTooFewAbout(t)}
    </p>
  );
}
