/** An experiment: settings that vary while all others stay as in one config, and the runs that it consists of. */
import { z } from 'zod';
import { hasLora, loraConfigSchema, RANKS, withRank } from './methods/lora-config.ts';
import { METHOD_IDS, unfitDtype, unfitFor } from './methods/methods.ts';
import { shippedModel } from './models/shipped.ts';
import { configKey, normalise } from './normal-config.ts';
import { countTrainable } from './params.ts';
import {
  idSchema,
  runConfigSchema,
  TRAIN_SIZES,
  trainingConfigSchema,
  withMethod,
  type RunConfig,
} from './run-config.ts';
import type { TransformerConfig } from './site.ts';
import { sizedTo } from './sized.ts';

const { r, lora_alpha, target_modules } = loraConfigSchema.shape;
const { learning_rate, max_train_samples } = trainingConfigSchema.shape;
const { seed } = runConfigSchema.shape;

/** More values than this are no comparison that anyone can read. */
export const MOST_VALUES = 24;

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
  /** Likewise, at the size that trains about as many weights as the base's method, which is itself as in the base. */
  axis('method_at_budget', z.enum(METHOD_IDS)),
  axis('max_train_samples', max_train_samples.unwrap()),
  axis('seed', seed.unwrap()),
  axis('model', idSchema),
  axis('task', idSchema),
]);
export type Axis = z.infer<typeof axisSchema>;
export type AxisSetting = Axis['setting'];
export const AXIS_SETTINGS = axisSchema.options.map(({ shape }) => shape.setting.value);
export const MOST_AXES = 3;

export const experimentSchema = z.object({
  base: runConfigSchema,
  /** What varies: every value of each with every value of the others. */
  axes: z.array(axisSchema).min(1).max(MOST_AXES),
});
export type Experiment = z.infer<typeof experimentSchema>;

/** Settings of which the one says what the other one says, too. */
const CLASHES: readonly (readonly AxisSetting[])[] = [
  ['matrices', 'r'],
  ['method_at_budget', 'method'],
  // The budget is the base method's, which is itself as in the base.
  ['method_at_budget', 'r'],
  ['method_at_budget', 'matrices'],
  ['method_at_budget', 'lora_alpha'],
];

/** Whether every value of the one setting can be had with every value of the other. */
export const canVaryTogether = (one: AxisSetting, other: AxisSetting): boolean =>
  one !== other && !CLASHES.some((pair) => pair.includes(one) && pair.includes(other));

/** Whether an axis can be another one of an experiment. */
const canJoin = (axes: readonly Axis[], next: Axis): boolean =>
  axes.length < MOST_AXES && axes.every(({ setting }) => canVaryTogether(setting, next.setting));

const variesMethod = ({ setting }: Axis) => setting === 'method' || setting === 'method_at_budget';

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
    case 'method_at_budget':
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

/** A config whose method trains about as many weights as the base's would on the config's model. */
function withinBudgetOf(
  { method }: RunConfig,
  config: RunConfig,
  model: TransformerConfig | null,
): RunConfig {
  if (config.method.type === method.type) return { ...config, method };
  return model ? { ...config, method: sizedTo(model, config.method, countTrainable(model, method)) } : config;
}

/** What a value of an axis makes of a config. */
interface Change {
  of: Axis;
  change: (config: RunConfig) => RunConfig;
}

/** The dimensions of a base model, by its id; null of one that is not known. */
export type DimensionsOf = (model: string) => TransformerConfig | null;

/**
 * The runs of an experiment, in the order of the axes' values, each axis within the one before. Configs that would train the same
 * run, as full fine-tuning does at any rank, occur once; methods that cannot adapt the model are left out.
 */
export function runsOf({ base, axes }: Experiment, dimensionsOf: DimensionsOf = shippedModel): RunConfig[] {
  // A method brings a rate and sizes of its own, which the other settings then change.
  const methodFirst = (one: Axis, other: Axis) => Number(variesMethod(other)) - Number(variesMethod(one));
  const combinations = axes.reduce<Change[][]>(
    (all, own) => all.flatMap((before) => changesOf(own).map((change) => [...before, { of: own, change }])),
    [[]],
  );
  const all = combinations.map((changes) =>
    changes
      .toSorted((one, other) => methodFirst(one.of, other.of))
      .reduce((config, { change }) => change(config), base),
  );
  // Sizes follow from the model, which may vary, too.
  const hasBudget = axes.some(({ setting }) => setting === 'method_at_budget');
  const runs = new Map<string, RunConfig>();
  for (const each of all) {
    const model = dimensionsOf(each.model);
    if ((model && unfitFor(model, each.method) !== null) || unfitDtype(each) !== null) continue;
    const config = hasBudget ? withinBudgetOf(base, each, model) : each;
    const key = configKey(config);
    if (!runs.has(key)) runs.set(key, normalise(config));
  }
  return [...runs.values()];
}

/** The value of an axis that a config has; undefined where its method has no such setting. */
function valueIn({ method, training, ...config }: RunConfig, setting: AxisSetting): unknown {
  switch (setting) {
    case 'r':
      return 'r' in method ? method.r : undefined;
    case 'lora_alpha':
      return hasLora(method) ? method.lora_alpha : undefined;
    case 'matrices':
      return hasLora(method) ? { target_modules: method.target_modules, r: method.r } : undefined;
    case 'method':
    case 'method_at_budget':
      return method.type;
    case 'learning_rate':
    case 'max_train_samples':
      return training[setting];
    case 'seed':
    case 'model':
    case 'task':
      return config[setting];
    default:
      return setting satisfies never;
  }
}

