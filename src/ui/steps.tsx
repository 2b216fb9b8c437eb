/** "· step 40", as wide as with the run's last step, so that what stands beside it keeps its place. */
import { useTranslation } from 'react-i18next';
import { count } from './format.ts';

export function Steps({ step, most }: { step: number; most: number }) {
  const { t } = useTranslation('charts');
  return (
    <span>
      · {t('step')}{' '}
      <span className="at-step" style={{ minWidth: `${count(Math.max(step, most)).length}ch` }}>
        {count(step)}
      </span>
    </span>
  );
}
