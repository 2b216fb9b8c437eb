/** Says whose numbers stand beside it: the next run's, which the form describes, the shown run's or the recorded one's; and its settings. */
import { useTranslation } from 'react-i18next';
import type { RunConfig } from '../core/run-config.ts';
import { Steps } from './steps.tsx';
import { withNumber, wordConfig } from './runs/index.ts';

export interface RunChipProps {
  kind: 'next' | 'shown' | 'recorded';
  config: RunConfig;
  /** Which of the runs of these settings, where there may be several: its number or its seed. */
  mark?: string | undefined;
  /** The step that is shown; left out where all of the run is. */
  step?: number;
}

export function RunChip({ kind, config, mark, step }: RunChipProps) {
  const { t } = useTranslation();
  const { t: words } = useTranslation('charts');
  const settings = withNumber(mark, wordConfig(config, words));
  return (
    <span className="run-chip" data-kind={kind} title={settings}>
      <strong>{t(`chip.${kind}`)}</strong>{' '}
      <span className="run-chip-settings">
        {/* Where there is no room for all, the last ones go, each as a whole, of many matrices those that have none. */}
        {`· ${settings}`.split(/ (?=[·W])/).map((setting, i) => [<span key={i}>{setting}</span>, ' '])}
      </span>
      {step !== undefined && ' '}
      {step !== undefined && <Steps step={step} most={config.training.max_steps} />}
    </span>
  );
}
