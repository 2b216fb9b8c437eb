/** The client of the Hub against a server that answers as the Hub does (hub-testing.ts). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HUB_HOSTS } from '../../tools/walls.mjs';
import { bytesOf, download as fetchModel, memoryPieces } from './hub-download.ts';
import { ModelError } from './model-error.ts';
import { SERVED_COMMIT, serveHub, type ServedModel } from './hub-testing.ts';
import { HUB, lookUp } from './hub.ts';
import { readModelFolder } from './model-folder.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { serve } from './testing-server.ts';

const FOLDER = new URL('../engine/model/fixtures/llama/llama/', import.meta.url);
const CONFIG = JSON.parse(readFileSync(new URL('config.json', FOLDER), 'utf8')) as object;
const WEIGHTS = Uint8Array.from(readFileSync(new URL('model.safetensors', FOLDER)));
const bytes = (value: object) => new TextEncoder().encode(JSON.stringify(value));
const FILES = {
  'config.json': bytes({ ...CONFIG, architectures: ['LlamaForCausalLM'] }),
  'tokenizer.json': bytes({ added_tokens: [{ id: 2, content: '</s>' }] }),
  'model.safetensors': WEIGHTS,
  'README.md': bytes({}),
};
const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(FILES).filter(([name]) => !names.includes(name)));

/** A Hub with one model, `tiny/llama`. */
async function open(model: Partial<ServedModel> = {}) {
  const served = serveHub({ 'tiny/llama': { files: FILES, ...model } });
  const large = await serve(served.largeFiles);
  const hub = (await serve(served.hub(() => large.href.slice(0, -1)))).href.slice(0, -1);
  const ways = { hub, patienceMs: 1000 };
  const look = (id = 'tiny/llama', revision = 'main') => lookUp({ id, revision }, ways);
  const download = async () => {
    const model = await look();
    const pieces = memoryPieces();
    const run = (onProgress?: (loaded: number) => void, signal?: AbortSignal) =>
      fetchModel(model, pieces, { ...ways, pausesMs: [1, 1], ...(signal && { signal }) }, onProgress);
    return { pieces, run };
  };
  return { ...served, ways, look, download };
}

const faultOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof ModelError ? { fault: error.fault, ...error.values, said: error.said } : error;
};
const weightsOf = async (download: Awaited<ReturnType<Awaited<ReturnType<typeof open>>['download']>>) => {
  const files = await download.run();
  const file = files.find(({ name }) => name === 'model.safetensors');
  return new Uint8Array((await file?.bytes.arrayBuffer()) ?? new ArrayBuffer());
};

