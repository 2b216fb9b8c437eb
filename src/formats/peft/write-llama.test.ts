import { expect, test } from 'vitest';
import { loraConfigSchema } from '../../core/methods/lora-config.ts';
import { lora, loraName } from '../../core/methods/lora.ts';
import { LLAMA_PROJECTIONS, type LlamaConfig } from '../../core/models/llama.ts';
import { sizeOf } from '../../core/tensors.ts';
import { readSafetensors } from '../safetensors.ts';
import { writePeftAdapter } from './write.ts';

/** Of Qwen2's form: q, k and v have biases. */
const MODEL: LlamaConfig = {
  n_layer: 2,
  n_head: 4,
  n_kv_head: 2,
  head_dim: 6,
  n_embd: 20,
  n_positions: 64,
  n_inner: 28,
  vocab_size: 50,
  layer_norm_epsilon: 1e-5,
  rope: { theta: 10_000, scaling: null },
  isTied: true,
  biased: ['q', 'k', 'v'],
};

function written(settings: object) {
  const method = loraConfigSchema.parse({ r: 2, target_modules: LLAMA_PROJECTIONS, ...settings });
  const tensors = Object.fromEntries(
    lora.slots(MODEL, method, 1).map(({ name, shape }, n) => [
      name,
      {
        shape: [...shape],
        values: Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i + n)),
      },
    ]),
  );
  const files = writePeftAdapter({ method, tensors, model: 'tiny', shape: MODEL });
  const json: unknown = JSON.parse(new TextDecoder().decode(files['adapter_config.json']));
  return { tensors, json, file: readSafetensors(files['adapter_model.safetensors'].buffer) };
}

const ROOT = 'base_model.model.model.layers.1';

test('each matrix has A and B of its own, under the names of transformers’ modules', () => {
  const { tensors, json, file } = written({});
  expect(json).toMatchObject({
    target_modules: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
    layers_to_transform: null,
    fan_in_fan_out: false,
    r: 2,
  });
  expect(file.size).toBe(2 * 7 * 2);
  const shapeOf = (name: string) => file.get(`${ROOT}.${name}.weight`)?.shape;
  expect(shapeOf('self_attn.q_proj.lora_B')).toEqual([24, 2]);
  expect(shapeOf('self_attn.k_proj.lora_B')).toEqual([12, 2]);
  expect(shapeOf('mlp.down_proj.lora_A')).toEqual([2, 28]);
  const gate = loraName({ layer: 1, projection: 'gate' }, 'A');
  expect(file.get(`${ROOT}.mlp.gate_proj.lora_A.weight`)?.data).toEqual(tensors[gate]?.values);
});

test('ranks of their own, layers and trained biases', () => {
  const { json, file } = written({
    target_modules: ['q', 'up'],
    rank_pattern: { '1.up': 5 },
    layers_to_transform: [1],
    bias: 'all',
  });
  expect(json).toMatchObject({ rank_pattern: { up_proj: 5 }, layers_to_transform: [1] });
  expect(file.has(`${ROOT}.self_attn.q_proj.base_layer.bias`)).toBe(true);
  expect(file.has(`${ROOT}.self_attn.k_proj.bias`)).toBe(true);
  expect(file.get(`${ROOT}.mlp.up_proj.lora_A.weight`)?.shape).toEqual([5, 20]);
});

test('DoRA adapts q alone', () => {
  const { file } = written({ target_modules: ['q'], use_dora: true });
  expect(file.get(`${ROOT}.self_attn.q_proj.lora_magnitude_vector`)?.shape).toEqual([24]);
});
