/** The settings of the form's method, as its file in core/methods describes them. */
import { Checkbox, NativeSelect } from '@mantine/core';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { limitOf } from '../../core/limit.ts';
import { hasLora, type LoraSettings } from '../../core/methods/lora-config.ts';
import type { Field } from '../../core/methods/method.ts';
import { methodOf, type MethodConfig } from '../../core/methods/methods.ts';
import { later } from '../later.tsx';
import { useConfig, useSession } from '../page-context.tsx';
import { AlphaField } from './alpha-field.tsx';
import { Control, FixedMark, useFixed } from './control.tsx';
import { Explain, Labelled, Note, NumberField } from './fields.tsx';
import { Layers } from './layers.tsx';
import { RankSlider } from './rank-slider.tsx';
import { Targets } from './targets.tsx';
import { wordField } from '../method-words.ts';

export interface FieldProps<C> {
  method: C;
  field: Field;
}

/** Settings of LoRA that need more than a number's or a switch's field. */
const LORA_FIELDS: Partial<Record<string, ComponentType<FieldProps<LoraSettings>>>> = {
  r: RankSlider,
  lora_alpha: AlphaField,
  rank_pattern: later(async () => (await import('./patterns.tsx')).Patterns),
  // Beside the ranks.
  alpha_pattern: () => null,
  modules_to_save: later(async () => (await import('./whole-modules.tsx')).WholeModules),
  layers_to_transform: Layers,
};

/** @param isRare whether to show the settings that most runs leave alone, or the others */
export function MethodFields({ isRare = false }: { isRare?: boolean }) {
  const method = useConfig((state) => state.config.method);
  // Draws them anew in another language.
  useTranslation();
  return methodOf(method)
    .fields.filter((field) => (field.isRare ?? false) === isRare)
    .map((field) => (
      <Control key={`${method.type} ${field.key}`} setting={field.key}>
        <MethodField method={method} field={wordField(field)} />
      </Control>
    ));
}

function MethodField({ method, field }: FieldProps<MethodConfig>) {
  if (field.key === 'target_modules') return <Targets method={method} field={field} />;
  const LoraField = LORA_FIELDS[field.key];
  return hasLora(method) && LoraField ? (
    <LoraField method={method} field={field} />
  ) : (
    <PlainField method={method} field={field} />
  );
}

/** A number within its limits, a switch, or a choice. */
function PlainField({
  method,
  field: { key, label, help, zero, step = 1, noteOn, choices },
}: FieldProps<MethodConfig>) {
  const update = useConfig((state) => state.update);
  const model = useSession((state) => state.model);
  const isFixed = useFixed();
  const schema = methodOf(method).schema.shape[key];
  const limit = schema && limitOf(schema);
  const value = new Map<string, unknown>(Object.entries(method)).get(key);
  const set = (changed: number | boolean | string) => update({ method: { ...method, [key]: changed } });
  if (typeof value === 'boolean')
    return (
      <div className="boxes wide">
        <Checkbox
          size="xs"
          label={label}
          disabled={isFixed}
          checked={value}
          onChange={({ currentTarget }) => set(currentTarget.checked)}
        />
        <Explain label={label} text={help} />
        <FixedMark label={label} />
      </div>
    );
  if (typeof value === 'string' && choices)
    return (
      <Labelled label={label} htmlFor={`field-${key}`} explain={help}>
        <NativeSelect
          id={`field-${key}`}
          size="xs"
          disabled={isFixed}
          value={value}
          data={Object.entries(choices).map(([choice, name]) => ({ value: choice, label: name }))}
          onChange={({ currentTarget }) => set(currentTarget.value)}
        />
      </Labelled>
    );
  if (typeof value !== 'number' || !limit) return null;
  const note = model && noteOn?.(model.config, value);
  return (
    <>
      <NumberField
        label={label}
        explain={help}
        setting={key}
        limit={limit}
        value={value}
        step={step}
        zero={zero}
        onChange={set}
      />
      {note && <Note warns>{note}</Note>}
    </>
  );
}
