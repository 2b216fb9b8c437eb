/** What sets runs apart, as columns of a table: one per setting that is not the same in all. */
import type { TFunction } from 'i18next';
import { defaultMethod, fieldAt, usualRate, type MethodConfig } from '../../core/methods/methods.ts';
import { shippedModel } from '../../core/models/shipped.ts';
import { describeDifference, type ConfigValue } from '../../core/run-name.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { atDefaultSize } from '../../core/sized.ts';
import { decimalsOf } from '../charts/values.ts';
import { withWordedData, wordValue } from './difference.ts';

const HEADINGS = {
  'method.type': 'column_method',
  'method.r': 'rank',
  'method.lora_alpha': 'column_lora_alpha',
  'method.alpha_ratio': 'column_alpha_ratio',
  'method.lora_dropout': 'column_lora_dropout',
  'method.use_rslora': 'column_use_rslora',
  'method.target_modules': 'column_target_modules',
  'method.layers_to_transform': 'column_layers',
  model: 'column_model',
  data: 'data',
  seed: 'column_seed',
  start: 'column_start',
  'training.learning_rate': 'column_learning_rate',
  'training.weight_decay': 'column_weight_decay',
  'training.lr_scheduler_type': 'column_lr_scheduler_type',
  'training.warmup_steps': 'column_warmup_steps',
  'training.max_grad_norm': 'column_max_grad_norm',
  'training.batch_size': 'column_batch_size',
  'training.max_length': 'column_max_length',
  'training.max_steps': 'column_max_steps',
  'training.max_train_samples': 'pairs',
  'training.eval_steps': 'column_eval_steps',
  'training.metric_steps': 'column_metric_steps',
  'training.base_dtype': 'column_base_dtype',
  'training.gradient_checkpointing': 'column_gradient_checkpointing',
} as const;

const isNamed = (key: string): key is keyof typeof HEADINGS => Object.hasOwn(HEADINGS, key);

/** What a setting is called, by its dotted path. */
export const settingName = (key: string, t: TFunction<'charts'>): string =>
  isNamed(key) ? t(HEADINGS[key]) : (fieldAt(key)?.label ?? key);

export interface DifferenceColumn {
  key: string;
  heading: string;
  /** In the order of the runs; undefined of a method that lacks the setting. */
  values: (ConfigValue | undefined)[];
  /** The values in words; numbers have the same number of decimals. */
  cells: string[];
}

/**
 * The settings that differ among runs, in the order in which core describes them. Empty where none does. Runs of several
 * methods always have their learning rates, each with a word on whether it is the one that was tuned for its method: at one rate
 * for all, a comparison says more of the rate than of the methods.
 * @param isCompared which of the runs' settings must differ; the others only have their values in these columns
 */
export function differenceColumns(
  records: readonly RunRecord[],
  t: TFunction<'charts'>,
  isCompared?: (record: RunRecord) => boolean,
): DifferenceColumn[] {
  const runs = describeDifference(withWordedData(records, t), isCompared);
  const keys = new Set(runs.flatMap((run) => run.map(({ key }) => key)));
  const columns = [...keys].map((key) => {
    const values = runs.map((run) => run.find((difference) => difference.key === key)?.value);
    const numbers = values.filter((value) => typeof value === 'number');
    const decimals = Math.max(0, ...numbers.map(decimalsOf));
    const aligned = (value: number) =>
      value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    // A seed is a name, not an amount.
    const number = key === 'seed' ? String : aligned;
    return {
      key,
      heading: settingName(key, t),
      values,
      // A method that lacks the setting has no value of it.
      cells: values.map((value) => (value === undefined ? '–' : wordValue({ key, value }, t, number))),
    };
  });
  return keys.has('method.type') ? withTunedRates(columns, records, t) : columns;
}

/** Columns with one of learning rates, where it was or at the end. */
function withTunedRates(
  columns: readonly DifferenceColumn[],
  records: readonly RunRecord[],
  t: TFunction<'charts'>,
): DifferenceColumn[] {
  const key = 'training.learning_rate';
  const cells = records.map(({ config: { model, method, training } }) => {
    const { learning_rate: rate } = training;
    const isTuned = (settings: MethodConfig) =>
      rate === usualRate(method, shippedModel(model)) &&
      JSON.stringify(settings) === JSON.stringify(defaultMethod(method.type));
    const word = isTuned(method)
      ? 'rateTuned'
      : isTuned(atDefaultSize(method))
        ? 'rateTunedAtSize'
        : 'rateNotTuned';
    return t(word, { rate: String(rate) });
  });
  const values = records.map(({ config }) => config.training.learning_rate);
  const rates = { key, heading: t(HEADINGS[key]), values, cells };
  return columns.some((column) => column.key === key)
    ? columns.map((column) => (column.key === key ? rates : column))
    : [...columns, rates];
}
