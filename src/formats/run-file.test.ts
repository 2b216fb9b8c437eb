import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { MOST_WEIGHT } from '../core/adapter-fit.ts';
import type { KeptAdapter } from '../core/kept-run.ts';
import { loraConfigSchema } from '../core/methods/lora-config.ts';
import { lora } from '../core/methods/lora.ts';
import { slotsOf } from '../core/methods/methods.ts';
import { NLI_LABELS } from '../core/nli-labels.ts';
import { SHIPPED } from '../core/models/shipped.ts';
import { NOTE_LENGTH, RUN_COLOUR_COUNT, type RunRecord } from '../core/run-record.ts';
import { GPT2_PROJECTIONS } from '../core/models/gpt2.ts';
import { writePeftAdapter } from './peft/write.ts';
import { zipPeftAdapter } from './peft/zip.ts';
import {
  decodeJson,
  looksLikeRunFile,
  readRunFile,
  readRunsBlob,
  readRunsFile,
  RunFileError,
  writeReadableRun,
  writeRunFile,
  writeRunsFile,
} from './run-file.ts';
import { ADAPTER, filled, record, step } from '../state/testing.ts';

const full = record('a', {
  steps: [step(1), step(2)],
  evals: [{ step: 0, loss: 4.2 }],
  samples: [{ step: 0, prompt: 'name[Aé]', reference: 'x', text: '' }],
});

/** docs/reliability.md counts them: so many damaged run files. */
const FUZZED = 2000;

