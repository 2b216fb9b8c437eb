/**
 * What training a model would take of a device's memory, from its dimensions alone, before any weights are there. An estimate: runs
 * measure what they take (`TrainingMemory`).
 */
import { baseTensors } from './models/family.ts';
import { isBert } from './models/bert.ts';
import { headWidth, isLlama } from './models/llama.ts';
import { isNeox } from './models/neox.ts';
import { defaultMethod, unfitDtype, unfitFor, type MethodConfig } from './methods/methods.ts';
import { countTrainable } from './params.ts';
import {
  BASE_DTYPES,
  LIMITS,
  textLength,
  type BaseDtype,
  type RunConfig,
  type TrainingConfig,
} from './run-config.ts';
import type { BackendName, TrainingMemory } from './run-record.ts';
import { matrixShapes, projectionsOf, type Projection, type TransformerConfig } from './site.ts';
import { sizeOf } from './tensors.ts';

const FLOAT = 4;
/** The most bytes of logits that live at once, but of so many rows at least (engine/ops/head-loss.ts). */
const MOST_LOGITS = 2 ** 26;
const LOGITS_ROWS = 64;
/** A trained weight, its two moments and, on WebGPU, its gradient. */
const HELD_PER_WEIGHT = { webgpu: 4, wasm: 3, cpu: 3 } as const satisfies Record<BackendName, number>;

/** So many times d and so many times n_inner. */
interface Floats {
  d: number;
  inner: number;
}

/**
 * Floats that a step takes for each row, fitted to steps of all shapes that the engine measured on WASM: `layer` with each layer, `ends` more
 * (or less) once, since the first layer has no gradient to hand on and an encoder's last MLP sees the first tokens alone, and `again`
 * when one layer is computed again between checkpoints. They are of LoRA on q and v; `adaptedInputs` come on top.
 */
const KEPT = {
  gpt2: { layer: { d: 13.6, inner: 3.1 }, ends: { d: 3, inner: -0.6 }, again: { d: 16.4, inner: 2.9 } },
  llama: { layer: { d: 40.8, inner: 10.7 }, ends: { d: 8.5, inner: -4.3 }, again: { d: 49.4, inner: 9.7 } },
  neox: { layer: { d: 32.3, inner: 10.1 }, ends: { d: 6.4, inner: -4.3 }, again: { d: 36.7, inner: 10.1 } },
  bert: { layer: { d: 21.4, inner: 3.7 }, ends: { d: 3.7, inner: -5.8 }, again: { d: 23.9, inner: 3.1 } },
  /** One whose GELU is the exact one, which is composed of many operations (engine/ops/exact-gelu.ts). */
  exactBert: {
    layer: { d: 21.9, inner: 10.6 },
    ends: { d: 1.7, inner: -12.3 },
    again: { d: 23.9, inner: 10.1 },
  },
} as const satisfies Record<string, Record<'layer' | 'ends' | 'again', Floats>>;

/** What a step keeps of a layer for each row beside `KEPT`: what flows into the maps after attention that are trained. */
function adaptedInputs({ n_embd: d, n_inner }: TransformerConfig, method: MethodConfig): number {
  const inputs: Partial<Record<Projection, number>> = { o: d, gate: d, up: d, down: n_inner };
  const trained: readonly Projection[] =
    method.type === 'full' ? ['o', 'up', 'down'] : 'target_modules' in method ? method.target_modules : [];
  return trained.reduce((sum, projection) => sum + (inputs[projection] ?? 0), 0);
}

function familyOf(model: object): keyof typeof KEPT {
  if (isLlama(model)) return 'llama';
  if (isNeox(model)) return 'neox';
  if (isBert(model)) return model.activation === 'gelu' ? 'exactBert' : 'bert';
  return 'gpt2';
}

/**
 * The share of these floats that is there when the loss is computed; the others come with the gradients. Fitted to what GPT-2 124M
 * takes on WASM at four texts of 128 tokens (memory-estimate.test.ts).
 */
const KEPT_AT_LOSS = 0.75;

const isMatrix = ({ shape }: { shape: readonly number[] }) => shape.length > 1;

/**
 * The method that a form's would become on a model: LoRA in place of one that cannot adapt it, and no matrices that it lacks.
 */
export function methodOn(model: TransformerConfig, method: MethodConfig): MethodConfig {
  const fit = unfitFor(model, method) === null ? method : defaultMethod('lora');
  if (!('target_modules' in fit)) return fit;
  const there = fit.target_modules.filter((own) => projectionsOf(model).includes(own));
  return { ...fit, target_modules: there.length > 0 ? there : ['q', 'v'] };
}

