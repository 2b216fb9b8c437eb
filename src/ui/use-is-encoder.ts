/** Whether the loaded model is an encoder, which tells classes apart and writes no text. */
import { isBert } from '../core/models/bert.ts';
import { useSession } from './page-context.tsx';

export const useIsEncoder = (): boolean => useSession(({ model }) => model !== null && isBert(model.config));
