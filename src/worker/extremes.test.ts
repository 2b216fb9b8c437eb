/** Runs at the ends of what the page offers: each trains on finite numbers or is refused in words, and none goes silent. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { LORA_LIMITS, LORA_STARTS, loraConfigSchema } from '../core/methods/lora-config.ts';
import type { MethodConfig } from '../core/methods/methods.ts';
import { LIMITS, repairRunConfig, SCHEDULES, textLength, type RunConfig } from '../core/run-config.ts';
import { GPT2_PROJECTIONS } from '../core/models/gpt2.ts';
import { buildDataset } from '../data/dataset.ts';
import { loadModel, type LoadedModel } from '../engine/model/load.ts';
import { work } from '../engine/run.ts';
import { finish } from '../engine/testing.ts';
import { createTrainer } from '../engine/trainer.ts';
import { createLab } from './lab.ts';
import { eventSchema, type Command, type LabEvent } from './protocol.ts';

const BASE_URL = new URL('/', location.href).href;
const events: LabEvent[] = [];
// Every event must satisfy the protocol's schema, which has no place for NaN.
const lab = createLab((event) => events.push(eventSchema.parse(event)));
let lastId = 0;

async function ask(command: object): Promise<LabEvent> {
  const requestId = ++lastId;
  await lab.handle({ ...command, requestId } as Command);
  const answer = events.find((event) => 'requestId' in event && event.requestId === requestId);
  if (!answer) throw new Error('The lab did not answer.');
  return answer;
}

const PAIRS = 40;
const rows = (pair: (i: number) => [string, string]) =>
  [
    'prompt,completion',
    ...Array.from({ length: PAIRS }, (_, i) =>
      pair(i)
        .map((cell) => `"${cell}"`)
        .join(),
    ),
  ].join('\n');
/** Nano's context. */
const CONTEXT = 128;
const load = (csv: string, max_length = CONTEXT) =>
  ask({
    type: 'loadData',
    task: 'own',
    own: { name: 'pairs.csv', bytes: new Blob([csv]), encoding: null, columns: null },
    max_length,
  });

