/** In place of a view that measures a model that writes, where an encoder is loaded. */
import { useTranslation } from 'react-i18next';

export function NeedsText() {
  const { t } = useTranslation();
  return (
    <div className="cell">
      <p>{t('encoder.deploy')}</p>
    </div>
  );
}
