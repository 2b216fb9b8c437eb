/**
 * Result codes: a finished run in some forty letters and digits, so that a class's results can be gathered without a server. A
 * code has the version of the defaults, the settings that differ from their method's defaults, the count of trained weights, the
 * last validation loss to four decimals, the test metric to two, the seed, the student's name if given, and a check. Its
 * letters are Crockford's base 32, in which no two look alike: capitals do not matter, O is read as 0, I and L as 1, and
 * hyphens are for the eye.
 */
import { fnv1a } from '../core/hash.ts';
import type { MetricId } from '../core/metrics/metric-id.ts';
import { shippedModel } from '../core/models/shipped.ts';
import {
  DEFAULTS_VERSION,
  defaultRunConfig,
  defaultsOfVersion,
  withMethod,
  type RunConfig,
} from '../core/run-config.ts';
import { figuresOf, testScore } from '../core/run-figures.ts';
import type { RunRecord } from '../core/run-record.ts';
import { plainStudent } from './class-link.ts';
import { fromQuery, settingsOf } from './url.ts';

/** What a code says of a run. */
export interface ClassResult {
  config: RunConfig;
  parameters: number;
  /** The last validation loss, in nats. */
  loss: number;
  /** Of the test split, times 100; null where the run has none. */
  metric: { id: MetricId; value: number } | null;
  /** '' where none was given. */
  student: string;
}

/** Why a text is no result code, and what of it is to blame. */
export interface CodeProblem {
  why: 'empty' | 'letter' | 'version' | 'short' | 'check' | 'unknown' | 'settings';
  given: string;
}

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHECK_LENGTH = 4;
const LOSS_SCALE = 1e4;
const METRIC_SCALE = 100;

/** By their places in codes: what is added comes last. */
const METRICS: readonly MetricId[] = [
  'bleu',
  'accuracy',
  'rouge-l',
  'exact-match',
  'execution-accuracy',
  'slot-error-rate',
  'f1',
  'matthews',
  'pearson',
  'spearman',
  'bleu-lc',
  'rouge-1',
  'rouge-2',
];

/** Settings by their places in codes, those that are often changed first: what is added comes last. */
export const CODED_SETTINGS = [
  'learning_rate',
  'r',
  'method',
  'lora_alpha',
  'alpha_ratio',
  'target_modules',
  'max_steps',
  'max_train_samples',
  'task',
  'model',
  'batch_size',
  'weight_decay',
  'warmup_steps',
  'lr_scheduler_type',
  'rank_pattern',
  'lora_dropout',
  'alpha_pattern',
  'layers_to_transform',
  'use_rslora',
  'loraplus_lr_ratio',
  'use_dora',
  'init_lora_weights',
  'bias',
  'max_grad_norm',
  'max_length',
  'eval_steps',
  'metric_steps',
  'secret_seed',
  'secret_rank',
  'bottleneck',
  'prefix_tokens',
  'infix_tokens',
  'takes_positions',
  'last_layers',
  'd_initial',
  'projection_prng_key',
  'modules_to_save',
  'fused_qkv',
  'base_dtype',
  'gradient_checkpointing',
] as const;
/** Always in a code: a method's default rate changes when it is tuned anew. */
const ALWAYS = 'learning_rate';

/** The characters of settings' values on two pages, and what turns the page and ends a value. */
const PAGES = ['0123456789.,:-+eF', 'abcdefghijklmnopqrstuvwxyz-_,'];
const TURN = 30;
const END = 31;

/** Writes a code's letters, five bits each. */
class Writer {
  readonly digits: number[] = [];

  /** A whole number, four bits a letter, the lowest first; the fifth says that more follow. */
  whole(value: number): void {
    let rest = value;
    do {
      const next = Math.floor(rest / 16);
      this.digits.push((rest % 16) + (next > 0 ? 16 : 0));
      rest = next;
    } while (rest > 0);
  }

  text(value: string): void {
    let page = 0;
    for (const letter of value) {
      let at = PAGES[page]?.indexOf(letter) ?? -1;
      if (at < 0) {
        page = 1 - page;
        at = PAGES[page]?.indexOf(letter) ?? -1;
        this.digits.push(TURN);
      }
      this.digits.push(at);
    }
    this.digits.push(END);
  }
}

/** A code ends before it should. */
class TooShort extends Error {
  override name = 'TooShort';
}

class Reader {
  private at = 0;

  constructor(private readonly digits: readonly number[]) {}

  get isDone(): boolean {
    return this.at === this.digits.length;
  }

  next(): number {
    const digit = this.digits[this.at++];
    if (digit === undefined) throw new TooShort();
    return digit;
  }

  whole(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 16) {
      const digit = this.next();
      value += (digit % 16) * scale;
      if (digit < 16 || scale > 2 ** 53) return value;
    }
  }

  text(): string {
    let page = 0;
    let value = '';
    for (let digit = this.next(); digit !== END; digit = this.next())
      if (digit === TURN) page = 1 - page;
      else value += PAGES[page]?.[digit] ?? '?';
    return value;
  }
}

/** The lowest 20 bits of FNV-1a, in which any one changed letter shows. */
function checkOf(body: string): string {
  let rest = fnv1a(body);
  let check = '';
  for (let i = 0; i < CHECK_LENGTH; i++) {
    check += LETTERS[rest % 32] ?? '';
    rest = Math.floor(rest / 32);
  }
  return check;
}

/** Numbers as briefly as they can be read: `.01` and `1e-5`. */
function brief(value: string): string {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number) || String(number) !== value) return value;
  const exponential = number.toExponential();
  const plain = value.replace(/^(-?)0\./, '$1.');
  return exponential.length < plain.length ? exponential : plain;
}

