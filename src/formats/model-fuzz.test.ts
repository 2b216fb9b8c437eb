/**
 * Damaged model folders, 1,000 of them drawn from a seed: each is read, or refused by a message that names the file or the tensor,
 * and soon.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LabError, messageOf } from '../core/lab-error.ts';
import { createRng, type Rng } from '../core/rng.ts';
import { FormatError } from './format-error.ts';
import { describeFolder } from './model-description.ts';
import { ModelError } from './model-error.ts';
import { readModelFolder } from './model-folder.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

type Folder = Map<string, Uint8Array<ArrayBuffer>>;

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const TOKENIZER = JSON.stringify({
  added_tokens: [
    { id: 1, content: '<s>' },
    { id: 2, content: '</s>' },
  ],
});
const SINGLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const SHARDS = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;

/** A model from the fixtures of the engine. @param model its folder there */
function fixture(model: string): Folder {
  const read = (name: string) =>
    Uint8Array.from(readFileSync(new URL(`../engine/model/fixtures/${model}/${name}`, import.meta.url)));
  return new Map([
    ['config.json', read('config.json')],
    ['tokenizer.json', bytesOf(TOKENIZER)],
    ['tokenizer_config.json', bytesOf('{"eos_token":"</s>","bos_token":{"content":"<s>"}}')],
    [SINGLE, read(SINGLE)],
  ]);
}

const llama = () => fixture('llama/llama');
const neox = () => fixture('neox/parallel');

/** A Llama in two shards. */
function shards(): Folder {
  const folder = llama();
  const tensors = [...readSafetensors((folder.get(SINGLE) ?? new Uint8Array()).buffer)];
  const placed = tensors.map(([name], i) => [name, SHARDS[i % 2 === 0 ? 0 : 1]] as const);
  SHARDS.forEach((shard, at) =>
    folder.set(
      shard,
      writeSafetensors(
        tensors.filter((_, i) => i % 2 === at).map(([name, { shape, data }]) => ({ name, shape, data })),
        {},
      ),
    ),
  );
  folder.delete(SINGLE);
  folder.set(INDEX, bytesOf(JSON.stringify({ weight_map: Object.fromEntries(placed) })));
  return folder;
}

/** A GPT-2 of one layer with a tokenizer in the older form. */
function gpt2(): Folder {
  const [d, vocab_size, n_positions] = [4, 6, 8];
  const tensor = (name: string, ...shape: number[]) => ({
    name: `transformer.${name}`,
    shape,
    data: new Float32Array(shape.reduce((size, n) => size * n, 1)).fill(0.5),
  });
  const pair = (name: string, ...shape: number[]) => [
    tensor(`${name}.weight`, ...shape),
    tensor(`${name}.bias`, shape.at(-1) ?? 0),
  ];
  const tensors = [
    ...[tensor('wte.weight', vocab_size, d), tensor('wpe.weight', n_positions, d)],
    ...[...pair('h.0.ln_1', d), ...pair('h.0.attn.c_attn', d, 3 * d), ...pair('h.0.attn.c_proj', d, d)],
    ...[...pair('h.0.ln_2', d), ...pair('h.0.mlp.c_fc', d, 4 * d), ...pair('h.0.mlp.c_proj', 4 * d, d)],
    ...pair('ln_f', d),
  ];
  const config = { model_type: 'gpt2', n_layer: 1, n_head: 2, n_embd: d, n_positions, vocab_size };
  const vocabulary = { a: 0, b: 1, ab: 2, Ġ: 3, c: 4, '<|endoftext|>': 5 };
  return new Map([
    ['config.json', bytesOf(JSON.stringify({ ...config, activation_function: 'gelu_new' }))],
    ['vocab.json', bytesOf(JSON.stringify(vocabulary))],
    ['merges.txt', bytesOf('#version: 0.2\na b\n')],
    [SINGLE, writeSafetensors(tensors, { format: 'pt' })],
  ]);
}

