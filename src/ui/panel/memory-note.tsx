/** Warns, before a run is started, that what the form asks for would not fit this device, and offers the settings that would. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { fittingSettings, shortages } from '../../core/memory-estimate.ts';
import { bytes, count } from '../format.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { useDeviceLimits } from '../use-device-limits.ts';
import { useFixed } from './control.tsx';

export function MemoryNote() {
  const { t } = useTranslation();
  const config = useConfig((state) => state.config);
  const update = useConfig((state) => state.update);
  const model = useSession((state) => state.model?.config ?? null);
  const limits = useDeviceLimits(useSession((state) => state.device?.backend ?? 'wasm'));
  const isFixed = useFixed();
  const { short, fit } = useMemo(() => {
    const found = model && limits ? shortages(model, config, limits) : [];
    return {
      short: found,
      fit: model && limits && found.length > 0 && fittingSettings(model, config, limits),
    };
  }, [model, config, limits]);
  if (short.length === 0) return null;
  return (
    <div className="own-warning" role="note">
      {short.map(({ limit, needed, room }) => (
        <p key={limit}>{t(`hub.shortages.${limit}`, { needed: bytes(needed), room: bytes(room) })}</p>
      ))}
      <p>
        {fit
          ? t('memoryNote.fits', { batch: count(fit.batch_size), length: count(fit.max_length) })
          : t('memoryNote.none')}
      </p>
      {fit && !isFixed && (
        <Button size="compact-xs" variant="default" onClick={() => update({ training: fit })}>
          {t('memoryNote.use')}
        </Button>
      )}
    </div>
  );
}
