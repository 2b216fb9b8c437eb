/** Which matrices are adapted, as check boxes. The drawing of the model is another view of the same choice. */
import { useTranslation } from 'react-i18next';
import type { MethodConfig } from '../../core/methods/methods.ts';
import { PROJECTION_LABEL, projectionsOf } from '../../core/site.ts';
import { useSession } from '../page-context.tsx';
import { BoxGroup } from './box-group.tsx';
import type { FieldProps } from './method-fields.tsx';
import { useTargets } from './use-targets.ts';

export function Targets({ field }: FieldProps<MethodConfig>) {
  const { t } = useTranslation();
  const chosen = useTargets();
  const model = useSession((state) => state.model?.config);
  if (!chosen) return null;
  return (
    <BoxGroup
      id="targets"
      field={field}
      className="field"
      items={projectionsOf(model ?? {})}
      labelOf={(projection) => PROJECTION_LABEL[projection]}
      chosen={chosen.targets}
      onToggle={chosen.toggle}
      note={t('panel.lastMatrix')}
    />
  );
}
