/**
 * Class links: an address that fixes or hides controls of the form for a class. Beside the settings it says
 * `class=1;fixed:model,r;hidden:weight_decay;seed:student;k3f9`: the version, controls named after their settings, whether each
 * student has a seed of their own, and a check over all of that and the values of the settings that are fixed. An address that
 * was cut short or changed fails the check; it is no protection against someone who makes a link of their own.
 */
import { createStore } from 'zustand/vanilla';
import { z } from 'zod';
import { createJSONStorage, persist } from 'zustand/middleware';
import { fnv1a } from '../core/hash.ts';
import { METHOD_IDS, methodOf } from '../core/methods/methods.ts';
import { shippedModel } from '../core/models/shipped.ts';
import { normalise } from '../core/normal-config.ts';
import { plainName } from '../core/plain-name.ts';
import { repairRunConfig, type RunConfig } from '../core/run-config.ts';
import type { ClassInForce, ClassLink } from './class-store.ts';
import { OWN_TASK } from './shelf.ts';
import { settingsOf } from './url.ts';

export const CLASS_VERSION = '1';

/** Why a class link is not in force, and the part of the address that is to blame. */
export interface ClassProblem {
  why: 'version' | 'part' | 'control' | 'twice' | 'own' | 'cut' | 'changed';
  given: string;
}

/** The controls that every method has, before and after the method's own. */
const FIRST = ['task', 'model', 'method'];
const MIDDLE = ['learning_rate', 'max_steps'];
const LAST = [
  'max_train_samples',
  'batch_size',
  'seed',
  'eval_steps',
  'metric_steps',
  'lr_scheduler_type',
  'warmup_steps',
  'max_grad_norm',
  'weight_decay',
  'max_length',
  'base_dtype',
  'gradient_checkpointing',
];

/** Settings that share a control with the one that it is named after. */
const TOGETHER: Partial<Record<string, readonly string[]>> = {
  task: ['secret_seed', 'secret_rank'],
  lora_alpha: ['alpha_ratio'],
  rank_pattern: ['alpha_pattern'],
};
const settingsUnder = (control: string): string[] => [control, ...(TOGETHER[control] ?? [])];

/** A method's own controls. */
const ofMethod = ({ method }: Pick<RunConfig, 'method'>, isRare: boolean): string[] =>
  methodOf(method)
    .fields.filter((field) => (field.isRare ?? false) === isRare && field.key !== 'alpha_pattern')
    .map(({ key }) => key);

/** The controls of the form for a config, in the form's order. */
export const controlsOf = (config: RunConfig): string[] => [
  ...FIRST,
  ...ofMethod(config, false),
  ...MIDDLE,
  ...LAST,
  ...ofMethod(config, true),
];

const isControl = (name: string): boolean =>
  [...FIRST, ...MIDDLE, ...LAST].includes(name) ||
  METHOD_IDS.some((type) => methodOf({ type }).fields.some(({ key }) => key === name));

/** Letters of a check: no vowels, so that no words come up, and none that looks like another. */
const CHECK_LETTERS = '23456789bcdfghjkmnpqrstvwxz';
const CHECK_LENGTH = 4;

const lockedBy = ({ fixed, hidden }: ClassLink): string[] => [...fixed, ...hidden].flatMap(settingsUnder);

function bodyOf({ fixed, hidden, ownSeeds }: ClassLink): string {
  return [
    CLASS_VERSION,
    ...(fixed.length > 0 ? [`fixed:${fixed.join(',')}`] : []),
    ...(hidden.length > 0 ? [`hidden:${hidden.join(',')}`] : []),
    ...(ownSeeds ? ['seed:student'] : []),
  ].join(';');
}

function checkOf(link: ClassLink, config: RunConfig): string {
  const settings = settingsOf(config);
  const values = lockedBy(link)
    // A seed of one's own is not the address's.
    .filter((key) => !(link.ownSeeds && key === 'seed'))
    .map((key) => `${key}=${settings.get(key) ?? ''}`);
  let rest = fnv1a([bodyOf(link), ...values].join('&'));
  let check = '';
  for (let i = 0; i < CHECK_LENGTH; i++) {
    check += CHECK_LETTERS[rest % CHECK_LETTERS.length] ?? '';
    rest = Math.floor(rest / CHECK_LETTERS.length);
  }
  return check;
}

/** The word of the address for a class link that fixes values of `config`. */
export const writeClass = (link: ClassLink, config: RunConfig): string =>
  `${bodyOf(link)};${checkOf(link, config)}`;

/** The settings that a link cannot fix, since no address carries what they name: own data and own models. */
export const cannotTravel = ({ task, model }: RunConfig): ('task' | 'model')[] => [
  ...(task === OWN_TASK ? (['task'] as const) : []),
  ...(shippedModel(model) ? [] : (['model'] as const)),
];

/**
 * Reads the address's `class=`.
 * @param config as the rest of the address says it
 */
