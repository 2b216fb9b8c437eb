/**
 * What the words of another language must have: every key of English and no more, but of a plural only `_other`, which Korean
 * uses for all numbers. A sentence of its own for none, `_zero`, is a key like any other.
 */
export type Like<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Like<T[K]>;
};
