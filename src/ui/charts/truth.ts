/** What a person may see of a hidden rank: all once they have answered, and before that no figure that answers for them. */
import type { RunRecord } from '../../core/run-record.ts';
import { siteId } from '../../core/site.ts';
import type { Truth } from './types.ts';

/**
 * @param guesses k as guessed, by the dataset's fingerprint.
 * @returns null where nothing is hidden in the run's data, or the person has not answered.
 */
export function truthOf(
  record: Pick<RunRecord, 'dataset'>,
  guesses: Readonly<Record<string, number>>,
): Truth | null {
  const { secret, fingerprint } = record.dataset;
  if (!secret || guesses[fingerprint] === undefined) return null;
  const sigmas = new Map(secret.sites.map(({ site, singularValue }) => [siteId(site), singularValue]));
  return { rank: secret.rank, sigmaOf: (site) => sigmas.get(siteId(site)) ?? null };
}
