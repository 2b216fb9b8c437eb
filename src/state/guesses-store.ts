/**
 * What a person says the hidden rank is, by dataset: said once, and then the answer is shown. The browser keeps it, since
 * who has seen an answer cannot guess it any more; where it keeps nothing, that holds for the visit.
 */
import { z } from 'zod';
import { createJSONStorage, persist } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface GuessesState {
  /** k as guessed, by the dataset's fingerprint. */
  guesses: Readonly<Record<string, number>>;
  /** The first guess on a dataset counts; later ones, made with the answer in view, are passed over. */
  guess: (fingerprint: string, k: number) => void;
}

const keptSchema = z.object({ guesses: z.record(z.string(), z.number().int()) });

export function createGuessesStore(): StoreApi<GuessesState> {
  return createStore<GuessesState>()(
    persist(
      (set) => ({
        guesses: {},
        guess: (fingerprint, k) => set(({ guesses }) => ({ guesses: { [fingerprint]: k, ...guesses } })),
      }),
      {
        name: 'rankscope-guesses',
        storage: createJSONStorage(() => localStorage),
        partialize: ({ guesses }) => ({ guesses }),
        merge: (kept, state) => ({ ...state, ...keptSchema.safeParse(kept).data }),
      },
    ),
  );
}