const DEEP = 200_000;
/** JSON that no file of a model has, as text. */
const ODD_JSON = [
  ...[
    'null',
    '-1',
    '0',
    '1',
    '2',
    '1.5',
    '1e308',
    '9007199254740992',
    '""',
    '"x"',
    '[]',
    '{}',
    'true',
    '[1,2]',
  ],
  ...['{"__proto__":{"a":1}}', '{"type":"yarn"}', '{"rope_type":"llama3"}', '["q","v"]', '4294967296'],
  ...['['.repeat(DEEP) + ']'.repeat(DEEP), '{"a":'.repeat(DEEP) + '1' + '}'.repeat(DEEP)],
  `"${'x'.repeat(1_000_000)}"`,
  `[${'1,'.repeat(200_000)}1]`,
];

/** JSON with the value of one of its keys, however deep, exchanged or taken out. */
function withOddValue(text: string, rng: Rng): string {
  const odd = '"@odd@"';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text;
  }
  let at: unknown = json;
  for (;;) {
    if (typeof at !== 'object' || at === null || Object.keys(at).length === 0) break;
    const key = rng.pick(Object.keys(at));
    const value: unknown = Reflect.get(at, key);
    if (typeof value === 'object' && value !== null && rng.uniform() < 0.7) {
      at = value;
      continue;
    }
    if (rng.uniform() < 0.2) Reflect.deleteProperty(at, key);
    else Reflect.set(at, key, '@odd@');
    break;
  }
  return JSON.stringify(json).replace(odd, () => rng.pick(ODD_JSON));
}

/** A file of tensors with another header; its length is the header's own unless it is given. */
function withHeader(
  file: Uint8Array,
  change: (text: string) => string,
  length?: bigint,
): Uint8Array<ArrayBuffer> {
  const told = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const old = Math.min(told, file.length - 8);
  const header = bytesOf(change(textOf(file.subarray(8, 8 + old))));
  const changed = new Uint8Array(8 + header.length + file.length - 8 - old);
  new DataView(changed.buffer).setBigUint64(0, length ?? BigInt(header.length), true);
  changed.set(header, 8);
  changed.set(file.subarray(8 + old), 8 + header.length);
  return changed;
}

const isWeights = (name: string) => name.endsWith('.safetensors');

/** One way to damage a file. */
type Damage = (name: string, file: Uint8Array<ArrayBuffer>, rng: Rng) => Uint8Array<ArrayBuffer> | null;

const DAMAGES: Readonly<Record<string, Damage>> = {
  missing: () => null,
  empty: () => new Uint8Array(),
  'cut short': (_name, file, rng) => file.slice(0, rng.int(file.length)),
  'too long': (_name, file, rng) => {
    const longer = new Uint8Array(file.length + 1 + rng.int(100));
    longer.set(file);
    return longer;
  },
  'with other bytes': (_name, file, rng) => {
    const other = file.slice();
    for (let i = 0; i <= rng.int(8); i++) other[rng.int(other.length)] = rng.int(256);
    return other;
  },
  'with an odd value': (name, file, rng) =>
    isWeights(name)
      ? withHeader(file, (text) => withOddValue(text, rng))
      : bytesOf(withOddValue(textOf(file), rng)),
  'of odd JSON': (name, file, rng) =>
    isWeights(name) ? withHeader(file, () => rng.pick(ODD_JSON)) : bytesOf(rng.pick(ODD_JSON)),
  'of another header length': (name, file, rng) =>
    isWeights(name)
      ? withHeader(file, (text) => text, BigInt(rng.pick([0, 1, 2 ** 31, 2 ** 63, rng.int(file.length)])))
      : file,
  'of other types': (name, file, rng) =>
    isWeights(name)
      ? withHeader(file, (text) =>
          text.replace('"F32"', `"${rng.pick(['F16', 'F64', 'I32', 'BOOL', 'F8_E4M3', 'Q4', ''])}"`),
        )
      : file,
  'with weights that are no numbers': (name, file, rng) => {
    if (!isWeights(name)) return file;
    const other = file.slice();
    const view = new DataView(other.buffer);
    const start = 8 + Number(view.getBigUint64(0, true));
    const values = Math.floor((other.length - start) / 4);
    if (values > 0) view.setFloat32(start + 4 * rng.int(values), rng.pick([NaN, Infinity, -Infinity]), true);
    return other;
  },
};

