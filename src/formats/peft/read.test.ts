/** Adapters that PEFT itself wrote (tools/fixtures/peft_adapters.py). */
import { describe, expect, test } from 'vitest';
import golden from '../../engine/model/fixtures/golden/config.json';
import { methodOf } from '../../core/methods/methods.ts';
import { parseTransformerConfig } from '../gpt2.ts';
import { readSafetensors } from '../safetensors.ts';
import { findPeftFiles, type PeftFiles } from './files.ts';
import fixtures from './fixtures/adapters.json';
import { readPeftAdapter } from './read.ts';
import { writePeftAdapter } from './write.ts';
import { zipPeftAdapter } from './zip.ts';

const model = parseTransformerConfig(golden);
type Id = keyof typeof fixtures;

const REFUSED: Partial<Record<Id, string>> = {
  'vera-c_attn': 'VeRA of c_attn',
  prompt: 'PROMPT_TUNING',
  pissa: 'path_initial_model_for_weight_conversion',
  'modules-to-save': 'modules_to_save',
};
const isId = (name: string): name is Id => Object.hasOwn(fixtures, name);
const IDS = Object.keys(fixtures).filter(isId);

const utf8 = (text: string) => Uint8Array.from(new TextEncoder().encode(text));
const filesOf = (id: Id, changes: Record<string, unknown> = {}): PeftFiles => ({
  'adapter_config.json': utf8(JSON.stringify({ ...(JSON.parse(fixtures[id].config) as object), ...changes })),
  'adapter_model.safetensors': Uint8Array.from(atob(fixtures[id].tensors), (c) => c.charCodeAt(0)),
});

/** All tensors of a file by name, with shape and values. */
const tensorsIn = (files: PeftFiles) =>
  [...readSafetensors(files['adapter_model.safetensors'].buffer)].map(([name, { shape, data }]) => ({
    name,
    shape,
    data,
  }));

describe.each(IDS.filter((id) => !REFUSED[id]))('%s', (id) => {
  const files = filesOf(id);
  const read = readPeftAdapter(files, model);

  test('gives every tensor of its method, in its shape', () => {
    const slots = methodOf(read.method).slots(model, read.method, 0);
    expect(
      Object.entries(read.tensors)
        .map(([name, { shape }]) => `${name} ${shape.join()}`)
        .sort(),
    ).toEqual(slots.map(({ name, shape }) => `${name} ${shape.join()}`).sort());
    expect(read).toMatchObject({ model: 'golden', ignored: [] });
  });

  test('is written again to the bit', () => {
    const written = writePeftAdapter({ ...read, model: 'golden' });
    expect(tensorsIn(written)).toEqual(tensorsIn(files));
    // What is written is read as the same again.
    expect(readPeftAdapter(written, model)).toEqual(read);
  });
});

test.each(IDS.flatMap((id) => (REFUSED[id] ? [[id, REFUSED[id]] as const] : [])))(
  '%s is refused with the reason',
  (id, reason) => {
    expect(() => readPeftAdapter(filesOf(id), model)).toThrow(reason);
  },
);

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
