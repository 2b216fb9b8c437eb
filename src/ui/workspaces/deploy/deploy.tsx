/** The Deploy workspace: the adapters on this computer, and what putting them to use costs on it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Views } from '../views.tsx';
import { useIsEncoder } from '../../use-is-encoder.ts';
import { DEPLOY_VIEWS, ENCODER_COMPONENTS, VIEW_COMPONENTS, type DeployView } from './views.tsx';

export function Deploy() {
  const { t } = useTranslation('deploy');
  const isEncoder = useIsEncoder();
  const [chosen, setChosen] = useState<DeployView>(DEPLOY_VIEWS[0]);
  return (
    <div className="workspace">
      <Views
        label={t('view')}
        views={DEPLOY_VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
        components={isEncoder ? ENCODER_COMPONENTS : VIEW_COMPONENTS}
        chosen={chosen}
        onChoose={setChosen}
      />
    </div>
  );
}