/** The axis on which these configs have several values of a setting; null where there is none. */
function axisIn(configs: readonly RunConfig[], setting: AxisSetting): Axis | null {
  const values = configs.map((config) => valueIn(config, setting)).filter((value) => value !== undefined);
  const distinct = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  if (distinct.length < 2) return null;
  if (distinct.every((value) => typeof value === 'number')) distinct.sort((a, b) => a - b);
  return axisSchema.safeParse({ setting, values: distinct }).data ?? null;
}

/** The experiment whose runs have these configs, in any order; null where there is none, as where more settings vary than it can have. */
export function experimentOf(configs: readonly RunConfig[]): Experiment | null {
  const keysOf = (runs: readonly RunConfig[]) => JSON.stringify([...new Set(runs.map(configKey))].sort());
  const wanted = keysOf(configs);
  // What varies beside the method is a setting of one of the methods.
  const bases = [...new Map(configs.map((config) => [config.method.type, config])).values()];
  const axes = AXIS_SETTINGS.flatMap((setting) => axisIn(configs, setting) ?? []);
  // The fewest first: what varies beside these follows from them.
  const choices = axes
    .reduce<Axis[][]>(
      (sets, next) => [...sets, ...sets.flatMap((set) => (canJoin(set, next) ? [[...set, next]] : []))],
      [[]],
    )
    .filter(({ length }) => length > 0)
    .toSorted((one, other) => one.length - other.length);
  for (const chosen of choices)
    for (const base of bases) {
      const size = chosen.reduce((product, { values }) => product * values.length, 1);
      const experiment = { base, axes: chosen };
      if (size <= MOST_RUNS && keysOf(runsOf(experiment)) === wanted) return experiment;
    }
  return null;
}

/** Whether what varies is a setting of LoRA that the base's method must have, since the method itself does not vary. */
export const needsLora = (axes: readonly Axis[]): boolean =>
  !axes.some(variesMethod) &&
  axes.some(({ setting }) => setting === 'r' || setting === 'lora_alpha' || setting === 'matrices');

/** More runs than this are no experiment for one computer. */
export const MOST_RUNS = 200;

/** A value as an address and a field write it: matrices with their rank as `q.v.4`, all of something as `all`. */
function writeValue(value: Axis['values'][number]): string {
  if (value === null) return 'all';
  return typeof value === 'object' ? [...value.target_modules, value.r].join('.') : String(value);
}

/** The values of an axis, as `readValues` reads them. */
export const writeValues = ({ values }: Axis): string[] => values.map(writeValue);

function readValue(setting: AxisSetting, text: string): unknown {
  if (setting === 'matrices') {
    const parts = text.split('.');
    return { target_modules: parts.slice(0, -1), r: Number(parts.at(-1)) };
  }
  if (['method', 'method_at_budget', 'model', 'task'].includes(setting)) return text;
  return setting === 'max_train_samples' && text === 'all' ? null : Number(text);
}

/** A text of an experiment that cannot be used. */
export interface AxisProblem {
  setting: string;
  /** The value that is not possible; '' where the setting itself cannot vary, or has no value. */
  given: string;
}

const isValue = (setting: AxisSetting, text: string): boolean =>
  text.trim() !== '' && axisSchema.safeParse({ setting, values: [readValue(setting, text)] }).success;

/**
 * An axis from its values' texts, each once.
 * @returns null with the first value that is not possible, or '' where there is none or too many
 */
export function readAxis(
  setting: string,
  texts: readonly string[],
): { axis: Axis | null; problem: AxisProblem | null } {
  const known = AXIS_SETTINGS.find((each) => each === setting);
  if (!known) return { axis: null, problem: { setting, given: '' } };
  const values = [...new Set(texts)].map((text) => readValue(known, text));
  const wrong = texts.find((text) => !isValue(known, text));
  if (wrong !== undefined) return { axis: null, problem: { setting, given: wrong } };
  const { data } = axisSchema.safeParse({ setting, values });
  return data ? { axis: data, problem: null } : { axis: null, problem: { setting, given: '' } };
}

/** What varies, as an address writes it: `r:1,2,8;seed:1,2,3`. */
export const writeAxes = (axes: readonly Axis[]): string =>
  axes.map((each) => `${each.setting}:${writeValues(each).join(',')}`).join(';');

/** Reads what `writeAxes` wrote: what cannot be used is left out and told. */
export function readAxes(text: string): { axes: Axis[]; problems: AxisProblem[] } {
  const axes: Axis[] = [];
  const problems: AxisProblem[] = [];
  for (const part of text.split(';').filter((each) => each !== '')) {
    const [setting = '', values = ''] = part.split(/:(.*)/s);
    const known = AXIS_SETTINGS.find((each) => each === setting);
    const texts = values.split(',');
    // Values that are possible stay without those that are not.
    const possible = known ? texts.filter((text) => isValue(known, text)) : [];
    const { axis: read, problem } = readAxis(setting, possible.length > 0 ? possible : texts);
    const wrong = possible.length > 0 ? texts.filter((text) => !possible.includes(text)) : [];
    problems.push(...wrong.map((given) => ({ setting, given })));
    if (problem) problems.push(problem);
    else if (read && canJoin(axes, read)) axes.push(read);
    else problems.push({ setting, given: '' });
  }
  return { axes, problems };
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

/** Learning rates over two decades, wide enough for LoRA's best, which is about ten times full fine-tuning's (LoRA Without Regret). */
export const WIDE_RATES_AXIS: Axis = {
  setting: 'learning_rate',
  values: [0.0003, 0.001, 0.003, 0.01, 0.03],
};

/** As many seeds as are asked for, from a config's own upwards. */
export const seedsFrom = (config: Pick<RunConfig, 'seed'>, count: number): Axis => ({
  setting: 'seed',
  values: Array.from({ length: count }, (_, i) => config.seed + i),
});
