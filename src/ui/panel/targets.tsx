/** Which matrices are adapted, as check boxes. The drawing of the model is another view of the same choice. */
import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isLast } from '../../core/run-config.ts';
import { PROJECTION_LABEL, PROJECTIONS } from '../../core/site.ts';
import { Explain, Note } from './fields.tsx';
import { useTargets } from './use-targets.ts';

export function Targets() {
  const { t } = useTranslation();
  const { targets, toggle } = useTargets();
  const onlyOne = targets.length === 1;
  return (
    <div className="field" role="group" aria-labelledby="targets-label">
      <div className="field-label">
        <span id="targets-label">{t('panel.targets')}</span>
        <Explain label={t('panel.targets')} text={t('explain.targets')} />
      </div>
      <div className="boxes">
        {PROJECTIONS.map((projection) => (
          <Checkbox
            key={projection}
            size="xs"
            label={PROJECTION_LABEL[projection]}
            checked={targets.includes(projection)}
            aria-disabled={isLast(targets, projection) || undefined}
            aria-describedby={onlyOne ? 'targets-note' : undefined}
            onChange={() => toggle(projection)}
          />
        ))}
      </div>
      {onlyOne && <Note id="targets-note">{t('panel.lastMatrix')}</Note>}
    </div>
  );
}
