/** From timed repetitions to the report: medians, ratios to the lab, and a table to read. */
import { median } from '../src/core/median.ts';
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
import type { CaseName } from './work.ts';

export interface Result {
  ms_per_step: number;
  /**
   * How long a step keeps the JavaScript thread; null on WASM, where the thread computes. The median of all steps, so
   * that the few in which another thread took the core do not count.
   */
  host_ms_per_step: number | null;
  /** Null on WASM, as is `gpu_bytes`. */
  dispatches_per_step: number | null;
  gpu_bytes: number | null;
  /** Positions of the batch, per second. */
  tokens_per_s: number;
  /** 10⁹ operations of `stepFlops` a second, to be held against `matmul_gflops` of the ceilings. */
  gflops: number;
}

export type CaseConfig = TransformerConfig & { batch_size: number };

/** Why a contestant has no figures. */
export interface Absent {
  reason: string;
}

export interface CaseReport {
  name: CaseName;
  config: CaseConfig;
  results: Record<ContestantName, Result | Absent>;
  /** ms per step of a contestant over the lab's, e.g. `"stock_tfjs/lab"`. */
  ratios: Record<string, number>;
  race?: Race;
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
  cases: CaseReport[];
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
): Result {
  const perStep = (figure: (repetition: Repetition) => number) =>
    median(repetitions.map((repetition) => figure(repetition) / repetition.steps));
  const ms = perStep((repetition) => repetition.ms);
  const onGpu = backend === 'webgpu';
  return {
    ms_per_step: ms,
    host_ms_per_step: onGpu ? median(repetitions.flatMap(({ hostMs }) => hostMs)) : null,
    dispatches_per_step: onGpu ? perStep(({ dispatches }) => dispatches) : null,
    gpu_bytes: onGpu ? Math.max(...repetitions.map(({ gpuBytes }) => gpuBytes)) : null,
    tokens_per_s: (1000 * config.batch_size * config.n_positions) / ms,
    gflops: stepFlops(config) / ms / 1e6,
  };
}

/** A contestant's figures count only if it computes the same: its loss after three steps is the lab's to 1e-3. */
export function disagreement(losses: readonly number[], lab: readonly number[]): string | null {
  const [mine = NaN, ours = NaN] = [losses[WARM_UP - 1], lab[WARM_UP - 1]];
  if (Math.abs(mine - ours) <= 1e-3) return null;
  return `Its loss after ${WARM_UP - 1} steps is ${mine}, the lab's ${ours}.`;
}

export function ratiosOf(results: CaseReport['results']): Record<string, number> {
  const { lab } = results;
  if (!('ms_per_step' in lab)) return {};
  const ratios: Record<string, number> = {};
  for (const name of CONTESTANTS) {
    const result = results[name];
    if (name !== 'lab' && 'ms_per_step' in result)
      ratios[`${name}/lab`] = result.ms_per_step / lab.ms_per_step;
  }
  return ratios;
}

const number = (value: number | null, digits = 0) => (value === null ? '–' : value.toFixed(digits));

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const raceLine = ({ ranks, ms_alone, ms_together, gpu_bytes_alone, gpu_bytes_together }: Race) =>
  `r = ${ranks.join(', ')}: ${number(ms_together, 1)} ms a step and ${number(gpu_bytes_together / 1e6, 1)} MB together, ` +
  `${number(sum(ms_alone), 1)} ms and ${number(sum(gpu_bytes_alone) / 1e6, 1)} MB one by one.`;

/** One case as lines of text. */
function table({ name, results, ratios, race }: CaseReport): string {
  const head = ['', 'ms/step', 'host ms', 'dispatches', 'MB', 'tokens/s', 'GFLOP/s', '× lab'];
  const rows = CONTESTANTS.map((contestant) => {
    const result = results[contestant];
    if (!('ms_per_step' in result)) return [contestant, result.reason];
    const ratio = ratios[`${contestant}/lab`];
    return [
      contestant,
      number(result.ms_per_step, 1),
      number(result.host_ms_per_step, 2),
      number(result.dispatches_per_step),
      number(result.gpu_bytes === null ? null : result.gpu_bytes / 1e6, 1),
      number(result.tokens_per_s),
      number(result.gflops, 1),
      ratio === undefined ? '1' : ratio.toFixed(2),
    ];
  });
  const line = ([first = '', ...cells]: string[]) =>
    first.padEnd(12) + cells.map((cell) => cell.padStart(11)).join('');
  return [name, line(head), ...rows.map(line), ...(race ? [raceLine(race)] : [])].join('\n');
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
    ...cases.map(table),
  ].join('\n\n');
}
