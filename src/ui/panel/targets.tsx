/** Which matrices are adapted, as check boxes. The drawing of the model is another view of the same choice. */
import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoraSettings } from '../../core/methods/lora.ts';
import { isLast } from '../../core/run-config.ts';
import { PROJECTION_LABEL, PROJECTIONS } from '../../core/site.ts';
import { useConfig } from '../page-context.tsx';
import { Explain, Note } from './fields.tsx';
import type { FieldProps } from './method-fields.tsx';
import { useTargets } from './use-targets.ts';

export function Targets({ field }: FieldProps<LoraSettings>) {
  const { t } = useTranslation();
  const chosen = useTargets();
  const form = useConfig((state) => state.config);
  /** The form when somebody tried to leave the last matrix out. */
  const [tried, setTried] = useState<typeof form | null>(null);
  const explains = tried === form;
  if (!chosen) return null;
  const { targets, toggle } = chosen;
  return (
    <div className="field" role="group" aria-labelledby="targets-label">
      <div className="field-label">
        <span id="targets-label">{field.label}</span>
        <Explain label={field.label} text={field.help} />
      </div>
      <div className="boxes">
        {PROJECTIONS.map((projection) => (
          <Checkbox
            key={projection}
            size="xs"
            label={PROJECTION_LABEL[projection]}
            checked={targets.includes(projection)}
            aria-disabled={isLast(targets, projection) || undefined}
            aria-describedby={explains ? 'targets-note' : undefined}
            onChange={() => {
              if (isLast(targets, projection)) setTried(form);
              toggle(projection);
            }}
          />
        ))}
      </div>
      <div role="status">{explains && <Note id="targets-note">{t('panel.lastMatrix')}</Note>}</div>
    </div>
  );
}
