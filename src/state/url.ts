/**
 * The experiment in the address bar: a preset and what differs from it, each setting under its own name
 * (`?v=2&preset=paper&seed=3&r=8&learning_rate=0.01`), plus `backend`, the workspace shown as `view`, and what an
 * experiment varies as `vary`, the open page of Learn as `lesson`, what Inspect shows as `inspect`, presenter mode as `present=1`,
 * the language as `lang`, and what a class link fixes as `class`. What is read once and not written: the `student` of a class
 * link, and the code of a `result`. Reading never throws: what cannot be used is left out with a notice. Own data is never in the
 * address.
 */
import { z, type core } from 'zod';
import { hasLora, PRESETS, withRank, type PresetId } from '../core/methods/lora-config.ts';
import { METHOD_IDS, methodOf } from '../core/methods/methods.ts';
import { normalise } from '../core/normal-config.ts';
import {
  DEFAULTS_VERSION,
  defaultRunConfig,
  defaultsOfVersion,
  repairRunConfig,
  runConfigSchema,
  trainingConfigSchema,
  withMethod,
  type ConfigNotice,
  type RunConfig,
} from '../core/run-config.ts';
import { BACKENDS, type BackendName } from '../core/run-record.ts';
import { LANGUAGES } from './language.ts';
import { MODELS, TASKS } from './shelf.ts';
import { VIEWS, type Place } from './view-store.ts';

/** What an address asks for. */
export interface Opened extends Place {
  config: RunConfig;
  /** The backend that `?backend=` forces, or null to let the lab choose. */
  backend: BackendName | null;
  /** The student's name or number, as a class link may say it; '' else. */
  student: string;
  /** The code of someone's result; '' where there is none. */
  result: string;
  notices: ConfigNotice[];
}

/** The preset whose matrices and rank a config has, or null. */
export function presetOf({ method }: RunConfig): PresetId | null {
  if (!hasLora(method)) return null;
  const same = PRESETS.find(
    (preset) =>
      preset.method.r === method.r &&
      String(preset.method.target_modules) === String(method.target_modules) &&
      Object.keys(method.rank_pattern).length === 0,
  );
  return same?.id ?? null;
}

/** `config` with LoRA on the preset's matrices, all at its rank; everything else stays, but for an α that follows the rank. */
export function withPreset(config: RunConfig, id: PresetId): RunConfig {
  const preset = PRESETS.find((candidate) => candidate.id === id);
  if (!preset) return config;
  const { r, target_modules } = preset.method;
  if (!hasLora(config.method)) return withPreset(withMethod(config, 'lora'), id);
  const { method } = config;
  const matrices = { target_modules: [...target_modules], rank_pattern: {} };
  return { ...config, method: { ...withRank(method, r), ...matrices } };
}

type Setting =
  string | number | boolean | null | readonly (string | number)[] | Readonly<Record<string, number>>;
type Leaf = [key: string, value: Setting];

