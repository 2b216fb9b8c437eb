/** What a person did in Learn: guesses, lessons seen to their end, answers of the quiz. The browser keeps it, where it keeps anything. */
import { z } from 'zod';
import { createJSONStorage, persist } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';

const keptSchema = z.object({
  guesses: z.record(z.string(), z.array(z.number())),
  done: z.array(z.string()),
});

export interface LessonsState extends z.infer<typeof keptSchema> {
  /** Values in the order of the lesson's runs; none where the guess was passed over. */
  guess: (lesson: string, values: readonly number[]) => void;
  /** Forgets a guess, so that another can be made. */
  takeBack: (lesson: string) => void;
  /** A lesson was seen to its end. */
  finish: (lesson: string) => void;
}

export function createLessonsStore(): StoreApi<LessonsState> {
  return createStore<LessonsState>()(
    persist(
      (set) => ({
        guesses: {},
        done: [],
        guess: (lesson, values) => set(({ guesses }) => ({ guesses: { ...guesses, [lesson]: [...values] } })),
        takeBack: (lesson) =>
          set(({ guesses }) => ({
            guesses: Object.fromEntries(Object.entries(guesses).filter(([id]) => id !== lesson)),
          })),
        finish: (lesson) =>
          set((state) => (state.done.includes(lesson) ? state : { done: [...state.done, lesson] })),
      }),
      {
        name: 'rankscope-lessons',
        storage: createJSONStorage(() => localStorage),
        partialize: ({ guesses, done }) => ({ guesses, done }),
        merge: (kept, state) => ({ ...state, ...keptSchema.safeParse(kept).data }),
      },
    ),
  );
}
