import { expect, test } from 'vitest';
import { loraConfigSchema } from '../../core/methods/lora-config.ts';
import { lora, loraName } from '../../core/methods/lora.ts';
import type { NeoxConfig } from '../../core/models/neox.ts';
import { adapterFileBytes } from '../../core/peft-form.ts';
import { sizeOf } from '../../core/tensors.ts';
import { readSafetensors } from '../safetensors.ts';
import { readPeftAdapter } from './read.ts';
import { writePeftAdapter } from './write.ts';

/** Two heads of four dimensions. */
const MODEL: NeoxConfig = {
  n_layer: 2,
  n_head: 2,
  n_embd: 8,
  n_positions: 64,
  n_inner: 20,
  vocab_size: 50,
  layer_norm_epsilon: 1e-5,
  rotary: { theta: 10_000, width: 2 },
  isParallel: true,
  isTied: false,
  isBiased: true,
  activation: 'gelu',
};
const ROOT = 'base_model.model.gpt_neox.layers.1';

function written(settings: object) {
  const method = loraConfigSchema.parse({ r: 1, ...settings });
  const tensors = Object.fromEntries(
    lora.slots(MODEL, method, 1).map(({ name, shape }, n) => [
      name,
      {
        shape: [...shape],
        values: Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1 + i + n)),
      },
    ]),
  );
  const files = writePeftAdapter({ method, tensors, model: 'tiny', shape: MODEL });
  const json: unknown = JSON.parse(new TextDecoder().decode(files['adapter_config.json']));
  const file = readSafetensors(files['adapter_model.safetensors'].buffer);
  return { method, tensors, files, json, file };
}

test('q and v are one update of query_key_value, whose rows lie head by head', () => {
  const { method, tensors, files, json, file } = written({ target_modules: ['q', 'v'] });
  expect(json).toMatchObject({ target_modules: ['query_key_value'], r: 2, fan_in_fan_out: false });
  expect(file.get(`${ROOT}.attention.query_key_value.lora_A.weight`)?.shape).toEqual([2, 8]);
  const b = file.get(`${ROOT}.attention.query_key_value.lora_B.weight`);
  expect(b?.shape).toEqual([24, 2]);
  const rowsOf = (projection: 'q' | 'v') =>
    tensors[loraName({ layer: 1, projection }, 'B')]?.values ?? new Float32Array();
  const [q, v] = [rowsOf('q'), rowsOf('v')];
  for (let head = 0; head < 2; head++)
    for (let i = 0; i < 4; i++) {
      const row = (third: number) => Array.from(b?.data.subarray(2 * (12 * head + 4 * third + i)) ?? []);
      expect(row(0).slice(0, 2)).toEqual([q[4 * head + i], 0]);
      expect(row(1).slice(0, 2)).toEqual([0, 0]);
      expect(row(2).slice(0, 2)).toEqual([0, v[4 * head + i]]);
    }
  // What is written is what was trained.
  expect(readPeftAdapter(files, MODEL).tensors).toEqual(tensors);
  const inFile = [...file.values()].reduce((sum, { data }) => sum + 4 * data.length, 0);
  expect(adapterFileBytes(MODEL, method)).toBe(inFile);
});

test('each other matrix has A and B of its own, under the names of transformers’ modules', () => {
  const { json, file } = written({ target_modules: ['o', 'up', 'down'], rank_pattern: { '1.up': 5 } });
  expect(json).toMatchObject({
    target_modules: ['dense', 'dense_h_to_4h', 'dense_4h_to_h'],
    rank_pattern: { 'layers.1.mlp.dense_h_to_4h': 5 },
  });
  expect(file.get(`${ROOT}.attention.dense.lora_B.weight`)?.shape).toEqual([8, 1]);
  expect(file.get(`${ROOT}.mlp.dense_h_to_4h.lora_A.weight`)?.shape).toEqual([5, 8]);
  expect(file.get(`${ROOT}.mlp.dense_4h_to_h.lora_A.weight`)?.shape).toEqual([1, 20]);
});

test('DoRA of a part of query_key_value is refused by that name', () => {
  expect(() => written({ target_modules: ['q'], use_dora: true })).toThrow('magnitudes of query_key_value');
});
