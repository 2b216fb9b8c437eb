/** The families' modules by the names that PEFT's files have, and which of GPT-2's the settings of an adapter mean. */
import {
  BERT_PROJECTIONS,
  HEAD_MAPS,
  isBert,
  type BertConfig,
  type HeadMap,
} from '../../core/models/bert.ts';
import { moduleOf } from '../../core/models/family.ts';
import { isMapName, MAP_NAMES, type MapName } from '../../core/models/gpt2.ts';
import { isLlama, LLAMA_PROJECTIONS } from '../../core/models/llama.ts';
import { isNeox } from '../../core/models/neox.ts';
import { linearNamesOf, type LinearName, type TransformerConfig } from '../../core/site.ts';
import { BERT_MODULES, byClass, byOutput, headModules } from '../bert.ts';
import { FormatError } from '../format-error.ts';
import { LLAMA_MODULES } from '../llama.ts';
import { byHead, byMatrix, NEOX_HEAD, NEOX_MODULES } from '../neox.ts';

/** What GPT-2 calls the linear maps of a block, from the parent on, since attention and MLP each have a c_proj. */
export const MODULES: Readonly<Record<MapName, string>> = {
  qkv: 'attn.c_attn',
  o: 'attn.c_proj',
  up: 'mlp.c_fc',
  down: 'mlp.c_proj',
};
/** The norms of a block, too. */
const PARTS: Readonly<Record<string, string>> = { ...MODULES, ln1: 'ln_1', ln2: 'ln_2' };

const LLAMA_NORMS: Readonly<Record<string, string>> = {
  ln1: 'input_layernorm',
  ln2: 'post_attention_layernorm',
};
const HEAD = 'lm_head';

/** What every tensor's name begins with, but for those that belong to no module. */
export const PREFIX = 'base_model.model.';

/** How a family's files name the parts of a block that adapters are written for. */
export interface Naming {
  /** The linear maps of a block, in the order of the forward pass. */
  maps: readonly LinearName[];
  /** What `target_modules` calls a linear map: no more than tells it from the others. */
  module(map: LinearName): string;
  /** Where the blocks lie in the model with its head; in the model without it they lie at the root. */
  root: string;
  /** The list of the blocks. */
  blocks: string;
  /** A linear map's path from the root on: `h.0.attn.c_attn`. */
  path(layer: number, map: LinearName): string;
  /** Any module's path, by the name that it has here (`modulesOf`). @param root where the blocks lie: `Naming.root`, or nothing */
  pathOf(module: string, root: string): string;
  /** The head in the model's own files. */
  head: string;
  /** True where weights lie as [in, out]. */
  isConv1D: boolean;
  /** Embeddings and head. */
  others: readonly string[];
  /** What PEFT adapts with LoRA or VeRA unless it is told. */
  targets: readonly string[];
  /** What it adapts with IA³, and of these the modules whose input is scaled. */
  ia3: Readonly<Record<'targets' | 'feedforward', readonly string[]>>;
  /** The maps' own names, for messages. */
  about: string;
}

/** @param model its dimensions, of a GPT-2 if they are not told */
export function namingFor(model: object = {}): Naming {
  if (isLlama(model)) return LLAMA;
  if (isBert(model)) return model.isDenseTrained ? ROBERTA : BERT;
  return isNeox(model) ? NEOX : GPT2;
}

/**
 * Rows of a linear map's outputs, as this page has them, in the order of files: a GPT-NeoX's of q, k and v lie head by head there,
 * an encoder's classes as its config.json names them.
 * @param values row-major, a row for each output: a weight [out, in], a bias, B, or DoRA's m
 * @param module the map by its name here, `qkv` or `0.qkv`; rows of others stay
 */
export function rowsInFile(values: Float32Array, model: object, module: string): Float32Array {
  if (isNeox(model) && isQkv(module)) return byHead(values, model.n_head);
  return hasOwnOrder(model, module) ? byOutput(values, model.file_outputs) : values;
}

/** The other way round. */
export function rowsFromFile(values: Float32Array, model: object, module: string): Float32Array {
  if (isNeox(model) && isQkv(module)) return byMatrix(values, model.n_head);
  return hasOwnOrder(model, module) ? byClass(values, model.file_outputs) : values;
}

/** True for the classifier of an encoder whose config.json names the classes. */
const hasOwnOrder = (model: object, module: string): model is BertConfig & { file_outputs: number[] } =>
  isBert(model) && module === 'classifier' && Array.isArray(model.file_outputs);

/** True for the weight of a linear map that lies as [out, in] in files, where this page has [in, out]. @param tensor by its name here */
export function isTurned(model: object, tensor: string): boolean {
  if (namingFor(model).isConv1D || !tensor.endsWith('.weight')) return false;
  const module = moduleOf(tensor);
  return (
    linearNamesOf(model).some((map) => module.endsWith(`.${map}`)) || (isBert(model) && isHeadMap(module))
  );
}

const isHeadMap = (module: string): module is HeadMap => HEAD_MAPS.some((map) => map === module);

const isQkv = (module: string): boolean => /(?:^|\.)qkv$/.test(module);

