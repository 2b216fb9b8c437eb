/** The presets as a row of toggles; the one that the form matches is pressed. */
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PRESETS } from '../../core/methods/lora-config.ts';
import { isAllowed } from '../../state/class-store.ts';
import { withPreset } from '../../state/url.ts';
import { useClassLink, useConfig } from '../page-context.tsx';
import { Beside } from './beside.tsx';

export function Presets() {
  const { t } = useTranslation();
  const current = useConfig((state) => state.preset);
  const config = useConfig((state) => state.config);
  const inForce = useClassLink((state) => state);
  const applyPreset = useConfig((state) => state.applyPreset);
  return (
    <div className="presets" role="group" aria-label={t('panel.presets')}>
      {/* A preset that would change what the class link fixes is left out. */}
      {PRESETS.filter(({ id }) => isAllowed(inForce, withPreset(config, id))).map(({ id }) => (
        <Beside key={id} label={t('panel.presetSets', { about: t(`panel.presetAbout.${id}`) })}>
          <UnstyledButton className="chip" aria-pressed={current === id} onClick={() => applyPreset(id)}>
            {t(`panel.preset.${id}`)}
          </UnstyledButton>
        </Beside>
      ))}
    </div>
  );
}
