/** Beside a button that cannot be pressed now: what it waits for. */
import { useTranslation } from 'react-i18next';
import { useIsBusy } from './use-deployment.ts';

/** @param isOwn true while the lab is busy with what the button began itself */
export function WhyBusy({ isOwn = false }: { isOwn?: boolean }) {
  const { t } = useTranslation('deploy');
  const isBusy = useIsBusy();
  return isBusy && !isOwn ? <span className="hint">{t('busy')}</span> : null;
}
