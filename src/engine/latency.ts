/** Times forward passes and single tokens of a model with each way of adapting it. Every time ends when its result is read back. */
import * as tf from '@tensorflow/tfjs-core';
import type { TimedWay, Times, Work } from '../core/timed-work.ts';
import { countVirtual } from '../core/methods/method.ts';
import { createRng } from '../core/rng.ts';
import type { Batch } from '../data/batches.ts';
import { tensorsOf, uploadBatch } from './batch-tensors.ts';
import { createDecoder } from './decoder.ts';
import { batchFor, countedPlaces } from './evaluate.ts';
import { startMethod } from './methods/create.ts';
import { mergedChanges } from './methods/merged.ts';
import type { Changes } from './methods/method.ts';
import type { BaseModel } from './model/base-model.ts';
import { wholeTexts } from './model/reading.ts';
import { forward, logits } from './model/transformer.ts';

/** Rounds of a work, and how long they may take in all, in milliseconds, unless the least number takes longer. */
const ROUNDS = { most: 40, least: 8, ms: 6000 };
/** The first rounds compile and warm up; they do not count. */
const WARM_UP = 2;
/** Passes are repeated until one time is at least so many milliseconds, so that the clock's steps do not count. */
const LEAST_MS = 4;
const MOST_REPEATS = 16;

/** Tokens that a text has before single tokens are timed. */
const BEGUN = 32;

/** One of the ways, on the device. */
interface Contender {
  changes: Changes | null;
  dispose(): void;
}

/** A method with untrained tensors: what a pass takes does not depend on their values. */
async function* contender(
  model: BaseModel,
  { way, method: config }: TimedWay,
): AsyncGenerator<number, Contender> {
  if (!config) return { changes: null, dispose: () => undefined };
  const method = yield* startMethod(config, model, 0);
  if (way !== 'merged') return { changes: method, dispose: () => method.dispose() };
  const merged = await mergedChanges(model, method, 'base');
  return {
    changes: merged,
    dispose() {
      merged.dispose();
      method.dispose();
    },
  };
}

/** A pass that can be timed again and again. */
interface Timed {
  pass(): Promise<unknown>;
  dispose(): void;
}

/** Token ids at random: no kernel is faster for some than for others. */
function drawTexts({ config }: BaseModel, size: number, length: number): number[][] {
  const rng = createRng(0, 'latency');
  return Array.from({ length: size }, () => Array.from({ length }, () => rng.int(config.vocab_size)));
}

/** One forward pass to the scores of what comes after each text. */
function forwardPass(model: BaseModel, method: Changes | null, texts: number[][], length: number): Timed {
  const inputs = Int32Array.from(texts.flat());
  const mask = Float32Array.from(inputs, (_, place) => (place % length === length - 1 ? 1 : 0));
  const batch: Batch = { size: texts.length, length, inputs, targets: inputs, mask, tokens: inputs.length };
  const read = batchFor(method, batch);
  const tensors = uploadBatch(read);
  const counted = countedPlaces(read);
  return {
    async pass() {
      const scores = tf.tidy(() => {
        const reading = { ...wholeTexts(model, tensors), counted };
        return logits(model, method, forward(model, method, tensors.ids, { training: false }, reading));
      });
      await scores.data();
      scores.dispose();
    },
    dispose: () => tf.dispose([counted, ...tensorsOf(tensors)]),
  };
}

/** One more token in every text, with the keys and values of those before it kept. */
async function tokenPass(model: BaseModel, method: Changes | null, texts: number[][]): Promise<Timed> {
  const decoder = createDecoder(model, method, { prompts: texts, width: 1, top: 1 });
  await decoder.read();
  const tokens = texts.map(() => 0);
  return { pass: () => decoder.step(tokens), dispose: () => decoder.dispose() };
}

async function timeOf(timed: Timed, repeats: number): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < repeats; i++) await timed.pass();
  return (performance.now() - began) / repeats;
}

/** Times one work, round by round; yields after each time which share of the work is done. */
async function* timeWork(
  model: BaseModel,
  contenders: readonly Contender[],
  work: Work,
): AsyncGenerator<number, Times> {
  const { batch, length } = work;
  const places =
    model.config.n_positions - Math.max(...contenders.map(({ changes }) => countVirtual(changes?.virtual)));
  const texts = drawTexts(model, batch, length ?? Math.min(BEGUN, places - 1));
  const timed: Timed[] = [];
  try {
    for (const { changes } of contenders) {
      timed.push(
        length === null ? await tokenPass(model, changes, texts) : forwardPass(model, changes, texts, length),
      );
      yield 0;
    }
    let repeats = 1;
    for (let i = 0; i < WARM_UP; i++)
      for (const [at, one] of timed.entries()) {
        const ms = await timeOf(one, 1);
        if (at === 0) repeats = Math.min(MOST_REPEATS, Math.max(1, Math.ceil(LEAST_MS / ms)));
        yield 0;
      }
    const rng = createRng(1, 'turns');
    const rounds: number[][] = [];
    const began = performance.now();
    for (;;) {
      const spent = (performance.now() - began) / ROUNDS.ms;
      const share = Math.min(rounds.length / ROUNDS.least, Math.max(rounds.length / ROUNDS.most, spent));
      if (share >= 1) return { ...work, rounds };
      const round = timed.map(() => NaN);
      // In another order each time: whoever comes after a slow one may find the caches cold.
      for (const at of rng.shuffle([...timed.keys()])) {
        const one = timed[at];
        if (one) round[at] = await timeOf(one, repeats);
        yield share;
      }
      rounds.push(round);
    }
  } finally {
    for (const one of timed) one.dispose();
  }
}

/**
 * Times works with all ways in turn. Yields between the times which share of the work that is under way is done.
 * @param hear hears of each work that is done
 */
export async function* measureLatency(
  model: BaseModel,
  ways: readonly TimedWay[],
  works: readonly Work[],
  hear: (times: Times) => void,
): AsyncGenerator<number, void> {
  const contenders: Contender[] = [];
  try {
    for (const way of ways) contenders.push(yield* contender(model, way));
    for (const work of works) hear(yield* timeWork(model, contenders, work));
  } finally {
    for (const one of contenders) one.dispose();
  }
}
