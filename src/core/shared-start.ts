/** What two runs' A have in common before any training: directions that training did not find. */
import type { RunConfig } from './run-config.ts';

/**
 * Why A, and with it ΔW's right-singular directions, overlap for free.
 * - `seed`: both draw A from one seed, and draws nest, so the lower rank's A is the first rows of the higher one's
 * - `frozen`: both have VeRA's A and B of one seed, which are not trained
 * - `adapter`: both train one adapter on, whose ΔW they have in common
 * - `factors`: both start A and B as the same factors of W0 (PiSSA, OLoRA); B's directions overlap, too
 * @returns null where the two start apart
 */
export function sharedStart(
  one: RunConfig,
  other: RunConfig,
): 'seed' | 'frozen' | 'adapter' | 'factors' | null {
  if (one.start ?? other.start) return one.start?.adapter === other.start?.adapter ? 'adapter' : null;
  const [a, b] = [one.method, other.method];
  if (a.type === 'vera' && b.type === 'vera')
    return a.projection_prng_key === b.projection_prng_key ? 'frozen' : null;
  const startOf = (method: typeof a) => ('init_lora_weights' in method ? method.init_lora_weights : null);
  const start = startOf(a);
  if (start === null || start !== startOf(b)) return null;
  if (start !== 'gaussian') return 'factors';
  return one.seed === other.seed ? 'seed' : null;
}