/** A block's part by its layer, from the blocks' root on: `h.0.attn.c_attn`. */
export const inLayer = (layer: number | string, part: string): string => `h.${layer}.${part}`;

/** A linear map of one layer. */
export interface Module {
  layer: number;
  map: LinearName;
  /** Its name in the base model: `transformer.h.0.attn.c_attn`. */
  path: string;
}

const GPT2: Naming = {
  maps: MAP_NAMES,
  module: (map) => (isMapName(map) ? MODULES[map] : map),
  root: 'transformer.',
  blocks: 'h.',
  path: (layer, map) => inLayer(layer, GPT2.module(map)),
  pathOf(module, root) {
    if (module === 'head') return HEAD;
    const [layer = '', part] = module.split('.');
    if (part === undefined) return root + (module === 'lnF' ? 'ln_f' : module);
    return root + inLayer(layer, PARTS[part] ?? part);
  },
  head: HEAD,
  isConv1D: true,
  others: ['wte', 'wpe', 'head'],
  targets: ['c_attn'],
  ia3: { targets: ['c_attn', 'mlp.c_proj'], feedforward: ['mlp.c_proj'] },
  about: 'GPT-2’s blocks (c_attn, c_proj, c_fc)',
};

const llamaModule = (map: LinearName): string => (map === 'qkv' ? map : LLAMA_MODULES[map]);

const LLAMA: Naming = {
  maps: LLAMA_PROJECTIONS,
  module: (map) => llamaModule(map).split('.').at(-1) ?? '',
  root: 'model.',
  blocks: 'layers.',
  path: (layer, map) => `layers.${layer}.${llamaModule(map)}`,
  pathOf(module, root) {
    if (module === 'head') return HEAD;
    if (module === 'wte') return `${root}embed_tokens`;
    if (module === 'lnF') return `${root}norm`;
    const [layer = '', part = ''] = module.split('.');
    const map = LLAMA_PROJECTIONS.find((own) => own === part);
    return root + (map ? LLAMA.path(Number(layer), map) : `layers.${layer}.${LLAMA_NORMS[part] ?? part}`);
  },
  head: HEAD,
  isConv1D: false,
  others: ['wte', 'head'],
  targets: ['q_proj', 'v_proj'],
  ia3: { targets: ['k_proj', 'v_proj', 'down_proj'], feedforward: ['down_proj'] },
  about: 'a Llama’s blocks (q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj)',
};

const neoxPath = (layer: number | string, part: string): string =>
  `layers.${layer}.${Object.entries(NEOX_MODULES).find(([own]) => own === part)?.[1] ?? part}`;

const NEOX: Naming = {
  maps: MAP_NAMES,
  module: (map) => (isMapName(map) ? NEOX_MODULES[map] : map).split('.').at(-1) ?? '',
  root: 'gpt_neox.',
  blocks: 'layers.',
  path: neoxPath,
  pathOf(module, root) {
    if (module === 'head') return HEAD;
    if (module === 'wte') return `${root}embed_in`;
    if (module === 'lnF') return `${root}final_layer_norm`;
    const [layer = '', part = ''] = module.split('.');
    return root + neoxPath(layer, part);
  },
  head: NEOX_HEAD,
  isConv1D: false,
  others: ['wte', 'head'],
  targets: ['query_key_value'],
  ia3: { targets: ['query_key_value', 'dense_4h_to_h'], feedforward: ['dense_4h_to_h'] },
  about: 'a GPT-NeoX’s blocks (query_key_value, dense, dense_h_to_4h, dense_4h_to_h)',
};

const bertPath = (layer: number | string, part: string): string =>
  `encoder.layer.${layer}.${Object.entries(BERT_MODULES).find(([own]) => own === part)?.[1] ?? part}`;

const BERT_EMBEDDINGS: Readonly<Record<string, string>> = {
  wte: 'word_embeddings',
  wpe: 'position_embeddings',
  wtt: 'token_type_embeddings',
  lnE: 'LayerNorm',
};

/** @param isDenseTrained whether the head has the layer before the classifier, which PEFT leaves out then: a RoBERTa's */
const encoderNaming = (isDenseTrained: boolean): Naming => ({
  maps: BERT_PROJECTIONS,
  module: (map) => bertPath(0, map).replace(/^encoder\.layer\.0\.(attention\.self\.)?/, ''),
  root: isDenseTrained ? 'roberta.' : 'bert.',
  blocks: 'encoder.layer.',
  path: bertPath,
  pathOf(module, root) {
    if (isHeadMap(module)) return headModules({ isDenseTrained }, root)[module];
    const [layer = '', part] = module.split('.');
    return part === undefined
      ? `${root}embeddings.${BERT_EMBEDDINGS[module] ?? module}`
      : root + bertPath(layer, part);
  },
  head: 'classifier',
  isConv1D: false,
  others: ['wte', 'wpe', 'wtt', ...(isDenseTrained ? [] : ['dense'])],
  targets: ['query', 'value'],
  ia3: { targets: ['key', 'value', 'output.dense'], feedforward: ['output.dense'] },
  about: 'an encoder’s blocks (query, key, value, attention.output.dense, intermediate.dense, output.dense)',
});