describe('a model on the Hub', () => {
  it('is told before its weights are fetched', async () => {
    const { look, asked } = await open();
    const { files, shape, ...told } = await look();
    expect(told).toEqual({
      id: 'tiny/llama',
      revision: 'main',
      commit: SERVED_COMMIT,
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
      architecture: 'LlamaForCausalLM',
      parameters: expect.any(Number) as number,
      dtypes: ['F32'],
      licence: 'mit',
    });
    expect(shape).toMatchObject({ n_kv_head: 2 });
    expect(files.map(({ name }) => name)).toEqual(['config.json', 'tokenizer.json', 'model.safetensors']);
    const ofWeights = asked.filter(({ path }) => path === 'model.safetensors');
    expect(ofWeights.every(({ range }) => range?.startsWith('bytes=0-'))).toBe(true);
  });

  it('has a header of any length, from a server that knows ranges or not', async () => {
    const data = new Float32Array(1);
    const tensors = Array.from({ length: 2000 }, (_, i) => ({
      name: `tensor.${i}.weight`,
      shape: [1],
      data,
    }));
    const { look, faults, asked } = await open({
      files: { ...FILES, 'model.safetensors': writeSafetensors(tensors, {}, 'BF16') },
    });
    expect((await look()).dtypes).toEqual(['BF16']);
    expect(asked.filter(({ host }) => host === 'large')).toHaveLength(2);
    faults.ignoresRanges = true;
    expect((await look()).dtypes).toEqual(['BF16']);
  });

  it('is read from shards', async () => {
    const shard = (at: number) => `model-0000${at}-of-00002.safetensors`;
    const data = new Float32Array(2);
    const { look } = await open({
      files: {
        ...without('model.safetensors'),
        'model.safetensors.index.json': bytes({ weight_map: { a: shard(1), b: shard(2), c: shard(2) } }),
        [shard(1)]: writeSafetensors([{ name: 'a', shape: [2], data }], {}),
        [shard(2)]: writeSafetensors(
          ['b', 'c'].map((name) => ({ name, shape: [2], data })),
          {},
          'F16',
        ),
      },
    });
    const { files, dtypes } = await look();
    expect(files.map(({ name }) => name).slice(2)).toEqual([
      'model.safetensors.index.json',
      shard(1),
      shard(2),
    ]);
    expect(dtypes).toEqual(['F16', 'F32']);
  });

  it.each<[string, Partial<ServedModel>, object]>([
    ['that is gated', { gated: true }, { fault: 'gated' }],
    ['that is closed', { disabled: true }, { fault: 'disabled' }],
    [
      'of another family',
      {
        files: {
          ...FILES,
          'config.json': bytes({ model_type: 't5', architectures: ['T5ForConditionalGeneration'] }),
        },
      },
      { fault: 'family', architecture: 'T5ForConditionalGeneration', type: 't5' },
    ],
    [
      'that cannot be computed',
      { files: { ...FILES, 'config.json': bytes({ ...CONFIG, hidden_act: 'gelu' }) } },
      { fault: 'config', said: expect.stringContaining('hidden_act') as string },
    ],
    ['without config.json', { files: without('config.json') }, { fault: 'no-file', file: 'config.json' }],
    ['without weights', { files: without('model.safetensors') }, { fault: 'no-weights' }],
    [
      'with pickles alone',
      { files: { ...without('model.safetensors'), 'pytorch_model.bin': WEIGHTS } },
      { fault: 'pickle', file: 'pytorch_model.bin' },
    ],
    [
      'without a tokenizer',
      { files: without('tokenizer.json') },
      { fault: 'no-tokenizer', file: 'tokenizer.json' },
    ],
    [
      'whose shards are not all there',
      {
        files: {
          ...without('model.safetensors'),
          'model.safetensors.index.json': bytes({ weight_map: { a: 'model-1.safetensors' } }),
        },
      },
      { fault: 'no-file', file: 'model-1.safetensors' },
    ],
    [
      'whose weights are damaged',
      { files: { ...FILES, 'model.safetensors': WEIGHTS.subarray(0, 3000) } },
      { fault: 'weights', file: 'model.safetensors', said: expect.stringContaining('cut short') as string },
    ],
    [
      'whose config.json is none',
      { files: { ...FILES, 'config.json': new TextEncoder().encode('{') } },
      { fault: 'unclear', file: 'config.json' },
    ],
  ])('%s is refused before the download', async (_name, model, expected) => {
    const { look } = await open(model);
    expect(await faultOf(look())).toMatchObject(expected);
  });

  it.each([
    ['GPTNeoXForCausalLM', 'neox/parallel', 'gpt_neox.layers.0.attention.bias'],
    ['BertForSequenceClassification', 'bert/bert', 'bert.embeddings.position_ids'],
  ])('of %s is read with the tables that checkpoints carry along', async (architecture, at, name) => {
    const folder = new URL(`../engine/model/fixtures/${at}/`, import.meta.url);
    const read = (file: string) => Uint8Array.from(readFileSync(new URL(file, folder)));
    const tensors = [...readSafetensors(read('model.safetensors').buffer)].map(([own, { shape, data }]) => ({
      ...{ name: own, shape, data },
    }));
    const file = writeSafetensors([...tensors, { name, shape: [1], data: new Float32Array(1) }], {});
    // Four bytes that are no floats, as masks and indices have them.
    const text = new TextDecoder('latin1')
      .decode(file)
      .replace(`"${name}":{"dtype":"F32"`, `"${name}":{"dtype":"U32"`);
    const { look } = await open({
      files: {
        ...FILES,
        'config.json': read('config.json'),
        'model.safetensors': Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
      },
    });
    expect(await look()).toMatchObject({
      architecture,
      dtypes: ['F32'],
      parameters: tensors.reduce((sum, { data }) => sum + data.length, 0),
    });
  });

  it('in whole numbers is refused, naming the tensor', async () => {
    const file = writeSafetensors([{ name: 'a.weight', shape: [2], data: new Float32Array(2) }], {});
    const text = new TextDecoder('latin1').decode(file).replace('"F32"', '"I32"');
    const { look } = await open({
      files: { ...FILES, 'model.safetensors': Uint8Array.from(text, (letter) => letter.charCodeAt(0)) },
    });
    expect(await faultOf(look())).toMatchObject({ fault: 'dtype', tensor: 'a.weight', dtype: 'I32' });
  });

  it('that is not there, or not in this revision, is told with the Hub’s reason', async () => {
    const { look, faults } = await open();
    const check = async () => {
      expect(await faultOf(look('tiny/none'))).toEqual({
        fault: 'absent',
        said: 'Invalid username or password.',
      });
      expect(await faultOf(look('tiny/llama', 'v2'))).toEqual({
        fault: 'no-revision',
        revision: 'v2',
        said: 'Invalid rev id: v2',
      });
    };
    await check();
    faults.hidesHeaders = true;
    await check();
  });

  it('has an owner by now, to which the Hub sends on', async () => {
    const { look } = await open();
    expect(await look('llama')).toMatchObject({ id: 'tiny/llama' });
  });

  it('is asked for too often', async () => {
    const { look, faults } = await open();
    faults.limitedFor = 57;
    expect(await faultOf(look())).toMatchObject({ fault: 'too-many', seconds: 57 });
  });

  it('does not answer', async () => {
    const hub = (await serve((request) => request.socket.destroy())).href.slice(0, -1);
    const silent = (await serve(() => undefined)).href.slice(0, -1);
    for (const host of [hub, silent]) {
      const ways = { hub: host, patienceMs: 100 };
      expect(await faultOf(lookUp({ id: 'a/b', revision: 'main' }, ways))).toMatchObject({
        fault: 'no-answer',
      });
    }
  });

  it.each([
    [500, {}, { fault: 'refused', status: 500 }],
    [403, {}, { fault: 'gated' }],
    [
      401,
      { 'X-Error-Code': 'GatedRepo', 'X-Error-Message': 'Ask first.' },
      { fault: 'gated', said: 'Ask first.' },
    ],
    [404, {}, { fault: 'absent' }],
    [404, { 'X-Error-Code': 'EntryNotFound' }, { fault: 'no-file' }],
    [429, {}, { fault: 'too-many', seconds: 0 }],
    [200, {}, { fault: 'unclear' }],
  ])('answers %i %j', async (status, headers, expected) => {
    const hub = (await serve((_request, response) => response.writeHead(status, headers).end('<html>'))).href;
    const ways = { hub: hub.slice(0, -1) };
    expect(await faultOf(lookUp({ id: 'a/b', revision: 'main' }, ways))).toMatchObject(expected);
  });
});

