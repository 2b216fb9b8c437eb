/** adapter_config.json: what is read of it, what is refused since it changes what the adapter computes, and what is passed over. */
import { z } from 'zod';
import { FormatError } from '../format-error.ts';

export const SETTINGS = 'adapter_config.json';

const whole = z.number().int();
const namesSchema = z.union([z.string(), z.array(z.string())]);
const targeting = {
  target_modules: namesSchema.nullable().default(null),
  exclude_modules: namesSchema.nullable().default(null),
  layers_to_transform: z
    .union([whole, z.array(whole)])
    .nullable()
    .default(null),
  layers_pattern: namesSchema.nullable().default(null),
};
const bias = z.enum(['none', 'all', 'lora_only']).default('none');
const wholeModules = z
  .array(z.string().min(1))
  .nullable()
  .default(null)
  .transform((named) => named ?? []);
const numbers = z.record(z.string(), z.number()).default({});

/** PEFT's methods that have a form here, with their defaults. */
const settingsSchema = z.discriminatedUnion('peft_type', [
  z.object({
    peft_type: z.literal('LORA'),
    ...targeting,
    r: whole.min(1).default(8),
    lora_alpha: z.number().default(8),
    lora_dropout: z.number().default(0),
    use_rslora: z.boolean().default(false),
    use_dora: z.boolean().default(false),
    rank_pattern: numbers,
    alpha_pattern: numbers,
    bias,
    modules_to_save: wholeModules,
    ensure_weight_tying: z.boolean().default(false),
    init_lora_weights: z.union([z.boolean(), z.string()]).default(true),
  }),
  z.object({
    peft_type: z.literal('IA3'),
    ...targeting,
    feedforward_modules: namesSchema.nullable().default(null),
    modules_to_save: wholeModules,
  }),
  z.object({
    peft_type: z.literal('VERA'),
    ...targeting,
    r: whole.min(1).default(256),
    d_initial: z.number().default(0.1),
    projection_prng_key: whole.default(0),
    save_projection: z.boolean().default(true),
    bias,
  }),
  z.object({ peft_type: z.literal('PREFIX_TUNING'), num_virtual_tokens: whole.min(1) }),
  z.object({ peft_type: z.literal('PROMPT_TUNING'), num_virtual_tokens: whole.min(1) }),
]);
export type PeftSettings = z.infer<typeof settingsSchema>;
export type SettingsOf<T extends PeftSettings['peft_type']> = Extract<PeftSettings, { peft_type: T }>;

const TYPES: readonly string[] = settingsSchema.options.map(({ shape }) => shape.peft_type.value);

/** What a field adds that no method here computes, unless the method's settings have it. */
const REFUSED: Readonly<Record<string, string>> = {
  modules_to_save: 'whole modules beside an adapter that is not LoRA’s',
  trainable_token_indices: 'single rows of the token embedding',
  target_parameters: 'parameters that are no modules',
  layer_replication: 'layers that stand more than once',
  lora_bias: 'biases in B',
  alora_invocation_tokens: 'an adapter that begins at a token (aLoRA)',
  use_qalora: 'QA-LoRA',
  use_bdlora: 'block-diagonal LoRA',
  kasa_config: 'KaSA',
  arrow_config: 'Arrow’s routing among adapters',
  monteclora_config: 'MonteCLoRA',
};

/** PEFT's fields that do not change what a trained adapter computes. */
const WITHOUT_EFFECT = [
  ...['auto_mapping', 'base_model_name_or_path', 'revision', 'inference_mode', 'task_type', 'peft_version'],
  ...['fan_in_fan_out', 'megatron_config', 'megatron_core', 'ensure_weight_tying', 'runtime_config'],
  ...['loftq_config', 'eva_config', 'corda_config', 'lora_ga_config', 'velora_config', 'qalora_group_size'],
  ...['init_ia3_weights', 'init_weights', 'prefix_projection', 'encoder_hidden_size'],
  ...['num_attention_heads', 'num_layers', 'num_transformer_submodules', 'token_dim'],
  ...['prompt_tuning_init', 'prompt_tuning_init_text', 'tokenizer_name_or_path', 'tokenizer_kwargs'],
];

/** False for what a field holds that is switched off. */
const isSet = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);

const refuse = (detail: string) => new FormatError(`${SETTINGS}: ${detail}`);

/** The refusal of a field that adds what no method here computes. */
export const unknownField = (field: keyof typeof REFUSED): FormatError =>
  refuse(`${field} is set. It means ${REFUSED[field] ?? ''}, which no method here has.`);

/** What is wrong with a setting, after its name. */
function inWords(message: string): string {
  const [, wanted = '', given = ''] = /^Invalid input: expected (\w+), received (\w+)$/.exec(message) ?? [];
  if (given === 'undefined') return 'is missing';
  return wanted === '' ? `cannot be read: ${message}` : `is a ${given}, where a ${wanted} belongs`;
}

export interface ReadSettings {
  settings: PeftSettings;
  /** The base model's name or path; null where the file does not say it. */
  model: string | null;
  /** Fields that are set and not known, in the file's order. */
  ignored: string[];
}

/** @throws FormatError naming the field, where something is missing, malformed or changes the adapter in a way not known here */
export function readSettings(bytes: Uint8Array): ReadSettings {
  const fields = z.record(z.string(), z.unknown()).safeParse(parse(bytes)).data;
  if (!fields) throw refuse('it is not a JSON object.');
  const { peft_type: type, base_model_name_or_path: model } = fields;
  if (typeof type !== 'string') throw refuse('it has no peft_type, so it is no adapter’s.');
  if (!TYPES.includes(type)) throw refuse(`peft_type ${type} has no form here; ${TYPES.join(', ')} have.`);
  const known = settingsSchema.options.find(({ shape }) => shape.peft_type.value === type)?.shape ?? {};
  const refused = Object.keys(REFUSED).find((field) => isSet(fields[field]) && !(field in known));
  if (refused !== undefined) throw unknownField(refused);
  const parsed = settingsSchema.safeParse(fields);
  if (!parsed.success) {
    const { path = [], message = '' } = parsed.error.issues[0] ?? {};
    throw refuse(`${path.join('.')} ${inWords(message)}.`);
  }
  const names = new Set([...Object.keys(parsed.data), ...Object.keys(REFUSED), ...WITHOUT_EFFECT]);
  return {
    settings: parsed.data,
    model: typeof model === 'string' ? model : null,
    ignored: Object.keys(fields).filter((field) => !names.has(field) && isSet(fields[field])),
  };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw refuse('it is not JSON.');
  }
}
