/** From timed repetitions to the report: medians, ratios to the lab, and a table to read. */
import type { TransformerConfig } from '../src/core/site.ts';
import {
  CONTESTANTS,
  WARM_UP,
  type BenchBackend,
  type ContestantName,
  type Repetition,
} from './contestant.ts';
import type { CaseName } from './work.ts';

export interface Result {
  ms_per_step: number;
  /** How long a step keeps the JavaScript thread; null on WASM, where the thread computes. */
  host_ms_per_step: number | null;
  /** Null on WASM, as is `gpu_bytes`. */
  dispatches_per_step: number | null;
  gpu_bytes: number | null;
  /** Positions of the batch, per second. */
  tokens_per_s: number;
}

/** Why a contestant has no figures. */
export interface Absent {
  reason: string;
}

export interface CaseReport {
  name: CaseName;
  config: TransformerConfig & { batch_size: number };
  results: Record<ContestantName, Result | Absent>;
  /** ms per step of a contestant over the lab's, e.g. `"stock_tfjs/lab"`. */
  ratios: Record<string, number>;
}

export interface Report {
  device: { backend: BenchBackend; vendor: string; architecture: string; software: boolean };
  cases: CaseReport[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  return (low + high) / 2;
}

/** The medians of a contestant's repetitions. @param tokens positions per step */
export function summarize(repetitions: readonly Repetition[], tokens: number, backend: BenchBackend): Result {
  const perStep = (figure: (repetition: Repetition) => number) =>
    median(repetitions.map((repetition) => figure(repetition) / repetition.steps));
  const ms = perStep((repetition) => repetition.ms);
  const onGpu = backend === 'webgpu';
  return {
    ms_per_step: ms,
    host_ms_per_step: onGpu ? perStep(({ hostMs }) => hostMs) : null,
    dispatches_per_step: onGpu ? perStep(({ dispatches }) => dispatches) : null,
    gpu_bytes: onGpu ? Math.max(...repetitions.map(({ gpuBytes }) => gpuBytes)) : null,
    tokens_per_s: (1000 * tokens) / ms,
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

/** One case as lines of text. */
export function table({ name, results, ratios }: CaseReport): string {
  const head = ['', 'ms/step', 'host ms', 'dispatches', 'MB', 'tokens/s', '× lab'];
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
      ratio === undefined ? '1' : ratio.toFixed(2),
    ];
  });
  const line = ([first = '', ...cells]: string[]) =>
    first.padEnd(12) + cells.map((cell) => cell.padStart(11)).join('');
  return [name, line(head), ...rows.map(line)].join('\n');
}
