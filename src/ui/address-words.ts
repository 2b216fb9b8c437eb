/** What an address asked for in vain, in words: settings under their names on the page, and what holds instead. */
import type { TFunction } from 'i18next';
import { findField } from '../core/methods/methods.ts';
import type { ConfigNotice } from '../core/run-config.ts';
import type { ClassProblem } from '../state/class-link.ts';
import { PROJECTION_LABEL, type Projection } from '../core/site.ts';
import { count, excerpt } from './format.ts';
import { said } from './strings/index.ts';

/** What the panel calls the settings that a link can name; a method names its own. */
const SETTINGS = {
  model: 'panel.model',
  task: 'panel.task',
  method: 'panel.method',
  seed: 'panel.seed',
  alpha_ratio: 'panel.alphaRatio',
  max_train_samples: 'panel.trainSize',
  learning_rate: 'panel.learningRate',
  weight_decay: 'panel.weightDecay',
  lr_scheduler_type: 'panel.schedule',
  warmup_steps: 'panel.warmup',
  max_grad_norm: 'panel.clip',
  batch_size: 'panel.batchSize',
  max_length: 'panel.maxLength',
  max_steps: 'panel.steps',
  eval_steps: 'panel.evalEvery',
  metric_steps: 'panel.metricEvery',
  base_dtype: 'panel.baseDtype',
  gradient_checkpointing: 'panel.checkpointing',
  preset: 'panel.presets',
} as const;

/** What the page calls a setting; '' where it has no control for it. */
export function settingLabel(key: string, t: TFunction): string {
  const isNamed = (name: string): name is keyof typeof SETTINGS => Object.hasOwn(SETTINGS, name);
  return isNamed(key) ? t(SETTINGS[key]) : said(findField(key)?.label ?? '');
}

/** A setting by its name on the page, or by its key where the page has no control for it. */
function settingName(path: string, t: TFunction): string {
  const key = path.split('.').at(-1) ?? path;
  const label = settingLabel(key, t);
  return label ? `“${label}”` : key;
}

/** A list without JSON's brackets and quotes; matrices under their names on the page. */
function listed(text: string): string {
  if (!text.startsWith('[')) return text;
  const isProjection = (word: string): word is Projection => Object.hasOwn(PROJECTION_LABEL, word);
  return text
    .replace(/[[\]"]/g, '')
    .split(',')
    .map((word) => (isProjection(word) ? PROJECTION_LABEL[word] : word))
    .join(', ');
}

/** Characters of a key or value of the address, and problems of one address, that a notice shows. */
const SHOWN_VALUE = 60;
const SHOWN_PROBLEMS = 5;

/** Settings that can be unset, by what then holds. */
const UNSET = ['layers_to_transform', 'max_train_samples', 'secret_rank', 'alpha_ratio'] as const;

function wordProblem({ code, key, given, used }: ConfigNotice, t: TFunction): string {
  const unset = used === 'null' && UNSET.find((setting) => setting === key.split('.').at(-1));
  if (unset)
    return t('notice.config.bad-value-unset', {
      key: settingName(key, t),
      given: listed(excerpt(given, SHOWN_VALUE)),
      used: t(`notice.config.unset.${unset}`),
    });
  const isOther = code === 'bad-value' && key === 'model';
  const words = isOther ? 'other-model' : code === 'bad-value' && used === '' ? 'bad-value-ignored' : code;
  const shown = excerpt(key, SHOWN_VALUE);
  return t(`notice.config.${words}`, {
    // What the page does not know has no name but its key, whatever the key's last part is.
    key: code === 'unknown-key' ? `“${shown.replace(/^(method|training)\./, '')}”` : settingName(shown, t),
    given: listed(excerpt(given, SHOWN_VALUE)),
    used: listed(excerpt(used, SHOWN_VALUE)),
  });
}

/** Settings that a class link fixes, as they are told. */
export const wordControls = (controls: readonly string[], t: TFunction): string =>
  controls.map((control) => settingName(control, t)).join(', ');

/** Why a class link is not in force. */
export function wordClassProblem({ why, given }: ClassProblem, t: TFunction): string {
  const isSetting = why === 'own' || why === 'twice';
  const shown = isSetting ? settingName(given, t) : `“${excerpt(given, SHOWN_VALUE)}”`;
  return t(`notice.classRefused.${why}`, { given: shown });
}

/** The first problems of an address, and how many more there are. */
export function wordProblems(problems: readonly ConfigNotice[], t: TFunction): string {
  const shown = problems.slice(0, SHOWN_PROBLEMS).map((problem) => wordProblem(problem, t));
  const left = problems.length - shown.length;
  return [
    ...shown,
    ...(left > 0 ? [t('notice.config.more', { count: left, problems: count(left) })] : []),
  ].join(' ');
}
