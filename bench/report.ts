/** From timed repetitions to the report: medians, ratios to the lab, and a table to read. */
import { count } from '../src/core/count.ts';
import { median } from '../src/core/median.ts';
import { methodOf, type MethodId } from '../src/core/methods/methods.ts';
import type { TransformerConfig } from '../src/core/site.ts';
import {
  CONTESTANTS,
  WARM_UP,
  type BenchBackend,
  type ContestantName,
  type Repetition,
} from './contestant.ts';
import type { Ceilings } from './ceilings.ts';
import type { Race } from './race.ts';
import { table } from '../tools/results/words.ts';
import type { CaseName } from './work.ts';
import type { Writing } from './writing.ts';

export interface Result {
  ms_per_step: number;
  /** Of the fastest repetition and of the slowest. */
  ms_per_step_range: [lowest: number, highest: number];
  /**
   * How long a step keeps the JavaScript thread; null on WASM, where the thread computes. The median of all steps, so
   * that the few in which another thread took the core do not count.
   */
  host_ms_per_step: number | null;
  /** Null on WASM, as is `gpu_bytes`. */
  dispatches_per_step: number | null;
  gpu_bytes: number | null;
  /** How large the memory of the WASM backend grew; null on WebGPU, and where a library does not show it. */
  wasm_bytes: number | null;
  /** Positions of the batch, per second. */
  tokens_per_s: number;
  /**
   * 10⁹ operations of `stepFlops` a second, to be held against `matmul_gflops` of the ceilings; null for methods other than
   * LoRA, whose operations are others.
   */
  gflops: number | null;
}

export type CaseConfig = TransformerConfig & { batch_size: number };

/** Why a contestant has no figures. */
export interface Absent {
  reason: string;
}

export type Outcome = Result | Absent;

/** Those who train by the same method. */
export interface Contest {
  results: Partial<Record<ContestantName, Outcome>>;
  /** ms per step of a contestant over the lab's, e.g. `"stock_tfjs/lab"`. */
  ratios: Record<string, number>;
}

/** LoRA by all contestants. */
export interface CaseReport extends Contest {
  name: CaseName;
  config: CaseConfig;
}

export interface MethodReport extends Contest {
  method: MethodId;
  trained_parameters: number;
}

/** All methods of the lab. */
export interface MethodsReport {
  name: CaseName;
  config: CaseConfig;
  methods: MethodReport[];
}

/** Several runs of the lab at once. */
export interface RacesReport {
  name: CaseName;
  config: CaseConfig;
  races: Race[];
}

/** The lab alone. */
export interface WritingReport {
  name: CaseName;
  config: CaseConfig;
  writing: Writing[];
}

export interface Report {
  device: {
    backend: BenchBackend;
    /** Empty on WASM, as are the next two. */
    vendor: string;
    architecture: string;
    description: string;
    software: boolean;
  };
  ceilings?: Ceilings;
  cases: (CaseReport | MethodsReport | RacesReport | WritingReport)[];
}

/**
 * Floating-point operations of the matrix products that a LoRA step cannot do without: forward, and the gradient with
 * respect to activations; none for dW. Attention counts as if it were not causal. The adapters' own, about r/d of it, are left out.
 */
export function stepFlops({
  n_layer,
  n_embd: d,
  n_inner,
  vocab_size,
  n_positions: T,
  batch_size,
}: CaseConfig): number {
  const maps = n_layer * (4 * d * d + 2 * d * n_inner) + d * vocab_size;
  const attention = n_layer * 2 * T * d;
  // Two for each multiplication and addition; each map once forward and once back, each attention product twice back.
  return 2 * batch_size * T * (2 * maps + 3 * attention);
}

/** The medians of a contestant's repetitions. */
export function summarize(
  repetitions: readonly Repetition[],
  config: CaseConfig,
  backend: BenchBackend,
  method: MethodId = 'lora',
): Result {
  const perStep = (figure: (repetition: Repetition) => number) =>
    repetitions.map((repetition) => figure(repetition) / repetition.steps);
  const times = perStep((repetition) => repetition.ms);
  const ms = median(times);
  const onGpu = backend === 'webgpu';
  const wasmBytes = repetitions.flatMap((repetition) => repetition.wasmBytes ?? []);
  return {
    ms_per_step: ms,
    ms_per_step_range: [Math.min(...times), Math.max(...times)],
    host_ms_per_step: onGpu ? median(repetitions.flatMap(({ hostMs }) => hostMs)) : null,
    dispatches_per_step: onGpu ? median(perStep(({ dispatches }) => dispatches)) : null,
    gpu_bytes: onGpu ? Math.max(...repetitions.map(({ gpuBytes }) => gpuBytes)) : null,
    wasm_bytes: onGpu || wasmBytes.length === 0 ? null : Math.max(...wasmBytes),
    tokens_per_s: (1000 * config.batch_size * config.n_positions) / ms,
    gflops: method === 'lora' ? stepFlops(config) / ms / 1e6 : null,
  };
}

/** A contestant's figures count only if it computes the same: its loss after three steps is the lab's to 1e-3. */
export function disagreement(losses: readonly number[], lab: readonly number[]): string | null {
  const [mine = NaN, ours = NaN] = [losses[WARM_UP - 1], lab[WARM_UP - 1]];
  if (Math.abs(mine - ours) <= 1e-3) return null;
  return `Its loss after ${WARM_UP - 1} steps is ${mine}, the lab's ${ours}.`;
}

