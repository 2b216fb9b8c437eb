/** The parser in its worker: what is read crosses whole, how far it is can be heard, and it ends when nobody wants it. */
import { describe, expect, it } from 'vitest';
import type { FileProgress } from '../core/file-progress.ts';
import { SHIPPED } from '../core/models/shipped.ts';
import { readOwn } from '../data/import.ts';
import { fetchModelFiles, modelFolder } from '../formats/model-files.ts';
import { writePeftAdapter } from '../formats/peft/write.ts';
import { readRunsBlob, writeRunFile, writeRunsFile } from '../formats/run-file.ts';
import { ADAPTER, record, step } from '../state/testing.ts';
import { readAdapterApart } from './parsed-adapter.ts';
import { readDataApart } from './parsed-data.ts';
import { readRunsApart } from './parsed-runs.ts';
import { runParser } from './parser-client.ts';
import type { ParserEvent } from './parser-protocol.ts';

const ownOf = (name: string, text: string) => ({
  name,
  bytes: new Blob([text]),
  encoding: null,
  columns: null,
});
const listener = (signal = new AbortController().signal) => {
  const heard: FileProgress[] = [];
  return { heard, signal, hear: (progress: FileProgress) => void heard.push(progress) };
};

const ANSWER = 'It lies at the harbour. '.repeat(10);
const table = (rows: number) =>
  `prompt,completion\n${Array.from({ length: rows }, (_, i) => `Inn ${i}?,"${i % 50 === 0 ? '' : ANSWER}"\n`).join('')}`;
const lines = (values: readonly object[]) => values.map((value) => JSON.stringify(value)).join('\n');

describe('own data', () => {
  it.each([
    ['a table of many pieces, with rows left out', ownOf('a.csv', table(30_000))],
    ['columns that a person must pick', ownOf('a.csv', 'a,b,c\n1,2,3\n4,5,6\n')],
    [
      'conversations, whose pairs are of one group',
      ownOf(
        'a.jsonl',
        lines(
          Array.from({ length: 20 }, (_, i) => ({
            messages: ['user', 'assistant', 'user', 'assistant'].map((role, turn) => ({
              role,
              content: `${role} ${i} ${turn}`,
            })),
          })),
        ),
      ),
    ],
    ['labels of a class that F1 is of', ownOf('a.tsv', 'sentence\tlabel\nGood .\t1\nBad .\t0\n')],
  ])('crosses as it was read: %s', async (_, own) => {
    expect(await readDataApart(own, listener())).toEqual(await readOwn(own));
  });

  it('has one table for all pairs that ask of it, in whichever piece they cross', async () => {
    const tables = Array.from({ length: 3 }, (_, i) => ({
      id: `t${i}`,
      header: ['a'],
      types: ['text'],
      rows: [[`b${i}`]],
    }));
    const questions = Array.from({ length: 12_000 }, (_, i) => ({
      table_id: `t${i % 3}`,
      question: `What is ${i}? ${ANSWER}`,
      sql: { sel: 0, agg: 0, conds: [] },
    }));
    const own = {
      ...ownOf('dev.jsonl', lines(questions)),
      companions: [ownOf('dev.tables.jsonl', lines(tables))],
    };
    const { result } = await readDataApart(own, listener());
    const pairs = result.kind === 'pairs' ? result.pairs : [];
    expect(pairs).toHaveLength(12_000);
    expect(new Set(pairs.map(({ table: asked }) => asked)).size).toBe(3);
    expect(pairs[11_999]?.table).toMatchObject({ rows: [['b2']] });
  });

  it('that cannot be read is refused as it would be here', async () => {
    const own = ownOf('a.json', '{"a": 1,,}');
    const refused = await readOwn(own).catch((error: unknown) => error);
    await expect(readDataApart(own, listener())).rejects.toEqual(refused);
  });
});

describe('exported runs', () => {
  it('cross as they were read, long ones in pieces, with what cannot be read', async () => {
    const long = record('long', {
      steps: Array.from({ length: 10_000 }, (_, i) => step(i + 1)),
      evals: Array.from({ length: 2001 }, (_, i) => ({ step: i, loss: 1 / (i + 1) })),
    });
    const texts = [writeRunFile(record('a'), ADAPTER), writeRunFile(long, null), 'null'];
    const bytes = writeRunsFile(texts);
    const read = await readRunsApart({ name: 'runs.json', bytes }, listener());
    expect(read).toEqual(await readRunsBlob('runs.json', bytes));
    expect(read.runs.map((run) => run.record)).toEqual([record('a'), long]);
    expect(read.faults).toHaveLength(1);
  });

  it('that are none are refused', async () => {
    await expect(
      readRunsApart({ name: 'cat.json', bytes: new Blob(['{"format":"cat"}']) }, listener()),
    ).rejects.toMatchObject({ code: 'data-format', message: expect.stringMatching(/not a run/) as unknown });
  });
});

