/** Limits of numeric settings. A schema's numeric field carries its limits, so that they are written once. */
import { z } from 'zod';

/** Inclusive limits and default of a numeric setting; `integer` ones are rounded when repaired. */
export interface Limit {
  min: number;
  max: number;
  default: number;
  integer: boolean;
}

export const whole = (min: number, max: number, def: number): Limit => ({
  min,
  max,
  default: def,
  integer: true,
});
export const real = (min: number, max: number, def: number): Limit => ({
  min,
  max,
  default: def,
  integer: false,
});

const limits = z.registry<Limit>();
const limitsByName = new WeakMap<z.ZodType, { name: RegExp; limit: Limit }>();

const within = ({ min, max, integer }: Limit) => (integer ? z.number().int() : z.number()).min(min).max(max);

/** A number within the limits, which takes their default where it is absent. */
export const bounded = (limit: Limit) => within(limit).default(limit.default).register(limits, limit);

/** A number within the limits, or null, which is the default. */
export const boundedOrNull = (limit: Limit) => within(limit).nullable().default(null).register(limits, limit);

/** Numbers within the limits by name, none by default. @param name what the names look like */
export function boundedByName(name: RegExp, limit: Limit) {
  const field = z.record(z.string().regex(name), within(limit)).default({});
  limitsByName.set(field, { name, limit });
  return field;
}

/** The names and limits of a field made by `boundedByName`; null for any other. */
export const limitByNameOf = (field: z.ZodType): { name: RegExp; limit: Limit } | null =>
  limitsByName.get(field) ?? null;

/** The limits of a field made by `bounded` or `boundedOrNull`; null for any other. */
export const limitOf = (field: z.ZodType): Limit | null => limits.get(field) ?? null;
