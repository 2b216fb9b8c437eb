/** Adapters that PEFT itself wrote (tools/fixtures/peft_adapters.py). */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import bertGolden from '../../engine/model/fixtures/bert/bert/config.json';
import robertaGolden from '../../engine/model/fixtures/bert/roberta/config.json';
import golden from '../../engine/model/fixtures/golden/config.json';
import llamaGolden from '../../engine/model/fixtures/llama/llama/config.json';
import neoxGolden from '../../engine/model/fixtures/neox/parallel/config.json';
import { slotsOf } from '../../core/methods/methods.ts';
import { NLI_LABELS } from '../../core/nli-labels.ts';
import type { TransformerConfig } from '../../core/site.ts';
import { readBaseModel } from '../base-model.ts';
import { parseBertConfig } from '../bert.ts';
import { parseTransformerConfig } from '../gpt2.ts';
import { parseLlamaConfig } from '../llama.ts';
import { parseNeoxConfig } from '../neox.ts';
import { readSafetensors } from '../safetensors.ts';
import { findPeftFiles, type PeftFiles } from './files.ts';
import fixtures from './fixtures/adapters.json';
import bertFixtures from './fixtures/bert-adapters.json';
import llamaFixtures from './fixtures/llama-adapters.json';
import neoxFixtures from './fixtures/neox-adapters.json';
import robertaFixtures from './fixtures/roberta-adapters.json';
import { readPeftAdapter } from './read.ts';
import { lacksStart, startFactors } from './start-factors.ts';
import { writePeftAdapter } from './write.ts';
import { zipPeftAdapter } from './zip.ts';

const model = parseTransformerConfig(golden);
const llama = parseLlamaConfig(llamaGolden);
const neox = parseNeoxConfig(neoxGolden);
const bert = parseBertConfig(bertGolden, NLI_LABELS);
const roberta = parseBertConfig(robertaGolden, NLI_LABELS);

interface Family {
  model: TransformerConfig;
  fixtures: Record<string, typeof fixtures.lora>;
  /** By name, what their refusal says. */
  refused: Record<string, string>;
  weights: URL;
  /** The dimensions' file. */
  json: unknown;
}
/** Those whose A0 and B0 only the base model tells. */
const STARTED = ['pissa', 'pissa-dora', 'pissa-patterns', 'olora'];

