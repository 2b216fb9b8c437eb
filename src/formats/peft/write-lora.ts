/**
 * LoRA in PEFT's files. PEFT adapts GPT-2's fused c_attn, where a run here adapts q, k
 * and v each on its own; the export is the block form that computes the same ΔW, at a higher rank. Where they have one A, as an
 * import has them, it is c_attn's own form. Ranks and alphas of single matrices are PEFT's patterns there, those of q, k and v as
 * one.
 */
import { atSite, loraScale, type LoraConfig } from '../../core/methods/lora-config.ts';
import { loraPairs, type LoraPair } from '../../core/methods/lora.ts';
import { moduleOf } from '../../core/models/family.ts';
import { matricesIn } from '../../core/site.ts';
import type { NamedTensors } from '../../core/tensors.ts';
import { FormatError } from '../format-error.ts';
import { areDistinct, namingFor, PREFIX, rowsInFile, type Naming } from './modules.ts';
import { writeWhole } from './whole-modules.ts';
import type { Written } from './writing.ts';

interface Block {
  layer: number;
  /** What its family calls it, and its path in the base model. */
  module: string;
  path: string;
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
 * A run's A and B, and the biases and whole modules that were trained beside them.
 * @param model its dimensions, of a GPT-2 if they are not told
 * @param isApart whether q, k and v keep an A each where they have one, as they are trained on
 * @throws FormatError if there is no pair, or DoRA adapts a part of c_attn.
 */
export function writeLora(
  config: LoraConfig,
  tensors: NamedTensors,
  model: object = {},
  isApart = false,
): Written {
  const naming = namingFor(model);
  const pairs = loraPairs(tensors).filter(isAdapted);
  const layers = [...new Set(pairs.map(({ site }) => site.layer))].sort((x, y) => x - y);
  const blocks = layers.flatMap((layer) => blocksOf(model, layer, pairs, config, isApart));
  const [first] = blocks;
  if (!first) throw new FormatError('There is no adapter to write: no matrix was adapted.');
  const wrapped = new Set(blocks.map(({ path }) => path));
  const whole = writeWhole(config.modules_to_save, tensors, model);
  const isBias = (name: string) => name.endsWith('.bias') && !config.modules_to_save.includes(moduleOf(name));
  const biases = Object.entries(tensors).flatMap(([name, { shape, values }]) => {
    if (!isBias(name)) return [];
    const path = naming.pathOf(moduleOf(name), naming.root);
    // PEFT wraps an adapted module, and keeps the module itself, with its bias, within.
    const within = wrapped.has(path) ? `${path}.base_layer` : path;
    return { name: `${PREFIX}${within}.bias`, shape, data: rowsInFile(values, model, moduleOf(name)) };
  });
  return {
    settings: {
      peft_type: 'LORA',
      r: first.rank,
      lora_alpha: first.alpha,
      rank_pattern: patternOf(naming, blocks, 'rank'),
      alpha_pattern: patternOf(naming, blocks, 'alpha'),
      lora_dropout: config.lora_dropout,
      use_rslora: config.use_rslora,
      use_dora: config.use_dora,
      ...targetsOf(naming, blocks, config),
      bias: config.bias,
      modules_to_save: whole.modules_to_save,
      fan_in_fan_out: naming.isConv1D,
    },
    tensors: [...blocks.flatMap(tensorsOf), ...biases, ...whole.tensors],
  };
}

/** False for A = 0 and B = 0, which nothing can train: `read-lora.ts` puts them where one layer alone has no adapter. */
export const isAdapted = ({ a, b }: LoraPair): boolean =>
  [a, b].some((values) => values.some((value) => value !== 0));

/** A module of one layer, without the root. */
const nameOf = ({ path }: Block): string => path.slice(path.indexOf('.') + 1);

/** Modules and layers, or each module by its layer: where layers have different ones, or a name alone would mean others, too. */
function targetsOf(naming: Naming, blocks: readonly Block[], config: LoraConfig) {
  const modules = [...new Set(blocks.map(({ module }) => module))];
  const layers = [...new Set(blocks.map(({ layer }) => layer))];
  return blocks.length === modules.length * layers.length && areDistinct(naming, modules)
    ? { target_modules: modules, layers_to_transform: config.layers_to_transform && layers }
    : { target_modules: blocks.map(nameOf), layers_to_transform: null };
}

function tensorsOf(block: Block): Written['tensors'] {
  const { rank, a, b, m, dIn, dOut } = block;
  const path = PREFIX + block.path;
  return [
    { name: `${path}.lora_A.weight`, shape: [rank, dIn], data: a },
    { name: `${path}.lora_B.weight`, shape: [dOut, rank], data: b },
    ...(m ? [{ name: `${path}.lora_magnitude_vector`, shape: [dOut], data: m }] : []),
  ];
}

/** What differs from the first block, by module, or by layer and module where a module's layers differ or its name means others, too. */
function patternOf(naming: Naming, blocks: readonly Block[], key: 'rank' | 'alpha'): Record<string, number> {
  const common = blocks[0]?.[key];
  const differing = blocks.filter((block) => block[key] !== common);
  return Object.fromEntries(
    differing.map((block) => {
      const isEven = blocks.every(
        ({ module, [key]: value }) => module !== block.module || value === block[key],
      );
      return [isEven && areDistinct(naming, [block.module]) ? block.module : nameOf(block), block[key]];
    }),
  );
}

/** One layer's adapted modules. */
function blocksOf(
  model: object,
  layer: number,
  pairs: readonly LoraPair[],
  config: LoraConfig,
  isApart: boolean,
): Block[] {
  const naming = namingFor(model);
  return naming.maps.flatMap((map) => {
    const module = naming.module(map);
    const path = naming.root + naming.path(layer, map);
    const parts = matricesIn(map).map((projection) =>
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
      module,
      isApart ? Object.is : hasSameA,
    );
    return [
      {
        layer,
        module,
        path,
        alpha: scale * (config.use_rslora ? Math.sqrt(block.rank) : block.rank),
        ...block,
        b: rowsInFile(block.b, model, map),
        m: block.m && rowsInFile(block.m, model, map),
      },
    ];
  });
}

const withScale = (pair: LoraPair, factor: number): LoraPair =>
  factor === 1 ? pair : { ...pair, b: pair.b.map((value) => factor * value) };

/**
 * Several updates of matrices with one input and outputs side by side, as one update: A stacks theirs, and B has
 * theirs as blocks, each at its matrix's rows and its A's columns. Rows of a matrix not adapted are zero.
 * @param shareA whether two have an A, and its columns, in common
 */
function fuse(
  parts: readonly (LoraPair | undefined)[],
  { dIn, dOut: height }: LoraPair,
  module: string,
  shareA: (one: LoraPair, other: LoraPair) => boolean,
) {
  const stacked: LoraPair[] = [];
  for (const part of parts) if (part && !stacked.some((other) => shareA(part, other))) stacked.push(part);
  const rank = stacked.reduce((sum, { r }) => sum + r, 0);
  const dOut = parts.length * height;
  const a = new Float32Array(rank * dIn);
  const b = new Float32Array(dOut * rank);
  let column = 0;
  for (const owner of stacked) {
    const { r } = owner;
    a.set(owner.a, column * dIn);
    parts.forEach((part, p) => {
      if (!part || !shareA(part, owner)) return;
      for (let row = 0; row < height; row++)
        b.set(part.b.subarray(row * r, (row + 1) * r), (p * height + row) * rank + column);
    });
    column += r;
  }
  return { rank, a, b, m: magnitudes(parts, dOut, module), dIn, dOut };
}

/** To the bit. */
const hasSameA = (one: LoraPair, other: LoraPair): boolean =>
  one.r === other.r && one.a.every((value, i) => value === other.a[i]);

/** Theirs, one after the other; null without DoRA. A row that is not adapted would need the norm of its W0, which is not at hand. */
function magnitudes(
  parts: readonly (LoraPair | undefined)[],
  dOut: number,
  module: string,
): Float32Array | null {
  const own = parts.map((part) => part?.m);
  if (own.every((m) => !m)) return null;
  const m = own.flatMap((values) => [...(values ?? [])]);
  if (m.length !== dOut)
    throw new FormatError(
      `PEFT holds DoRA’s magnitudes of ${module} as one vector. Adapt all of Wq, Wk and Wv, or none of them.`,
    );
  return Float32Array.from(m);
}
