/** The Deploy workspace: the adapters on this computer, and what putting them to use costs on it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Views } from '../views.tsx';
import { DEPLOY_VIEWS, VIEW_COMPONENTS, type DeployView } from './views.tsx';

export function Deploy() {
  const { t } = useTranslation('deploy');
  const [chosen, setChosen] = useState<DeployView>(DEPLOY_VIEWS[0]);
  return (
    <div className="workspace">
      <Views
        label={t('view')}
        views={DEPLOY_VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
        components={VIEW_COMPONENTS}
        chosen={chosen}
        onChoose={setChosen}
      />
    </div>
  );
}