/** Whether a code can tell of a run: it is finished, on a model of the page, from no other adapter, and has a validation loss. */
export const hasCode = (record: RunRecord): boolean =>
  record.state === 'finished' &&
  figuresOf(record).finalLoss !== null &&
  record.config.start === undefined &&
  shippedModel(record.config.model) !== null;

/** What a code will say of a finished run. @throws Error where `hasCode` says no */
export function resultOf(record: RunRecord, student: string): ClassResult {
  const { finalLoss, parameters } = figuresOf(record);
  if (finalLoss === null || parameters === null) throw new Error('The run has no validation loss.');
  const score = testScore(record);
  const value = score?.value ?? null;
  return {
    config: record.config,
    parameters,
    loss: Math.round(finalLoss * LOSS_SCALE) / LOSS_SCALE,
    metric:
      score && value !== null
        ? { id: score.metric, value: Math.round(value * METRIC_SCALE) / METRIC_SCALE }
        : null,
    student: plainStudent(student),
  };
}

/** A result as its code, without hyphens. */
export function writeCode({ config, parameters, loss, metric, student }: ClassResult): string {
  const out = new Writer();
  out.whole(DEFAULTS_VERSION);
  out.whole(parameters);
  out.whole(Math.round(loss * LOSS_SCALE));
  out.whole(metric ? METRICS.indexOf(metric.id) + 1 : 0);
  if (metric) {
    const scaled = Math.round(metric.value * METRIC_SCALE);
    // Correlations may be below 0.
    out.whole(scaled < 0 ? -2 * scaled - 1 : 2 * scaled);
  }
  out.whole(config.seed);
  const defaults = settingsOf(withMethod(defaultRunConfig(), config.method.type));
  const settings = settingsOf(config);
  const told = CODED_SETTINGS.map((key, place) => ({ key, place, value: settings.get(key) })).filter(
    ({ key, value }) =>
      value !== undefined &&
      (key === ALWAYS || (key === 'method' ? value !== 'lora' : value !== defaults.get(key))),
  );
  out.whole(told.length);
  for (const { place, value = '' } of told) {
    out.whole(place);
    out.text(brief(value));
  }
  const letters = Array.from(student);
  out.whole(letters.length);
  for (const letter of letters) out.whole(letter.codePointAt(0) ?? 0);
  const body = out.digits.map((digit) => LETTERS[digit] ?? '').join('');
  return body + checkOf(body);
}

/** A code in groups of five, for the eye. */
export const inGroups = (code: string): string => code.match(/.{1,5}/g)?.join('-') ?? '';

/** What is written instead of a letter that looks like it. */
const ALIKE: Partial<Record<string, string>> = { O: '0', I: '1', L: '1' };

/** A code's letters, whatever a person made of them; or an address's `result=`. */
function plainCode(text: string): string {
  const found = /[?&]result=([^&#\s]*)/.exec(text)?.[1] ?? text;
  return Array.from(found.toUpperCase().replace(/[\s-]/g, ''))
    .map((letter) => ALIKE[letter] ?? letter)
    .join('');
}

const problem = (why: CodeProblem['why'], given = '') => ({ result: null, problem: { why, given } }) as const;

/** Reads a code, with or without hyphens, or an address that has one. */
export function readCode(
  text: string,
): { result: ClassResult; problem: null } | { result: null; problem: CodeProblem } {
  const code = plainCode(text);
  if (code === '') return problem('empty');
  const digits = Array.from(code, (letter) => LETTERS.indexOf(letter));
  const strange = digits.indexOf(-1);
  if (strange >= 0) return problem('letter', Array.from(code)[strange]);
  const [version = 0] = digits;
  if (!defaultsOfVersion(version)) return problem('version', String(version));
  const body = code.slice(0, -CHECK_LENGTH);
  if (body.length < CHECK_LENGTH) return problem('short');
  if (checkOf(body) !== code.slice(-CHECK_LENGTH)) return problem('check');
  try {
    return read(new Reader(digits.slice(0, -CHECK_LENGTH)));
  } catch (error) {
    if (error instanceof TooShort || error instanceof RangeError) return problem('short');
    throw error;
  }
}

function read(from: Reader): ReturnType<typeof readCode> {
  const version = from.whole();
  const parameters = from.whole();
  const loss = from.whole() / LOSS_SCALE;
  const metricPlace = from.whole();
  const id = METRICS[metricPlace - 1];
  if (metricPlace > 0 && !id) return problem('unknown', `metric ${metricPlace}`);
  const scaled = id ? from.whole() : 0;
  const seed = from.whole();
  const pairs: [string, string][] = [
    ['v', String(version)],
    ['seed', String(seed)],
  ];
  for (let left = from.whole(); left > 0; left--) {
    const place = from.whole();
    const key = CODED_SETTINGS[place];
    const value = from.text();
    if (!key) return problem('unknown', `setting ${place}`);
    pairs.push([key, value]);
  }
  const letters = Array.from({ length: Math.min(from.whole(), 99) }, () => from.whole());
  const student = plainStudent(String.fromCodePoint(...letters));
  if (!from.isDone) return problem('short');
  const { config, notices } = fromQuery(`?${new URLSearchParams(pairs).toString()}`);
  const [notice] = notices;
  if (notice) return problem('settings', `${notice.key}=${notice.given}`);
  const value = (scaled % 2 === 0 ? scaled / 2 : -(scaled + 1) / 2) / METRIC_SCALE;
  const metric = id ? { id, value } : null;
  return { result: { config, parameters, loss, metric, student }, problem: null };
}

/** A setting that results can be drawn along, where their method has it. */
export const numberOf = ({ config }: ClassResult, key: string): number | null => {
  const text = settingsOf(config).get(key);
  const value = Number(text);
  return text === undefined || text === '' || !Number.isFinite(value) ? null : value;
};
