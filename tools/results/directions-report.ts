/** Table 7 and Figures 3, 4 and 8 of the paper as the lab has them, as Markdown, from the files that the page exported. */
import { cell, type Row } from './experiments-report.ts';
import { distinct, mean } from './report.ts';
import { meanAndSpread, number, table } from './words.ts';

/** The files of docs/directions, a row each line. */
export interface DirectionsFiles {
  table7: readonly Row[];
  pairs: readonly Row[];
  base: readonly Row[];
}

/** Runs' ranks with how many of their first directions are taken: all of them, and of r = 64 as many as r = 4 has. */
const TAKEN = [
  { rank: '4', r: '4' },
  { rank: '8', r: '8' },
  { rank: '64', r: '4' },
  { rank: '64', r: '64' },
] as const;

/** Cells (i, j) of φ that the tables give. */
const CELLS = [
  [1, 1],
  [1, 8],
  [4, 4],
  [8, 8],
  [8, 64],
] as const;

const SIDES = {
  b: 'B’s left directions (output)',
  right: 'ΔW’s right directions (input)',
  left: 'ΔW’s left directions (output)',
  a: 'A’s right directions (input)',
} as const;
type Side = keyof typeof SIDES;

const valueOf = (row: Row, heading: string): number => Number(cell(row, heading));
/** `Wq · layer 2` */
const PLACE = /(W\S+) · layer (\d+)$/;
const placeOf = (text: string): { matrix: string; layer: string } => {
  const [, matrix, layer] = PLACE.exec(text) ?? [];
  if (!matrix || !layer) throw new Error(`“${text}” names no matrix.`);
  return { matrix, layer };
};

const TABLE_7 = [
  { heading: '‖UᵀW₀V‖F of ΔW’s', inFile: 'ΔW’s', digits: 2 },
  { heading: 'of W₀’s own', inFile: 'W₀’s own', digits: 2 },
  { heading: 'of random', inFile: 'Random', digits: 2 },
  { heading: '‖ΔW‖F', inFile: '‖ΔW‖F', digits: 2 },
  { heading: '‖W₀‖F', inFile: '‖W₀‖F', digits: 2 },
  { heading: 'amplification', inFile: 'Amplification', digits: 1 },
  { heading: 'by chance', inFile: 'By chance', digits: 1 },
] as const;

/** Table 7: for each matrix and rank the figures of the middle layer or the mean over all, over seeds. @param layer null for all */
function table7(rows: readonly Row[], layer: string | null): string {
  const placed = rows.map((row) => ({ row, ...placeOf(cell(row, 'Figures')) }));
  const lines = distinct(placed.map(({ matrix }) => matrix)).flatMap((matrix) =>
    TAKEN.map(({ rank, r }) => {
      const own = placed.filter(
        (one) =>
          one.matrix === matrix &&
          (layer === null || one.layer === layer) &&
          cell(one.row, 'r of the run') === rank &&
          cell(one.row, 'r') === r,
      );
      const seeds = distinct(own.map(({ row }) => cell(row, 'seed')));
      return [
        `${matrix}, run of r = ${rank}${r === rank ? '' : `, first ${r}`}`,
        ...TABLE_7.map(({ inFile, digits }) =>
          meanAndSpread(
            seeds.map((seed) =>
              mean(
                own.filter(({ row }) => cell(row, 'seed') === seed).map(({ row }) => valueOf(row, inFile)),
              ),
            ),
            digits,
            seeds.length,
          ),
        ),
      ];
    }),
  );
  return table(['', ...TABLE_7.map(({ heading }) => heading)], lines);
}

/**
 * φ at some places: a row for each side and matrix, the mean over its layers, over what tells the samples apart.
 * @param sampleOf names the pair of runs, or the run
 */
function similarities(rows: readonly Row[], sides: readonly Side[], sampleOf: (row: Row) => string): string {
  const isAt = (row: Row, [i, j]: readonly [number, number]) =>
    valueOf(row, 'i') === i && valueOf(row, 'j') === j;
  const matrixOf = (row: Row) => placeOf(cell(row, 'matrix')).matrix;
  const samples = distinct(rows.map(sampleOf));
  const chances = CELLS.map((place) => rows.find((row) => isAt(row, place))).map((row) =>
    row ? number(valueOf(row, 'chance'), 3) : '',
  );
  const lines = distinct(rows.map(matrixOf)).flatMap((matrix) =>
    sides.map((side) => [
      `${matrix}, ${SIDES[side]}`,
      ...CELLS.map((place) =>
        meanAndSpread(
          samples.map((sample) =>
            mean(
              rows
                .filter(
                  (row) =>
                    cell(row, 'side') === side &&
                    matrixOf(row) === matrix &&
                    sampleOf(row) === sample &&
                    isAt(row, place),
                )
                .map((row) => valueOf(row, 'φ')),
            ),
          ),
          3,
          samples.length,
        ),
      ),
    ]),
  );
  return table(['', ...CELLS.map(([i, j]) => `φ(${i}, ${j})`)], [...lines, ['by chance', ...chances]]);
}

const picture = (file: string, about: string) => `![${about}](directions/${file}.svg)`;

/** All tables and pictures. @throws where a file lacks a column, or names no matrix */
export function directionsReport({ table7: rows, pairs, base }: DirectionsFiles): string {
  const ofFigure = (figure: string) => pairs.filter((row) => cell(row, 'figure') === figure);
  const pairOf = (row: Row) => `${cell(row, 'run')} and ${cell(row, 'other run')}`;
  return [
    '### ΔW against W₀, middle layer (Table 7)',
    table7(rows, '2'),
    '### ΔW against W₀, mean over layers',
    table7(rows, null),
    '### Directions that r = 8 and r = 64 share (Figure 3)',
    similarities(ofFigure('Figure 3'), ['b', 'right', 'a'], pairOf),
    picture('figure-3-1.q', 'φ(i, j) over chance of A at Wq of layer 2, r = 8 down, r = 64 across'),
    picture('figure-3-1.v', 'The same at Wv of layer 2'),
    '### Directions that two seeds share, r = 64 (Figure 4)',
    similarities(ofFigure('Figure 4'), ['b', 'right', 'a'], pairOf),
    picture('figure-4-1.q', 'φ(i, j) over chance of A at Wq of layer 2, seed 1 down, seed 2 across'),
    picture('figure-4-1.v', 'The same at Wv of layer 2'),
    picture('figure-4-gaussian', 'Two Gaussian matrices of these sizes'),
    '### Directions that ΔW shares with W₀, r = 8 (Figure 8)',
    similarities(base, ['right', 'left'], (row) => cell(row, 'run')),
    picture('figure-8-1.q', 'φ(i, j) over chance of ΔW and W₀ at Wq of layer 2, at the input'),
    picture('figure-8-1.v', 'The same at Wv of layer 2'),
  ].join('\n\n');
}
