/** Adapters that come in PEFT's files, from the drop to the export, on a scripted worker and a real store. */
import 'fake-indexeddb/auto';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { DECODINGS } from '../core/generation.ts';
import { defaultRunConfig } from '../core/run-config.ts';
import { writePeftAdapter } from '../formats/peft/write.ts';
import { writeRunFile } from '../formats/run-file.ts';
import type { OwnFile } from '../worker/protocol.ts';
import { readImported } from './imported-adapters.ts';
import { createStorage, type PageStorage } from './storage.ts';
import {
  ADAPTER,
  blobOf,
  browser,
  DATASET,
  emptyStorage,
  healthy,
  imported,
  notices,
  openBench,
  record,
  settled,
  status,
  type Bench,
} from './testing.ts';

let databases = 0;
const fresh = () => createStorage(`imported-${++databases}`);

const FILES = writePeftAdapter({
  method: defaultRunConfig().method,
  model: 'nano',
  tensors: ADAPTER.tensors,
});
/** PEFT's two files side by side, with changed settings. */
const loose = (changes: Record<string, unknown> = {}): OwnFile[] => {
  const settings = JSON.parse(new TextDecoder().decode(FILES['adapter_config.json'])) as object;
  return [
    { name: 'adapter_config.json', bytes: blobOf(JSON.stringify({ ...settings, ...changes })) },
    { name: 'adapter_model.safetensors', bytes: new Blob([FILES['adapter_model.safetensors']]) },
  ];
};
const zipped = (name: string): OwnFile => ({
  name,
  bytes: new Blob([
    zipSync({
      'a/README.md': new Uint8Array(9),
      'a/adapter_config.json': FILES['adapter_config.json'],
      'a/adapter_model.safetensors': FILES['adapter_model.safetensors'],
    }),
  ]),
});

const shelfOf = async ({ page }: Bench) => {
  const shelf = await page.imported();
  await settled();
  return { shelf, adapters: () => shelf.store.getState().adapters };
};
const namesIn = async (bench: Bench) => (await shelfOf(bench)).adapters().map(({ name }) => name);