/** Bytes of a block's matrix as the device keeps it: rounded where its sides are multiples of four (engine/model/upload.ts). */
function matrixBytes(
  { dIn, dOut }: { dIn: number; dOut: number },
  as: BaseDtype,
  backend: BackendName,
): number {
  const floats = FLOAT * dIn * dOut;
  if (backend === 'cpu') return 2 * floats;
  if (as === 'stored' || dIn % 4 !== 0 || dOut % 4 !== 0) return floats;
  return as === 'float16' ? 2 * dIn * dOut : dIn * dOut + FLOAT * dOut;
}

/**
 * Bytes that training would take, in float32 but for matrices that are rounded:
 * - model: all weights; on WASM the embedding as the head too; in plain JavaScript that, an encoder's head and each matrix of a block both ways;
 * - state: the trained weights with AdamW's two moments, on WebGPU the gradient, too;
 * - step: of batch × length rows what each layer keeps for the backward pass and its gradients take (`KEPT`, and H · length
 *   attention weights where these are stored; with gradient checkpointing of one layer at a time, and the input of each), a decoder's
 *   logits and their gradient, and two gradients of each trained weight, or with gradient checkpointing those of about one layer.
 * @param model a model's dimensions
 */
export function estimateMemory(
  model: TransformerConfig,
  { method, training }: Pick<RunConfig, 'method' | 'training'>,
  backend: BackendName,
): TrainingMemory {
  const own = methodOn(model, method);
  const { n_layer, n_head, n_embd: d, n_inner, vocab_size } = model;
  const onGpu = backend === 'webgpu';
  const base = baseTensors(model).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const shapes = matrixShapes(model);
  const matrices = shapes.reduce((sum, { dIn, dOut }) => sum + dIn * dOut, 0);
  const blocks = shapes.reduce((sum, shape) => sum + matrixBytes(shape, training.base_dtype, backend), 0);
  const turned = isLlama(model) ? headWidth(model) : isNeox(model) ? model.rotary.width : 0;
  const angles = model.n_positions * turned;
  const headMaps = isBert(model) && backend === 'cpu' ? d * d + d * model.n_labels : 0;
  const copied = isBert(model) ? headMaps : onGpu ? 0 : vocab_size * d;

  const length = textLength({ method: own, training }, model);
  const rows = training.batch_size * length;
  const kept = KEPT[familyOf(model)];
  const floats = (times: Floats) => times.d * d + times.inner * n_inner;
  const beside = adaptedInputs(model, own) + (onGpu ? 0 : n_head * length);
  const isCheckpointed = training.gradient_checkpointing;
  // Checkpointed, of each layer but one its input alone.
  const inputs = isCheckpointed ? FLOAT * rows * d * (n_layer - 1) : 0;
  const whole =
    FLOAT *
    rows *
    (isCheckpointed
      ? floats(kept.again) + beside
      : n_layer * (floats(kept.layer) + beside) + floats(kept.ends));
  const logits = isBert(model) ? 0 : FLOAT * rows * vocab_size;
  const trained = countTrainable(model, own);
  // In chunks, logits are let go of before the gradients of the layers come.
  const atMost =
    inputs +
    (logits <= MOST_LOGITS ? whole + 2 * logits : Math.max(whole, KEPT_AT_LOSS * whole + 2 * MOST_LOGITS));
  // Two of each trained weight; checkpointed, the lower layers' come once the logits are gone.
  const ofLayer = method.type === 'full' ? matrices / n_layer : trained / n_layer;
  const gradients = isCheckpointed ? trained - n_layer * ofLayer + 4 * ofLayer : 2 * trained;
  const atEnd = isCheckpointed ? inputs + whole + FLOAT * (trained + 4 * ofLayer) : 0;
  return {
    model: FLOAT * (base - matrices + copied + angles) + blocks,
    state: FLOAT * HELD_PER_WEIGHT[backend] * trained,
    step: Math.max(atMost + FLOAT * gradients, atEnd),
  };
}

/** The largest matrix of a model, in bytes: what one buffer of a GPU must hold. */
export const largestMatrixBytes = (model: TransformerConfig): number =>
  FLOAT *
  Math.max(
    ...baseTensors(model)
      .filter(isMatrix)
      .map(({ shape }) => sizeOf(shape)),
  );

/** WebAssembly's memory has 32-bit addresses; Emscripten leaves its last page unused. */
export const MOST_WASM_BYTES = 2 ** 32 - 2 ** 16;

