import { describe, expect, it } from 'vitest';
import { z, type core } from 'zod';
import { limitOf } from '../limit.ts';
import { hasLora } from './lora-config.ts';
import type { Field } from './method.ts';
import { defaultMethod, findField, isMethodId, METHOD_IDS, methodConfigSchema, methodOf } from './methods.ts';
import { SMALL_MODEL } from './testing.ts';

/** The type of a setting without its default and its null. */
function bare(field: core.$ZodType): core.$ZodType {
  return field instanceof z.ZodDefault || field instanceof z.ZodNullable ? bare(field.unwrap()) : field;
}

/** What the form of a method shows a setting as; null for what it has no field for. */
function fieldKind(
  { key, choices = {} }: Field,
  setting: z.ZodType | undefined,
  isLora: boolean,
): string | null {
  if (key === 'target_modules' || (isLora && OF_LORA.has(key))) return 'a field of its own';
  if (!setting) return null;
  if (limitOf(setting)) return setting.safeParse(null).success ? null : 'number';
  const type = bare(setting);
  if (type instanceof z.ZodBoolean) return 'switch';
  const isWorded =
    type instanceof z.ZodEnum && type.options.every((choice) => Object.hasOwn(choices, choice));
  return isWorded ? 'choice' : null;
}
/** Settings whose fields the form has for methods with LoRA alone. */
const OF_LORA = new Set(['rank_pattern', 'alpha_pattern', 'layers_to_transform', 'modules_to_save']);

describe('the registry', () => {
  it('knows its methods by their ids, and nothing else', () => {
    expect(METHOD_IDS.every(isMethodId)).toBe(true);
    for (const other of ['', 'LoRA', 'constructor', '__proto__', 3, null])
      expect(isMethodId(other)).toBe(false);
  });

  // Files from before there were other methods have no `type`.
  it('reads settings without a type as LoRA’s', () => {
    expect(methodConfigSchema.parse({ r: 8 })).toEqual({ ...defaultMethod('lora'), r: 8 });
  });

  it('calls a setting the same in all methods that have it', () => {
    const fields = METHOD_IDS.flatMap((type) => methodOf({ type }).fields);
    for (const { key, label, short } of fields)
      expect({ key, label, short }).toEqual({
        key,
        label: findField(key)?.label,
        short: findField(key)?.short,
      });
  });
});

/** What `Trainer.get_decay_parameter_names` of transformers leaves out: biases and norms, by our names. */
const NEVER_DECAYED = [/bias/, /\b(ln1|ln2|lnF|norm)\b/];
/** What PEFT's users decay as well, though it starts away from 0: IA³'s factors at 1, DoRA's lengths at those of W₀, VeRA's λ_d at d_initial. */
const STARTS_AWAY_FROM_0 = [/ia3_l$/, /lora_magnitude_vector$/, /vera_lambda_d$/];

describe.each(METHOD_IDS)('%s', (type) => {
  it('decays all but biases, norms and what starts away from 0', () => {
    const config = { ...defaultMethod(type), ...(type === 'lora' && { use_dora: true }) };
    const trained = methodOf(config)
      .slots(SMALL_MODEL, config, 0)
      .filter(({ isFrozen }) => !isFrozen);
    expect(trained.length).toBeGreaterThan(0);
    for (const { name, decayFactor = 1 } of trained) {
      const isLeftOut = [...NEVER_DECAYED, ...STARTS_AWAY_FROM_0].some((pattern) => pattern.test(name));
      expect(decayFactor, `decayFactor of ${name}, by the two lists above`).toBe(isLeftOut ? 0 : 1);
    }
  });

  const { schema, fields } = methodOf({ type });
  const settings = Object.entries(schema.shape);

  it('has defaults of its own type', () => {
    expect(defaultMethod(type)).toEqual(schema.parse({ type }));
    expect(defaultMethod(type).type).toBe(type);
  });

  it('bounds its numbers by limits that its schema keeps', () => {
    const ofNumbers = settings.flatMap(([key, field]) =>
      bare(field) instanceof z.ZodNumber ? [{ key, field, limit: limitOf(field) }] : [],
    );
    for (const { key, field, limit } of ofNumbers) {
      if (!limit) throw new Error(`${key} has no limits`);
      const accepts = (value: number) => field.safeParse(value).success;
      expect([limit.min, limit.default, limit.max].map(accepts), key).toEqual([true, true, true]);
      expect([limit.min - 1, limit.max + 1].map(accepts), key).toEqual([false, false]);
      expect(accepts((limit.min + limit.max) / 2 + 0.01), key).toBe(!limit.integer);
      expect([null, limit.default], key).toContain(field.parse(undefined));
    }
  });

  it('offers every setting as one field, but for the type and the c of α = c·r, which has a field of its own', () => {
    const offered = settings.map(([key]) => key).filter((key) => key !== 'type' && key !== 'alpha_ratio');
    expect(fields.map(({ key }) => key).sort()).toEqual(offered.sort());
  });

  it('has settings of the kinds that the form has fields for', () => {
    for (const field of fields)
      expect(
        fieldKind(field, schema.shape[field.key], hasLora(defaultMethod(type))),
        `${field.key}: the form has fields for numbers made by \`bounded\`, switches, choices that are all worded, and target_modules`,
      ).not.toBeNull();
  });
});
