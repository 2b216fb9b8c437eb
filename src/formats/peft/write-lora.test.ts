import { Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loraConfigSchema, loraScale, type LoraConfig } from '../../core/methods/lora-config.ts';
import { lora as loraMethod, loraName, loraPairs } from '../../core/methods/lora.ts';
import { GPT3 } from '../../core/params.ts';
import { adapterFileBytes } from '../../core/peft-form.ts';
import { createRng } from '../../core/rng.ts';
import { GPT2_PROJECTIONS, type Gpt2Projection } from '../../core/models/gpt2.ts';
import { siteId, siteShape, type Projection, type Site } from '../../core/site.ts';
import { singularValues } from '../../core/singular-values.ts';
import { sizeOf, type NamedTensors } from '../../core/tensors.ts';
import { writePeftAdapter } from './write.ts';
import { readSafetensors } from '../safetensors.ts';

const dimensions = { n_layer: 3, n_embd: 8, n_inner: 20 };

const lora = (changes: Partial<LoraConfig>): LoraConfig => loraConfigSchema.parse(changes);

/** Every tensor of a run away from where it starts. */
const trainedTensors = (config: LoraConfig): NamedTensors =>
  Object.fromEntries(
    loraMethod.slots({ ...GPT3, ...dimensions }, config, 1).map(({ name, shape }) => {
      const { normal } = createRng(1, name);
      return [name, { shape: [...shape], values: Float32Array.from({ length: sizeOf(shape) }, normal) }];
    }),
  );

/** s·BA, or s·(BA − B0A0), from the tensors themselves; zero where the site is not adapted. */
function trainedDelta(config: LoraConfig, tensors: NamedTensors, site: Site): Matrix {
  const { dIn, dOut } = siteShape(dimensions, site.projection);
  const r = config.rank_pattern[siteId(site)] ?? config.rank_pattern[site.projection] ?? config.r;
  const { alpha_pattern } = config;
  const alpha = alpha_pattern[siteId(site)] ?? alpha_pattern[site.projection] ?? config.lora_alpha;
  const product = (a: 'A' | 'A0', b: 'B' | 'B0') => {
    const [right, left] = [tensors[loraName(site, a)], tensors[loraName(site, b)]];
    return left && right
      ? Matrix.from1DArray(dOut, r, left.values).mmul(Matrix.from1DArray(r, dIn, right.values))
      : Matrix.zeros(dOut, dIn);
  };
  const scale = alpha / (config.use_rslora ? Math.sqrt(r) : r);
  return product('A', 'B').sub(product('A0', 'B0')).mul(scale);
}

function write(config: LoraConfig) {
  const tensors = trainedTensors(config);
  const pairs = loraPairs(tensors);
  const files = writePeftAdapter({ method: config, model: 'nano', tensors });
  const text = new TextDecoder().decode(files['adapter_config.json']);
  return { tensors, pairs, files, text, json: configSchema.parse(JSON.parse(text)) };
}

const configSchema = z.object({
  r: z.number(),
  lora_alpha: z.number(),
  use_rslora: z.boolean(),
  use_dora: z.boolean(),
  bias: z.string(),
  fan_in_fan_out: z.literal(true),
  target_modules: z.array(z.string()),
  layers_to_transform: z.array(z.number()).nullable(),
  rank_pattern: z.record(z.string(), z.number()),
  alpha_pattern: z.record(z.string(), z.number()),
});

const matrix = (tensor: { shape: number[]; data: Float32Array } | undefined): Matrix => {
  const [rows, columns] = tensor?.shape ?? [];
  if (!tensor || rows === undefined || columns === undefined) throw new Error('The file lacks a tensor.');
  return Matrix.from1DArray(rows, columns, tensor.data);
};

