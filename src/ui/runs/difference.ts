/** Words settings ("r 8 · Wq") and what to call a run: what sets it apart first, from the differences that core finds. */
import type { TFunction } from 'i18next';
import { fieldAt, isMethodId, type MethodConfig } from '../../core/methods/methods.ts';
import type { RunConfig } from '../../core/run-config.ts';
import {
  configSummary,
  describeDifference,
  isByName,
  isNamedByPerson,
  methodSummary,
  repeatNumbers,
  type RunDifference,
} from '../../core/run-name.ts';
import type { DatasetSummary, RunRecord } from '../../core/run-record.ts';
import { projectionLabels } from '../../core/site.ts';
import { OWN_TASK, TASKS } from '../../state/shelf.ts';
import { plain } from '../format.ts';
import { choiceName, methodName } from '../method-words.ts';
import { said } from '../strings/index.ts';
import { moduleWords, siteNameWords } from '../site-words.ts';

const PHRASES = {
  'method.r': 'diff_r',
  'method.lora_alpha': 'diff_lora_alpha',
  'method.alpha_ratio': 'diff_alpha_ratio',
  'method.lora_dropout': 'diff_lora_dropout',
  'method.use_rslora': 'diff_use_rslora',
  'method.layers_to_transform': 'diff_layers',
  model: 'diff_model',
  data: 'diff_data',
  seed: 'diff_seed',
  start: 'diff_start',
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
  'training.base_dtype': 'diff_base_dtype',
  'training.gradient_checkpointing': 'diff_gradient_checkpointing',
} as const;

/** Settings whose values speak for themselves: names of matrices, of methods and of starts. */
const SPEAKING = new Set(['method.target_modules', 'method.type', 'method.init_lora_weights']);

const isNamed = (key: string): key is keyof typeof PHRASES => Object.hasOwn(PHRASES, key);

/** What to call data on the page: a built-in task's by the task, a person's own by its file. */
export function dataName(
  { task, name }: Pick<DatasetSummary, 'task' | 'name'>,
  t: TFunction<'charts'>,
): string {
  const builtIn = TASKS.find((id) => id === task && id !== OWN_TASK);
  return builtIn ? t(`panel.tasks.${builtIn}`, { ns: 'app' }) : name;
}

/** The runs, their data called as on the page. */
export function withWordedData<Run extends { dataset: DatasetSummary }>(
  runs: readonly Run[],
  t: TFunction<'charts'>,
): Run[] {
  // Many runs are of few data sets, and words take time.
  const names = new Map<string, string>();
  return runs.map((run) => {
    const { task, name } = run.dataset;
    const id = JSON.stringify([task, name]);
    const worded = names.get(id) ?? dataName(run.dataset, t);
    names.set(id, worded);
    return { ...run, dataset: { ...run.dataset, name: worded } };
  });
}

/** Between the phrases of a title. */
export const SEPARATOR = ' · ';

/** A config in a few words, the same settings every time: "r 4 · Wq Wv · lr 0.01". */
export const wordConfig = (config: RunConfig, t: TFunction<'charts'>): string =>
  wordDifference(configSummary(config), t);

/** A method by its name and settings, also LoRA, which is not named elsewhere: "LoRA · r 4 · Wq Wv", "BitFit". */
export const nameMethod = (method: MethodConfig, t: TFunction<'charts'>): string =>
  [...(method.type === 'lora' ? [methodName(method)] : []), wordDifference(methodSummary(method), t)].join(
    SEPARATOR,
  );

/** What a run is called: `first` tells most; `second` stands after it, dimmer. */
export interface RunTitle {
  first: string;
  second: string;
}

/** What sets each of several runs apart from the others, in words; its config where nothing does. */
export function wordsApart(records: readonly RunRecord[], t: TFunction<'charts'>): string[] {
  const differences = describeDifference(withWordedData(records, t));
  return records.map(({ config }, i) => wordDifference(differences[i] ?? [], t) || wordConfig(config, t));
}

/** The settings of a run that are not those of another, in words; '' where all are. */
export const wordsFrom = (other: RunRecord, record: RunRecord, t: TFunction<'charts'>): string =>
  wordDifference(describeDifference(withWordedData([other, record], t))[1] ?? [], t);

/**
 * The titles of several runs: a name that a person gave comes first; else what sets the run apart from the others, or its
 * config where nothing does, before the name that the page gave.
 */
function bareTitles(records: readonly RunRecord[], t: TFunction<'charts'>): RunTitle[] {
  const words = wordsApart(records, t);
  return records.map((record, i) => {
    const apart = words[i] ?? '';
    return isNamedByPerson(record)
      ? { first: record.name, second: apart }
      : { first: apart, second: record.name };
  });
}

/** By run id: "#2" for the second of equal runs; nothing for a run without an equal. */
export type RunNumbers = ReadonlyMap<string, string>;

/** @param records all runs, in the order started */
export function runNumbers(records: readonly RunRecord[], t: TFunction<'charts'>): RunNumbers {
  const numbers = repeatNumbers(records);
  return new Map(
    records.flatMap(({ id }, i) => {
      const number = numbers[i] ?? null;
      return number === null ? [] : [[id, t('repeat', { number: String(number) })]];
    }),
  );
}