describe('an adapter', () => {
  it('is found among dropped files, side by side or in a zip, and what else there is goes its way', async () => {
    const bench = await openBench({ storage: fresh() });
    const run = { name: 'run.json', bytes: blobOf(writeRunFile(record('a'), ADAPTER)) };
    const data = { name: 'pairs.csv', bytes: blobOf('a,b\n1,2\n') };
    const packed = { name: 'data.zip', bytes: new Blob([zipSync({ 'pairs.csv': new Uint8Array(3) })]) };
    await bench.page.actions.openFiles([...loose(), run, data, zipped('otter.zip'), packed]);
    expect(await namesIn(bench)).toEqual(['adapter', 'otter']);
    expect(bench.page.runs.getState().records.map(({ id }) => id)).toEqual(['a']);
    expect(bench.worker().sent('readData').at(-1)?.own).toMatchObject({
      name: 'pairs.csv',
      companions: [{ name: 'data.zip' }],
    });
  });

  it('is kept with what is known of it, also to a later visit, under a name of its own', async () => {
    const storage = fresh();
    const bench = await openBench({ storage });
    const { shelf } = await shelfOf(bench);
    await shelf.import([zipped('otter.zip')]);
    await shelf.import([zipped('otter.zip')]);
    expect(notices(bench)).toMatchObject([
      { type: 'adapter-imported', name: 'otter', model: 'nano', named: null, ignored: [], start: null },
      { type: 'adapter-imported', name: 'otter (2)' },
    ]);
    const [first, second] = (await shelfOf(await openBench({ storage }))).adapters();
    expect(first).toMatchObject({
      name: 'otter',
      model: 'nano',
      weights: 'abc',
      method: { type: 'lora', r: 4 },
      trainableParameters: 2048,
      measured: null,
    });
    expect(second?.name).toBe('otter (2)');
    expect((await storage.adapter(first?.id ?? ''))?.tensors).toEqual(ADAPTER.tensors);
  });

  it('tells what was ignored and for which model it says it is', async () => {
    const bench = await openBench({ storage: fresh() });
    await bench.page.actions.openFiles(loose({ new_field: 3, base_model_name_or_path: 'org/gpt2' }));
    expect(notices(bench)).toMatchObject([{ named: 'org/gpt2', ignored: ['new_field'] }]);
  });

  it('that is none is refused with the reason', async () => {
    const bench = await openBench({ storage: fresh() });
    await bench.page.actions.openFiles(loose({ r: 3 }));
    await bench.page.actions.openFiles([{ name: 'adapter_model.bin', bytes: blobOf('PK') }]);
    expect(notices(bench)).toMatchObject([
      {
        type: 'bad-adapter-file',
        detail: expect.stringMatching(/lora_A\.weight" is 8 × 64.*needs 3 × 64/) as unknown,
      },
      { type: 'bad-adapter-file', detail: expect.stringContaining('Python pickle') as unknown },
    ]);
    expect(await namesIn(bench)).toEqual([]);
    expect(bench.worker().sent('readData')).toEqual([]);
  });

  it('is renamed, deleted and put back with its tensors, in other tabs, too', async () => {
    const storage = fresh();
    const tabs = browser();
    const bench = await openBench({ storage, tabs: tabs.tab().tabs });
    const other = await openBench({ storage, tabs: tabs.tab().tabs });
    await shelfOf(other);
    await bench.page.actions.openFiles(loose());
    const { shelf, adapters } = await shelfOf(bench);
    const { id = '' } = adapters()[0] ?? {};
    shelf.rename(id, '  little\u202e otter ');
    await vi.waitFor(async () => expect(await namesIn(other)).toEqual(['little otter']));
    shelf.remove(id);
    await vi.waitFor(async () => expect(await namesIn(other)).toEqual([]));
    expect(await storage.rawAdapter(id)).toBeUndefined();
    const deletion = notices(bench).find((notice) => notice.type === 'adapter-deleted');
    if (!deletion) throw new Error('No notice offers to put it back.');
    await shelf.restore(deletion.removed);
    await vi.waitFor(async () => expect(await namesIn(other)).toEqual(['little otter']));
    expect((await storage.adapter(id))?.tensors).toEqual(ADAPTER.tensors);
  });

  it('that storage refuses stays in this tab, marked, and can be exported', async () => {
    const refusing: PageStorage = {
      ...emptyStorage,
      putImported: () => Promise.reject(new DOMException('no room', 'QuotaExceededError')),
    };
    const bench = await openBench({ storage: refusing });
    await bench.page.actions.openFiles(loose());
    const { shelf, adapters } = await shelfOf(bench);
    const { id = '' } = adapters()[0] ?? {};
    expect(shelf.store.getState().unsaved).toEqual([id]);
    expect(notices(bench)).toMatchObject([
      { type: 'adapter-not-kept', detail: 'no room' },
      { type: 'adapter-imported' },
    ]);
    expect(await shelf.exportAdapter(id)).not.toBeNull();
  });

  it('is exported as the bytes that it came in', async () => {
    const bench = await openBench({ storage: fresh() });
    await bench.page.actions.openFiles([zipped('An otter.zip')]);
    const { shelf, adapters } = await shelfOf(bench);
    const file = await shelf.exportAdapter(adapters()[0]?.id ?? '');
    expect(file?.name).toBe('An-otter.zip');
    const files = unzipSync(new Uint8Array((await file?.blob.arrayBuffer()) ?? new ArrayBuffer()));
    expect(files['An-otter/adapter_model.safetensors']).toEqual(FILES['adapter_model.safetensors']);
  });

  it('of half precision is exported in it, and told in as many bytes', async () => {
    const bench = await openBench({ storage: fresh() });
    const { method } = defaultRunConfig();
    const halves = writePeftAdapter({ method, model: 'nano', tensors: ADAPTER.tensors, dtype: 'BF16' });
    const files = Object.entries(halves).map(([name, bytes]) => ({ name, bytes: new Blob([bytes]) }));
    await bench.page.actions.openFiles(files);
    const { shelf, adapters } = await shelfOf(bench);
    const { buffer, length } = halves['adapter_model.safetensors'];
    const header = 8 + Number(new DataView(buffer).getBigUint64(0, true));
    expect(adapters()).toMatchObject([{ dtype: 'BF16', fileBytes: length - header }]);
    const zip = await shelf.exportAdapter(adapters()[0]?.id ?? '');
    const contents = unzipSync(new Uint8Array((await zip?.blob.arrayBuffer()) ?? []));
    expect(contents['adapter/adapter_model.safetensors']).toEqual(halves['adapter_model.safetensors']);
  });

  it('of several precisions is exported as the bytes that it came in', async () => {
    const bench = await openBench({ storage: fresh() });
    const { method } = defaultRunConfig();
    const name = 'base_model.model.transformer.h.0.attn.c_attn.lora_A.weight';
    const mixed = writePeftAdapter({
      ...{ method, model: 'nano', tensors: ADAPTER.tensors },
      ...{ dtype: 'BF16', dtypes: { [name]: 'F32' } },
    });
    const files = Object.entries(mixed).map(([file, bytes]) => ({ name: file, bytes: new Blob([bytes]) }));
    await bench.page.actions.openFiles(files);
    const { shelf, adapters } = await shelfOf(bench);
    expect(adapters()).toMatchObject([{ dtype: 'BF16', dtypes: { [name]: 'F32' } }]);
    const zip = await shelf.exportAdapter(adapters()[0]?.id ?? '');
    const contents = unzipSync(new Uint8Array((await zip?.blob.arrayBuffer()) ?? []));
    expect(contents['adapter/adapter_model.safetensors']).toEqual(mixed['adapter_model.safetensors']);
  });

  it('writes beside the base model', async () => {
    const bench = await openBench({ storage: fresh() });
    await bench.page.actions.openFiles(loose());
    const { shelf, adapters } = await shelfOf(bench);
    const { id = '' } = adapters()[0] ?? {};
    expect(await shelf.generate('name[X]', id, DECODINGS.greedy)).toEqual({
      base: 'base says',
      tuned: `${id} says`,
      run: { name: 'adapter', step: null, model: 'nano', task: null },
    });
    const { kept } = bench.worker().sent('generate').at(-1) ?? {};
    expect(kept).toMatchObject({ config: { model: 'nano', method: { r: 4 } }, tensors: ADAPTER.tensors });
  });

  it('of other weights than are loaded is not measured, nor one whose tensors are lost', async () => {
    const storage = fresh();
    await storage.putImported({ ...imported('other'), weights: 'def' }, ADAPTER);
    await storage.putImported(imported('lost'), null);
    const bench = await openBench({ storage });
    const { shelf } = await shelfOf(bench);
    await shelf.measure('other');
    await shelf.measure('lost');
    expect(notices(bench)).toMatchObject([
      { type: 'error', code: 'other-model' },
      {
        type: 'error',
        code: 'bad-adapter',
        detail: expect.stringContaining('Import its file again') as unknown,
      },
    ]);
    expect(bench.worker().sent('evaluate')).toEqual([]);
    expect(shelf.store.getState().measuring).toBeNull();
  });

  it('is measured on the loaded data, which is kept with it', async () => {
    const storage = fresh();
    const progress = { written: 3, texts: 10 };
    const bench = await openBench({
      storage,
      answer: (command) =>
        command.type === 'score'
          ? [{ type: 'scoring', runId: command.runId ?? '', progress }, ...healthy(command)]
          : healthy(command),
    });
    await bench.page.actions.openFiles(loose());
    const { shelf, adapters } = await shelfOf(bench);
    const { id = '' } = adapters()[0] ?? {};
    const heard: unknown[] = [];
    shelf.store.subscribe(({ measuring }) => heard.push(measuring));
    await shelf.measure(id);
    expect(heard).toContainEqual({ id, progress });
    expect(heard.at(-1)).toBeNull();
    expect(bench.worker().sent('evaluate')).toMatchObject([{ runId: id, split: 'validation' }]);
    const { task, name, fingerprint } = DATASET;
    const measured = { data: { task, name, fingerprint }, loss: 1, scores: [{ split: 'test', value: 50 }] };
    expect(adapters()).toMatchObject([{ measured }]);
    expect(readImported(await storage.imported()).adapters).toMatchObject([{ measured }]);
  });

  it('is trained on: the run names it, is kept with that, and trains anew from it', async () => {
    const bench = await openBench({ storage: fresh() });
    await bench.page.actions.openFiles(loose({ lora_dropout: 0.25 }));
    const [adapter] = (await shelfOf(bench)).adapters();
    if (!adapter) throw new Error('There is no adapter.');
    bench.page.config.getState().update({ seed: 5, method: { type: 'ia3' }, training: { max_steps: 7 } });
    await settled();
    await bench.page.actions.trainOn(adapter);
    await settled();
    const start = { adapter: adapter.id, name: 'adapter' };
    const [run] = bench.page.runs.getState().records;
    expect(run?.config).toMatchObject({
      method: { type: 'lora', r: 4, lora_dropout: 0.25 },
      seed: 5,
      start,
      // Of the adapter's method, not the form's.
      training: { max_steps: 7, learning_rate: defaultRunConfig().training.learning_rate },
    });
    const sent = () => bench.worker().sent('start').at(-1)?.runs;
    expect(sent()).toMatchObject([{ config: { start }, start: ADAPTER.tensors }]);
    expect(bench.page.config.getState().config).not.toHaveProperty('start');

    bench.page.actions.trainLonger(run?.id ?? '');
    status(bench, run?.id ?? '', 'finished');
    await settled();
    expect(sent()).toMatchObject([
      { config: { start, training: { max_steps: 14 } }, start: ADAPTER.tensors },
    ]);
  });

  it('that was trained on and deleted lets no run start from it, and tells why; what trains goes on', async () => {
    const bench = await openBench({ storage: fresh() });
    await bench.page.actions.openFiles(loose());
    const { shelf, adapters } = await shelfOf(bench);
    const [adapter] = adapters();
    if (!adapter) throw new Error('There is no adapter.');
    await bench.page.actions.train();
    shelf.remove(adapter.id);
    await settled();
    await bench.page.actions.trainOn(adapter);
    expect(notices(bench).at(-1)).toMatchObject({
      code: 'bad-adapter',
      detail: expect.stringContaining('“adapter”, which the run trains on, is not on the shelf') as unknown,
    });
    expect(bench.worker().sent('start')).toHaveLength(1);
    expect(bench.worker().sent('stop')).toEqual([]);
  });

  it('that is measured while other data is chosen has no figures of either', async () => {
    const bench = await openBench({
      storage: fresh(),
      answer: (command) =>
        command.type === 'loadData'
          ? [
              {
                type: 'dataset',
                requestId: command.requestId,
                summary: { ...DATASET, task: command.task, fingerprint: command.task },
              },
            ]
          : healthy(command),
    });
    await bench.page.actions.openFiles(loose());
    const { shelf, adapters } = await shelfOf(bench);
    const measuring = shelf.measure(adapters()[0]?.id ?? '');
    bench.page.config.getState().update({ task: 'sql' });
    await bench.page.session.getState().prepare();
    await measuring;
    expect(adapters()).toMatchObject([{ measured: null }]);
    expect(notices(bench).at(-1)).toMatchObject({ type: 'error', code: 'abandoned' });
  });
});