const BERT = encoderNaming(false);
const ROBERTA = encoderNaming(true);

/**
 * False where the name of a module is the end of another's, too, which is not among them: `output.dense` of a BERT's
 * `attention.output.dense`. Files then name modules by their paths.
 */
export const areDistinct = (naming: Naming, modules: readonly string[]): boolean =>
  naming.maps
    .map((map) => naming.module(map))
    .every((other) => modules.includes(other) || !names(modules, other));

/** What names maps of all layers: their modules, or their paths where these are not distinct. */
export function namesOfMaps(naming: Naming, maps: readonly { layer: number; map: LinearName }[]): string[] {
  const modules = [...new Set(maps.map(({ map }) => naming.module(map)))];
  return areDistinct(naming, modules) ? modules : maps.map(({ layer, map }) => naming.path(layer, map));
}

/** PEFT's settings that choose modules. */
export interface Targeting {
  /** Null for those that PEFT adapts in this family unless it is told others. */
  target_modules: string | string[] | null;
  exclude_modules: string | string[] | null;
  layers_to_transform: number | number[] | null;
  layers_pattern: string | string[] | null;
}

const listOf = <T>(value: T | T[] | null): T[] =>
  value === null ? [] : Array.isArray(value) ? value : [value];

/** A regular expression of Python's. @throws FormatError where JavaScript has no such expression */
function expression(source: string, before = '', after = ''): RegExp {
  try {
    return new RegExp(`^(?:${before}${source.replaceAll('(?P<', '(?<')}${after})$`);
  } catch {
    throw new FormatError(`adapter_config.json: "${source}" is no regular expression that can be read here.`);
  }
}

/** Whether names mean a module, by PEFT's rule: text is a regular expression of all its path, a list holds ends of paths. */
const names = (choice: string | readonly string[], path: string): boolean =>
  typeof choice === 'string'
    ? expression(choice).test(path)
    : choice.some((name) => path === name || path.endsWith(`.${name}`));

/**
 * Whether PEFT adapts a module (`check_target_module_exists`).
 * @param path in the base model
 */
function isTargeted(
  target_modules: string | readonly string[],
  { exclude_modules, layers_to_transform, layers_pattern }: Targeting,
  path: string,
): boolean {
  if (exclude_modules?.length && names(exclude_modules, path)) return false;
  if (!names(target_modules, path)) return false;
  const layers = listOf(layers_to_transform);
  // Where the modules are an expression, PEFT does not look at layers.
  if (typeof target_modules === 'string' || layers.length === 0) return true;
  const patterns = listOf(layers_pattern);
  const [, layer] =
    patterns.length === 0
      ? (/^.*?\.[^.]*\.(\d+)\./.exec(path) ?? [])
      : (patterns
          .map((pattern) => expression(pattern, '(?:.*?\\.)?(?:', ')\\.(\\d+)\\..*').exec(path))
          .find((match) => match !== null) ?? []);
  return layer !== undefined && layers.includes(Number(layer));
}

/**
 * The linear maps of the blocks that settings mean, in the order of layers and of the forward pass.
 * @param root where the blocks lie: `Naming.root`, or nothing
 * @throws FormatError where they mean none, or something beside the blocks
 */
export function targetedModules(targeting: Targeting, model: TransformerConfig, root: string): Module[] {
  const naming = namingFor(model);
  const named = targeting.target_modules ?? naming.targets;
  // The maps of the blocks are all linear maps but the head, which PEFT leaves out.
  const chosen = named === 'all-linear' ? naming.maps.map((map) => naming.module(map)) : named;
  const modules = Array.from({ length: model.n_layer }, (_, layer) =>
    naming.maps.map((map): Module => ({ layer, map, path: root + naming.path(layer, map) })),
  )
    .flat()
    .filter(({ path }) => isTargeted(chosen, targeting, path));
  if (modules.length === 0)
    throw new FormatError(
      `adapter_config.json: target_modules ${JSON.stringify(named)} means no linear map of ${naming.about}.`,
    );
  const other = naming.others
    .map((module) => naming.pathOf(module, root))
    .find((path) => isTargeted(chosen, targeting, path));
  if (other !== undefined)
    throw new FormatError(
      `adapter_config.json: target_modules means ${other}, too. Here the blocks alone are adapted.`,
    );
  return modules;
}

/** Whether IA³ scales what flows into a module, by PEFT's rule, for which the end of a path need be no whole name. */
export const isFeedforward = (choice: string | readonly string[], path: string): boolean =>
  typeof choice === 'string' ? expression(choice).test(path) : choice.some((name) => path.endsWith(name));

/** A module's number in `rank_pattern` or `alpha_pattern`: that of the first expression that its path ends with (`get_pattern_key`). */
export function byPattern(
  pattern: Readonly<Record<string, number>>,
  path: string,
  otherwise: number,
): number {
  const found = Object.entries(pattern).find(([key]) => expression(key, '(?:.*\\.)?(?:', ')').test(path));
  return found?.[1] ?? otherwise;
}
