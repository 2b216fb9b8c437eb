/** What a person says the hidden rank is, by dataset: said once, and then the answer is shown. Kept for the visit only. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface GuessesState {
  /** k as guessed, by the dataset's fingerprint. */
  guesses: Readonly<Record<string, number>>;
  /** The first guess on a dataset counts; later ones, made with the answer in view, are passed over. */
  guess: (fingerprint: string, k: number) => void;
}

export function createGuessesStore(): StoreApi<GuessesState> {
  return createStore<GuessesState>((set) => ({
    guesses: {},
    guess: (fingerprint, k) => set(({ guesses }) => ({ guesses: { [fingerprint]: k, ...guesses } })),
  }));
}