/** ΔW of a Conv1D module (dIn × dOut) as PEFT computes it from its files; null if PEFT would not adapt it. */
function peftDelta({ files, json }: ReturnType<typeof write>, layer: number, module: string): Matrix | null {
  const path = `transformer.h.${layer}.${module}`;
  const targeted = json.target_modules.some((name) => path === name || path.endsWith(`.${name}`));
  if (!targeted || (json.layers_to_transform && !json.layers_to_transform.includes(layer))) return null;
  const tensors = readSafetensors(files['adapter_model.safetensors'].buffer);
  const a = matrix(tensors.get(`base_model.model.${path}.lora_A.weight`));
  const b = matrix(tensors.get(`base_model.model.${path}.lora_B.weight`));
  const byPattern = (pattern: Record<string, number>, otherwise: number) =>
    Object.entries(pattern).find(([key]) => new RegExp(`^(.*\\.)?(${key})$`).test(path))?.[1] ?? otherwise;
  const r = byPattern(json.rank_pattern, json.r);
  expect([a.rows, b.columns]).toEqual([r, r]);
  const alpha = byPattern(json.alpha_pattern, json.lora_alpha);
  return b
    .mmul(a)
    .transpose()
    .mul(alpha / (json.use_rslora ? Math.sqrt(r) : r));
}

/** Where a projection's ΔW lies: its module and its first column there. */
const PLACE: Record<Gpt2Projection, [string, number]> = {
  q: ['attn.c_attn', 0],
  k: ['attn.c_attn', 8],
  v: ['attn.c_attn', 16],
  o: ['attn.c_proj', 0],
  up: ['mlp.c_fc', 0],
  down: ['mlp.c_proj', 0],
};

describe('PEFT reads back the ΔW of every site', () => {
  test.each<[string, LoraConfig]>([
    ['q and v', lora({ r: 4 })],
    ['v alone', lora({ target_modules: ['v'], r: 3 })],
    ['o alone', lora({ target_modules: ['o'], r: 1 })],
    ['all six', lora({ target_modules: [...GPT2_PROJECTIONS], r: 2 })],
    [
      'all six with rsLoRA',
      lora({ target_modules: [...GPT2_PROJECTIONS], r: 3, lora_alpha: 7, use_rslora: true }),
    ],
    ['k and down, two layers', lora({ target_modules: ['k', 'down'], layers_to_transform: [2, 0] })],
    ['down first', lora({ target_modules: ['down', 'v', 'q'], r: 5 })],
    ['a rank beyond the width', lora({ r: 16 })],
    ['all six with PiSSA', lora({ target_modules: [...GPT2_PROJECTIONS], r: 2, init_lora_weights: 'pissa' })],
    ['k and down with OLoRA', lora({ target_modules: ['k', 'down'], r: 3, init_lora_weights: 'olora' })],
    [
      'PiSSA with rsLoRA',
      lora({ target_modules: ['q', 'o'], r: 3, use_rslora: true, init_lora_weights: 'pissa' }),
    ],
    [
      'ranks and alphas of whole projections, with PiSSA',
      lora({
        target_modules: ['q', 'v', 'o'],
        rank_pattern: { q: 2 },
        alpha_pattern: { v: 8 },
        init_lora_weights: 'pissa',
      }),
    ],
    [
      'ranks and alphas of whole projections',
      lora({
        target_modules: [...GPT2_PROJECTIONS],
        rank_pattern: { q: 2, down: 6 },
        alpha_pattern: { k: 8, up: 4 },
      }),
    ],
    [
      'ranks and alphas of single sites, with rsLoRA',
      lora({
        target_modules: [...GPT2_PROJECTIONS],
        use_rslora: true,
        rank_pattern: { '1.v': 1, '2.down': 5, '0.o': 3 },
        alpha_pattern: { '1.q': 8, '0.up': 2, '2.o': 5 },
      }),
    ],
  ])('%s', (_, config) => {
    const written = write(config);
    for (let layer = 0; layer < dimensions.n_layer; layer++)
      for (const projection of GPT2_PROJECTIONS) {
        const { dIn, dOut } = siteShape(dimensions, projection);
        const [module, column] = PLACE[projection];
        const read =
          peftDelta(written, layer, module)?.subMatrix(0, dIn - 1, column, column + dOut - 1) ??
          Matrix.zeros(dIn, dOut);
        const trained = trainedDelta(config, written.tensors, { layer, projection });
        // A − A0 and B − B0 are rounded to float32, and B once more where parts of c_attn have scales of their own.
        const isExact =
          config.init_lora_weights === 'gaussian' && Object.keys(config.alpha_pattern).length === 0;
        const tolerance = isExact ? 1e-12 : 1e-6;
        expect(Matrix.abs(Matrix.sub(read.transpose(), trained)).max()).toBeLessThanOrEqual(
          tolerance * Math.max(1, trained.max()),
        );
      }
  });

  test('with the singular values that the page showed', () => {
    const config = lora({ target_modules: ['k'], r: 4 });
    const written = write(config);
    for (const pair of written.pairs) {
      const shown = singularValues(pair, loraScale(config));
      const read = peftDelta(written, pair.site.layer, 'attn.c_attn');
      if (!read) throw new Error('c_attn is not adapted');
      const a = read.to1DArray();
      const identity = Matrix.eye(24).to1DArray();
      const fused = singularValues(
        { a: Float64Array.from(identity), b: Float64Array.from(a), r: 24, dIn: 24, dOut: 8 },
        1,
      );
      shown.forEach((value, i) => expect(Math.abs((fused[i] ?? NaN) / value - 1)).toBeLessThan(1e-6));
      expect(Math.max(...fused.slice(shown.length))).toBeLessThan(1e-12);
    }
  });
});