describe('run files', () => {
  it('give the record and every float of the adapter back', async () => {
    expect(await readRunFile(writeRunFile(full, ADAPTER))).toEqual({ record: full, adapter: ADAPTER });
    expect(await readRunFile(writeRunFile(full, null))).toEqual({ record: full, adapter: null });
  });

  it('bring an encoder’s classes, its head and their order back', async () => {
    const labels = ['ham', 'spam'];
    const shape = { ...SHIPPED.encoder, n_labels: 2, labels, file_outputs: [1, 0] };
    const { config } = record('a');
    const method = { ...loraConfigSchema.parse({ r: 1, target_modules: ['q'] }) };
    const run = record('a', { shape, config: { ...config, model: 'my-encoder', task: 'own', method } });
    const tensors = Object.fromEntries(
      slotsOf(shape, method, 0).map(({ name, shape: own }) => [
        name,
        { shape: [...own], values: new Float32Array(own.reduce((all, n) => all * n, 1)).fill(0.5) },
      ]),
    );
    expect(tensors['classifier.weight']?.shape).toEqual([96, 2]);
    const adapter = { step: 2, tensors };
    expect(await readRunFile(writeRunFile(run, adapter))).toEqual({ record: run, adapter });
  });

  it('of an encoder that was kept before its classes were are of nli, their order unknown', async () => {
    const { labels, file_outputs, ...shape } = SHIPPED.encoder;
    expect([labels, file_outputs]).toEqual([NLI_LABELS, null]);
    const old = { ...record('a'), shape: { ...shape, n_layer: 2 } };
    const { record: read } = await readRunFile(JSON.stringify({ ...old, adapter: null }));
    expect(read.shape).toEqual({ ...shape, n_layer: 2, labels: [...NLI_LABELS] });
  });

  it('are written without their tensors where they would be larger than the page reads', async () => {
    const whole = writeRunFile(full, ADAPTER);
    expect(writeReadableRun(full, ADAPTER, whole.length)).toEqual({ text: whole, isTooLarge: false });
    for (const most of [whole.length - 1, 10]) {
      const { text, isTooLarge } = writeReadableRun(full, ADAPTER, most);
      expect(isTooLarge).toBe(true);
      expect(await readRunFile(text)).toEqual({ record: full, adapter: null });
    }
    expect(writeReadableRun(full, null, 10).isTooLarge).toBe(false);
  });

  it('bring the memory that training took, in whole bytes', async () => {
    const measured = record('a', { memory: { model: 700_000, state: 24_576, step: 9_000_000 } });
    expect(await readRunFile(writeRunFile(measured, null))).toEqual({ record: measured, adapter: null });
    const wrong = { ...measured, memory: { model: 1.5, state: 0, step: 0 } };
    await expect(readRunFile(writeRunFile(wrong, null))).rejects.toThrow('At "memory.model"');
  });

  it('bring what a person noted, and the colour that they chose, within the limits', async () => {
    const given = record('a', { note: 'the best one', colour: 3 });
    expect(await readRunFile(writeRunFile(given, null))).toEqual({ record: given, adapter: null });
    const long = { ...given, note: 'n'.repeat(NOTE_LENGTH + 1) };
    await expect(readRunFile(writeRunFile(long, null))).rejects.toThrow('At "note"');
    const none = { ...given, colour: RUN_COLOUR_COUNT };
    await expect(readRunFile(writeRunFile(none, null))).rejects.toThrow('At "colour"');
  });

  it('keep any float32 that a weight can be bit for bit', async () => {
    const range = { min: -Math.fround(MOST_WEIGHT), max: Math.fround(MOST_WEIGHT) };
    await fc.assert(
      fc.asyncProperty(
        fc.float32Array({ ...range, minLength: 256, maxLength: 256, noNaN: true }),
        async (a) => {
          const tensors = { ...ADAPTER.tensors, '0.q.lora_A': { shape: [4, 64], values: a } };
          const read = await readRunFile(writeRunFile(full, { ...ADAPTER, tensors }));
          // JSON has no −0, which is the same number.
          expect(Array.from(read.adapter?.tensors['0.q.lora_A']?.values ?? [], (x) => x + 0)).toEqual(
            Array.from(a, (x) => x + 0),
          );
        },
      ),
    );
  });

  it('read adapters of earlier pages, which were kept by site', async () => {
    const valuesOf = (name: string) => Array.from(ADAPTER.tensors[name]?.values ?? []);
    const sites = [0, 1].flatMap((layer) =>
      ['q', 'v'].map((projection) => {
        const [a, b] = ['A', 'B'].map((matrix) => valuesOf(`${layer}.${projection}.lora_${matrix}`));
        return { site: { layer, projection }, r: 4, dIn: 64, dOut: 64, a, b };
      }),
    );
    const adapter = { step: 7, scale: 8, sites };
    expect((await readRunFile(JSON.stringify({ ...full, adapter }))).adapter).toEqual(ADAPTER);
  });

  it('are recognised by their beginning', () => {
    expect(looksLikeRunFile(writeRunFile(full, null))).toBe(true);
    expect(looksLikeRunFile('{"prompt": "a", "completion": "b"}')).toBe(false);
    expect(looksLikeRunFile('mr,ref\n')).toBe(false);
  });

  const reading = (text: string) => expect(readRunFile(text)).rejects;
  it('say what is wrong', async () => {
    await reading('{').toThrow('It is not JSON: see line 1.');
    await reading('prompt,completion\na,b').toThrow('It is not JSON: see line 1.');
    await reading('{\n  "format": "rankscope-run",\n  "version" 1\n}').toThrow('It is not JSON: see line 3.');
    await reading('{\n  "format": "rankscope-run",\n}').toThrow('It is not JSON: see line 3.');
    await reading('').toThrow('It is empty.');
    await reading('[]').toThrow(/not a run that Rankscope exported/);
    await reading('{"format":"rankscope-run","version":7}').toThrow(/version 7.*reads version 1/);
    await reading(JSON.stringify({ ...full, steps: [{ ...step(1), loss: 'low' }] })).toThrow(
      /steps\.0\.loss/,
    );
    const tensors = { '0.q.lora_A': { shape: [2, 64], values: new Float32Array(64) } };
    await reading(writeRunFile(full, { ...ADAPTER, tensors })).toThrow(
      /adapter\.tensors\.0\.q\.lora_A.*as many values as its shape/,
    );
  });

  it('that are cut, or made by a newer page, say so', async () => {
    const text = writeRunFile(full, ADAPTER);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 60, max: text.length - 1 }), async (at) => {
        await reading(text.slice(0, at)).toThrow(
          'It breaks off in line 1: only a part of the file is here. Copy or download it again.',
        );
      }),
      { numRuns: 50, examples: [[text.length - 1]] },
    );
    const newer = /version 2; this page reads version 1\. Reload the page for its newer version\.$/;
    await reading(text.replace('"version":1', '"version":2')).toThrow(newer);
    await expect(readRunsFile('{"format":"rankscope-runs","version":2,"runs":[]}')).rejects.toThrow(newer);
    await reading(text.replace('"version":1', '"version":0')).toThrow(
      /version 0; this page reads version 1\.$/,
    );
  });

  it.each(['utf-16le', 'utf-16be'] as const)(
    'are read in %s, with a byte order mark and without',
    async (encoding) => {
      for (const mark of ['', '\ufeff']) {
        const units = Uint16Array.from(mark + writeRunFile(full, ADAPTER), (unit) => unit.charCodeAt(0));
        const view = new DataView(new ArrayBuffer(2 * units.length));
        units.forEach((unit, i) => view.setUint16(2 * i, unit, encoding === 'utf-16le'));
        expect(await readRunsBlob('a.json', new Blob([view]))).toEqual({
          runs: [{ record: full, adapter: ADAPTER }],
          faults: [],
        });
        expect(looksLikeRunFile(decodeJson(new Uint8Array(view.buffer, 0, 400)))).toBe(true);
      }
    },
  );

  it('of another kind are refused by its name', async () => {
    const refused = (bytes: BlobPart, words: string) =>
      expect(readRunsBlob('a', new Blob([bytes]))).rejects.toThrow(words);
    const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
    await refused('', 'It is empty.');
    await refused(latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), 'It is a picture.');
    await refused('%PDF-1.7\n1 0 obj', 'It is a PDF.');
    await refused(latin1(`MZ${'\0'.repeat(2000)}`), 'It is a program.');
    await refused(latin1(`\x01\x02${'\0'.repeat(2000)}`), 'It is not a text file.');
    await refused('<!doctype html><title>404</title>', 'It is a web page.');
    await refused('prompt,completion\na,b', 'It is not JSON: see line 1.');
    await refused('{"peft_type":"LORA"}', 'It is an adapter’s adapter_config.json');
    await refused('{"model_type":"gpt2"}', 'It is a model’s config.json');
    const { method } = full.config;
    const adapter = { method, model: 'nano', tensors: ADAPTER.tensors };
    const zip = zipPeftAdapter('otter', adapter);
    await refused(zip, 'It is an adapter, as “Export adapter” writes it');
    await refused(zip.subarray(0, 300), 'It is an adapter, as “Export adapter” writes it');
    await refused(
      writePeftAdapter(adapter)['adapter_model.safetensors'],
      'It is a safetensors file: weights alone',
    );
    await refused(zipSync({ 'run.json': latin1('{}') }), 'Unpack it, and choose the .json file inside.');
    await refused(zipSync({ 'nano/config.json': latin1('{}') }), 'It is a base model, without a run.');
    await refused(zipSync({ 'a.csv': latin1('a,b') }), 'It is a zip archive.');
  });

  it('of any bytes are refused in words', async () => {
    const magic = fc.constantFrom(
      '',
      'PK\x03\x04',
      '\x1f\x8b',
      '{"format":"rankscope-run"',
      '\xff\xfe',
      '\0{',
    );
    await fc.assert(
      fc.asyncProperty(magic, fc.uint8Array({ maxLength: 60 }), async (start, bytes) => {
        const blob = new Blob([Uint8Array.from(start, (c) => c.charCodeAt(0)), bytes]);
        await expect(readRunsBlob('a', blob)).rejects.toThrow(RunFileError);
      }),
    );
  });

  it('bring names without characters that turn the text beside them', async () => {
    const name = '\u202e\u202eevil\u2066\0';
    const renamed = { ...full, name, dataset: { ...full.dataset, name } };
    const { record: found } = await readRunFile(writeRunFile(renamed, null));
    expect([found.name, found.dataset.name]).toEqual(['evil', 'evil']);
    await reading(writeRunFile({ ...full, name: '\u202e' }, null)).toThrow('At "name"');
  });

  it('are refused, with the place, where they hold what no run can', async () => {
    const refused = (fields: object, words: string) =>
      reading(JSON.stringify({ ...full, ...fields })).toThrow(words);
    const evals = (...steps: number[]) => steps.map((at) => ({ step: at, loss: 1 }));
    await refused({ steps: [step(2), step(1)] }, 'At "steps.1.step": step 1 stands after step 2.');
    await refused({ steps: [step(1), step(1)] }, 'At "steps.1.step": step 1 stands after step 1.');
    await refused({ evals: evals(0, 20, 10) }, 'At "evals.2.step": step 10 stands after step 20.');
    await refused(
      {
        spectra: [
          { step: 3, sites: [] },
          { step: 0, sites: [] },
        ],
      },
      'At "spectra.1.step"',
    );
    await refused(
      { createdAt: 'yesterday' },
      'At "createdAt": is no date and time as in 2026-01-31T12:00:00Z.',
    );
    await refused({ createdAt: '+275760-09-13T00:00:00.000Z' }, 'At "createdAt"');
    for (const id of ['../../x', '<b>', '', 'a/b', '..'])
      for (const key of ['model', 'task'])
        await refused(
          { config: { ...full.config, [key]: id } },
          `At "config.${key}": is ${JSON.stringify(id)}; an id has only letters, digits, “.”, “-” and “_”.`,
        );
    await refused({ dataset: { ...full.dataset, task: '../x' } }, 'At "dataset.task"');
    await refused(
      { steps: [{ ...step(1), loss: 1e308 }] },
      'At "steps.0.loss": is 1e+308, which no float32 can be.',
    );
    await refused(
      { steps: [{ ...step(1), loss: -5 }] },
      'At "steps.0.loss": is -5; a loss or a divergence is never below 0.',
    );
    await refused({ evals: [{ step: 0, loss: -5 }] }, 'At "evals.0.loss"');
    await refused({ steps: [{ ...step(1), gradNorm: -1 }] }, 'At "steps.0.gradNorm"');
    await refused({ steps: [{ ...step(1), elapsedMs: -1 }] }, 'At "steps.0.elapsedMs"');
  });

  it('are refused where the tensors are not those of their method and model, with place and expectation', async () => {
    const { '0.q.lora_A': a, '0.q.lora_B': b, ...others } = ADAPTER.tensors;
    if (!a || !b) throw new Error('ADAPTER has no 0.q.');
    const refused = (tensors: KeptAdapter['tensors'], words: string) =>
      reading(writeRunFile(full, { ...ADAPTER, tensors })).toThrow(`At "adapter.tensors.${words}`);
    const own = 'LoRA with these settings on nano';
    await refused({}, `0.q.lora_A": is missing; ${own} has it.`);
    await refused({ '0.q.lora_A': a, ...others }, `0.q.lora_B": is missing; ${own} has it.`);
    await refused({ ...ADAPTER.tensors, '<b>': a }, `<b>": is no tensor of ${own}.`);
    await refused({ ...ADAPTER.tensors, '99.q.lora_A': a }, `99.q.lora_A": is no tensor of ${own}.`);
    const shaped = (shape: number[]) => ({
      ...ADAPTER.tensors,
      '0.q.lora_A': { shape, values: new Float32Array(shape.reduce((x, y) => x * y)) },
    });
    await refused(shaped([64, 4]), '0.q.lora_A": shape 64×4, expected 4×64.');
    await refused(shaped([1, 1]), '0.q.lora_A": shape 1×1, expected 4×64.');
    const held = (value: number) => ({
      ...ADAPTER.tensors,
      '0.q.lora_A': { shape: [4, 64], values: new Float32Array(256).fill(value) },
    });
    await refused(held(1e38), '0.q.lora_A": holds 1.00e+38; no trained weight is beyond ±1e+12.');
    // JSON has numbers that float32 has not.
    const text = writeRunFile(full, { ...ADAPTER, tensors: held(0.5) }).replace('[0.5,', '[1e39,');
    await reading(text).toThrow('At "adapter.tensors.0.q.lora_A": holds Infinity;');
  });

  it('are refused where they hold more than a run can, with both numbers', async () => {
    const many = <T>(length: number, value: T) => Array.from({ length }, () => value);
    const site = { layer: 0, projection: 'q' } as const;
    const spectrum = (sites: number, values: number) => [
      { step: 0, sites: many(sites, { site, singularValues: many(values, 1) }) },
    ];
    const answer = { prompt: 'a', references: ['b'], text: 'c', score: null };
    const refused = (fields: Partial<RunRecord>, words: string) =>
      reading(writeRunFile({ ...full, ...fields }, null)).toThrow(words);
    await refused(
      { spectra: spectrum(6000, 1) },
      'At "spectra.0.sites": holds 6,000 sites; a run has at most 336.',
    );
    await refused(
      { spectra: spectrum(1, 2049) },
      'At "spectra.0.sites.0.singularValues": holds 2,049 singular values at a site; a run has at most 2,048.',
    );
    await refused(
      { spectra: many(10_002, { step: 0, sites: [] }) },
      'holds 10,002 measured spectra; a run has at most 10,001.',
    );
    await refused({ steps: many(10_001, step(1)) }, 'holds 10,001 steps; a run has at most 10,000.');
    await refused(
      { evals: many(10_002, { step: 0, loss: 1 }) },
      'holds 10,002 evaluations; a run has at most 10,001.',
    );
    await refused(
      { samples: many(30_004, { step: 0, prompt: 'a', reference: 'b', text: 'c' }) },
      'holds 30,004 samples; a run has at most 30,003.',
    );
    await refused({ answers: many(129, answer) }, 'holds 129 answers; a run has at most 128.');
    await reading(JSON.stringify({ ...full, steps: [{ ...step(1), step: 10_001 }] })).toThrow(
      /"steps\.0\.step"/,
    );
  });

  it('of the largest run that can be made are read', async () => {
    const steps = 10_000;
    const largest = record('a', {
      steps: Array.from({ length: steps }, (_, i) => step(i + 1)),
      evals: Array.from({ length: steps + 1 }, (_, i) => ({ step: i, loss: 1 })),
      spectra: Array.from({ length: 101 }, (_, i) => ({
        step: i * 100,
        sites: GPT2_PROJECTIONS.flatMap((projection) =>
          [0, 1, 2, 3].map((layer) => ({
            site: { layer, projection },
            singularValues: Array.from({ length: 64 }, (_, k) => 1 / (k + 1)),
          })),
        ),
      })),
      samples: Array.from({ length: 3 * (steps + 1) }, (_, i) => ({
        step: Math.floor(i / 3),
        prompt: `name[${i % 3}]`,
        reference: 'x',
        text: 'y',
      })),
    });
    expect(await readRunFile(writeRunFile(largest, null))).toEqual({ record: largest, adapter: null });
  });

  it('that are damaged anywhere are read as a run, or refused in words', async () => {
    const answer = { prompt: 'a', references: ['b'], text: 'c', score: 1, base: { text: 'd', score: null } };
    const method = loraConfigSchema.parse({ r: 1, target_modules: ['q'], layers_to_transform: [0] });
    const whole = record('a', {
      ...full,
      config: { ...full.config, method },
      spectra: [{ step: 0, sites: [{ site: { layer: 0, projection: 'q' }, singularValues: [2, 1] }] }],
      answers: [answer],
    });
    const tensors = filled(lora.slots(SHIPPED.nano, method, 0));
    const text = writeRunFile(whole, { ...ADAPTER, tensors });
    /** Every place in the file, as the keys that lead there. */
    const pathsIn = (value: unknown): string[][] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => [
            [key],
            ...pathsIn(inner).map((path) => [key, ...path]),
          ])
        : [];
    const paths = pathsIn(JSON.parse(text)).filter(
      (path) => Number(path.at(-1)) < 4 || Number.isNaN(Number(path.at(-1))),
    );
    /** The value with another at a path. */
    const withAt = (value: unknown, [key, ...rest]: readonly string[], put: unknown): unknown => {
      if (key === undefined) return put;
      if (Array.isArray(value))
        return value.map((item: unknown, i) => (String(i) === key ? withAt(item, rest, put) : item));
      const fields = Object.entries(value ?? {});
      return Object.fromEntries(
        fields.map(([name, item]) => [name, name === key ? withAt(item, rest, put) : item]),
      );
    };
    const hostile = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        true,
        '',
        -1,
        0,
        0.5,
        1e308,
        2 ** 53,
        [],
        {},
        [[]],
        '<img src=x onerror=alert(1)>',
        '9'.repeat(400),
      ),
      fc.jsonValue(),
    );
    const replaced = fc
      .array(fc.tuple(fc.constantFrom(...paths), hostile), { minLength: 1, maxLength: 2 })
      .map((changes) =>
        JSON.stringify(
          changes.reduce<unknown>((held, [path, put]) => withAt(held, path, put), JSON.parse(text)),
        ),
      );
    const cut = fc
      .tuple(
        fc.nat(text.length),
        fc.nat(20),
        fc.constantFrom('', '"', '{', '[', ',', 'NaN', '\\', '\0', '1e999', ']}'),
      )
      .map(([at, length, put]) => text.slice(0, at) + put + text.slice(at + length));
    let read = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(replaced, cut), async (damaged) => {
        try {
          const { record: found } = await readRunFile(damaged);
          // What is read can be kept, and is read again as it is.
          expect((await readRunFile(writeRunFile(found, null))).record).toEqual(found);
          read++;
        } catch (error) {
          expect(error).toBeInstanceOf(RunFileError);
          expect(String(error)).not.toMatch(/undefined|\[object/);
          expect(String(error).length).toBeLessThan(1000);
        }
      }),
      { numRuns: FUZZED, seed: 1 },
    );
    expect(read).toBeGreaterThan(FUZZED / 50);
    expect(read).toBeLessThan(FUZZED);
  }, 60_000);

  it('never fail in another way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        await reading(text).toThrow(RunFileError);
      }),
    );
  });
});

