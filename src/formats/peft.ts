/**
 * Adapters in PEFT's files for GPT-2-family models. PEFT adapts the fused c_attn, where a run here adapts q, k
 * and v each on its own; the export is the block form that computes the same ΔW, at a higher rank. Ranks and alphas of single
 * matrices are PEFT's patterns there, those of q, k and v as one.
 */
import { atSite, loraScale, type LoraConfig } from '../core/methods/lora-config.ts';
import { type LoraPair } from '../core/methods/lora.ts';
import { MAP_NAMES, MAPS, type MapName } from '../core/models/gpt2.ts';
import type { NamedTensors } from '../core/tensors.ts';
import { FormatError } from './format-error.ts';
import { writeSafetensors } from './safetensors.ts';

/** What GPT-2 calls the linear maps of a block, from the parent on, since attention and MLP each have a c_proj. */
const MODULES: Readonly<Record<MapName, string>> = {
  qkv: 'attn.c_attn',
  o: 'attn.c_proj',
  up: 'mlp.c_fc',
  down: 'mlp.c_proj',
};
/** The norms of a block, too. */
const PARTS: Readonly<Record<string, string>> = { ...MODULES, ln1: 'ln_1', ln2: 'ln_2' };

export interface PeftFiles {
  'adapter_model.safetensors': Uint8Array<ArrayBuffer>;
  'adapter_config.json': string;
}

interface Block {
  layer: number;
  module: string;
  rank: number;
  /** As PEFT has it: over the module's own rank, or its root, it is the scale of the run. */
  alpha: number;
  a: Float32Array;
  b: Float32Array;
  /** DoRA's magnitudes, [dOut]; null without DoRA. */
  m: Float32Array | null;
  dIn: number;
  dOut: number;
}

/**
 * A run's adapter as the files that `PeftModel.from_pretrained` loads.
 * @param model the base model's name or path, as PEFT will show it.
 * @param n_layer the base model's layers; an adapter on only some of them lists them.
 * @param pairs A and B of every adapted matrix.
 * @param biases those that were trained beside them, by the base model's names (`0.qkv.bias`).
 * @throws FormatError if there is no pair, or DoRA adapts a part of c_attn.
 */
export function writePeftAdapter({
  config,
  model,
  n_layer,
  pairs,
  biases,
}: {
  config: LoraConfig;
  model: string;
  n_layer: number;
  pairs: readonly LoraPair[];
  biases: NamedTensors;
}): PeftFiles {
  const layers = [...new Set(pairs.map(({ site }) => site.layer))].sort((x, y) => x - y);
  const blocks = layers.flatMap((layer) => blocksOf(layer, pairs, config));
  const [first] = blocks;
  if (!first) throw new FormatError('There is no adapter to write: no matrix was adapted.');
  const adapterConfig = {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: model,
    r: first.rank,
    lora_alpha: first.alpha,
    rank_pattern: patternOf(blocks, 'rank'),
    alpha_pattern: patternOf(blocks, 'alpha'),
    lora_dropout: config.lora_dropout,
    use_rslora: config.use_rslora,
    use_dora: config.use_dora,
    target_modules: [...new Set(blocks.map(({ module }) => module))],
    layers_to_transform: layers.length === n_layer ? null : layers,
    bias: config.bias,
    /** GPT-2's Conv1D keeps its weight as dIn × dOut. */
    fan_in_fan_out: true,
    inference_mode: true,
  };

  const tensors = blocks.flatMap(({ layer, module, rank, a, b, m, dIn, dOut }) => {
    const path = `base_model.model.transformer.h.${layer}.${module}`;
    return [
      { name: `${path}.lora_A.weight`, shape: [rank, dIn], data: a },
      { name: `${path}.lora_B.weight`, shape: [dOut, rank], data: b },
      ...(m ? [{ name: `${path}.lora_magnitude_vector`, shape: [dOut], data: m }] : []),
    ];
  });
  const wrapped = new Set(blocks.map(({ layer, module }) => `h.${layer}.${module}`));
  const trained = Object.entries(biases).map(([name, { shape, values }]) => {
    const module = moduleOf(name);
    // PEFT wraps an adapted module, and keeps the module itself, with its bias, within.
    const within = wrapped.has(module) ? `${module}.base_layer` : module;
    return { name: `base_model.model.transformer.${within}.bias`, shape: [...shape], data: values };
  });
  return {
    'adapter_model.safetensors': writeSafetensors([...tensors, ...trained], { format: 'pt' }),
    'adapter_config.json': `${JSON.stringify(adapterConfig, null, 2)}\n`,
  };
}

