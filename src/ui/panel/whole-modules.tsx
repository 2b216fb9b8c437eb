/** Which modules are trained whole beside A and B, as check boxes. Those of single blocks come with an adapter alone. */
import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LoraSettings } from '../../core/methods/lora-config.ts';
import { modulesOf } from '../../core/models/family.ts';
import { moduleName } from '../../state/module-name.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { Explain } from './fields.tsx';
import type { FieldProps } from './method-fields.tsx';

/** Those of no block, with words for what they are. */
const WORDED = ['wte', 'wpe', 'lnE', 'lnF', 'dense', 'head'] as const;

export function WholeModules({ method, field: { label, help } }: FieldProps<LoraSettings>) {
  const { t } = useTranslation();
  const model = useSession((state) => state.model?.config);
  const update = useConfig((state) => state.update);
  const chosen = method.modules_to_save;
  if (!model) return null;
  const modules = modulesOf(model);
  const meanings = WORDED.filter((module) => modules.includes(module)).map((module) =>
    t(`wholeModule.${module}`, { name: moduleName(model, module) }),
  );
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
        <Explain label={label} text={`${help} ${meanings.join('; ')}.`} />
      </div>
      <div className="boxes">
        {modules
          .filter((module) => !module.includes('.') || chosen.includes(module))
          .map((module) => (
            <Checkbox
              key={module}
              size="xs"
              label={moduleName(model, module)}
              checked={chosen.includes(module)}
              onChange={() => toggle(module)}
            />
          ))}
      </div>
    </div>
  );
}
