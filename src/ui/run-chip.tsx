/** Says whose numbers stand beside it: the next run's, which the form describes, the shown run's or the recorded one's; and its settings. */
import { useTranslation } from 'react-i18next';
import type { RunConfig } from '../core/run-config.ts';
import { count } from './format.ts';
import { wordConfig } from './runs/index.ts';

export interface RunChipProps {
  kind: 'next' | 'shown' | 'recorded';
  config: RunConfig;
  /** The step that is shown; left out where all of the run is. */
  step?: number | undefined;
}

export function RunChip({ kind, config, step }: RunChipProps) {
  const { t } = useTranslation();
  const { t: words } = useTranslation('charts');
  const parts = [
    wordConfig(config, words),
    ...(step === undefined ? [] : [words('atStep', { step: count(step) })]),
  ];
  return (
    <span className="run-chip" data-kind={kind}>
      <strong>{t(`chip.${kind}`)}</strong> <span>· {parts.join(' · ')}</span>
    </span>
  );
}
