import { describe, expect, it } from 'vitest';
import {
  AXIS_SETTINGS,
  canVaryTogether,
  experimentOf,
  experimentSchema,
  readAxes,
  readAxis,
  writeAxes,
  writeValues,
  EXAMPLES_AXIS,
  MATRICES_AXIS,
  RANK_AXIS,
  WIDE_RATES_AXIS,
  runsOf,
  seedsFrom,
  type Axis,
} from './experiment.ts';
import { LORA_LIMITS } from './methods/lora-config.ts';
import { defaultMethod, METHOD_IDS, methodOf } from './methods/methods.ts';
import { sameConfig } from './normal-config.ts';
import { countTrainable, GPT3 } from './params.ts';
import { defaultRunConfig, runConfigSchema, type RunConfig } from './run-config.ts';

const base = defaultRunConfig();
const loraBase = (method: object): RunConfig =>
  runConfigSchema.parse({ method: { type: 'lora', ...method } });
const loraOf = ({ method }: RunConfig) => {
  if (method.type !== 'lora') throw new Error(`${method.type} is not LoRA.`);
  return method;
};

describe('the runs of an experiment', () => {
  it('differ in what varies and in nothing else', () => {
    const axes: [Axis, (config: RunConfig) => unknown][] = [
      [{ setting: 'learning_rate', values: [0.1, 0.01] }, ({ training }) => training.learning_rate],
      [{ setting: 'max_train_samples', values: [100, null] }, ({ training }) => training.max_train_samples],
      [{ setting: 'seed', values: [3, 4, 5] }, ({ seed }) => seed],
      [{ setting: 'model', values: ['micro', 'nano'] }, ({ model }) => model],
      [{ setting: 'task', values: ['sql', 'restaurant'] }, ({ task }) => task],
      [{ setting: 'r', values: [16, 1] }, (config) => loraOf(config).r],
      [{ setting: 'lora_alpha', values: [8, 64] }, (config) => loraOf(config).lora_alpha],
    ];
    for (const [axis, valueOf] of axes) {
      const runs = runsOf({ base, axes: [axis] });
      expect(runs.map(valueOf)).toEqual(axis.values);
      // With the first value again, each is the first run: nothing else has changed.
      const [first] = runs;
      const back = { ...axis, values: axis.values.slice(0, 1) } as Axis;
      for (const run of runs) expect(runsOf({ base: run, axes: [back] })).toEqual([first]);
    }
  });

  it('are every value of the first axis with every value of the second', () => {
    const runs = runsOf({
      base,
      axes: [
        { setting: 'r', values: [1, 8] },
        { setting: 'seed', values: [1, 2, 3] },
      ],
    });
    expect(runs.map((run) => [loraOf(run).r, run.seed])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [8, 1],
      [8, 2],
      [8, 3],
    ]);
  });

  it('let α follow the rank where it does, and drop ranks of single matrices', () => {
    const following = loraBase({ r: 2, lora_alpha: 8, alpha_ratio: 4, rank_pattern: { q: 8 } });
    const [run] = runsOf({ base: following, axes: [{ setting: 'r', values: [16] }] });
    expect(run?.method).toMatchObject({ r: 16, lora_alpha: 64, rank_pattern: {} });
    const fixed = loraBase({ r: 2, lora_alpha: 8 });
    const [other] = runsOf({ base: fixed, axes: [{ setting: 'r', values: [16] }] });
    expect(other?.method).toMatchObject({ r: 16, lora_alpha: 8 });
    // An α that varies follows nothing.
    const [third] = runsOf({ base: following, axes: [{ setting: 'lora_alpha', values: [5] }] });
    expect(third?.method).toMatchObject({ r: 2, lora_alpha: 5, alpha_ratio: null });
  });

  it('are the same, whichever of the two settings comes first', () => {
    const method: Axis = { setting: 'method', values: ['lora', 'bitfit', 'full'] };
    const others: Axis[] = [
      { setting: 'r', values: [1, 4] },
      { setting: 'learning_rate', values: [0.1, 0.01] },
      { setting: 'lora_alpha', values: [8, 64] },
    ];
    for (const other of others) {
      const keys = [
        [method, other],
        [other, method],
      ].map((axes) =>
        runsOf({ base, axes })
          .map((config) => JSON.stringify(config))
          .sort(),
      );
      expect(keys[0]).toEqual(keys[1]);
    }
    const runs = runsOf({ base, axes: [{ setting: 'learning_rate', values: [0.1, 0.01] }, method] });
    expect(runs.map(({ training, method: { type } }) => [training.learning_rate, type])).toEqual([
      [0.1, 'lora'],
      [0.1, 'bitfit'],
      [0.1, 'full'],
      [0.01, 'lora'],
      [0.01, 'bitfit'],
      [0.01, 'full'],
    ]);
  });

  it('leave out methods that cannot adapt the model, and are sized by a model that a person brought', () => {
    const axes: Axis[] = [{ setting: 'method_at_budget', values: ['lora', 'adapter-h', 'bitfit'] }];
    const own = { ...base, model: 'own' };
    const wide = { ...GPT3, n_layer: 2, n_embd: 512, n_inner: 2048 };
    const [lora, adapter] = runsOf({ base: own, axes }, () => wide);
    expect(adapter?.method.type).toBe('adapter-h');
    const [budget, sized] = [lora, adapter].map((run) => run && countTrainable(wide, run.method));
    // A further unit of the bottleneck is 2 × 512 weights and a bias in two places of two layers; half of that is as near as any.
    expect(Math.abs((sized ?? 0) - (budget ?? 0))).toBeLessThan((4 * (2 * 512 + 1)) / 2);
    const llama = { ...wide, n_kv_head: 2, head_dim: 16, rope: {}, biased: [] };
    expect(runsOf({ base: own, axes }, () => llama).map(({ method }) => method.type)).toEqual(['lora']);
  });

  it('start each method with its own settings and learning rate', () => {
    const runs = runsOf({ base, axes: [{ setting: 'method', values: [...METHOD_IDS] }] });
    expect(runs.map(({ method }) => method)).toEqual(METHOD_IDS.map(defaultMethod));
    expect(runs.map(({ training }) => training.learning_rate)).toEqual(
      METHOD_IDS.map((type) => methodOf({ type }).learningRate),
    );
  });

  it('give each method the size nearest to what the form trains, at its own rate', () => {
    const form = loraBase({ r: 8, target_modules: ['q', 'k', 'v', 'o'], lora_alpha: 5 });
    const runs = runsOf({ base: form, axes: [{ setting: 'method_at_budget', values: [...METHOD_IDS] }] });
    expect(runs.map(({ method }) => method.type)).toEqual(METHOD_IDS);
    expect(runs.map(({ training }) => training.learning_rate)).toEqual(
      METHOD_IDS.map((type) => methodOf({ type }).learningRate),
    );
    // nano has 2 layers of width 64: the form trains 2 · 4 · 8 · (64 + 64) = 8192 weights, AdapterH 4 · (129 m + 64).
    expect(loraOf(runs[0] ?? base)).toEqual(form.method);
    const sizes = runs.map(({ method }) => [
      method.type,
      'r' in method ? method.r : 'bottleneck' in method ? method.bottleneck : null,
    ]);
    expect(Object.fromEntries(sizes)).toMatchObject({ 'adapter-h': 15, 'lora-prefix-embed': 15, full: null });
  });

  it('are sized on the model that each trains, and by the budget whatever else varies', () => {
    const methods: Axis = { setting: 'method_at_budget', values: ['lora', 'prefix-layer'] };
    const tokens = (config: RunConfig) =>
      'prefix_tokens' in config.method ? [config.model, config.method.prefix_tokens] : [];
    // LoRA of rank 4 on Wq and Wv trains 16 d weights in each layer, as 16 virtual tokens do.
    const models: Axis = { setting: 'model', values: ['nano', 'micro'] };
    for (const axes of [
      [methods, models],
      [models, methods],
    ])
      expect(runsOf({ base, axes }).flatMap(tokens).sort()).toEqual([16, 16, 'micro', 'nano']);
    const ranks = runsOf({ base, axes: [methods, { setting: 'r', values: [1, 64] }] });
    expect(ranks.map(({ method }) => method.type)).toEqual(['lora', 'prefix-layer']);
  });

  it('occur once, where a setting means nothing to a method', () => {
    const runs = runsOf({
      base,
      axes: [
        { setting: 'method', values: ['lora', 'bitfit'] },
        { setting: 'r', values: [1, 2, 4] },
      ],
    });
    expect(runs.map(({ method }) => ('r' in method ? `${method.type} ${method.r}` : method.type))).toEqual([
      'lora 1',
      'lora 2',
      'lora 4',
      'bitfit',
    ]);
  });

  it('apply a method before the settings that change it, wherever it stands', () => {
    const rates: Axis = { setting: 'learning_rate', values: [0.001, 0.01] };
    const ranks: Axis = { setting: 'r', values: [1, 64] };
    const methods: Axis = { setting: 'method', values: ['lora', 'full'] };
    for (const axes of [
      [methods, ranks, rates],
      [ranks, methods, rates],
      [rates, ranks, methods],
    ])
      expect(
        runsOf({ base, axes })
          .map(({ method, training }) =>
            ['r' in method ? method.r : method.type, training.learning_rate].join(' '),
          )
          .sort(),
      ).toEqual(['1 0.001', '1 0.01', '64 0.001', '64 0.01', 'full 0.001', 'full 0.01']);
  });

  it('are all different, and each as the schema has it', () => {
    for (const axis of [RANK_AXIS, MATRICES_AXIS, EXAMPLES_AXIS, WIDE_RATES_AXIS, seedsFrom(base, 5)]) {
      const experiment = { base, axes: [axis] };
      expect(experimentSchema.parse(experiment)).toEqual(experiment);
      const runs = runsOf(experiment);
      expect(runs).toHaveLength(axis.values.length);
      for (const [i, run] of runs.entries()) {
        expect(runConfigSchema.parse(run)).toEqual(run);
        for (const other of runs.slice(i + 1)) expect(sameConfig(run, other)).toBe(false);
      }
    }
  });
});

