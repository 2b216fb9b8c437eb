/**
 * The experiment in the address bar: a preset and what differs from it, each setting under its own name
 * (`?v=1&preset=paper&r=8&seed=3`), plus `backend` and the workspace shown as `view`. Reading never throws: what cannot be used is left out with
 * a notice. Own data is never in the address.
 */
import {
  CONFIG_VERSION,
  defaultRunConfig,
  LIMITS,
  loraConfigSchema,
  PRESETS,
  repairRunConfig,
  trainingConfigSchema,
  withRank,
  type ConfigNotice,
  type PresetId,
  type RunConfig,
} from '../core/run-config.ts';
import { BACKENDS, type BackendName } from '../core/run-record.ts';
import { HIDDEN_RANK } from '../core/secret.ts';
import { PROJECTIONS } from '../core/site.ts';
import { MODELS, TASKS } from './shelf.ts';
import { VIEWS, type View } from './view-store.ts';

/** What an address asks for. */
export interface Opened {
  config: RunConfig;
  /** The backend that `?backend=` forces, or null to let the lab choose. */
  backend: BackendName | null;
  view: View;
  notices: ConfigNotice[];
}

const METHOD_KEYS = Object.keys(loraConfigSchema.shape).filter((key) => key !== 'type');
const TOP_KEYS = ['seed', 'secret_seed', 'secret_rank'];
const TRAINING_KEYS = Object.keys(trainingConfigSchema.shape);

/** The preset whose matrices and rank a config has, or null. */
export function presetOf({ method }: RunConfig): PresetId | null {
  const same = PRESETS.find(
    (preset) =>
      preset.method.r === method.r && String(preset.method.target_modules) === String(method.target_modules),
  );
  return same?.id ?? null;
}

/** `config` with the preset's matrices and rank; everything else stays, but for an α that follows the rank. */
export function withPreset(config: RunConfig, id: PresetId): RunConfig {
  const preset = PRESETS.find((candidate) => candidate.id === id);
  if (!preset) return config;
  const { r, target_modules } = preset.method;
  return { ...config, method: { ...withRank(config.method, r), target_modules: [...target_modules] } };
}

/**
 * Matrices and layers in their own order, without repeats, α as its rule gives it, and no secret where the task has none,
 * so that equal choices are equal configs.
 */
export function normalise(config: RunConfig): RunConfig {
  const { target_modules, layers_to_transform } = config.method;
  const { secret_seed, secret_rank } = config.task === HIDDEN_RANK ? config : defaultRunConfig();
  return {
    ...config,
    secret_seed,
    secret_rank,
    method: {
      ...withRank(config.method, config.method.r),
      target_modules: PROJECTIONS.filter((projection) => target_modules.includes(projection)),
      layers_to_transform: layers_to_transform && [...new Set(layers_to_transform)].sort((a, b) => a - b),
    },
  };
}

type Setting = string | number | boolean | null | readonly (string | number)[];
type Leaf = [key: string, value: Setting];

/** Every setting as a flat list, under its own name. */
function leaves({ method, training, model, task, seed, ...rest }: RunConfig): Leaf[] {
  // An α that follows the rank is told by its c.
  const told = (key: string) => key !== 'type' && (key !== 'lora_alpha' || method.alpha_ratio === null);
  const settings = Object.entries({ ...method, ...training }).filter(([key]) => told(key));
  const { secret_seed, secret_rank } = rest;
  return [
    ['model', model],
    ['task', task],
    ['seed', seed],
    ['secret_seed', secret_seed],
    ['secret_rank', secret_rank],
    ...settings,
  ];
}

const write = (value: Setting) => (value === null ? 'all' : String(value));

/**
 * The query string for a config, beginning with `?`. Seed and version are always written; other settings only
 * where they differ from the preset that leaves the fewest differences, and the workspace where it is not the first.
 */
export function toQuery(config: RunConfig, backend: BackendName | null, view: View = VIEWS[0]): string {
  const candidates = PRESETS.map(({ id }) => {
    const base = new Map(
      leaves(withPreset(defaultRunConfig(), id)).map(([key, value]) => [key, write(value)]),
    );
    return {
      id,
      changes: leaves(config).filter(([key, value]) => key === 'seed' || base.get(key) !== write(value)),
    };
  });
  const nearest = candidates.reduce((best, next) =>
    next.changes.length < best.changes.length ? next : best,
  );
  const pairs: Leaf[] = [['v', CONFIG_VERSION], ['preset', nearest.id], ...nearest.changes];
  if (backend) pairs.push(['backend', backend]);
  if (view !== VIEWS[0]) pairs.push(['view', view]);
  // Commas are legal in a query and keep lists readable.
  return (
    '?' +
    pairs.map(([key, value]) => `${key}=${encodeURIComponent(write(value)).replaceAll('%2C', ',')}`).join('&')
  );
}

/** A finite number, or the text itself where it is none. */
function readNumber(text: string): number | string {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? text : value;
}

/** A setting's text as the value its schema expects; text that is no such value stays text and fails the repair. */
function read(key: string, text: string): unknown {
  if (Object.hasOwn(LIMITS, key)) return readNumber(text);
  if (key === 'use_rslora') return text === 'true' || (text === 'false' ? false : text);
  if (key === 'target_modules') return text.split(',');
  if (key === 'max_train_samples' || key === 'secret_rank') return text === 'all' ? null : readNumber(text);
  if (key === 'layers_to_transform') return text === 'all' ? null : text.split(',').map(readNumber);
  return text;
}

const lookUp = <T extends string>(known: readonly T[], text: string): T | null =>
  known.find((candidate) => candidate === text) ?? null;

/** Reads a query string such as `location.search`. */
export function fromQuery(query: string): Opened {
  const given = new Map(new URLSearchParams(query));
  const notices: ConfigNotice[] = [];
  const take = <T extends string>(key: string, known: readonly T[], fallback: string): T | null => {
    const text = given.get(key);
    given.delete(key);
    if (text === undefined) return null;
    const value = lookUp(known, text);
    if (value === null) notices.push({ code: 'bad-value', key, given: text, used: fallback });
    return value;
  };

  const defaults = defaultRunConfig();
  const version = given.get('v');
  given.delete('v');
  if (version !== undefined && version !== String(CONFIG_VERSION))
    notices.push({ code: 'bad-version', key: 'v', given: version, used: String(CONFIG_VERSION) });
  const backend = take('backend', BACKENDS, '');
  const view = take('view', VIEWS, VIEWS[0]) ?? VIEWS[0];
  const preset =
    take(
      'preset',
      PRESETS.map(({ id }) => id),
      PRESETS[0].id,
    ) ?? PRESETS[0].id;
  const model = take('model', MODELS, defaults.model) ?? defaults.model;
  const task = take('task', TASKS, defaults.task) ?? defaults.task;

  const top: [string, unknown][] = [];
  const method: [string, unknown][] = [];
  const training: [string, unknown][] = [];
  for (const [key, text] of given) {
    const leaf: [string, unknown] = [key, read(key, text)];
    if (METHOD_KEYS.includes(key)) method.push(leaf);
    else if (TRAINING_KEYS.includes(key)) training.push(leaf);
    else if (TOP_KEYS.includes(key)) top.push(leaf);
    else notices.push({ code: 'unknown-key', key, given: text, used: '' });
  }
  const repaired = repairRunConfig(
    {
      ...Object.fromEntries(top),
      method: Object.fromEntries(method),
      training: Object.fromEntries(training),
    },
    withPreset({ ...defaults, model, task }, preset),
  );
  return { config: normalise(repaired.config), backend, view, notices: [...notices, ...repaired.notices] };
}
