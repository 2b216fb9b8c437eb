/** Adapters that PEFT itself wrote (tools/fixtures/peft_adapters.py). */
import { describe, expect, test } from 'vitest';
import golden from '../../engine/model/fixtures/golden/config.json';
import llamaGolden from '../../engine/model/fixtures/llama/llama/config.json';
import { methodOf } from '../../core/methods/methods.ts';
import type { TransformerConfig } from '../../core/site.ts';
import { parseTransformerConfig } from '../gpt2.ts';
import { parseLlamaConfig } from '../llama.ts';
import { readSafetensors } from '../safetensors.ts';
import { findPeftFiles, type PeftFiles } from './files.ts';
import fixtures from './fixtures/adapters.json';
import llamaFixtures from './fixtures/llama-adapters.json';
import { readPeftAdapter } from './read.ts';
import { writePeftAdapter } from './write.ts';
import { zipPeftAdapter } from './zip.ts';

const model = parseTransformerConfig(golden);
const llama = parseLlamaConfig(llamaGolden);

interface Family {
  model: TransformerConfig;
  fixtures: Record<string, typeof fixtures.lora>;
  /** By name, what their refusal says. */
  refused: Record<string, string>;
}
const FAMILIES: [string, Family][] = [
  [
    'GPT-2',
    {
      model,
      fixtures,
      refused: {
        'vera-c_attn': 'VeRA of c_attn',
        pissa: 'path_initial_model_for_weight_conversion',
        'pissa-dora': 'path_initial_model_for_weight_conversion',
        'pissa-patterns': 'path_initial_model_for_weight_conversion',
        'pissa-niter': 'path_initial_model_for_weight_conversion',
        olora: 'path_initial_model_for_weight_conversion',
        'vera-all': 'VeRA of c_attn',
        'modules-to-save-score': 'modules_to_save names classifier, which this model has not',
      },
    },
  ],
  [
    'Llama',
    {
      model: llama,
      fixtures: llamaFixtures,
      refused: {
        pissa: 'path_initial_model_for_weight_conversion',
        olora: 'path_initial_model_for_weight_conversion',
        ia3: 'peft_type is IA3. Models of the Llama family',
        vera: 'peft_type is VERA. Models of the Llama family',
        prefix: 'peft_type is PREFIX_TUNING. Models of the Llama family',
      },
    },
  ],
];

const utf8 = (text: string) => Uint8Array.from(new TextEncoder().encode(text));
const filesIn = (
  { config, tensors }: typeof fixtures.lora,
  changes: Record<string, unknown> = {},
): PeftFiles => ({
  'adapter_config.json': utf8(JSON.stringify({ ...(JSON.parse(config) as object), ...changes })),
  'adapter_model.safetensors': Uint8Array.from(atob(tensors), (c) => c.charCodeAt(0)),
});
const filesOf = (id: keyof typeof fixtures, changes: Record<string, unknown> = {}) =>
  filesIn(fixtures[id], changes);

/** All tensors of a file by name, with shape and values. */
const tensorsIn = (files: PeftFiles) =>
  [...readSafetensors(files['adapter_model.safetensors'].buffer)].map(([name, { dtype, shape, data }]) => ({
    name,
    dtype,
    shape,
    data,
  }));

/** The bytes after the header. */
const dataOf = ({ 'adapter_model.safetensors': { buffer } }: PeftFiles) =>
  new Uint8Array(buffer, 8 + Number(new DataView(buffer).getBigUint64(0, true)));

