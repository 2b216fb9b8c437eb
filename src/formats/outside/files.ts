/**
 * A run as a folder that goes on without this page: its base model, where it starts and ends as PEFT's adapters, its data in its
 * order, and a program for transformers, PEFT and accelerate that repeats it on one GPU or several.
 */
import { hasLora, startsFactored } from '../../core/methods/lora-config.ts';
import { methodOf, type MethodConfig } from '../../core/methods/methods.ts';
import { moduleOf } from '../../core/models/family.ts';
import { SHIPPED } from '../../core/models/shipped.ts';
import { VALIDATION_PAIRS, type RunRecord } from '../../core/run-record.ts';
import type { TransformerConfig } from '../../core/site.ts';
import type { NamedTensors } from '../../core/tensors.ts';
import { namingFor } from '../peft/modules.ts';
import { writePeftAdapter } from '../peft/write.ts';
import { writeSafetensors } from '../safetensors.ts';
import { readmeFor } from './readme.ts';
import program from './train.py?raw';
import { trainedParts } from './trained-parts.ts';

type Files = Record<string, Uint8Array<ArrayBuffer>>;

interface OutsideRun {
  record: RunRecord;
  shape: TransformerConfig;
  /** The method's tensors as training starts, and as it ended. */
  start: NamedTensors;
  trained: NamedTensors;
  /** Splits and batches as JSON Lines, by their paths. */
  data: Readonly<Files>;
  /** The base model's files by name; null where the page does not ship it. */
  model: Readonly<Files> | null;
}

/** The packages, from the oldest versions that have what the program calls. */
const REQUIREMENTS = `torch>=2.4
transformers>=4.56
peft>=0.17
accelerate>=1.0
safetensors
`;

/** What PEFT calls the kinds of tensors whose names differ. */
const KINDS: Readonly<Record<string, string>> = { prefix_kv: 'prompt_encoder', prefix: 'prompt_encoder' };

/**
 * The folder's files by their paths.
 * @throws FormatError where PEFT has no form for the run, or none that it trains alike
 */
export function outsideFiles({ record, shape, start, trained, data, model }: OutsideRun): Files {
  const { method } = record.config;
  const [plain, plainStart] = asPlain(method, start);
  const inFolder = (folder: string, files: Readonly<Files>): Files =>
    Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${folder}/${name}`, bytes]));
  const { model: base } = record.config;
  const parts = trainedParts(plain, plainStart, shape);
  return {
    'README.md': utf8(readmeFor(record, model !== null)),
    'train.py': utf8(program),
    'requirements.txt': utf8(REQUIREMENTS),
    'run.json': utf8(`${JSON.stringify(runOf(record, shape), null, 1)}\n`),
    // Wq, Wk and Wv are trained each with its own A, also where these start equal.
    ...inFolder(
      'start',
      writePeftAdapter({ method: plain, tensors: plainStart, model: base, shape, isApart: true }),
    ),
    ...inFolder('adapter', writePeftAdapter({ method, tensors: trained, model: base, shape })),
    ...(parts.length > 0 && { 'trained.safetensors': writeSafetensors(parts, { format: 'pt' }) }),
    ...data,
    ...(model && inFolder('model', model)),
  };
}

/** A and B that start as factors of W0 are A and B of their own; what is left of W0 is the program's to make. */
function asPlain(method: MethodConfig, start: NamedTensors): [MethodConfig, NamedTensors] {
  if (!hasLora(method) || !startsFactored(method)) return [method, start];
  const own = Object.entries(start).filter(([name]) => !/lora_[AB]0$/.test(name));
  return [{ ...method, init_lora_weights: 'gaussian' }, Object.fromEntries(own)];
}

/** What is in PEFT's name of a parameter of this slot, and of others with its learning rate and decay alone. */
function kindOf(slot: string, method: MethodConfig, shape: TransformerConfig): string {
  const module = moduleOf(slot);
  const kind = slot.split('.').at(-1) ?? slot;
  if (!hasLora(method) || !method.modules_to_save.includes(module)) return KINDS[kind] ?? kind;
  const naming = namingFor(shape);
  return `${naming.pathOf(module, naming.root)}.modules_to_save.default.${kind === 'bias' ? kind : 'weight'}`;
}

/** What the program reads: the settings, how kinds of tensors are trained, and what the page measured. */
function runOf({ name, config, weights, steps, evals }: RunRecord, shape: TransformerConfig) {
  const { method } = config;
  const factors = methodOf(method)
    .slots(shape, method, config.seed)
    .flatMap(({ name: slot, isFrozen, rateFactor: rate = 1, decayFactor: decay = 1 }) => {
      return isFrozen ? [] : [[kindOf(slot, method, shape), { rate, decay }] as const];
    });
  return {
    name,
    config,
    isShipped: config.model in SHIPPED,
    weights,
    startsFactored: hasLora(method) && startsFactored(method),
    factors: Object.fromEntries(factors),
    validationPairs: VALIDATION_PAIRS,
    losses: steps.map(({ step, loss }) => [step, loss]),
    // Before the first step, the run's own where it does not start as the base model.
    validationLosses: evals.map(({ step, loss, start: own = loss }) => [step, own]),
  };
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text));