/** Trains and scores to the end and gives what was reported on the way. */
async function train(config: RunConfig) {
  events.length = 0;
  const runId = `run ${++lastId}`;
  await lab.handle({ type: 'start', runs: [{ runId, config }], paused: false });
  for (;;) {
    const end = events.find(
      (event) => event.type === 'status' && ['finished', 'failed'].includes(event.state),
    );
    const isScored = events.some((event) => event.type === 'scoring' && event.progress === null);
    if (end?.type === 'status' && (isScored || end.state === 'failed')) {
      const reports = events.flatMap((event) => (event.type === 'progress' ? event.runs : []));
      const kept = end.state === 'finished' ? await ask({ type: 'readAdapter', runId }) : null;
      await lab.handle({ type: 'release', runId });
      return {
        end,
        kept,
        losses: reports.flatMap(({ steps }) => steps.map(({ loss }) => loss)),
        evals: reports.flatMap((report) => report.evals),
        spectra: reports.flatMap((report) => report.spectra),
        errors: events.filter((event) => event.type === 'error'),
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Every setting at one of its ends, or its default. */
const extreme = fc
  .record({
    ...Object.fromEntries(
      Object.entries({ ...LIMITS, ...LORA_LIMITS }).map(([key, limit]) => [
        key,
        fc.constantFrom(limit.min, limit.default, limit.max),
      ]),
    ),
    use_rslora: fc.boolean(),
    init_lora_weights: fc.constantFrom(...LORA_STARTS),
    lr_scheduler_type: fc.constantFrom(...SCHEDULES),
    target_modules: fc.constantFrom(['q'], [...GPT2_PROJECTIONS]),
  })
  .map((drawn) => {
    // What these hold decides how long a run is, and nothing about a single step; the longest texts are tested below.
    const settings = {
      ...drawn,
      max_steps: 3,
      eval_steps: 3,
      metric_steps: 0,
      max_length: LIMITS.max_length.max,
    };
    const { config } = repairRunConfig({ task: 'own', method: settings, training: settings });
    return { ...config, seed: 1 };
  });

describe('runs at the ends of what the page offers', () => {
  beforeAll(async () => {
    expect(await ask({ type: 'init', backend: 'wasm', baseUrl: BASE_URL, model: 'nano' })).toMatchObject({
      type: 'ready',
    });
    expect(await ask({ type: 'loadModel', model: 'nano' })).toMatchObject({ type: 'model' });
  });

  it('train, or stop with step, site and the code that the page has a remedy for', async () => {
    expect(await load(rows((i) => [`a${i}`, 'b']))).toMatchObject({ type: 'dataset' });
    await fc.assert(
      fc.asyncProperty(extreme, async (config) => {
        const { end, losses, evals, spectra, errors } = await train(config);
        if (end.state === 'finished') {
          expect(errors).toEqual([]);
          expect(losses).toHaveLength(3);
          expect(evals.map(({ step }) => step)).toEqual([0, 3]);
          expect(spectra.at(-1)?.step).toBe(3);
        } else {
          expect(end.failure).toBe('non-finite');
          expect(errors[0]?.detail).toMatch(/^Step \d+: .*(W[qkvo12] · layer \d)/);
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('train with all of it at once, for longer: the highest rate, rank and α on all matrices, nothing clipped', async () => {
    expect(await load(rows((i) => [`a${i}`, 'b']))).toMatchObject({ type: 'dataset' });
    const { config } = repairRunConfig({
      task: 'own',
      method: {
        r: 64,
        lora_alpha: 2048,
        lora_dropout: 0.9,
        use_rslora: true,
        target_modules: [...GPT2_PROJECTIONS],
      },
      training: {
        ...{ learning_rate: 1, max_grad_norm: 0, weight_decay: 1, lr_scheduler_type: 'constant' },
        ...{
          batch_size: 1,
          max_length: LIMITS.max_length.max,
          max_steps: 40,
          eval_steps: 20,
          metric_steps: 0,
        },
      },
    });
    const { end, losses } = await train(config);
    expect(end.state).toBe('finished');
    expect(losses).toHaveLength(40);
    // It did go wrong, as it should: the base model's loss is 9.3.
    expect(Math.max(...losses)).toBeGreaterThan(12);
  });

  it.each<MethodConfig>([
    { type: 'bitfit' },
    { type: 'prefix-embed', prefix_tokens: 32, infix_tokens: 32, takes_positions: false },
    { type: 'prefix-layer', prefix_tokens: 1, infix_tokens: 0 },
    { type: 'prefix-layer', prefix_tokens: 1, infix_tokens: 32 },
    { type: 'prefix-layer', prefix_tokens: 32, infix_tokens: 32 },
    {
      ...loraConfigSchema.parse({ r: 64, target_modules: [...GPT2_PROJECTIONS] }),
      ...{ type: 'lora-prefix-layer', prefix_tokens: 32, infix_tokens: 32 },
    },
    {
      ...loraConfigSchema.parse({ r: 64, target_modules: [...GPT2_PROJECTIONS] }),
      ...{ type: 'lora-prefix-embed', prefix_tokens: 1, infix_tokens: 32 },
    },
    loraConfigSchema.parse({ r: 64, use_dora: true, target_modules: [...GPT2_PROJECTIONS] }),
    { type: 'full', last_layers: 0 },
    { type: 'full', last_layers: 64 },
    { type: 'ia3', target_modules: [...GPT2_PROJECTIONS] },
    {
      ...{ type: 'vera', r: 128, d_initial: 10, projection_prng_key: 2 ** 31 - 1, fused_qkv: false },
      target_modules: [...GPT2_PROJECTIONS],
    },
    { type: 'prefix-kv', prefix_tokens: 32 },
    { type: 'adapter-h', bottleneck: 1 },
    { type: 'adapter-l', bottleneck: 64 },
  ])(
    'train with other methods at the highest rate, nothing clipped, on the longest texts: %j',
    async (method) => {
      const { config } = repairRunConfig({
        task: 'own',
        method,
        training: {
          ...{ learning_rate: 1, max_grad_norm: 0, max_length: LIMITS.max_length.max },
          ...{ max_steps: 3, eval_steps: 3, metric_steps: 0 },
        },
      });
      const places = textLength(config, { n_positions: CONTEXT });
      expect(
        await load(
          rows((i) => [`${i}`, 'word '.repeat(400).trim()]),
          places,
        ),
      ).toMatchObject({
        summary: { truncated: PAIRS },
      });
      const { end, kept, losses, evals, errors } = await train(config);
      expect({ state: end.state, errors }).toEqual({ state: 'finished', errors: [] });
      expect(kept).toMatchObject({ type: 'adapter', step: 3 });
      expect(losses).toHaveLength(3);
      expect(evals.map(({ step }) => step)).toEqual([0, 3]);
    },
  );

  it('train with the largest batch of the longest texts', async () => {
    expect(await load(rows((i) => [`${i}`, 'word '.repeat(400).trim()]))).toMatchObject({
      summary: { truncated: PAIRS },
    });
    const { config } = repairRunConfig({
      task: 'own',
      training: { batch_size: 64, max_length: 1024, max_steps: 2, eval_steps: 2, metric_steps: 0 },
    });
    const { end, losses } = await train(config);
    expect(end.state).toBe('finished');
    expect(losses).toHaveLength(2);
  });

  it.each<[string, string, string, RegExp]>([
    [
      'rows that are all alike',
      rows(() => ['a', 'b']),
      'data-too-small',
      /1 different prompt;.*39 \(duplicate;/,
    ],
    ['prompts that are all alike', rows((i) => ['a', `b${i}`]), 'data-too-small', /1 different prompt;/],
    ['empty completions', rows((i) => [`a${i}`, '']), 'data-format', /line 2: the completion is empty/],
    ['blank completions', rows((i) => [`a${i}`, ' ']), 'data-format', /line 2: the completion is empty/],
    ['empty prompts', rows((i) => ['', `b${i}`]), 'data-format', /line 2: the prompt is empty/],
    [
      'prompts longer than the context',
      rows((i) => [`${i} ${'word '.repeat(400)}`, 'b']),
      'data-too-small',
      /40 \(prompt too long; the first is in line 2\)/,
    ],
  ])('refuse %s with the reason and the line', async (_, csv, code, detail) => {
    expect(await load(csv)).toMatchObject({
      type: 'error',
      code,
      detail: expect.stringMatching(detail) as unknown,
    });
  });

  it.each<[string, (i: number) => [string, string], string]>([
    ['empty completions', (i) => [`a${i}`, i % 2 ? '' : 'b'], 'empty-completion'],
    [
      'prompts longer than the context',
      (i) => [`${i} ${i % 2 ? 'word '.repeat(400) : ''}`, 'b'],
      'prompt-too-long',
    ],
  ])('train on the rest where every other row has %s', async (_, pair, reason) => {
    expect(await load(rows(pair))).toMatchObject({
      summary: { dropped: [{ reason, count: PAIRS / 2, firstLine: 3 }] },
    });
    const { config } = repairRunConfig({
      task: 'own',
      training: { batch_size: 2, max_length: 1024, max_steps: 2, eval_steps: 2, metric_steps: 0 },
    });
    expect((await train(config)).end.state).toBe('finished');
  });
});

describe('what diverged weights spoil', () => {
  let model: LoadedModel;
  beforeAll(async () => {
    model = await loadModel('nano', BASE_URL);
  });

  it.each([
    [
      'the loss on validation pairs',
      1e30,
      /^Step 1: The loss on held-out pairs is no longer a finite number\. The largest trained value is 1.00e\+30, at Wq · layer 1\.$/,
    ],
    ['the spectrum', Infinity, /^Step 1: ΔW holds infinite values at Wq · layer 1\.$/],
  ])('names the step and the site, not only in training: %s', async (_, value, message) => {
    const { config } = repairRunConfig({
      training: { batch_size: 1, max_length: 32, max_steps: 3, eval_steps: 1 },
    });
    const dataset = buildDataset({
      ...{ task: 'own', name: 'pairs', tokenizer: model.tokenizer, maxLength: 32, seed: 1, metrics: [] },
      source: {
        kind: 'pairs',
        pairs: Array.from({ length: PAIRS }, (_, i) => ({ prompt: `a${i}`, completion: 'b', line: i })),
        dropped: [],
      },
    });
    const trainer = await finish(createTrainer(model.base, dataset, config));
    const pieces = work(model, dataset, config, trainer, { value: null });
    await expect(
      (async () => {
        for (;;) {
          const piece = await pieces.next();
          if (piece.done) return;
          // Between a step and what is measured after it.
          const { parameters } = trainer.method;
          if (trainer.step === 1)
            parameters.write(parameters.variables.map(({ size }) => new Float32Array(size).fill(value)));
        }
      })(),
    ).rejects.toMatchObject({ code: 'non-finite', message: expect.stringMatching(message) as unknown });
    trainer.dispose();
  });
});
