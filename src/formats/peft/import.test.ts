/** PEFT's own adapters against the page's base models. */
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import golden from '../../engine/model/fixtures/golden/config.json';
import { loraConfigSchema } from '../../core/methods/lora-config.ts';
import { lora } from '../../core/methods/lora.ts';
import { SHIPPED } from '../../core/models/shipped.ts';
import { crc32 } from '../crc32.ts';
import { parseTransformerConfig } from '../gpt2.ts';
import fixtures from './fixtures/adapters.json';
import { readSafetensors, writeSafetensors } from '../safetensors.ts';
import { deflatedZeros, zipOf } from '../zip-testing.ts';
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
    /lora_A\.weight" is 3 × 12, .* needs 3 × 64\. Neither nano nor another base model of this page fits, or the two files are not of one adapter/,
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

const golden12 = { name: 'golden', config: parseTransformerConfig(golden) };
const [settings, weights] = fixture;
const named = (name: string, bytes: Uint8Array) => ({ name, bytes });
const zipped = (folders: readonly string[]) =>
  zipSync(
    Object.fromEntries(
      folders.flatMap((folder) => fixture.map((file) => [`${folder}${file.name}`, file.bytes] as const)),
    ),
  );
/** The tensors of a file with other bytes at some place. */
const patched = (at: number, bytes: readonly number[]) => {
  const copy = Uint8Array.from(weights?.bytes ?? []);
  copy.set(bytes, at < 0 ? copy.length + at : at);
  return copy;
};

/** The tensors of a file, each twice: as PEFT saves it, and as it has it in memory beside another adapter's. */
const doubled = () => {
  const tensors = [...readSafetensors(Uint8Array.from(weights?.bytes ?? []).buffer)];
  return writeSafetensors(
    ['', '.other'].flatMap((adapter) =>
      tensors.map(([name, { shape }]) => ({
        name: name.replace(/(\.lora_[AB])(?=\.weight$)/, `$1${adapter}`),
        shape: [...shape],
        data: new Float32Array(shape.reduce((size, length) => size * length, 1)),
      })),
    ),
    {},
  );
};

test('an adapter is found however deep in a zip it lies', () => {
  const zip = named('otter.zip', zipped(['a/b/c/']));
  expect(importPeftAdapter([zip], golden12).method).toMatchObject({ type: 'lora', r: 3 });
});

test.each([
  ['no settings', [weights], 'There is no adapter_config.json'],
  ['no tensors', [settings], 'There is no adapter_model.safetensors'],
  ['settings that are no JSON', [named('adapter_config.json', utf8('{"r": ')), weights], 'it is not JSON'],
  ['settings that are a list', [named('adapter_config.json', utf8('[]')), weights], 'not a JSON object'],
  [
    'a rank that is a text',
    [
      named('adapter_config.json', utf8(JSON.stringify({ ...(JSON.parse(config) as object), r: '3' }))),
      weights,
    ],
    'adapter_config.json: r is a string, where a number belongs.',
  ],
  [
    'prompt tuning without its count of tokens',
    [named('adapter_config.json', utf8('{"peft_type": "PROMPT_TUNING"}')), weights],
    'adapter_config.json: num_virtual_tokens is missing.',
  ],
  [
    'two adapters in one file of tensors',
    [settings, named('adapter_model.safetensors', doubled())],
    'are of two adapters',
  ],
  [
    'a rank of 10⁹',
    [
      named('adapter_config.json', utf8(JSON.stringify({ ...(JSON.parse(config) as object), r: 1e9 }))),
      weights,
    ],
    /adapter_config\.json: r|is 3 × 12, .* needs 1000000000 × 12/,
  ],
  [
    'an empty file of tensors',
    [settings, named('adapter_model.safetensors', new Uint8Array())],
    'shorter than 8',
  ],
  [
    'a header that says to be of 2⁶³ bytes',
    [settings, named('adapter_model.safetensors', patched(0, [0, 0, 0, 0, 0, 0, 0, 128]))],
    'header is longer than the file',
  ],
  [
    'tensors that are cut short',
    [settings, named('adapter_model.safetensors', patched(0, []).slice(0, -5))],
    'cut short or damaged',
  ],
  [
    'a number that is none',
    [settings, named('adapter_model.safetensors', patched(-4, [0, 0, 192, 127]))],
    /lora_B.*NaN/,
  ],
  [
    'a zip that is cut short',
    [named('otter.zip', zipped(['']).slice(0, -40))],
    'otter.zip cannot be unpacked',
  ],
  ['two adapters in a zip', [named('otter.zip', zipped(['a/', 'b/']))], 'several adapters: a/'],
] as const)('%s is refused with the reason', (_, files, reason) => {
  const given = files.flatMap((file) => (file ? [file] : []));
  expect(() => importPeftAdapter(given, golden12)).toThrow(reason);
});

const stored = ({ bytes }: { bytes: Uint8Array }) => ({
  packed: bytes,
  bytes: bytes.length,
  method: 0,
  checksum: crc32(bytes),
});

test('an archive of 10 MB that inflates to 10 GB is refused by file, size and limit, or as damaged where it lies', () => {
  const bomb = deflatedZeros();
  const [own] = fixture.map(stored);
  const reading = (bytes: number) => () => {
    const files = {
      ...(own && { 'adapter_config.json': own }),
      'adapter_model.safetensors': { ...bomb, bytes },
    };
    return importPeftAdapter([named('otter.zip', zipOf(files))], golden12);
  };
  expect(reading(bomb.bytes)).toThrow(
    'otter.zip: adapter_model.safetensors would unpack to 10,000 MB; the page reads files of at most 64 MB.',
  );
  expect(reading(1000)).toThrow('otter.zip cannot be unpacked');
});

test('nothing but the two files is unpacked', () => {
  const files = Object.fromEntries(fixture.map((file) => [file.name, stored(file)]));
  const zip = zipOf({ ...files, 'README.md': deflatedZeros() });
  expect(importPeftAdapter([named('otter.zip', zip)], golden12).method).toMatchObject({ type: 'lora', r: 3 });
});
