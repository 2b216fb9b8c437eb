/** The hidden rank on the shipped nano model: that its texts are the teacher's, and that a run on them shows k. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../core/rng.ts';
import { runConfigSchema } from '../core/run-config.ts';
import { PROPOSED, secretRank, type SecretChoice } from '../core/secret.ts';
import { evaluationBatches } from '../data/batches.ts';
import type { Dataset } from '../data/dataset.ts';
import { memory, pickDevice } from './device.ts';
import { evaluateDivergence } from './divergence.ts';
import { evaluateLoss } from './evaluate.ts';
import { drawToken, makeHiddenRank } from './hidden-rank.ts';
import { loadModel, type LoadedModel } from './model/load.ts';
import { teacherMethod } from './teacher.ts';
import { finish } from './testing.ts';
import { createTrainer } from './trainer.ts';

/** Fewer texts than the task's own, to spare time. */
const SIZES = { train: 32, validation: 16, test: 64 };
/** As many to learn from as the task has: of fewer, a run learns the texts and not their law. */
const TO_LEARN = { train: 512, validation: 4, test: 4 };
const STEPS = 150;

let model: LoadedModel;
const make = (choice: SecretChoice, sizes = SIZES): Promise<Dataset> =>
  finish(makeHiddenRank(model, choice, 128, sizes));

beforeAll(async () => {
  await pickDevice('wasm');
  model = await loadModel('nano', new URL('/', location.href).href);
});

describe('a token', () => {
  it('is drawn as often as softmax has it', () => {
    const rng = createRng(1);
    const counts = [0, 0, 0];
    for (let i = 0; i < 10_000; i++) {
      const id = drawToken(Float32Array.of(Math.log(1), Math.log(3), Math.log(6)), rng.uniform());
      counts[id] = (counts[id] ?? NaN) + 1;
    }
    for (const [id, share] of [0.1, 0.3, 0.6].entries())
      expect(Math.abs((counts[id] ?? 0) / 10_000 - share)).toBeLessThan(0.02);
  });
});

describe('the data of the hidden rank', () => {
  it('is what the teacher writes, at about a nat from the base model, and leaves nothing on the device', async () => {
    const before = memory();
    const dataset = await make({ seed: 1, rank: 2 });
    expect(memory()).toEqual(before);
    const { secret, train } = dataset.summary;
    expect(secret).toMatchObject({ seed: 1, rank: 2 });
    expect(secret?.sites).toHaveLength(4);
    expect([train, dataset.train[0]?.ids.length, dataset.sequenceLength]).toEqual([32, 129, 128]);

    const batches = evaluationBatches(dataset.test, { batchSize: 8, length: 128, padId: 0, limit: 64 });
    const teacher = teacherMethod(model.base, dataset.teacher ?? []);
    const own = await finish(evaluateLoss(model.base, teacher, batches));
    const base = await finish(evaluateLoss(model.base, null, batches));
    const divergence = await finish(evaluateDivergence(model.base, teacher, null, batches));
    const none = await finish(evaluateDivergence(model.base, teacher, teacher, batches));
    teacher.dispose();
    expect(none).toBeCloseTo(0, 6);
    expect(divergence).toBeGreaterThan(0.6);
    expect(divergence).toBeLessThan(1.6);
    // E[log p − log q] over what p writes is KL(p ‖ q): sampled and exact figures agree only if the texts are p's.
    expect(Math.abs(base.loss - own.loss - divergence)).toBeLessThan(0.06);
    expect(Math.abs(own.loss - (secret?.teacherLoss ?? NaN))).toBeLessThan(0.15);
  });

  it('is the same for the same secret, and has a k of its own for a seed alone', async () => {
    const few = { train: 3, validation: 2, test: 2 };
    const [first, again, other] = [1, 1, 2].map((seed) =>
      finish(makeHiddenRank(model, { seed, rank: null }, 16, few)),
    );
    expect(await again).toEqual(await first);
    const { summary } = (await first) ?? {};
    expect(summary?.fingerprint).not.toBe((await other)?.summary.fingerprint);
    expect(summary?.secret?.rank).toBe(secretRank({ seed: 1, rank: null }));
  });

  it('can be given up halfway, and then leaves nothing behind', async () => {
    const before = memory();
    const work = makeHiddenRank(model, { seed: 1, rank: null }, 128, SIZES);
    for (let pieces = 0; pieces < 20; pieces++) await work.next();
    await work.throw(new Error('given up')).catch(() => undefined);
    expect(memory()).toEqual(before);
  });
});

describe('a run with the proposed settings', () => {
  it.each([1, 2] as const)('shows a gap after its rank, %i', { timeout: 300_000 }, async (rank) => {
    const dataset = await make({ seed: 1, rank }, TO_LEARN);
    const config = runConfigSchema.parse({
      task: 'hidden-rank',
      method: PROPOSED.method,
      training: { ...PROPOSED.training, max_steps: STEPS },
    });
    const trainer = await finish(createTrainer(model.base, dataset, config));
    while (trainer.step < STEPS) await trainer.next();
    const { sites = [] } = (await (await trainer.spectrum())?.taken) ?? {};
    trainer.dispose();
    const strongest = sites.toSorted((a, b) => (b.singularValues[0] ?? NaN) - (a.singularValues[0] ?? NaN))[0]
      ?.singularValues;
    if (!strongest) throw new Error('No site was adapted.');
    const gaps = strongest.slice(1).map((sigma, i) => (strongest[i] ?? NaN) / sigma);
    expect(gaps[rank - 1]).toBeGreaterThan(2);
    expect(gaps.indexOf(Math.max(...gaps))).toBe(rank - 1);
  });
});
