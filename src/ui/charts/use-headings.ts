/** Table headings in the page's language, for the pure table builders. */
import { useTranslation } from 'react-i18next';
import type { Headings } from './series.ts';

export function useHeadings(): Headings {
  const { t } = useTranslation('charts');
  return {
    run: t('run'),
    step: t('step'),
    matrix: t('matrix'),
    effectiveRank: t('effectiveRank'),
    stableRank: t('stableRank'),
    energyRank: t('energyRank'),
  };
}