/** What may keep a model from a device; null limits are unknown. */
export interface DeviceLimits {
  backend: BackendName;
  /** Of the computer's memory, in bytes, rounded down. */
  memory: number | null;
  /** The largest buffer of a GPU. */
  buffer: number | null;
  /** The most bytes of a buffer that a GPU's program may read or write at once. */
  binding: number | null;
}

type Training = Pick<RunConfig, 'method' | 'training'>;

/**
 * The most bytes that a GPU's program would have to bind at once in training: what a linear map gives for all rows, a chunk of logits, or
 * all trained weights. Matrices of the base model are bound in parts.
 */
export function largestBindingBytes(model: TransformerConfig, { method, training }: Training): number {
  const own = methodOn(model, method);
  const rows = training.batch_size * textLength({ method: own, training }, model);
  const widest = Math.max(3 * model.n_embd, model.n_inner);
  const chunk = LOGITS_ROWS * FLOAT * model.vocab_size;
  const logits = isBert(model) ? 0 : Math.min(FLOAT * rows * model.vocab_size, Math.max(MOST_LOGITS, chunk));
  return Math.max(FLOAT * rows * widest, logits, FLOAT * countTrainable(model, own));
}

/** What does not fit, and the room that there is for it, in bytes. */
export interface Shortage {
  limit: 'wasm' | 'buffer' | 'binding' | 'memory';
  needed: number;
  room: number;
}

/** What of a model and its training would not fit a device, by an estimate; none where nothing speaks against it. */
export function shortages(
  model: TransformerConfig,
  config: Training,
  { backend, memory, buffer, binding }: DeviceLimits,
): Shortage[] {
  const { model: weights, state, step } = estimateMemory(model, config, backend);
  const total = weights + state + step;
  const bound = largestBindingBytes(model, config);
  const matrix = largestMatrixBytes(model);
  const found: Shortage[] = [];
  if (backend === 'wasm' && total > MOST_WASM_BYTES)
    found.push({ limit: 'wasm', needed: total, room: MOST_WASM_BYTES });
  if (backend === 'webgpu' && buffer !== null && matrix > buffer)
    found.push({ limit: 'buffer', needed: matrix, room: buffer });
  if (backend === 'webgpu' && binding !== null && bound > binding)
    found.push({ limit: 'binding', needed: bound, room: binding });
  if (memory !== null && total > memory) found.push({ limit: 'memory', needed: total, room: memory });
  return found;
}

/** Settings that fit; with those that save memory where they are needed for it. */
type Fitting = Pick<TrainingConfig, 'batch_size' | 'max_length'> &
  Partial<Pick<TrainingConfig, 'base_dtype' | 'gradient_checkpointing'>>;

/**
 * The settings of a form made to fit a device: with gradient checkpointing, which changes no result, or else with the base weights rounded
 * to float16 or int8, where that is enough; else the batch size halved until training fits, and where one text at a time does not, the
 * length halved, too.
 * @returns null where no such settings fit
 */
export function fittingSettings(
  model: TransformerConfig,
  config: Training,
  limits: DeviceLimits,
): Fitting | null {
  const { min } = LIMITS.max_length;
  const { base_dtype: chosen, gradient_checkpointing: isCheckpointed } = config.training;
  // On the CPU backend rounded weights take no less.
  const dtypes = limits.backend === 'cpu' ? [chosen] : BASE_DTYPES.slice(BASE_DTYPES.indexOf(chosen));
  const savings = dtypes.flatMap((base_dtype) =>
    [false, true]
      .filter((gradient_checkpointing) => gradient_checkpointing || !isCheckpointed)
      .map((gradient_checkpointing) => ({ base_dtype, gradient_checkpointing })),
  );
  for (let max_length = textLength(config, model); max_length >= min; max_length = Math.floor(max_length / 2))
    for (let { batch_size } = config.training; batch_size >= 1; batch_size = Math.floor(batch_size / 2))
      for (const saving of savings) {
        const own = { ...config, training: { ...config.training, batch_size, max_length, ...saving } };
        if (unfitDtype(own) !== null || shortages(model, own, limits).length > 0) continue;
        const { base_dtype, gradient_checkpointing } = saving;
        return {
          ...{ batch_size, max_length },
          ...(base_dtype !== chosen && { base_dtype }),
          ...(gradient_checkpointing !== isCheckpointed && { gradient_checkpointing }),
        };
      }
  return null;
}