/** The number comes first, where a chart that cuts the title leaves it in sight. */
export const withNumber = (number: string | undefined, title: string) =>
  number ? number + SEPARATOR + title : title;

/** What the runs of the list are called, equal ones by their numbers too. @param records all runs, in the order started */
export function runTitles(records: readonly RunRecord[], t: TFunction<'charts'>): RunTitle[] {
  const numbers = runNumbers(records, t);
  return bareTitles(records, t).map(({ first, second }, i) => ({
    first: withNumber(numbers.get(records[i]?.id ?? ''), first),
    second,
  }));
}

/** A run's title as one text; `records` are those of the list, which it is set apart from. */
export function fullTitle(run: RunRecord, records: readonly RunRecord[], t: TFunction<'charts'>): string {
  const title = runTitles(records, t)[records.findIndex(({ id }) => id === run.id)] ?? runTitles([run], t)[0];
  return title ? title.first + SEPARATOR + title.second : run.name;
}

/** Longer labels than this crowd a chart. */
const LABEL_LENGTH = 24;

/** As many of the phrases, from the first on, as a chart's label has room for; one of them at least. */
function shorten(title: string): string {
  const [first = '', ...others] = title.split(SEPARATOR);
  const label = others.reduce(
    (text, phrase) =>
      text.length + SEPARATOR.length + phrase.length <= LABEL_LENGTH ? text + SEPARATOR + phrase : text,
    first,
  );
  return label.length <= LABEL_LENGTH ? label : `${label.slice(0, LABEL_LENGTH - 1)}…`;
}

/** Shortened titles; where several would be cut to the same text, without the phrases that these share. */
function shortenApart(titles: readonly string[]): string[] {
  const cut = titles.map(shorten);
  return titles.map((title, i) => {
    const label = cut[i] ?? title;
    const alike = titles.filter((other, j) => other !== title && cut[j] === label);
    const apart = title
      .split(SEPARATOR)
      .filter((phrase) => alike.some((other) => !other.split(SEPARATOR).includes(phrase)));
    return apart.length > 0 ? shorten(apart.join(SEPARATOR)) : label;
  });
}

/**
 * What each of several runs is called on charts: its title among these, shortened; with its number, and its name as a last
 * resort, where others are called the same.
 * @param numbers of all the runs of the list
 */
export function chartLabels(
  records: readonly RunRecord[],
  t: TFunction<'charts'>,
  numbers: RunNumbers = runNumbers(records, t),
): string[] {
  const titles = bareTitles(records, t).map(({ first }) => first);
  const labels = shortenApart(titles).map((label, i) => {
    const isAlone = titles.indexOf(titles[i] ?? '') === titles.lastIndexOf(titles[i] ?? '');
    return isAlone ? label : withNumber(numbers.get(records[i]?.id ?? ''), label);
  });
  return labels.map((label, i) => {
    const shared = labels.filter((other) => other === label).length > 1;
    return shared ? label + SEPARATOR + (records[i]?.name ?? '') : label;
  });
}

/** A setting's value in words, its numbers in full unless `number` writes them otherwise. */
export function wordValue(
  { key, value }: RunDifference,
  t: TFunction<'charts'>,
  number: (value: number) => string = plain,
): string {
  if (value === null) return t('all');
  if (typeof value === 'boolean') return value ? t('on') : t('off');
  if (typeof value === 'number') return number(value);
  if (key === 'start' && value === '') return t('baseText');
  if (key === 'method.type' && isMethodId(value)) return methodName({ type: value });
  if (key === 'training.base_dtype' && value === 'stored') return t('storedWeights');
  if (typeof value === 'string') return choiceName(fieldAt(key), value);
  if (isByName(value)) {
    const own = Object.entries(value).map(([name, figure]) => `${siteNameWords(name)}: ${number(figure)}`);
    return own.join(', ') || t('noMatrix');
  }
  if (key === 'method.target_modules') return projectionLabels(value).join(' ');
  if (key === 'method.modules_to_save')
    return value.map((name) => moduleWords(String(name))).join(', ') || t('noMatrix');
  // Layers are counted from one on screen.
  if (key === 'method.layers_to_transform') return value.map((layer) => Number(layer) + 1).join(', ');
  return value.join(' ');
}

/** Joins the phrases with a middle dot; '' where nothing differs. */
export function wordDifference(differences: readonly RunDifference[], t: TFunction<'charts'>): string {
  return differences
    .map((difference) => {
      const { key } = difference;
      const value = wordValue(difference, t);
      if (SPEAKING.has(key)) return value;
      if (isNamed(key)) return t(PHRASES[key], { value });
      const field = fieldAt(key);
      return field?.phrase && typeof difference.value === 'number' && difference.value > 0
        ? said(field.phrase(difference.value))
        : t('diff_setting', { key: said(field?.short ?? key), value });
    })
    .join(SEPARATOR);
}