describe('a download from the Hub', () => {
  it('gives a folder that can be read, and tells how far it is', async () => {
    const { look, ways } = await open();
    const model = await look();
    const heard: number[] = [];
    const files = await fetchModel(model, memoryPieces(), ways, (loaded) => heard.push(loaded));
    expect(heard.at(-1)).toBe(model.bytes);
    expect((await readModelFolder(files, undefined)).read.family).toBe('llama');
  });

  it('goes on where the connection broke', async () => {
    const { download, faults, asked } = await open();
    const started = await download();
    faults.cuts = { times: 2, after: 1000 };
    asked.length = 0;
    expect(await weightsOf(started)).toEqual(WEIGHTS);
    expect(asked.filter(({ host }) => host === 'large').map(({ range }) => range)).toEqual([
      null,
      'bytes=1000-',
      'bytes=2000-',
    ]);
  });

  it('that breaks again and again is given up, and goes on when it is asked to', async () => {
    const { download, faults, asked } = await open();
    const started = await download();
    faults.cuts = { times: 1, after: 1000 };
    const first = started.run((loaded) => {
      if (loaded > 1000) faults.cuts = { times: 2, after: 0 };
    });
    expect(await faultOf(first)).toMatchObject({ fault: 'cut', file: 'model.safetensors' });
    asked.length = 0;
    expect(await weightsOf(started)).toEqual(WEIGHTS);
    expect(asked).toEqual([
      { host: 'hub', path: 'model.safetensors', range: 'bytes=1000-' },
      { host: 'large', path: 'model.safetensors', range: 'bytes=1000-' },
    ]);
  });

  it('that was stopped goes on', async () => {
    const { download, faults } = await open();
    const started = await download();
    faults.cuts = { times: 1, after: 1000 };
    const stop = new AbortController();
    const reason = new Error('stopped');
    const first = started.run((loaded) => loaded > 1000 && stop.abort(reason), stop.signal);
    await expect(first).rejects.toBe(reason);
    expect(bytesOf(await started.pieces.of('model.safetensors'))).toBeGreaterThanOrEqual(1000);
    faults.cuts = { times: 0, after: 0 };
    expect(await weightsOf(started)).toEqual(WEIGHTS);
  });

  it('that was damaged where it is kept is dropped, told of, and fetched again', async () => {
    const { download } = await open();
    const started = await download();
    const { pieces, run } = started;
    await pieces.add('model.safetensors', 0, { bytes: new Blob([WEIGHTS.slice(1, 1001)]), etag: null });
    const heard: number[] = [];
    const file = 'model.safetensors';
    expect(await faultOf(run((loaded) => heard.push(loaded)))).toEqual({
      fault: 'damaged',
      file,
      said: null,
    });
    expect(await pieces.of(file)).toEqual([]);
    expect(heard.at(-1)).toBe(FILES['config.json'].length + FILES['tokenizer.json'].length);

    const unreadable = Object.assign(new Blob(['gone']), {
      arrayBuffer: () => Promise.reject(new Error('The blob is gone.')),
    });
    await pieces.add(file, 0, { bytes: unreadable, etag: null });
    expect(await faultOf(run())).toEqual({ fault: 'damaged', file, said: 'The blob is gone.' });
    expect(await weightsOf(started)).toEqual(WEIGHTS);
  });

  it('ends where there is no room, and goes on after the last piece that was kept', async () => {
    const { download, faults, asked } = await open();
    const started = await download();
    const { pieces, run } = started;
    const add = pieces.add.bind(pieces);
    faults.cuts = { times: 1, after: 1000 };
    const full = new DOMException('full', 'QuotaExceededError');
    pieces.add = (file, from, piece) => (from >= 1000 ? Promise.reject(full) : add(file, from, piece));
    await expect(run()).rejects.toBe(full);
    pieces.add = add;
    asked.length = 0;
    expect(await weightsOf(started)).toEqual(WEIGHTS);
    expect(asked.map(({ range }) => range)).toEqual(['bytes=1000-', 'bytes=1000-']);
  });

  it.each(['changesTags', 'ignoresRanges'] as const)('begins again where the server %s', async (fault) => {
    const { download, faults, asked } = await open();
    const started = await download();
    faults.cuts = { times: 1, after: 1000 };
    faults[fault] = true;
    asked.length = 0;
    expect(await weightsOf(started)).toEqual(WEIGHTS);
    const ranges = asked.filter(({ host }) => host === 'large').map(({ range }) => range);
    expect(ranges).toEqual(fault === 'changesTags' ? [null, 'bytes=1000-', null] : [null, 'bytes=1000-']);
  });

  it('goes on where a browser sees no headers', async () => {
    const { download, faults } = await open();
    const started = await download();
    faults.cuts = { times: 1, after: 1000 };
    faults.hidesHeaders = true;
    expect(await weightsOf(started)).toEqual(WEIGHTS);
  });

  it.each(['model.safetensors', 'tokenizer.json'])(
    'refuses %s where it is another than is listed',
    async (file) => {
      const { download, faults } = await open();
      const started = await download();
      faults.damages = file;
      expect(await faultOf(started.run())).toEqual({ fault: 'damaged', file, said: null });
      faults.damages = null;
      expect(await weightsOf(started)).toEqual(WEIGHTS);
    },
  );
});

it('asks a host that the page’s policy lets it ask', () => expect(HUB_HOSTS).toContain(HUB));
