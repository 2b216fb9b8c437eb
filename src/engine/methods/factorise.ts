/**
 * Factors the base model's matrices on the host, one after the other, for methods that start from them. A model keeps the
 * factors that were computed, since runs of another rank or seed need the same ones.
 */
import * as tf from '@tensorflow/tfjs-core';
import { Matrix } from 'ml-matrix';
import { factors, leading, type Factors } from '../../core/factors.ts';
import { LORA_LIMITS } from '../../core/methods/lora-config.ts';
import type { FactorOf } from '../../core/methods/method.ts';
import { siteId } from '../../core/site.ts';
import { sectionOf, weightOf, type BaseModel } from '../model/base-model.ts';

/** By kind and site. */
const known = new WeakMap<BaseModel, Map<string, Factors>>();

const keyOf = ({ by, factorOf }: FactorOf): string => `${by}/${siteId(factorOf)}`;

/**
 * Yields between matrices, of which one takes a tenth of a second: the share that is done. Where all factors are known it yields
 * nothing.
 * @returns the values of any of `wanted`, in a shape that tells the rank: A is r × dIn, B is dOut × r
 */
export async function* factorise(
  model: BaseModel,
  wanted: readonly FactorOf[],
): AsyncGenerator<number, (wanted: FactorOf, shape: readonly number[]) => Float32Array> {
  const own = known.get(model) ?? new Map<string, Factors>();
  known.set(model, own);
  const missing = new Map(wanted.filter((one) => !own.has(keyOf(one))).map((one) => [keyOf(one), one]));
  let done = 0;
  for (const [key, { factorOf, by }] of missing) {
    const { frozen, section, columns } = sectionOf(model, factorOf);
    const weight = tf.tidy(() => tf.slice(weightOf(frozen), [0, section * columns], [frozen.dIn, columns]));
    const values = await weight.data<'float32'>();
    weight.dispose();
    const w = Matrix.from1DArray(frozen.dIn, columns, values).transpose();
    own.set(key, factors(w, by, LORA_LIMITS.r.max));
    yield ++done / missing.size;
  }
  return (one, [rows = 0, columns = 0]) => {
    const found = own.get(keyOf(one));
    if (!found) throw new Error(`${keyOf(one)} was not factored.`);
    const values = one.matrix === 'A' ? leading(found, rows).a : leading(found, columns).b;
    return values.map((value) => one.multiplier * value);
  };
}
