/** What `npm run directions` makes: the runs of the paper's section 7 in the lab, and the pairs of them that its figures compare. */
import { MODEL, SEEDS } from './experiments-plan.ts';

/** Table 7 has r = 4 and 64, Figure 3 has 8 and 64, Figure 4 has 64. Wq and Wv are the page's own choice, as the paper's. */
const RANKS = [4, 8, 64] as const;
export const DIRECTIONS = `${MODEL}&vary=r:${RANKS.join(',')};seed:${SEEDS.join(',')}`;

export interface RunName {
  r: number;
  seed: number;
}
export const nameOf = ({ r, seed }: RunName): string => `r = ${r}, seed ${seed}`;

export const RUNS: readonly RunName[] = RANKS.flatMap((r) => SEEDS.map((seed) => ({ r, seed })));

/** Each seed and the one after it: two runs never start from the same A. */
const pairs = (r: number, other: number): readonly (readonly [RunName, RunName])[] =>
  SEEDS.map((seed, i) => [
    { r, seed },
    { r: other, seed: SEEDS[(i + 1) % SEEDS.length] ?? seed },
  ]);

export const PAIRS = [
  { figure: 'Figure 3', pairs: pairs(8, 64) },
  { figure: 'Figure 4', pairs: pairs(64, 64) },
] as const;

/** The run whose directions are set against those of W0, as in Figure 8. */
export const FIGURE_8_RANK = 8;

/** The middle layer's matrices, as in the paper, which has layer 48 of 96: their pictures are saved. */
export const PICTURED = ['1.q', '1.v'] as const;

/** A picture of φ has up to 64 × 64 cells; of these rows and columns, which the tables take theirs from, the values are saved. */
export const PLACES = [1, 4, 8, 64] as const;

/** The files, in docs/directions. */
export const FILES = { table7: 'table-7.csv', pairs: 'pairs.csv', base: 'w0.csv' } as const;