export function readClass(
  text: string,
  config: RunConfig,
): { link: ClassLink; problem: null } | { link: null; problem: ClassProblem } {
  const fail = (why: ClassProblem['why'], given: string) =>
    ({ link: null, problem: { why, given } }) as const;
  const [version = '', ...parts] = text.split(';');
  if (version !== CLASS_VERSION) return fail('version', version);
  const check = parts.pop();
  if (check?.length !== CHECK_LENGTH || check.includes(':')) return fail('cut', check ?? text);
  const link = { fixed: [] as string[], hidden: [] as string[], ownSeeds: false };
  for (const part of parts) {
    const [name = '', list = ''] = part.split(':');
    const controls = list.split(',');
    if (part === 'seed:student') link.ownSeeds = true;
    else if (name === 'fixed' || name === 'hidden') {
      const unknown = controls.find((control) => !isControl(control));
      if (unknown !== undefined) return fail('control', unknown);
      link[name].push(...controls);
    } else return fail('part', part);
  }
  const all = [...link.fixed, ...link.hidden];
  const twice = all.find((control, i) => all.indexOf(control) !== i);
  if (twice !== undefined) return fail('twice', twice);
  const own = cannotTravel(config).find((setting) => all.includes(setting));
  if (own !== undefined) return fail('own', own);
  return checkOf(link, config) === check ? { link, problem: null } : fail('changed', text);
}

/**
 * Holds configs to a class link.
 * @param teacher the config whose values are fixed
 * @param seed the student's, or null where the link leaves the seed as it is
 */
function createHold(link: ClassLink, teacher: RunConfig, seed: number | null): ClassInForce['hold'] {
  const locked = new Set(lockedBy(link));
  const pick = (values: object, of: object) =>
    Object.fromEntries(Object.entries(values).filter(([key]) => locked.has(key) && Object.hasOwn(of, key)));
  return (asked, now) => {
    const isOther = locked.has('method') && asked.method.type !== teacher.method.type;
    const base: RunConfig = isOther
      ? {
          ...asked,
          method: now.method,
          training: { ...asked.training, learning_rate: now.training.learning_rate },
        }
      : asked;
    const { method, training, ...top } = teacher;
    const patch = {
      ...pick(top, base),
      ...(seed !== null && { seed }),
      method: pick(method, base.method),
      training: pick(training, base.training),
    };
    return normalise(repairRunConfig(patch, base).config);
  };
}

/** The controls whose values were asked for in vain. */
function heldControls({ fixed, hidden, ownSeeds }: ClassLink, asked: RunConfig, held: RunConfig): string[] {
  const [wanted, given] = [settingsOf(asked), settingsOf(held)];
  const isOther = (key: string) => wanted.get(key) !== given.get(key);
  if (isOther('method')) return ['method'];
  return [...fixed, ...hidden]
    .filter((control) => !(ownSeeds && control === 'seed'))
    .filter((control) => settingsUnder(control).some(isOther));
}

/** Most characters of a student's name. */
export const STUDENT_LENGTH = 24;

/** A student's name or number without what does not show. */
export const plainStudent = (text: string): string =>
  Array.from(plainName(text).normalize('NFC').trim().replace(/\s+/g, ' '))
    .slice(0, STUDENT_LENGTH)
    .join('')
    .trim();

/**
 * A student's seed: a number of up to nine digits is its own seed; a name gives one of six digits, whatever letters of it are
 * capitals.
 */
export function seedOf(student: string): number {
  const plain = plainStudent(student);
  return /^\d{1,9}$/.test(plain) ? Number(plain) : 100_000 + (fnv1a(plain.toLowerCase()) % 900_000);
}

/** A number for a student who gave no name. */
const drawStudent = () => String(1000 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 9000));

const keptSchema = z.object({ students: z.record(z.string(), z.string()) });

/** Who a person is in which class, by the check of its link; kept where the browser keeps anything. */
const createStudents = () =>
  createStore<z.infer<typeof keptSchema>>()(
    persist((): z.infer<typeof keptSchema> => ({ students: {} }), {
      name: 'rankscope-students',
      storage: createJSONStorage(() => localStorage),
      merge: (kept, state) => ({ ...state, ...keptSchema.safeParse(kept).data }),
    }),
  );

interface OpenClassOptions {
  link: ClassLink;
  /** The config as the address says it. */
  config: RunConfig;
  /** As the address names the student; '' where it does not. */
  student: string;
  /** Told the controls that someone, or the page itself, asked to change in vain. */
  onHeld: (controls: readonly string[]) => void;
  /** Tells that another student was named, or that the class was left. */
  onChange: (next: ClassInForce | null) => void;
}

/** Puts a class link in force. */
export function openClass({ link, config, student, onHeld, onChange }: OpenClassOptions): ClassInForce {
  const students = createStudents();
  const check = checkOf(link, config);
  const keep = (name: string) =>
    students.setState(({ students: others }) => ({ students: { ...others, [check]: name } }));
  const inForce = (name: string): ClassInForce => {
    const hold = createHold(link, config, link.ownSeeds ? seedOf(name) : null);
    return {
      link,
      student: name,
      hold(asked, now) {
        const held = hold(asked, now);
        const controls = heldControls(link, asked, held);
        if (controls.length > 0) onHeld(controls);
        return held;
      },
      allows: (run) => heldControls(link, run, hold(run, config)).length === 0,
      setStudent(text) {
        const next = plainStudent(text);
        if (next === '' || !link.ownSeeds) return;
        keep(next);
        onChange(inForce(next));
      },
      leave: () => onChange(null),
    };
  };
  if (!link.ownSeeds) return inForce('');
  const name = plainStudent(student) || students.getState().students[check] || drawStudent();
  keep(name);
  return inForce(name);
}
