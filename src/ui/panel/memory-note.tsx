/** Warns, before a run is started, that what the form asks for would not fit this device, and offers the settings that would. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { fittingSettings, shortages } from '../../core/memory-estimate.ts';
import { bytes, count, listed } from '../format.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { useDeviceLimits } from '../use-device-limits.ts';
import { Suggestion } from './suggestion.tsx';

type Fit = NonNullable<ReturnType<typeof fittingSettings>>;

export function MemoryNote() {
  const { t } = useTranslation();
  const config = useConfig((state) => state.config);
  // Another model may be loaded meanwhile, as for a lesson.
  const model = useSession((state) => (state.model?.model === config.model ? state.model.config : null));
  const limits = useDeviceLimits(useSession((state) => state.device?.backend ?? 'wasm'));
  const { short, fit } = useMemo(() => {
    const found = model && limits ? shortages(model, config, limits) : [];
    return {
      short: found,
      fit: model && limits && found.length > 0 ? fittingSettings(model, config, limits) : null,
    };
  }, [model, config, limits]);
  const settings = ({ batch_size, max_length, base_dtype, gradient_checkpointing }: Fit) => ({
    settings: listed([
      t('memoryNote.batch', { batch: count(batch_size) }),
      t('memoryNote.length', { length: count(max_length) }),
      ...(gradient_checkpointing ? [t('memoryNote.checkpointing')] : []),
      ...(base_dtype ? [t('memoryNote.weights', { dtype: base_dtype })] : []),
    ]),
  });
  return (
    <Suggestion
      settings={fit}
      use={t('memoryNote.use')}
      taken={(own) => t('memoryNote.taken', settings(own))}
    >
      {short.length === 0 ? null : (
        <>
          {short.map(({ limit, needed, room }) => (
            <p key={limit}>{t(`hub.shortages.${limit}`, { needed: bytes(needed), room: bytes(room) })}</p>
          ))}
          <p>{fit ? t('memoryNote.fits', settings(fit)) : t('memoryNote.none')}</p>
          {fit?.gradient_checkpointing && <p>{t('memoryNote.takesLonger')}</p>}
          {fit?.base_dtype && <p>{t('memoryNote.changesLoss')}</p>}
        </>
      )}
    </Suggestion>
  );
}
