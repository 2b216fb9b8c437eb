/** How far a file is read, in words: what is done at the moment, with its numbers where there are any. */
import { useTranslation } from 'react-i18next';
import type { FileProgress } from '../core/file-progress.ts';
import type { SessionState } from '../state/session-store.ts';
import { bytes, count } from './format.ts';

/** In percent; null where there is no number. */
export const percentDone = ({ amount }: FileProgress): number | null =>
  amount && amount.total > 0 ? Math.min(100, (100 * amount.done) / amount.total) : null;

/** Whether own data are read to be offered, and that takes so long that it is worth showing. */
export const isReadingLong = ({ offering, parsing, making, offer }: SessionState): boolean =>
  offering && (parsing !== null || making !== null || (offer?.found ?? null) !== null);

export function useStageWords(): (progress: FileProgress) => string {
  const { t } = useTranslation();
  return (progress) => {
    const { stage, amount } = progress;
    const percent = percentDone(progress);
    if (!amount || percent === null || stage === 'decoding') return t(`stage.begun.${stage}`);
    const number = stage === 'reading' || stage === 'unpacking' ? bytes : count;
    return t(`stage.${stage}`, {
      done: number(amount.done),
      total: number(amount.total),
      percent: String(Math.floor(percent)),
    });
  };
}