/** Every setting but the method's id as a flat list, under its own name. */
function leaves({ method, training, model, task, seed, ...rest }: RunConfig): Leaf[] {
  // An α that follows the rank is told by its c.
  const follows = hasLora(method) && method.alpha_ratio !== null;
  const settings = Object.entries({ ...method, ...training }).filter(
    ([key]) => key !== 'type' && !(follows && key === 'lora_alpha'),
  );
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

/** Every setting as the address writes it, by name. */
export const settingsOf = (config: RunConfig): Map<string, string> =>
  new Map([
    ['method', config.method.type],
    ...leaves(config).map(([key, value]): [string, string] => [key, write(value)]),
  ]);

/** Numbers by name as `q:8,0.v:2`. */
function write(value: Setting): string {
  if (value === null) return 'all';
  return typeof value === 'object' && !Array.isArray(value)
    ? Object.entries(value)
        .map(([name, own]) => `${name}:${own}`)
        .join(',')
    : String(value);
}

/** What an address can begin from: a preset of LoRA, or another method's own defaults. */
function beginnings({ method: { type } }: RunConfig): { named: Leaf; base: RunConfig }[] {
  const base = withMethod(defaultRunConfig(), type);
  return type === 'lora'
    ? PRESETS.map(({ id }) => ({ named: ['preset', id], base: withPreset(base, id) }))
    : [{ named: ['method', type], base }];
}

const ALWAYS = ['seed', 'learning_rate'];

/**
 * The query string for a config, beginning with `?`. Version, seed and learning rate are always written: a method's default rate
 * changes when it is tuned anew, and a link keeps its run. Other settings are written only
 * where they differ from the preset that leaves the fewest differences, or from the defaults of another method than LoRA, or
 * where a class link fixes them; the workspace where it is not the first, what an experiment varies, the open page of Learn, what Inspect shows,
 * presenter mode and the language where there are such.
 */
export function toQuery(
  config: RunConfig,
  backend: BackendName | null,
  {
    view = VIEWS[0],
    vary = '',
    lesson = '',
    inspect = '',
    present = '',
    lang = '',
    classLink = '',
  }: Partial<Place> = {},
): string {
  const always = new Set([...ALWAYS, ...classLink.split(/[,:;]/)]);
  const candidates = beginnings(config).map(({ named, base }): Leaf[] => {
    const settings = new Map(leaves(base).map(([key, value]) => [key, write(value)]));
    return [
      named,
      ...leaves(config).filter(([key, value]) => always.has(key) || settings.get(key) !== write(value)),
    ];
  });
  const nearest = candidates.reduce((best, next) => (next.length < best.length ? next : best));
  const pairs: Leaf[] = [['v', DEFAULTS_VERSION], ...nearest];
  if (backend) pairs.push(['backend', backend]);
  if (view !== VIEWS[0]) pairs.push(['view', view]);
  if (vary !== '') pairs.push(['vary', vary]);
  if (lesson !== '') pairs.push(['lesson', lesson]);
  if (inspect !== '') pairs.push(['inspect', inspect]);
  if (present !== '') pairs.push(['present', present]);
  if (lang !== '') pairs.push(['lang', lang]);
  if (classLink !== '') pairs.push(['class', classLink]);
  // Commas, colons and semicolons are legal in a query and keep lists readable.
  return (
    '?' +
    pairs
      .map(
        ([key, value]) =>
          `${key}=${encodeURIComponent(write(value)).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%3B', ';')}`,
      )
      .join('&')
  );
}

/** A finite number, or the text itself where it is none. */
function readNumber(text: string): number | string {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? text : value;
}

/** A setting's text as the value its schema expects; text that is no such value stays text and fails the repair. */
function valueOf(field: core.$ZodType, text: string): unknown {
  if (field instanceof z.ZodDefault) return valueOf(field.unwrap(), text);
  if (field instanceof z.ZodNullable) return text === 'all' ? null : valueOf(field.unwrap(), text);
  if (field instanceof z.ZodArray)
    return text === '' ? [] : text.split(',').map((item) => valueOf(field.element, item));
  if (field instanceof z.ZodRecord)
    return Object.fromEntries(
      text.split(',').flatMap((item) => {
        const [name = '', ...own] = item.split(':');
        return item === '' ? [] : [[name, valueOf(field.valueType, own.join(':'))]];
      }),
    );
  if (field instanceof z.ZodBoolean) return text === 'true' || (text === 'false' ? false : text);
  const isNumber =
    field instanceof z.ZodNumber ||
    (field instanceof z.ZodLiteral && typeof field.values.values().next().value === 'number');
  return isNumber ? readNumber(text) : text;
}

const lookUp = <T extends string>(known: readonly T[], text: string): T | null =>
  known.find((candidate) => candidate === text) ?? null;

/** The parts of a config whose settings stand in the address. */
const PARTS = ['method', 'training', 'top'] as const;

/** True for a setting that some method has. */
const isOfSomeMethod = (key: string) =>
  key !== 'type' && METHOD_IDS.some((type) => Object.hasOwn(methodOf({ type }).schema.shape, key));

/** The model that an address names, where the page does not ship it; null else. */
export function otherModelIn(query: string): string | null {
  const model = new URLSearchParams(query).get('model');
  return model !== null && lookUp(MODELS, model) === null ? model : null;
}

/**
 * Reads a query string such as `location.search`.
 * @param ownModels ids of a person's own that this browser has
 */
export function fromQuery(query: string, ownModels: readonly string[] = []): Opened {
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

  const used = String(DEFAULTS_VERSION);
  const version = given.get('v') ?? used;
  given.delete('v');
  const ofVersion = defaultsOfVersion(Number(version));
  if (!ofVersion) notices.push({ code: 'bad-version', key: 'v', given: version, used });
  const defaults = ofVersion ?? defaultRunConfig();
  const backend = take('backend', BACKENDS, '');
  const view = take('view', VIEWS, VIEWS[0]) ?? VIEWS[0];
  const lang = take('lang', LANGUAGES, '') ?? '';
  const present = take('present', ['1'], '') ?? '';
  const takeText = (key: 'vary' | 'lesson' | 'inspect' | 'class' | 'student' | 'result'): string => {
    const text = given.get(key) ?? '';
    given.delete(key);
    return text;
  };
  const [vary, lesson, inspect] = [takeText('vary'), takeText('lesson'), takeText('inspect')];
  const [classLink, student, result] = [takeText('class'), takeText('student'), takeText('result')];
  const preset = take(
    'preset',
    PRESETS.map(({ id }) => id),
    PRESETS[0].id,
  );
  const id = take('method', METHOD_IDS, METHOD_IDS[0] ?? '');
  const model = take('model', [...MODELS, ...ownModels], defaults.model) ?? defaults.model;
  const task = take('task', TASKS, defaults.task) ?? defaults.task;

  const opened = withMethod({ ...defaults, model, task }, id ?? defaults.method.type);
  const takesPreset = hasLora(opened.method);
  const base = takesPreset ? withPreset(opened, preset ?? PRESETS[0].id) : opened;
  if (preset && !takesPreset) notices.push({ code: 'needs-lora', key: 'preset', given: preset, used: '' });
  const { seed, secret_seed, secret_rank } = runConfigSchema.shape;
  const shapes: Record<(typeof PARTS)[number], Record<string, z.ZodType>> = {
    method: methodOf(base.method).schema.shape,
    training: trainingConfigSchema.shape,
    top: { seed, secret_seed, secret_rank },
  };
  const read: Record<(typeof PARTS)[number], Record<string, unknown>> = { method: {}, training: {}, top: {} };
  for (const [key, text] of given) {
    const where = PARTS.find((part) => key !== 'type' && Object.hasOwn(shapes[part], key));
    const field = where && shapes[where][key];
    if (field) read[where][key] = valueOf(field, text);
    else
      notices.push({
        code: isOfSomeMethod(key) ? 'other-method' : 'unknown-key',
        key,
        given: text,
        used: '',
      });
  }
  const repaired = repairRunConfig({ ...read.top, method: read.method, training: read.training }, base);
  return {
    config: normalise(repaired.config),
    backend,
    view,
    vary,
    lesson,
    inspect,
    present,
    lang,
    classLink,
    student,
    result,
    notices: [...notices, ...repaired.notices],
  };
}
