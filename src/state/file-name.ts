/** What the files of a run are called: by its settings, so that many in a folder are told apart, and by its name. */
import { fieldAt } from '../core/methods/methods.ts';
import { configSummary, isByName, isNamedByPerson, type RunDifference } from '../core/run-name.ts';
import type { RunRecord } from '../core/run-record.ts';
import { projectionLabels, siteNameLabel } from '../core/site.ts';

const SHORT: Readonly<Record<string, string>> = {
  'method.type': '',
  'method.lora_alpha': 'alpha',
  'method.alpha_ratio': 'alpha-per-r',
  'method.use_rslora': 'rslora',
  'method.init_lora_weights': '',
  'method.layers_to_transform': 'layers',
  'training.learning_rate': 'lr',
  start: 'from-',
  'method.r': 'r',
};

function part({ key, value }: RunDifference): string {
  if (key === 'method.target_modules' && Array.isArray(value)) return projectionLabels(value).join('');
  const name = SHORT[key] ?? fieldAt(key)?.short ?? key;
  if (value === true) return name;
  if (isByName(value))
    return [name, ...Object.entries(value).map(([matrix, own]) => `${siteNameLabel(matrix)} ${own}`)].join(
      '-',
    );
  if (key === 'method.modules_to_save' && Array.isArray(value)) return `${name}-${value.join('-')}`;
  // Layers are counted from one.
  return name + (Array.isArray(value) ? value.map((layer) => Number(layer) + 1).join('-') : String(value));
}

/** `r4-WqWv-lr0.01-calm-otter`; a name that a person gave comes first. */
export function fileName(record: RunRecord): string {
  const settings = configSummary(record.config).map(part);
  const parts = isNamedByPerson(record) ? [record.name, ...settings] : [...settings, record.name];
  return safeName(parts.join('-'));
}

/** A name with nothing in it that a file system may refuse. */
export const safeName = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{N}.]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'adapter';

/** What PEFT loads a run's exported adapter from: the folder in its zip. */
export const adapterFolder = (record: RunRecord): string => `${fileName(record)}-adapter`;
