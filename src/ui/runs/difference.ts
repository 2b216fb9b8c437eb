/** Words what sets a run apart ("r 8 · Wq"), from the differences that core finds. */
import type { TFunction } from 'i18next';
import { describeDifference, type ConfigValue, type RunDifference } from '../../core/run-name.ts';
import type { DatasetSummary, RunRecord } from '../../core/run-record.ts';
import { PROJECTION_LABEL, PROJECTIONS } from '../../core/site.ts';
import { OWN_TASK, TASKS } from '../../state/shelf.ts';

const PHRASES = {
  'method.r': 'diff_r',
  'method.lora_alpha': 'diff_lora_alpha',
  'method.lora_dropout': 'diff_lora_dropout',
  'method.use_rslora': 'diff_use_rslora',
  'method.layers_to_transform': 'diff_layers',
  model: 'diff_model',
  data: 'diff_data',
  seed: 'diff_seed',
  'training.learning_rate': 'diff_learning_rate',
  'training.weight_decay': 'diff_weight_decay',
  'training.lr_scheduler_type': 'diff_lr_scheduler_type',
  'training.warmup_steps': 'diff_warmup_steps',
  'training.max_grad_norm': 'diff_max_grad_norm',
  'training.batch_size': 'diff_batch_size',
  'training.max_length': 'diff_max_length',
  'training.max_steps': 'diff_max_steps',
  'training.max_train_samples': 'diff_max_train_samples',
  'training.eval_steps': 'diff_eval_steps',
  'training.metric_steps': 'diff_metric_steps',
} as const;

const isNamed = (key: string): key is keyof typeof PHRASES => Object.hasOwn(PHRASES, key);

/** What to call data on the page: a built-in task's by the task, a person's own by its file. */
export function dataName({ task, name }: DatasetSummary, t: TFunction<'charts'>): string {
  const builtIn = TASKS.find((id) => id === task && id !== OWN_TASK);
  return builtIn ? t(`panel.tasks.${builtIn}`, { ns: 'app' }) : name;
}

/** The runs, their data called as on the page. */
export const withWordedData = <Run extends { dataset: DatasetSummary }>(
  runs: readonly Run[],
  t: TFunction<'charts'>,
): Run[] => runs.map((run) => ({ ...run, dataset: { ...run.dataset, name: dataName(run.dataset, t) } }));

/** Longer labels than this crowd a chart. */
const LABEL_LENGTH = 18;

/**
 * What each of several runs is called on charts: what sets it apart, where that is short and its own; else its name.
 */
export function chartLabels(records: readonly RunRecord[], t: TFunction<'charts'>): string[] {
  const words = describeDifference(withWordedData(records, t)).map((apart) => wordDifference(apart, t));
  return records.map(({ name }, i) => {
    const label = words[i] ?? '';
    const own = words.filter((other) => other === label).length === 1;
    return label && own && label.length <= LABEL_LENGTH ? label : name;
  });
}

/** Joins the phrases with a middle dot; '' where nothing differs. */
export function wordDifference(differences: readonly RunDifference[], t: TFunction<'charts'>): string {
  const word = (key: string, value: ConfigValue): string => {
    if (value === null) return t('all');
    if (typeof value === 'boolean') return value ? t('on') : t('off');
    if (typeof value !== 'object') return `${value}`;
    // Layers are counted from one on screen.
    if (key === 'method.layers_to_transform') return value.map((layer) => Number(layer) + 1).join(', ');
    return value.join(' ');
  };
  return differences
    .map(({ key, value }) => {
      if (key === 'method.target_modules' && Array.isArray(value))
        return PROJECTIONS.filter((projection) => value.includes(projection))
          .map((projection) => PROJECTION_LABEL[projection])
          .join(' ');
      const shown = word(key, value);
      return isNamed(key) ? t(PHRASES[key], { value: shown }) : t('diff_setting', { key, value: shown });
    })
    .join(' · ');
}
