import { describe, expect, it } from 'vitest';
import { z, type core } from 'zod';
import { limitOf } from '../limit.ts';
import { defaultMethod, isMethodId, METHOD_IDS, methodConfigSchema, methodOf } from './methods.ts';

/** The type of a setting without its default and its null. */
function bare(field: core.$ZodType): core.$ZodType {
  return field instanceof z.ZodDefault || field instanceof z.ZodNullable ? bare(field.unwrap()) : field;
}

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
});

describe.each(METHOD_IDS)('%s', (type) => {
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
});