describe('an adapter in PEFT’s files', () => {
  const { method } = record('a').config;
  const files = Object.entries(writePeftAdapter({ method, model: 'nano', tensors: ADAPTER.tensors })).map(
    ([name, bytes]) => ({ name, bytes: new Blob([bytes]) }),
  );
  const info = (model: keyof typeof SHIPPED) => ({
    model,
    weights: 'abc',
    config: SHIPPED[model],
    totalParameters: 1,
    scores: {},
  });

  it('crosses to the bit', async () => {
    const read = await readAdapterApart(files, info('nano'), { baseUrl: '' }, listener());
    expect(read).toMatchObject({ method: { type: 'lora', r: 4 }, model: 'nano', ignored: [] });
    expect(read.tensors).toEqual(ADAPTER.tensors);
  });

  it('that lacks where A and B started gets it from the weights of its base model', async () => {
    const [settings, tensors] = ['adapter_config.json', 'adapter_model.safetensors'].map((name) =>
      files.find((file) => file.name === name),
    );
    const text = JSON.stringify({
      ...(JSON.parse((await settings?.bytes.text()) ?? '') as object),
      init_lora_weights: 'pissa',
    });
    const pissa = [
      { name: 'adapter_config.json', bytes: new Blob([text]) },
      { name: 'adapter_model.safetensors', bytes: tensors?.bytes ?? new Blob() },
    ];
    const source = { baseUrl: new URL('/', location.href).href };
    const { weights } = await fetchModelFiles(modelFolder('nano', source.baseUrl), undefined);
    const read = await readAdapterApart(pissa, { ...info('nano'), weights }, source, listener());
    // The file has Wq and Wv as one c_attn, of rank 8.
    expect(read.method).toMatchObject({ init_lora_weights: 'pissa', r: 8 });
    expect(read.tensors['1.k.lora_B0']?.shape).toEqual([64, 8]);
    await expect(readAdapterApart(pissa, info('nano'), source, listener())).rejects.toMatchObject({
      code: 'other-model',
    });
  });

  it('that does not fit is refused', async () => {
    await expect(readAdapterApart(files, info('micro'), { baseUrl: '' }, listener())).rejects.toMatchObject({
      code: 'model-format',
      message: expect.stringContaining('It fits the base model nano') as unknown,
    });
  });
});

describe('a parser', () => {
  it('tells how far it is, and ends at once when it is no longer wanted, whatever it is doing', async () => {
    const own = ownOf('a.csv', table(20_000));
    /** Hears each message of the parser itself, however fast it is. */
    const read = (onStage: (stage: string) => void, signal = new AbortController().signal) => {
      const messages: unknown[] = [];
      const spawn = () => {
        const worker = new Worker(new URL('./parser.ts', import.meta.url), { type: 'module' });
        worker.addEventListener('message', ({ data }: MessageEvent<ParserEvent>) => {
          messages.push(data);
          if (data.type === 'progress') onStage(data.stage);
        });
        return worker;
      };
      const outcome = runParser(
        { type: 'readData', own },
        { hear: () => undefined, signal },
        (event) => (event.type === 'data' ? event : null),
        spawn,
      ).then(
        ({ type }) => type,
        (error: unknown) => error,
      );
      return { outcome, messages };
    };
    const stages = new Set<string>();
    expect(await read((stage) => stages.add(stage)).outcome).toBe('data');
    expect(stages.size).toBeGreaterThan(1);
    for (const stage of stages) {
      const abort = new AbortController();
      const { outcome, messages } = read((reached) => {
        if (reached === stage) abort.abort();
      }, abort.signal);
      expect(await outcome).toMatchObject({ code: 'abandoned' });
      const { length } = messages;
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(messages).toHaveLength(length);
    }
  });

  it('is not started where it is not wanted any more', async () => {
    let started = 0;
    const spawn = () => {
      started++;
      return new Worker('about:blank');
    };
    const reading = runParser(
      { type: 'readData', own: ownOf('a.csv', 'a') },
      listener(AbortSignal.abort()),
      () => null,
      spawn,
    );
    await expect(reading).rejects.toMatchObject({ code: 'abandoned' });
    expect(started).toBe(0);
  });

  it('whose script does not come says so', async () => {
    const spawn = () => new Worker(new URL('/nothing-here.wasm', location.href), { type: 'module' });
    const reading = runParser({ type: 'readData', own: ownOf('a.csv', 'a') }, listener(), () => null, spawn);
    await expect(reading).rejects.toMatchObject({ code: 'file-fetch' });
  });

  it('that says what nobody understands is given up', async () => {
    const source = `onmessage = () => postMessage({ type: 'cat' });`;
    const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const reading = runParser(
      { type: 'readData', own: ownOf('a.csv', 'a') },
      listener(),
      () => null,
      () => new Worker(address),
    );
    await expect(reading).rejects.toMatchObject({ code: 'bad-message' });
  });
});
