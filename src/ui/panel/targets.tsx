/** Which matrices are adapted: the drawing and the check boxes are two views of one choice. At least one stays. */
import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PROJECTION_LABEL, PROJECTIONS, type Projection } from '../../core/site.ts';
import { useConfig } from '../page-context.tsx';
import { BlockDrawing } from './block-drawing.tsx';
import { Explain } from './fields.tsx';

export function Targets() {
  const { t } = useTranslation();
  const targets = useConfig((state) => state.config.method.target_modules);
  const r = useConfig((state) => state.config.method.r);
  const update = useConfig((state) => state.update);
  const toggle = (projection: Projection) => {
    const others = targets.filter((target) => target !== projection);
    const target_modules = targets.includes(projection) ? others : [...targets, projection];
    if (target_modules.length > 0) update({ method: { target_modules } });
  };
  return (
    <div className="targets">
      <BlockDrawing targets={targets} r={r} onToggle={toggle} />
      <p className="hint">{t('block.help')}</p>
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
              onChange={() => toggle(projection)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
