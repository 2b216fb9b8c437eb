/** "· step 40", as wide as with the run's last step, so that what stands beside it keeps its place. */
import { useTranslation } from 'react-i18next';
import { count } from './format.ts';

export function Steps({ step, most }: { step: number; most: number }) {
  const { t } = useTranslation('charts');
  const width = count(Math.max(step, most)).length + t('atStep', { step: '' }).length;
  return (
    <span className="at-step" style={{ minWidth: `${width}ch` }}>
      · {t('atStep', { step: count(step) })}
    </span>
  );
}
