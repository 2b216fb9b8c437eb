/** An experiment: settings that vary while all others stay as in one config, and the runs that it consists of. */
import { z } from 'zod';
import { limitOf } from './limit.ts';
import { hasLora, loraConfigSchema, RANKS, withRank } from './methods/lora-config.ts';
import { METHOD_IDS } from './methods/methods.ts';
import { normalise, sameConfig } from './normal-config.ts';
import {
  idSchema,
  runConfigSchema,
  TRAIN_SIZES,
  trainingConfigSchema,
  withMethod,
  type RunConfig,
} from './run-config.ts';

const { r, lora_alpha, target_modules } = loraConfigSchema.shape;
const { learning_rate, max_train_samples } = trainingConfigSchema.shape;
const { seed } = runConfigSchema.shape;

/** More values than this are no comparison that anyone can read. */
const MOST_VALUES = 24;

const axis = <S extends string, T extends z.ZodType>(setting: S, value: T) =>
  z.object({ setting: z.literal(setting), values: z.array(value).min(1).max(MOST_VALUES) });

/** One setting and the values that it takes. */
export const axisSchema = z.discriminatedUnion('setting', [
  axis('r', r.unwrap()),
  axis('lora_alpha', lora_alpha.unwrap()),
  /** Which matrices, and at which rank: at one budget of parameters more matrices have lower ranks. */
  axis('matrices', z.object({ target_modules: target_modules.unwrap(), r: r.unwrap() })),
  axis('learning_rate', learning_rate.unwrap()),
  /** Each at the learning rate that it starts with. */
  axis('method', z.enum(METHOD_IDS)),
  axis('max_train_samples', max_train_samples.unwrap()),
  axis('seed', seed.unwrap()),
  axis('model', idSchema),
  axis('task', idSchema),
]);
export type Axis = z.infer<typeof axisSchema>;
export type AxisSetting = Axis['setting'];

export const experimentSchema = z.object({
  base: runConfigSchema,
  /** What varies: every value of the first with every value of the second. */
  axes: z.array(axisSchema).min(1).max(2),
});
export type Experiment = z.infer<typeof experimentSchema>;

/** Each value of an axis as a change to a config. A method that lacks the setting stays as it is. */
function changesOf({ setting, values }: Axis): ((config: RunConfig) => RunConfig)[] {
  switch (setting) {
    case 'r':
      return values.map((rank) => (config) => withRankOf(config, rank));
    case 'lora_alpha':
      return values.map((alpha) => ({ method, ...config }) => ({
        ...config,
        method: hasLora(method) ? { ...method, lora_alpha: alpha, alpha_ratio: null } : method,
      }));
    case 'matrices':
      return values.map((value) => (config) => {
        const { method } = withRankOf(config, value.r);
        return 'target_modules' in method
          ? { ...config, method: { ...method, target_modules: value.target_modules } }
          : config;
      });
    case 'learning_rate':
      return values.map((rate) => (config) => ({
        ...config,
        training: { ...config.training, learning_rate: rate },
      }));
    case 'method':
      return values.map((type) => (config) => withMethod(config, type));
    case 'max_train_samples':
      return values.map((pairs) => (config) => ({
        ...config,
        training: { ...config.training, max_train_samples: pairs },
      }));
    case 'seed':
    case 'model':
    case 'task':
      return values.map((value) => (config) => ({ ...config, [setting]: value }));
    default:
      return setting satisfies never;
  }
}

/** A config at another rank, and at no other: ranks of single matrices are dropped. */
function withRankOf(config: RunConfig, rank: number): RunConfig {
  const { method } = config;
  if (hasLora(method)) return { ...config, method: { ...withRank(method, rank), rank_pattern: {} } };
  return 'r' in method ? { ...config, method: { ...method, r: rank } } : config;
}

/**
 * The runs of an experiment, in the order of the axes' values, the second within the first. Configs that would train the same
 * run, as BitFit does at any rank, occur once.
 */
export function runsOf({ base, axes }: Experiment): RunConfig[] {
  const all = axes.reduce<RunConfig[]>(
    (configs, own) => configs.flatMap((config) => changesOf(own).map((change) => change(config))),
    [base],
  );
  return all
    .map(normalise)
    .filter((config, i, configs) => configs.findIndex((other) => sameConfig(other, config)) === i);
}

/** The ranks of Table 6 of the paper. */
export const RANK_AXIS: Axis = { setting: 'r', values: [...RANKS] };

/** Table 5 of the paper: the attention matrices, alone and together, at one number of trained parameters. */
export const MATRICES_AXIS: Axis = {
  setting: 'matrices',
  values: [
    { target_modules: ['q'], r: 8 },
    { target_modules: ['k'], r: 8 },
    { target_modules: ['v'], r: 8 },
    { target_modules: ['o'], r: 8 },
    { target_modules: ['q', 'k'], r: 4 },
    { target_modules: ['q', 'v'], r: 4 },
    { target_modules: ['q', 'k', 'v', 'o'], r: 2 },
  ],
};

/** Table 16 of the paper: how many examples there are to learn from. */
export const EXAMPLES_AXIS: Axis = { setting: 'max_train_samples', values: [...TRAIN_SIZES] };

/** Learning rates on both sides of a config's, each √10 times the one before, within the setting's limits. */
export function ratesAround({ training }: RunConfig): Axis {
  const limit = limitOf(learning_rate);
  const values = [-2, -1, 0, 1, 2]
    .map((exponent) => Number((training.learning_rate * 10 ** (exponent / 2)).toPrecision(2)))
    .filter((rate) => limit === null || (rate >= limit.min && rate <= limit.max));
  return { setting: 'learning_rate', values };
}

/** As many seeds as are asked for, from a config's own upwards. */
export const seedsFrom = (config: Pick<RunConfig, 'seed'>, count: number): Axis => ({
  setting: 'seed',
  values: Array.from({ length: count }, (_, i) => config.seed + i),
});