describe.each(FAMILIES)('PEFT’s own for a %s', (_, { model: shape, fixtures: own, refused }) => {
  const taken = Object.entries(own).filter(([id]) => !(id in refused));

  test.each(taken)('%s gives every tensor of its method, in its shape', (_id, fixture) => {
    const read = readPeftAdapter(filesIn(fixture), shape);
    const slots = methodOf(read.method).slots(shape, read.method, 0);
    expect(
      Object.entries(read.tensors)
        .map(([name, tensor]) => `${name} ${tensor.shape.join()}`)
        .sort(),
    ).toEqual(slots.map((slot) => `${slot.name} ${slot.shape.join()}`).sort());
    expect(read).toMatchObject({ model: 'golden', ignored: [] });
  });

  test.each(taken)('%s is written again to the bit', (_id, fixture) => {
    const files = filesIn(fixture);
    const read = readPeftAdapter(files, shape);
    const written = writePeftAdapter({ ...read, model: 'golden', shape });
    expect(tensorsIn(written)).toEqual(tensorsIn(files));
    expect(written['adapter_model.safetensors']).toEqual(files['adapter_model.safetensors']);
    expect(dataOf(files)).toHaveLength(read.bytes);
    // What is written is read as the same again.
    expect(readPeftAdapter(written, shape)).toEqual(read);
  });

  test.each(Object.entries(refused))('%s is refused with the reason', (id, reason) => {
    const fixture = own[id];
    if (!fixture) throw new Error(`There is no fixture ${id}.`);
    expect(() => readPeftAdapter(filesIn(fixture), shape)).toThrow(reason);
  });
});

test('numbers of half precision are of that again, each tensor’s by itself', () => {
  const dtypes = (['lora', 'lora-float16', 'dora-bfloat16'] as const).map(
    (id) => readPeftAdapter(filesOf(id), model).dtype,
  );
  expect(dtypes).toEqual(['F32', 'F16', 'BF16']);
  const mixed = readPeftAdapter(filesOf('lora-mixed'), model);
  expect(mixed.dtype).toBe('F32');
  const halves = ['h.0.attn.c_attn', 'h.1.mlp.c_fc'].flatMap((module, i) =>
    ['A', 'B'].map((part) => [
      `base_model.model.transformer.${module}.lora_${part}.weight`,
      i === 0 ? 'F16' : 'BF16',
    ]),
  );
  expect(mixed.dtypes).toEqual(Object.fromEntries(halves));
});

test('an adapter of the one family is refused for the other', () => {
  expect(() => readPeftAdapter(filesOf('lora'), llama)).toThrow(
    'target_modules ["c_attn"] means no linear map of a Llama’s blocks',
  );
  expect(() => readPeftAdapter(filesIn(llamaFixtures.lora), model)).toThrow(
    'target_modules ["q_proj","v_proj"] means no linear map of GPT-2’s blocks',
  );
});

test('other shapes are refused by the tensor’s name and both shapes', () => {
  expect(() => readPeftAdapter(filesOf('lora'), { ...model, n_embd: 16 })).toThrow(
    /h\.0\.attn\.c_attn\.lora_A\.weight" is 3 × 12, .* needs 3 × 16/,
  );
  expect(() => readPeftAdapter(filesOf('lora'), { ...model, n_layer: 1 })).toThrow(
    /h\.1\.attn.* is of nothing/,
  );
  expect(() => readPeftAdapter(filesOf('lora'), { ...model, n_layer: 3 })).toThrow(/no tensor ".*h\.2\.attn/);
});

test('unknown fields are passed over and told, unknown methods refused by name', () => {
  const read = readPeftAdapter(filesOf('lora', { new_field: 3, other_field: null }), model);
  expect(read.ignored).toEqual(['new_field']);
  expect(() => readPeftAdapter(filesOf('lora', { peft_type: 'LOHA' }), model)).toThrow('LOHA');
  expect(() => readPeftAdapter(filesOf('lora', { target_modules: ['q_proj'] }), model)).toThrow('q_proj');
});

test('the files are found in a zip, a folder or side by side; a pickle is refused', () => {
  const files = filesOf('lora');
  const adapter = readPeftAdapter(files, model);
  const zip = zipPeftAdapter('otter', { ...adapter, model: 'golden' });
  expect(readPeftAdapter(findPeftFiles([{ name: 'otter.zip', bytes: zip }]), model)).toEqual(adapter);
  const loose = Object.entries(files).map(([name, bytes]) => ({ name: `a/${name}`, bytes }));
  expect(findPeftFiles(loose)).toEqual(files);
  const bin = { name: 'adapter_model.bin', bytes: utf8('PK\u0003\u0004') };
  expect(() => findPeftFiles([...loose.slice(0, 1), bin])).toThrow('Python pickle');
  expect(() => findPeftFiles([...loose, ...loose])).toThrow('several adapters');
});
