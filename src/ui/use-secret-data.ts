/** The data in which a rank is hidden, where the page shows such data. */
import type { DatasetSummary, RunRecord } from '../core/run-record.ts';
import type { Secret } from '../core/secret.ts';
import { useSession } from './page-context.tsx';
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
