/** The presets as a row of toggles; the one that the form matches is pressed. */
import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PRESETS } from '../../core/methods/lora-config.ts';
import { useConfig } from '../page-context.tsx';
import { Beside } from './beside.tsx';

export function Presets() {
  const { t } = useTranslation();
  const current = useConfig((state) => state.preset);
  const applyPreset = useConfig((state) => state.applyPreset);
  return (
    <div className="presets" role="group" aria-label={t('panel.presets')}>
      {PRESETS.map(({ id }) => (
        <Beside key={id} label={t('panel.presetSets', { about: t(`panel.presetAbout.${id}`) })}>
          <UnstyledButton className="chip" aria-pressed={current === id} onClick={() => applyPreset(id)}>
            {t(`panel.preset.${id}`)}
          </UnstyledButton>
        </Beside>
      ))}
    </div>
  );
}