/** A file of the folder, or a tensor, in quotes or brackets as messages have them. */
const NAMES_PLACE = /config\.json|tokenizer\.json|vocab\.json|merges\.txt|\.safetensors|[Tt]ensor "|holds "/;

/** What is wrong with how a folder is described, or read; null where it is read, or refused as it should be. */
async function faultOf(folder: Folder): Promise<{ fault: string | null; isRead: boolean }> {
  const started = performance.now();
  const thrownBy = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
  const refusal = await thrownBy(describeFolder(listed(folder), []));
  const error = await thrownBy(readModelFolder(listed(folder), undefined));
  const ms = performance.now() - started;
  if (ms > MOST_MS) return { fault: `took ${ms} ms`, isRead: false };
  if (refusal !== null) {
    const isGood = refusal instanceof ModelError && refusal.message.length <= MOST_CHARACTERS;
    if (!isGood) return { fault: `described: ${messageOf(refusal).slice(0, 300)}`, isRead: false };
    if (error === null) return { fault: `is read, and refused: ${refusal.message}`, isRead: true };
  }
  if (error === null) return { fault: null, isRead: true };
  const isNamed =
    error instanceof FormatError || (error instanceof LabError && error.code === 'model-format');
  const message = messageOf(error);
  const isGood = isNamed && NAMES_PLACE.test(message) && message.length <= MOST_CHARACTERS;
  const kind = error instanceof Error ? error.name : typeof error;
  const told = `${kind}: ${message.slice(0, 300)} (${message.length} characters)`;
  return { fault: isGood ? null : told, isRead: false };
}

test('of 1,000 kinds is read or refused by name', { timeout: 120_000 }, async () => {
  const rng = createRng(1, 'model-fuzz');
  const folders = [llama(), shards(), neox(), gpt2()];
  for (const folder of folders) expect(await faultOf(folder)).toEqual({ fault: null, isRead: true });
  const faults: string[] = [];
  let read = 0;
  for (let i = 0; i < 1000; i++) {
    const folder = new Map(rng.pick(folders));
    const told: string[] = [];
    for (let damages = 0; damages <= rng.int(2); damages++) {
      const name = rng.pick([...folder.keys()]);
      const damage = rng.pick(Object.keys(DAMAGES));
      const file = folder.get(name);
      const damaged = file && file.length > 8 ? DAMAGES[damage]?.(name, file, rng) : file;
      told.push(`${name} ${damage}`);
      if (damaged) folder.set(name, damaged);
      else folder.delete(name);
    }
    const { fault, isRead } = await faultOf(folder);
    if (fault !== null) faults.push(`${i}: ${told.join(', ')}: ${fault}`);
    if (isRead) read++;
  }
  expect(faults).toEqual([]);
  // Damages that none, or all, of the folders survive would be of no use.
  expect(read).toBeGreaterThan(50);
  expect(read).toBeLessThan(500);
});

test.each([
  ['llama', llama],
  ['gpt_neox', neox],
  ['gpt2', gpt2],
])(
  'with an odd value in config.json of a %s is read or refused by name',
  { timeout: 120_000 },
  async (_type, make) => {
    const folder = make();
    const config = JSON.parse(textOf(folder.get('config.json'))) as object;
    const faults: string[] = [];
    for (const key of [
      ...Object.keys(config),
      'rope_scaling',
      'head_dim',
      'rotary_pct',
      'n_inner',
      'eos_token_id',
    ])
      for (const odd of ODD_JSON) {
        const text = JSON.stringify({ ...config, [key]: '@odd@' }).replace('"@odd@"', () => odd);
        const { fault } = await faultOf(new Map(folder).set('config.json', bytesOf(text)));
        if (fault !== null) faults.push(`${key} ${odd.slice(0, 20)}: ${fault}`);
      }
    expect(faults).toEqual([]);
  },
);

/** So long a folder of a few kilobytes may take at most, in milliseconds. */
const MOST_MS = 5000;
/** A message is for people. */
const MOST_CHARACTERS = 1000;

const listed = (folder: Folder) => [...folder].map(([name, bytes]) => ({ name, bytes: new Blob([bytes]) }));