it('has the budget of Table 5 at GPT-3: 18M parameters for each choice of matrices', () => {
  const counts = runsOf({ base, axes: [MATRICES_AXIS] }).map(({ method }) => countTrainable(GPT3, method));
  expect(new Set(counts)).toEqual(new Set([18_874_368]));
});

it('is found again from the configs of its runs, in any order', () => {
  const experiments: Axis[][] = [
    [RANK_AXIS],
    [MATRICES_AXIS, seedsFrom(base, 3)],
    [WIDE_RATES_AXIS, { setting: 'r', values: [1, 64] }],
    [{ setting: 'method', values: ['lora', 'full'] }, EXAMPLES_AXIS],
    [{ setting: 'r', values: [1, 64] }, WIDE_RATES_AXIS, { setting: 'method', values: ['lora', 'full'] }],
    [{ setting: 'method_at_budget', values: ['lora', 'adapter-h', 'bitfit'] }],
    [{ setting: 'lora_alpha', values: [8, 64] }],
    [
      { setting: 'model', values: ['nano', 'micro'] },
      { setting: 'task', values: ['sql', 'restaurant'] },
    ],
  ];
  const keysOf = (configs: readonly RunConfig[]) => configs.map((config) => JSON.stringify(config)).sort();
  for (const axes of experiments) {
    const configs = runsOf({ base, axes }).reverse();
    const found = experimentOf(configs);
    expect(found && keysOf(runsOf(found)), JSON.stringify(axes)).toEqual(keysOf(configs));
  }
  const square = runsOf({ base, axes: [{ setting: 'r', values: [1, 2] }, seedsFrom(base, 2)] });
  // One of the four is missing, or a fourth setting varies.
  expect(experimentOf(square.slice(1))).toBeNull();
  const other = square.map((config) => ({ ...config, model: 'micro', task: 'sql' }));
  expect(experimentOf([...square, ...other])).toBeNull();
  expect(experimentOf(square.slice(0, 1))).toBeNull();
});

