/** What sets runs apart, as columns of a table: one per setting that is not the same in all. */
import type { TFunction } from 'i18next';
import { describeDifference, type ConfigValue } from '../../core/run-name.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { PROJECTION_LABEL, PROJECTIONS } from '../../core/site.ts';
import { decimalsOf } from '../charts/values.ts';
import { withWordedData } from './difference.ts';

const HEADINGS = {
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
} as const;

const isNamed = (key: string): key is keyof typeof HEADINGS => Object.hasOwn(HEADINGS, key);

export interface DifferenceColumn {
  key: string;
  heading: string;
  /** In the order of the runs; numbers have the same number of decimals. */
  cells: string[];
}

/** The settings that differ among runs, in the order in which core describes them. Empty where none does. */
export function differenceColumns(records: readonly RunRecord[], t: TFunction<'charts'>): DifferenceColumn[] {
  const runs = describeDifference(withWordedData(records, t));
  return (runs[0] ?? []).map(({ key }) => {
    const values = runs.map((run) => run.find((difference) => difference.key === key)?.value ?? null);
    const numbers = values.filter((value) => typeof value === 'number');
    const decimals = Math.max(0, ...numbers.map(decimalsOf));
    const cells = values.map((value) => word(key, value, decimals, t));
    return { key, heading: isNamed(key) ? t(HEADINGS[key]) : key, cells };
  });
}

function word(key: string, value: ConfigValue, decimals: number, t: TFunction<'charts'>): string {
  if (value === null) return t('all');
  if (typeof value === 'boolean') return value ? t('on') : t('off');
  if (typeof value === 'string') return value;
  if (typeof value === 'number') {
    // A seed is a name, not an amount.
    if (key === 'seed') return String(value);
    return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  }
  if (key === 'method.target_modules')
    return PROJECTIONS.filter((projection) => value.some((target) => target === projection))
      .map((projection) => PROJECTION_LABEL[projection])
      .join(' ');
  // Layers are counted from one on screen.
  return value.map((layer) => Number(layer) + 1).join(', ');
}
