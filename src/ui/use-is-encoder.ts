/** Whether a model is an encoder, which tells classes apart and writes no text. */
import { isBert } from '../core/models/bert.ts';
import { isOfEncoder } from '../core/models/shape.ts';
import { useSession } from './page-context.tsx';
import { useFocused } from './shown-runs.tsx';

/** Of the loaded model. */
export const useIsEncoder = (): boolean => useSession(({ model }) => model !== null && isBert(model.config));

/** Of the shown run's model, and of the loaded one where no run is shown. */
export function useShowsEncoder(): boolean {
  const record = useFocused();
  const isLoaded = useIsEncoder();
  return record ? isOfEncoder(record) : isLoaded;
}