it('refuses values that a setting cannot have', () => {
  const faulty = [
    { setting: 'r', values: [0] },
    { setting: 'r', values: [LORA_LIMITS.r.max + 1] },
    { setting: 'r', values: [] },
    { setting: 'learning_rate', values: ['fast'] },
    { setting: 'method', values: ['none'] },
    { setting: 'model', values: ['../secret'] },
    { setting: 'weather', values: [1] },
  ];
  for (const axis of faulty) expect(experimentSchema.safeParse({ base, axes: [axis] }).success).toBe(false);
  expect(experimentSchema.safeParse({ base, axes: [] }).success).toBe(false);
});

describe('an experiment as text', () => {
  const all: Axis[] = [
    RANK_AXIS,
    MATRICES_AXIS,
    EXAMPLES_AXIS,
    WIDE_RATES_AXIS,
    seedsFrom(base, 3),
    { setting: 'lora_alpha', values: [0.5, 16] },
    { setting: 'method', values: ['lora', 'full'] },
    { setting: 'method_at_budget', values: ['lora', 'adapter-h', 'bitfit'] },
    { setting: 'model', values: ['nano', 'micro'] },
    { setting: 'task', values: ['restaurant', 'sql'] },
  ];

  it('is read as it was written, whatever varies', () => {
    expect(new Set(all.map(({ setting }) => setting))).toEqual(new Set(AXIS_SETTINGS));
    for (const axis of all) {
      expect(readAxis(axis.setting, writeValues(axis))).toEqual({ axis, problem: null });
      for (const other of all)
        expect(readAxes(writeAxes([axis, other]))).toEqual(
          canVaryTogether(axis.setting, other.setting)
            ? { axes: [axis, other], problems: [] }
            : { axes: [axis], problems: [{ setting: other.setting, given: '' }] },
        );
    }
    expect(canVaryTogether('r', 'method')).toBe(true);
    expect(canVaryTogether('method_at_budget', 'r')).toBe(false);
    expect(canVaryTogether('r', 'matrices')).toBe(false);
  });

  it('names what is not possible, and keeps the rest', () => {
    const axes = [{ setting: 'r', values: [1, 8] }];
    const refused: [string, { setting: string; given: string }][] = [
      ['colour:red', { setting: 'colour', given: '' }],
      ['seed:', { setting: 'seed', given: '' }],
      ['matrices:q', { setting: 'matrices', given: 'q' }],
      ['r:2', { setting: 'r', given: '' }],
    ];
    for (const [text, problem] of refused)
      expect(readAxes(`r:1,8;${text}`), text).toEqual({ axes, problems: [problem] });
    // Of several values those that are possible stay.
    const inPart: [string, unknown[], string][] = [
      ['seed:1,-3', [1], '-3'],
      ['seed:1,,2', [1, 2], ''],
      ['learning_rate:0.1,much', [0.1], 'much'],
      ['method:lora,magic', ['lora'], 'magic'],
      ['max_train_samples:100,5', [100], '5'],
    ];
    for (const [text, values, given] of inPart) {
      const [setting = ''] = text.split(':');
      expect(readAxes(`r:1,8;${text}`), text).toEqual({
        axes: [...axes, { setting, values }],
        problems: [{ setting, given }],
      });
    }
    expect(readAxes('r:1;seed:1,2;task:sql;model:nano').problems).toEqual([{ setting: 'model', given: '' }]);
    expect(readAxes('')).toEqual({ axes: [], problems: [] });
  });

  it('has each value once', () => {
    expect(readAxis('r', ['8', '1', '8']).axis).toEqual({ setting: 'r', values: [8, 1] });
  });
});