const FAMILIES: [string, Family][] = [
  [
    'GPT-2',
    {
      model,
      json: golden,
      weights: new URL('../../engine/model/fixtures/golden/model.safetensors', import.meta.url),
      fixtures,
      refused: {
        'pissa-niter': 'init_lora_weights is pissa_niter_16. A and B stand beside what a singular value',
        'modules-to-save-score': 'modules_to_save names classifier, which this model has not',
      },
    },
  ],
  [
    'Llama',
    {
      model: llama,
      json: llamaGolden,
      weights: new URL('../../engine/model/fixtures/llama/llama/model.safetensors', import.meta.url),
      fixtures: llamaFixtures,
      refused: {
        ia3: 'peft_type is IA3. Models of the Llama and GPT-NeoX families',
        vera: 'peft_type is VERA. Models of the Llama and GPT-NeoX families',
        prefix: 'peft_type is PREFIX_TUNING. Models of the Llama and GPT-NeoX families',
      },
    },
  ],
  [
    'GPT-NeoX',
    {
      model: neox,
      json: neoxGolden,
      weights: new URL('../../engine/model/fixtures/neox/parallel/model.safetensors', import.meta.url),
      fixtures: neoxFixtures,
      refused: { ia3: 'peft_type is IA3. Models of the Llama and GPT-NeoX families' },
    },
  ],
  [
    'BERT',
    {
      model: bert,
      json: bertGolden,
      weights: new URL('../../engine/model/fixtures/bert/bert/model.safetensors', import.meta.url),
      fixtures: bertFixtures,
      refused: {
        'lora-dense': 'target_modules means bert.pooler.dense, too',
        'lora-all-linear': 'target_modules means bert.pooler.dense, too',
        ia3: 'the output of bert.encoder.layer.0.attention.output.dense, and feedforward_modules says otherwise',
        'no-head': 'the files hold no trained head',
      },
    },
  ],
  [
    'RoBERTa',
    {
      model: roberta,
      json: robertaGolden,
      weights: new URL('../../engine/model/fixtures/bert/roberta/model.safetensors', import.meta.url),
      fixtures: robertaFixtures,
      refused: {},
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

/** False for copies of an encoder's head, which PEFT saves where it trains all biases. */
const isTrained = ([name]: [string, unknown]): boolean => !/original_module|modules_to_save/.test(name);

/** All tensors of a file by name, with shape and values. */
const tensorsIn = (files: PeftFiles) =>
  [...readSafetensors(files['adapter_model.safetensors'].buffer)]
    .filter(isTrained)
    .map(([name, { dtype, shape, data }]) => ({
      name,
      dtype,
      shape,
      data,
    }));

/** The bytes after the header. */
const dataOf = ({ 'adapter_model.safetensors': { buffer } }: PeftFiles) =>
  new Uint8Array(buffer, 8 + Number(new DataView(buffer).getBigUint64(0, true)));

describe.each(FAMILIES)(
  'PEFT’s own for a %s',
  (_, { model: shape, fixtures: own, refused, json, weights }) => {
    const taken = Object.entries(own).filter(([id]) => !(id in refused) && !STARTED.includes(id));

    test.each(taken)('%s gives every tensor of its method, in its shape', (_id, fixture) => {
      const read = readPeftAdapter(filesIn(fixture), shape);
      const slots = slotsOf(shape, read.method, 0);
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
      if ([...readSafetensors(files['adapter_model.safetensors'].buffer)].every(isTrained))
        expect(written['adapter_model.safetensors']).toEqual(files['adapter_model.safetensors']);
      expect(dataOf(written)).toHaveLength(read.bytes);
      // What is written is read as the same again.
      expect(readPeftAdapter(written, shape)).toEqual(read);
    });

    test.each(Object.entries(own).filter(([id]) => STARTED.includes(id)))(
      '%s gets A0 and B0 from the base model, and is written as plain LoRA of twice the rank',
      async (_id, fixture) => {
        const file = await readFile(weights);
        const base = readBaseModel(json, () => readSafetensors(Uint8Array.from(file).buffer));
        const read = readPeftAdapter(filesIn(fixture), shape);
        if (!lacksStart(read.method)) throw new Error('Nothing lacks.');
        const tensors = { ...read.tensors, ...startFactors(read.method, base) };
        const slots = slotsOf(shape, read.method, 0);
        expect(
          Object.entries(tensors)
            .map(([name, tensor]) => `${name} ${tensor.shape.join()}`)
            .sort(),
        ).toEqual(slots.map((slot) => `${slot.name} ${slot.shape.join()}`).sort());
        const written = writePeftAdapter({ ...read, tensors, model: 'golden', shape });
        const plain = readPeftAdapter(written, shape).method;
        expect(plain).toMatchObject({ r: 2 * read.method.r, init_lora_weights: 'gaussian' });
      },
    );

    test.each(Object.entries(refused))('%s is refused with the reason', (id, reason) => {
      const fixture = own[id];
      if (!fixture) throw new Error(`There is no fixture ${id}.`);
      expect(() => readPeftAdapter(filesIn(fixture), shape)).toThrow(reason);
    });
  },
);

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
  expect(() => readPeftAdapter(filesOf('lora'), neox)).toThrow(
    'target_modules ["c_attn"] means no linear map of a GPT-NeoX’s blocks',
  );
  expect(() => readPeftAdapter(filesOf('lora'), llama)).toThrow(
    'target_modules ["c_attn"] means no linear map of a Llama’s blocks',
  );
  expect(() => readPeftAdapter(filesIn(llamaFixtures.lora), model)).toThrow(
    'target_modules ["q_proj","v_proj"] means no linear map of GPT-2’s blocks',
  );
});

test.each([
  ['BERT', bert, bertFixtures],
  ['RoBERTa', roberta, robertaFixtures],
] as const)('a head for another number of classes is refused by both numbers: %s', (_, three, own) => {
  const five = { ...three, n_labels: 5, labels: ['a', 'b', 'c', 'd', 'e'], file_outputs: null };
  expect(() => readPeftAdapter(filesIn(own.lora), five)).toThrow(
    /classifier tells 3 classes apart, and that of the loaded model 5\. Choose the task or load the data/,
  );
  expect(() => readPeftAdapter(filesIn(own.lora), { ...five, n_embd: 24 })).toThrow(/ needs .* 24\.$/);
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

test.each([
  ['loftq', /quantised W₀/],
  ['corda', /activations of the data/],
  ['lora_ga', /gradients of the data/],
  ['pissa_niter_4', /draws others each time/],
  ['new_start', /Whether it changes W₀ is not known/],
])('a start that changes W₀ as no file tells is refused: %s', (init_lora_weights, reason) => {
  expect(() => readPeftAdapter(filesOf('lora', { init_lora_weights }), model)).toThrow(reason);
});

test.each(['gaussian', 'eva', 'orthogonal', 'mica', true, false])(
  'a start that leaves W₀ as it is is plain: %s',
  (init_lora_weights) => {
    const { method, ignored } = readPeftAdapter(filesOf('lora', { init_lora_weights }), model);
    expect(method).toMatchObject({ init_lora_weights: 'gaussian' });
    expect(ignored).toEqual([]);
  },
);

test('whole modules are refused with the reason where no method here has them', () => {
  const refused = (changes: Record<string, unknown>, reason: string) =>
    expect(() => readPeftAdapter(filesOf('modules-to-save-embeddings', changes), model)).toThrow(reason);
  refused({ ensure_weight_tying: true }, 'ensure_weight_tying is set');
  refused({ modules_to_save: ['c_attn'] }, 'names transformer.h.0.attn.c_attn, which target_modules adapts');
  refused({ modules_to_save: ['attn'] }, 'names transformer.h.0.attn.c_attn, which target_modules adapts');
  refused({ modules_to_save: null }, '"base_model.model.lm_head.weight" (29 × 12) is of nothing');
  refused(
    { modules_to_save: ['wte', 'lm_head', 'wpe'] },
    'no tensor "base_model.model.transformer.wpe.weight"',
  );
  expect(() => readPeftAdapter(filesOf('ia3', { modules_to_save: ['lm_head'] }), model)).toThrow(
    'modules_to_save is set',
  );
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
