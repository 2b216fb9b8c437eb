/** "· step 40", as wide as with the run's last step, so that what stands beside it keeps its place. */
import { useTranslation } from 'react-i18next';
import { count } from './format.ts';

export interface StepsProps {
  /** The first of several steps. */
  from?: number;
  step: number;
  /** The run's last. */
  most: number;
}

export function Steps({ from, step, most }: StepsProps) {
  const { t } = useTranslation('charts');
  return (
    <span>
      · {t(from === undefined || from === step ? 'step' : 'steps')}{' '}
      {from !== undefined && from !== step && `${count(from)} – `}
      <span className="at-step" style={{ minWidth: `${count(Math.max(step, most)).length}ch` }}>
        {count(step)}
      </span>
    </span>
  );
}
