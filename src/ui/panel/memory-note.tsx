/** Warns, before a run is started, that what the form asks for would not fit this device, and offers the settings that would. */
import { Button } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fittingSettings, shortages } from '../../core/memory-estimate.ts';
import { isAllowed } from '../../state/class-store.ts';
import { hasAll, withPatch } from '../../state/config-store.ts';
import { focusIfLost } from '../focus.ts';
import { bytes, count, listed } from '../format.ts';
import { useClassLink, useConfig, useSession } from '../page-context.tsx';
import { useDeviceLimits } from '../use-device-limits.ts';

type Fit = NonNullable<ReturnType<typeof fittingSettings>>;

export function MemoryNote() {
  const { t } = useTranslation();
  const config = useConfig((state) => state.config);
  const update = useConfig((state) => state.update);
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
  const allowed = useClassLink(
    (inForce) => fit !== null && isAllowed(inForce, withPatch(config, { training: fit })),
  );
  const [taken, setTaken] = useState<Fit | null>(null);
  const place = useRef<HTMLParagraphElement>(null);
  const settings = ({ batch_size, max_length, base_dtype, gradient_checkpointing }: Fit) => ({
    settings: listed([
      t('memoryNote.batch', { batch: count(batch_size) }),
      t('memoryNote.length', { length: count(max_length) }),
      ...(gradient_checkpointing ? [t('memoryNote.checkpointing')] : []),
      ...(base_dtype ? [t('memoryNote.weights', { dtype: base_dtype })] : []),
    ]),
  });
  if (short.length === 0)
    return (
      taken &&
      hasAll(config, { training: taken }) && (
        <p ref={place} className="hint" role="status" tabIndex={-1}>
          {t('memoryNote.taken', settings(taken))}
        </p>
      )
    );
  const take = (own: Fit) => {
    update({ training: own });
    setTaken(own);
    // The button that was pressed goes away.
    focusIfLost(place);
  };
  return (
    <div className="own-warning" role="note">
      {short.map(({ limit, needed, room }) => (
        <p key={limit}>{t(`hub.shortages.${limit}`, { needed: bytes(needed), room: bytes(room) })}</p>
      ))}
      <p>{fit ? t('memoryNote.fits', settings(fit)) : t('memoryNote.none')}</p>
      {fit?.gradient_checkpointing && <p>{t('memoryNote.takesLonger')}</p>}
      {fit?.base_dtype && <p>{t('memoryNote.changesLoss')}</p>}
      {fit && allowed && (
        <Button size="compact-xs" variant="default" onClick={() => take(fit)}>
          {t('memoryNote.use')}
        </Button>
      )}
    </div>
  );
}
