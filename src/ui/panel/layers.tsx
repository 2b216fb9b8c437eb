/** Which layers are adapted, as check boxes. */
import { useTranslation } from 'react-i18next';
import type { LoraSettings } from '../../core/methods/lora-config.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { BoxGroup } from './box-group.tsx';
import type { FieldProps } from './method-fields.tsx';

export function Layers({ method, field }: FieldProps<LoraSettings>) {
  const { t } = useTranslation();
  const count = useSession((state) => state.model?.config.n_layer ?? 0);
  const update = useConfig((state) => state.update);
  const all = Array.from({ length: count }, (_, layer) => layer);
  const chosen = method.layers_to_transform ?? all;
  const toggle = (layer: number) => {
    const layers = chosen.includes(layer) ? chosen.filter((other) => other !== layer) : [...chosen, layer];
    update({ method: { layers_to_transform: all.every((other) => layers.includes(other)) ? null : layers } });
  };
  return (
    <BoxGroup
      id="layers"
      field={field}
      className="field wide"
      items={all}
      labelOf={(layer) => layer + 1}
      chosen={chosen}
      onToggle={toggle}
      note={t('panel.lastLayer')}
    />
  );
}
