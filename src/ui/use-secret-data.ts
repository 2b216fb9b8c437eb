/** The data in which a rank is hidden, where the page shows such data, and what was hidden. */
import { useMemo } from 'react';
import type { DatasetSummary, RunRecord } from '../core/run-record.ts';
import type { Secret } from '../core/secret.ts';
import { siteId, type Site } from '../core/site.ts';
import { useGuesses, useSession } from './page-context.tsx';
import { useFocused } from './shown-runs.tsx';

interface SecretData {
  dataset: DatasetSummary;
  secret: Secret;
  /** The focused run; null before there is one. */
  record: RunRecord | null;
}

/**
 * The data that hides a rank: the focused run's, or what is loaded before there is a run on it. Null where nothing is
 * hidden.
 */
export function useSecretData(): SecretData | null {
  const focused = useFocused();
  const loaded = useSession((state) => state.dataset);
  const record = focused?.dataset.secret ? focused : null;
  const dataset = record?.dataset ?? loaded;
  return dataset?.secret ? { dataset, secret: dataset.secret, record } : null;
}

export interface Truth {
  /** k */
  rank: number;
  /** What each of the k hidden singular values is at a site; undefined where nothing is hidden. */
  sigmaOf: (site: Site) => number | undefined;
}

/** What was hidden in the data of the shown run, once a person has answered; null before, and where nothing is hidden. */
export function useTruth(): Truth | null {
  const data = useSecretData();
  const answered = useGuesses(
    ({ guesses }) => data !== null && guesses[data.dataset.fingerprint] !== undefined,
  );
  const secret = data?.record && answered ? data.secret : null;
  return useMemo(() => {
    if (!secret) return null;
    const values = new Map(secret.sites.map(({ site, singularValue }) => [siteId(site), singularValue]));
    return { rank: secret.rank, sigmaOf: (site) => values.get(siteId(site)) };
  }, [secret]);
}
