/** PEFT's own adapters against the page's base models. */
import { expect, test } from 'vitest';
import golden from '../../engine/model/fixtures/golden/config.json';
import { loraConfigSchema } from '../../core/methods/lora-config.ts';
import { lora } from '../../core/methods/lora.ts';
import { SHIPPED } from '../../core/models/shipped.ts';
import { parseTransformerConfig } from '../gpt2.ts';
import fixtures from './fixtures/adapters.json';
import { importPeftAdapter } from './import.ts';
import { writePeftAdapter } from './write.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const { config, tensors } = fixtures.lora;
const filesOf = (bytes: Uint8Array) => [
  { name: 'adapter_config.json', bytes: utf8(config) },
  { name: 'adapter_model.safetensors', bytes },
];
const fixture = filesOf(Uint8Array.from(atob(tensors), (c) => c.charCodeAt(0)));
const modelOf = (name: keyof typeof SHIPPED) => ({ name, config: SHIPPED[name] });

/** An adapter of nano, whose tensors have values from this one on. */
function ofNano(value: number) {
  const method = loraConfigSchema.parse({});
  const slots = lora.slots(SHIPPED.nano, method, 0);
  const values = slots.map(({ name, shape }, n): [string, { shape: number[]; values: Float32Array }] => [
    name,
    { shape: [...shape], values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value + n) },
  ]);
  const files = writePeftAdapter({ method, model: 'nano', tensors: Object.fromEntries(values) });
  return Object.entries(files).map(([name, bytes]) => ({ name, bytes }));
}

test('what PEFT wrote for a model fits that model', () => {
  const model = { name: 'golden', config: parseTransformerConfig(golden) };
  expect(importPeftAdapter(fixture, model)).toMatchObject({
    method: { type: 'lora', r: 3 },
    model: 'golden',
  });
});

test('an adapter of another model is refused by tensor and both shapes, and the model that it fits is named', () => {
  expect(() => importPeftAdapter(fixture, modelOf('nano'))).toThrow(
    /lora_A\.weight" is 3 × 12, .* needs 3 × 64\. It was not trained on nano, nor on another base model/,
  );
  expect(() => importPeftAdapter(ofNano(1), modelOf('micro'))).toThrow(
    /is 8 × 64, .* needs 8 × 128\. It fits the base model nano: choose that one/,
  );
});

test('weights that no training reaches are refused', () => {
  expect(() => importPeftAdapter(ofNano(1e30), modelOf('nano'))).toThrow(
    /safetensors: 0\.q\.lora_A holds 1\.00e\+30/,
  );
});