test('the files’ names, keys and settings are those of PEFT', () => {
  const { files, text } = write(lora({ r: 4, lora_alpha: 32, layers_to_transform: [1] }));
  expect(
    [...readSafetensors(files['adapter_model.safetensors'].buffer)].map(([n, t]) => [n, t.shape]),
  ).toEqual([
    ['base_model.model.transformer.h.1.attn.c_attn.lora_A.weight', [8, 8]],
    ['base_model.model.transformer.h.1.attn.c_attn.lora_B.weight', [24, 8]],
  ]);
  expect(JSON.parse(text)).toEqual({
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: 'nano',
    r: 8,
    lora_alpha: 64,
    rank_pattern: {},
    alpha_pattern: {},
    lora_dropout: 0,
    use_rslora: false,
    use_dora: false,
    target_modules: ['attn.c_attn'],
    layers_to_transform: [1],
    bias: 'none',
    modules_to_save: null,
    fan_in_fan_out: true,
    inference_mode: true,
  });
});

test('where modules differ in rank, patterns say so', () => {
  const { json } = write(lora({ r: 4, lora_alpha: 32, target_modules: ['q', 'v', 'o', 'up'] }));
  expect(json).toMatchObject({
    r: 8,
    lora_alpha: 64,
    rank_pattern: { 'attn.c_proj': 4, 'mlp.c_fc': 4 },
    alpha_pattern: { 'attn.c_proj': 32, 'mlp.c_fc': 32 },
    layers_to_transform: null,
  });
});

test('where a module’s layers differ, patterns name each layer’s module', () => {
  const { json } = write(
    lora({
      r: 4,
      lora_alpha: 8,
      target_modules: ['q', 'down'],
      rank_pattern: { down: 2, '1.q': 1 },
      alpha_pattern: { '2.down': 6 },
    }),
  );
  expect(json).toMatchObject({ r: 4, lora_alpha: 8 });
  expect(json.rank_pattern).toEqual({ 'h.1.attn.c_attn': 1, 'mlp.c_proj': 2 });
  expect(json.alpha_pattern).toEqual({ 'h.2.mlp.c_proj': 6 });
});

test('the size foretold is the size written', () => {
  for (const config of [
    lora({}),
    lora({ target_modules: [...GPT2_PROJECTIONS], r: 3 }),
    lora({ target_modules: ['o'] }),
    lora({ target_modules: [...GPT2_PROJECTIONS], rank_pattern: { v: 1, '0.q': 7, '2.up': 5 } }),
    lora({ target_modules: [...GPT2_PROJECTIONS], use_dora: true }),
    lora({ target_modules: ['q', 'o'], init_lora_weights: 'pissa' }),
  ]) {
    const file = write(config).files['adapter_model.safetensors'];
    const header = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(file.length - header).toBe(adapterFileBytes({ ...GPT3, ...dimensions }, config));
  }
});