const figuresOf = (outcome: Outcome | undefined): Result | null =>
  outcome && 'ms_per_step' in outcome ? outcome : null;

export function ratiosOf(results: Contest['results']): Contest['ratios'] {
  const lab = figuresOf(results.lab);
  const ratios: Contest['ratios'] = {};
  for (const name of CONTESTANTS) {
    const result = figuresOf(results[name]);
    if (name !== 'lab' && lab && result) ratios[`${name}/lab`] = result.ms_per_step / lab.ms_per_step;
  }
  return ratios;
}

/** A figure as tables write it; null for none. */
const number = (value: number | null | undefined, digits = 0) => value?.toFixed(digits) ?? null;

/** A row of a table by the names of its columns. */
type Row = Record<string, string | null>;

/** A Markdown table of the columns in which some row has a figure. @param title heads the column of the rows' names */
function tableOf(title: string, rows: readonly (readonly [name: string, cells: Row])[]): string {
  const columns = [...new Set(rows.flatMap(([, cells]) => Object.keys(cells)))].filter((column) =>
    rows.some(([, cells]) => typeof cells[column] === 'string'),
  );
  return table(
    [title, ...columns],
    rows.map(([name, cells]) => [name, ...columns.map((column) => cells[column] ?? '–')]),
  );
}

/** A contestant's figures, or why there are none, in the first column. */
function row(contestant: ContestantName, { results, ratios }: Contest, cells: (result: Result) => Row): Row {
  const outcome = results[contestant];
  const result = figuresOf(outcome);
  if (!result) return { 'ms/step': outcome && 'reason' in outcome ? outcome.reason : null };
  return {
    'ms/step': number(result.ms_per_step, 1),
    ...cells(result),
    '× lab': contestant === 'lab' ? '1' : number(ratios[`${contestant}/lab`], 2),
  };
}

const megabytes = ({ gpu_bytes, wasm_bytes }: Result) => {
  const bytes = gpu_bytes ?? wasm_bytes;
  return number(bytes === null ? null : bytes / 1e6, 1);
};

function peersTable({ name, ...contest }: CaseReport): string {
  const rows = CONTESTANTS.filter((contestant) => contest.results[contestant]).map(
    (contestant): [string, Row] => [
      contestant,
      row(contestant, contest, (result) => ({
        'host ms': number(result.host_ms_per_step, 2),
        dispatches: number(result.dispatches_per_step),
        MB: megabytes(result),
        'tokens/s': number(result.tokens_per_s),
        'GFLOP/s': number(result.gflops, 1),
      })),
    ],
  );
  return tableOf(name, rows);
}

function methodsTable({ name, methods }: MethodsReport): string {
  const lora = figuresOf(methods.find(({ method }) => method === 'lora')?.results.lab);
  const rows = methods.flatMap(({ method, trained_parameters, ...contest }) =>
    CONTESTANTS.filter((contestant) => contest.results[contestant]).map((contestant): [string, Row] => [
      methodOf({ type: method }).name + (contestant === 'lab' ? '' : `, ${contestant}`),
      {
        trained: count(trained_parameters),
        ...row(contestant, contest, (result) => ({
          range: result.ms_per_step_range.map((ms) => number(ms, 1)).join(' – '),
          '× LoRA': contestant === 'lab' && lora ? number(result.ms_per_step / lora.ms_per_step, 2) : null,
          dispatches: number(result.dispatches_per_step),
          MB: megabytes(result),
        })),
      },
    ]),
  );
  return tableOf(name, rows);
}

const racesTable = ({ name, races }: RacesReport): string =>
  tableOf(
    name,
    races.map(({ ranks, from_layer, ms_together, ms_one_by_one, gpu }) => [
      `r = ${ranks.join(', ')} from layer ${from_layer} on`,
      {
        'ms together': number(ms_together, 1),
        'ms one by one': number(ms_one_by_one, 1),
        'together / one by one': number(ms_together / ms_one_by_one, 2),
        ...(gpu && {
          'dispatches together': number(gpu.dispatches_together),
          'of one': number(gpu.dispatches_of_one),
          'together / one': number(gpu.dispatches_together / gpu.dispatches_of_one, 2),
          'MB together': number(gpu.bytes_together / 1e6, 1),
          'MB of one': number(gpu.bytes_of_one / 1e6, 1),
        }),
      },
    ]),
  );

const writingTable = ({ name, writing }: WritingReport): string =>
  tableOf(
    name,
    writing.map(({ texts, tokens_per_s }) => [
      `${texts} texts side by side`,
      { 'tokens/s': number(tokens_per_s) },
    ]),
  );

function caseTable(each: Report['cases'][number]): string {
  if ('methods' in each) return methodsTable(each);
  if ('races' in each) return racesTable(each);
  return 'writing' in each ? writingTable(each) : peersTable(each);
}

/** The whole report as lines of text. */
export function page({ device, ceilings, cases }: Report): string {
  const { backend, vendor, architecture, description, software } = device;
  const adapter = [vendor, architecture, description].filter(Boolean).join(' ');
  return [
    adapter ? `${backend} on ${adapter}${software ? ' (software)' : ''}` : backend,
    ...(ceilings
      ? [
          `At most ${number(ceilings.matmul_gflops, 1)} GFLOP/s in a matrix product, ` +
            `${number(ceilings.copy_gb_per_s, 1)} GB/s in a copy.`,
        ]
      : []),
    ...cases.map(caseTable),
  ].join('\n\n');
}
