/** Which modules are trained whole beside A and B, as check boxes. Those of single blocks come with an adapter alone. */
import { Checkbox } from '@mantine/core';
import type { LoraSettings } from '../../core/methods/lora-config.ts';
import { modulesOf } from '../../core/models/family.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { moduleWords } from '../site-words.ts';
import { Explain } from './fields.tsx';
import type { FieldProps } from './method-fields.tsx';

export function WholeModules({ method, field: { label, help } }: FieldProps<LoraSettings>) {
  const model = useSession((state) => state.model?.config);
  const update = useConfig((state) => state.update);
  const chosen = method.modules_to_save;
  if (!model) return null;
  const toggle = (module: string) =>
    update({
      method: {
        modules_to_save: chosen.includes(module)
          ? chosen.filter((other) => other !== module)
          : [...chosen, module],
      },
    });
  return (
    <div className="field wide" role="group" aria-labelledby="whole-modules-label">
      <div className="field-label">
        <span id="whole-modules-label">{label}</span>
        <Explain label={label} text={help} />
      </div>
      <div className="boxes">
        {modulesOf(model)
          .filter((module) => !module.includes('.') || chosen.includes(module))
          .map((module) => (
            <Checkbox
              key={module}
              size="xs"
              label={moduleWords(module)}
              checked={chosen.includes(module)}
              onChange={() => toggle(module)}
            />
          ))}
      </div>
    </div>
  );
}
