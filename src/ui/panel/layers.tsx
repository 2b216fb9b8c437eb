/** Which layers are adapted, as check boxes. */
import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoraSettings } from '../../core/methods/lora.ts';
import { isLast } from '../../core/run-config.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { Explain, Note } from './fields.tsx';
import type { FieldProps } from './method-fields.tsx';

export function Layers({ method, field }: FieldProps<LoraSettings>) {
  const { t } = useTranslation();
  const count = useSession((state) => state.model?.config.n_layer ?? 0);
  const chosen = method.layers_to_transform;
  const update = useConfig((state) => state.update);
  const all = Array.from({ length: count }, (_, layer) => layer);
  const form = useConfig((state) => state.config);
  /** The form when somebody tried to leave the last layer out. */
  const [tried, setTried] = useState<typeof form | null>(null);
  const explains = tried === form;
  const toggle = (layer: number) => {
    const now = chosen ?? all;
    if (isLast(now, layer)) {
      setTried(form);
      return;
    }
    const layers = now.includes(layer) ? now.filter((other) => other !== layer) : [...now, layer];
    update({ method: { layers_to_transform: all.every((other) => layers.includes(other)) ? null : layers } });
  };
  return (
    <div className="field wide" role="group" aria-labelledby="layers-label">
      <div className="field-label">
        <span id="layers-label">{field.label}</span>
        <Explain label={field.label} text={field.help} />
      </div>
      <div className="boxes">
        {all.map((layer) => (
          <Checkbox
            key={layer}
            size="xs"
            label={layer + 1}
            checked={chosen?.includes(layer) ?? true}
            aria-disabled={isLast(chosen ?? all, layer) || undefined}
            aria-describedby={explains ? 'layers-note' : undefined}
            onChange={() => toggle(layer)}
          />
        ))}
      </div>
      <div role="status">{explains && <Note id="layers-note">{t('panel.lastLayer')}</Note>}</div>
    </div>
  );
}