describe('a file of several runs', () => {
  it('gives back every run and adapter in its order, and is known by its start', async () => {
    const runs = fc.array(fc.record({ id: fc.string({ minLength: 1 }), hasAdapter: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(runs, async (wanted) => {
        const all = wanted.map(({ id, hasAdapter }) => ({
          record: record(id),
          adapter: hasAdapter ? ADAPTER : null,
        }));
        const text = await writeRunsFile(all.map((run) => writeRunFile(run.record, run.adapter))).text();
        expect(await readRunsFile(text)).toEqual({ runs: all, faults: [] });
        expect(looksLikeRunFile(text)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves out what cannot be read, and says why', async () => {
    const good = writeRunFile(record('a'), null);
    const text = await writeRunsFile([good, '{"format":"rankscope-run","version":99}', 'null']).text();
    const { runs, faults } = await readRunsFile(text);
    expect(runs.map((run) => run.record.id)).toEqual(['a']);
    expect(faults).toEqual([
      expect.stringMatching(/^Run 2: It has version 99/),
      expect.stringMatching(/^Run 3: It is JSON, but not a run/),
    ]);
  });

  it('is refused where it holds none', async () => {
    await expect(readRunsFile(await writeRunsFile([]).text())).rejects.toThrow(RunFileError);
    await expect(readRunsFile(await writeRunsFile(['null']).text())).rejects.toThrow('Run 1');
  });

  it('may be a single run', async () => {
    expect(await readRunsFile(writeRunFile(record('a'), null))).toMatchObject({
      runs: [{ record: { id: 'a' } }],
    });
  });
});