/** The module of GPT-2 that a bias of the base model is of: `h.0.attn.c_attn` of `0.qkv.bias`. */
function moduleOf(bias: string): string {
  const [layer = '', part = ''] = bias.split('.');
  return layer === 'lnF' ? 'ln_f' : `h.${layer}.${PARTS[part] ?? part}`;
}

/** What differs from the first block, by module, or by layer and module where a module's layers differ. */
function patternOf(blocks: readonly Block[], key: 'rank' | 'alpha'): Record<string, number> {
  const common = blocks[0]?.[key];
  const differing = blocks.filter((block) => block[key] !== common);
  return Object.fromEntries(
    differing.map((block) => {
      const isEven = blocks.every(
        ({ module, [key]: value }) => module !== block.module || value === block[key],
      );
      return [isEven ? block.module : `h.${block.layer}.${block.module}`, block[key]];
    }),
  );
}

/** One layer's adapted modules. */
function blocksOf(layer: number, pairs: readonly LoraPair[], config: LoraConfig): Block[] {
  return MAP_NAMES.flatMap((map) => {
    const module = MODULES[map];
    const parts = MAPS[map].map((projection) =>
      pairs.find(({ site }) => site.layer === layer && site.projection === projection),
    );
    const [first] = parts.filter((part) => part !== undefined);
    if (!first) return [];
    const scaleOf = ({ site }: LoraPair) => loraScale(atSite(config, site));
    const scale = scaleOf(first);
    // A module has one scale: a part of another has the ratio in its B.
    const block = fuse(
      parts.map((part) => part && withScale(part, scaleOf(part) / scale)),
      first,
    );
    return [
      { layer, module, alpha: scale * (config.use_rslora ? Math.sqrt(block.rank) : block.rank), ...block },
    ];
  });
}

const withScale = (pair: LoraPair, factor: number): LoraPair =>
  factor === 1 ? pair : { ...pair, b: pair.b.map((value) => factor * value) };

/**
 * Several updates of matrices with one input and outputs side by side, as one update: A stacks theirs, and B has
 * theirs as blocks, each at its matrix's rows and its A's columns. Rows of a matrix not adapted are zero.
 */
function fuse(parts: readonly (LoraPair | undefined)[], { dIn, dOut: height }: LoraPair) {
  const rank = parts.reduce((sum, part) => sum + (part?.r ?? 0), 0);
  const dOut = parts.length * height;
  const a = new Float32Array(rank * dIn);
  const b = new Float32Array(dOut * rank);
  let column = 0;
  parts.forEach((part, p) => {
    if (!part) return;
    a.set(part.a, column * dIn);
    for (let row = 0; row < height; row++)
      b.set(part.b.subarray(row * part.r, (row + 1) * part.r), (p * height + row) * rank + column);
    column += part.r;
  });
  return { rank, a, b, m: magnitudes(parts, dOut), dIn, dOut };
}

/** Theirs, one after the other; null without DoRA. A row that is not adapted would need the norm of its W0, which is not at hand. */
function magnitudes(parts: readonly (LoraPair | undefined)[], dOut: number): Float32Array | null {
  const own = parts.map((part) => part?.m);
  if (own.every((m) => !m)) return null;
  const m = own.flatMap((values) => [...(values ?? [])]);
  if (m.length !== dOut)
    throw new FormatError(
      'PEFT holds DoRA’s magnitudes of c_attn as one vector. Adapt all of Wq, Wk and Wv, or none of them.',
    );
  return Float32Array.from(m);
}
