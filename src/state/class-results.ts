/** The results that a teacher has gathered: their codes, which the browser keeps until they are cleared. */
import { z } from 'zod';
import { createJSONStorage, persist } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { readCode, writeCode, type CodeProblem } from './result-code.ts';

/** What became of pasted lines, counted from 1. */
export interface PasteReport {
  added: number;
  /** Lines whose code was there already. */
  again: readonly number[];
  bad: readonly { line: number; problem: CodeProblem }[];
}

const keptSchema = z.object({ codes: z.array(z.string()) });

export interface ClassResultsState extends z.infer<typeof keptSchema> {
  /** What became of the lines that were added last; null before any, and once all are cleared. */
  report: PasteReport | null;
  /** Takes codes, or addresses that have one, each on a line of its own. */
  add: (text: string) => PasteReport;
  clear: () => void;
}

/** A code as this version of the page writes it, which an earlier one may have written otherwise. */
function asOfNow(text: string): { code: string; problem: null } | { code: null; problem: CodeProblem } {
  const { result, problem } = readCode(text);
  return problem ? { code: null, problem } : { code: writeCode(result), problem };
}

export function createClassResults(): StoreApi<ClassResultsState> {
  return createStore<ClassResultsState>()(
    persist(
      (set, get) => ({
        codes: [],
        report: null,
        add(text) {
          const codes = [...get().codes];
          const again: number[] = [];
          const bad: { line: number; problem: CodeProblem }[] = [];
          text.split(/\r\n|[\n\r]/).forEach((line, i) => {
            if (line.trim() === '') return;
            const { code, problem } = asOfNow(line);
            if (problem) bad.push({ line: i + 1, problem });
            else if (codes.includes(code)) again.push(i + 1);
            else codes.push(code);
          });
          const report = { added: codes.length - get().codes.length, again, bad };
          set({ codes, report });
          return report;
        },
        clear: () => set({ codes: [], report: null }),
      }),
      {
        name: 'rankscope-class-results',
        storage: createJSONStorage(() => localStorage),
        partialize: ({ codes }) => ({ codes }),
        merge: (kept, state) => {
          const codes = keptSchema.safeParse(kept).data?.codes ?? [];
          return {
            ...state,
            codes: codes.flatMap((code) => asOfNow(code).code ?? []),
          };
        },
      },
    ),
  );
}