// As PEFT's own conversion of PiSSA has it (`subtract_mutated_init`): twice the rank, and α so that the scale stays.
test.each([
  [false, 16, 64],
  [true, 16, 32 * Math.SQRT2],
])('PiSSA becomes plain LoRA beside the unchanged base model (rsLoRA %s)', (use_rslora, r, lora_alpha) => {
  const { json, text } = write(
    lora({ r: 8, lora_alpha: 32, use_rslora, target_modules: ['o'], init_lora_weights: 'pissa' }),
  );
  expect(json).toMatchObject({ r, use_rslora });
  expect(json.lora_alpha).toBeCloseTo(lora_alpha, 12);
  // PEFT would factor the base model again.
  expect(text).not.toContain('pissa');
});

// The names and shapes are those that PEFT 0.21 saves.
test('DoRA’s magnitudes stand beside A and B, those of q, k and v as one vector', () => {
  const { pairs, files, json } = write(lora({ target_modules: ['q', 'k', 'v', 'down'], use_dora: true }));
  expect(json.use_dora).toBe(true);
  const tensors = readSafetensors(files['adapter_model.safetensors'].buffer);
  const own = (layer: number, ...projections: Projection[]) =>
    pairs.flatMap(({ site, m = [] }) =>
      site.layer === layer && projections.includes(site.projection) ? [...m] : [],
    );
  for (const layer of [0, 1, 2]) {
    const path = `base_model.model.transformer.h.${layer}`;
    const fused = tensors.get(`${path}.attn.c_attn.lora_magnitude_vector`);
    expect([fused?.shape, [...(fused?.data ?? [])]]).toEqual([[24], own(layer, 'q', 'k', 'v')]);
    const down = tensors.get(`${path}.mlp.c_proj.lora_magnitude_vector`);
    expect([down?.shape, [...(down?.data ?? [])]]).toEqual([[8], own(layer, 'down')]);
  }
});

test('an adapter that cannot be written is refused', () => {
  expect(() => write(lora({ target_modules: ['q', 'v'], use_dora: true }))).toThrow(
    'Adapt all of Wq, Wk and Wv, or none of them',
  );
  expect(() => writePeftAdapter({ method: lora({}), model: 'nano', tensors: {} })).toThrow(
    'no matrix was adapted',
  );
});

describe('biases that are trained', () => {
  const named = (files: ReturnType<typeof write>['files']) =>
    [...readSafetensors(files['adapter_model.safetensors'].buffer).keys()].filter((name) =>
      name.endsWith('.bias'),
    );

  test('of the adapted maps stand under the modules that PEFT wraps', () => {
    const config = lora({ target_modules: ['v', 'up'], layers_to_transform: [1], bias: 'lora_only' });
    const { files, json, tensors } = write(config);
    expect(json.bias).toBe('lora_only');
    expect(named(files)).toEqual([
      'base_model.model.transformer.h.1.attn.c_attn.base_layer.bias',
      'base_model.model.transformer.h.1.mlp.c_fc.base_layer.bias',
    ]);
    const written = readSafetensors(files['adapter_model.safetensors'].buffer).get(
      'base_model.model.transformer.h.1.attn.c_attn.base_layer.bias',
    );
    expect(written?.data).toEqual(tensors['1.qkv.bias']?.values);
  });

  test('of the whole model stand under their own modules where these are not adapted', () => {
    const { files, json } = write(lora({ target_modules: ['o'], bias: 'all' }));
    expect(json.bias).toBe('all');
    const names = named(files).map((name) => name.replace('base_model.model.transformer.', ''));
    expect(names.slice(0, 6)).toEqual([
      'h.0.attn.c_attn.bias',
      'h.0.attn.c_proj.base_layer.bias',
      'h.0.ln_1.bias',
      'h.0.ln_2.bias',
      'h.0.mlp.c_fc.bias',
      'h.0.mlp.c_proj.bias',
    ]);
    expect(names.slice(18)).toEqual(['ln_f.bias']);
  });
});
