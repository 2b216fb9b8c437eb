/** A model that a person brings: found among what was given, described, loaded, or refused with the reason in the dialog. */
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseModel, leaveBrought, openBrought, takeModel, type GivenFile } from './brought-model.ts';
import {
  knowsFolders,
  memoryModels,
  notices,
  openBench,
  record,
  settled,
  unreadableBlob,
} from './testing.ts';

const FOLDER = new URL('../engine/model/fixtures/llama/llama/', import.meta.url);
const read = (name: string) => Uint8Array.from(readFileSync(new URL(name, FOLDER)));
const FILES = {
  'config.json': read('config.json'),
  'tokenizer.json': new TextEncoder().encode('{}'),
  'model.safetensors': read('model.safetensors'),
  'golden.json': new TextEncoder().encode('{}'),
};
const MODEL_FILES = ['config.json', 'tokenizer.json', 'model.safetensors'];

/** Files as they are given. @param folder before their names */
const given = (files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>, folder = ''): GivenFile[] =>
  Object.entries(files).map(([name, bytes]) => ({ path: folder + name, bytes: new Blob([bytes]) }));

const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(FILES).filter(([name]) => !names.includes(name)));

/** A zip as a program packs a folder. */
const zipped = (folder: string, level: 0 | 6): GivenFile => ({
  path: 'My model.zip',
  bytes: new Blob([
    Uint8Array.from(
      zipSync(
        Object.fromEntries([
          ...Object.entries(FILES).map(([name, bytes]) => [folder + name, bytes]),
          [`__MACOSX/${folder}._config.json`, new Uint8Array(3)],
        ]) as Record<string, Uint8Array>,
        { level },
      ),
    ),
  ]),
});

/** A page whose worker can load any folder, or none. */
async function openShelf({ isGood = true, query = '' } = {}) {
  const keptModels = memoryModels();
  const bench = await openBench({
    keptModels,
    query,
    answer: knowsFolders(() => isGood),
  });
  const { page } = bench;
  return {
    ...bench,
    keptModels,
    brought: () => page.session.getState().brought,
    model: () => page.config.getState().config.model,
    /** Opens the dialog, as the choice of an own model does. */
    ask: () => page.session.setState({ brought: { phase: 'asking', problem: null } }),
  };
}

/** What the browser tells of the computer's memory, in GiB. */
const tellMemory = (deviceMemory: number) => vi.stubGlobal('navigator', { deviceMemory });

beforeEach(() => void tellMemory(8));
afterEach(() => void vi.unstubAllGlobals());

describe('a model that a person brings', () => {
  it.each([
    ['files', given(FILES), 'own-model'],
    ['a folder', given(FILES, 'tiny llama/'), 'tiny-llama'],
    ['a folder in another', given(FILES, 'models/tiny/'), 'tiny'],
    ['a zip', [zipped('', 6)], 'My-model'],
    ['a zip of a folder, stored', [zipped('tiny/', 0)], 'tiny'],
  ])('as %s is loaded, and what belongs to it kept', async (_, files, id) => {
    const { page, model, ask, brought, keptModels } = await openShelf();
    ask();
    await chooseModel(page, files);
    await settled();
    expect(model()).toBe(id);
    expect(brought()).toBeNull();
    expect((await keptModels.files(id))?.map(({ name }) => name)).toEqual(MODEL_FILES);
  });

  it.each([
    ['a picture', given({ 'sea.png': new Uint8Array(9) }), { fault: 'no-model' }],
    ['nothing', [], { fault: 'no-model' }],
    [
      'two models',
      [...given(FILES, 'all/a/'), ...given(FILES, 'all/b/')],
      { fault: 'several', text: 'all/a, all/b' },
    ],
    ['a damaged zip', given({ 'model.zip': new Uint8Array(99) }), { fault: 'zip' }],
    [
      'weights of another format',
      given({ 'llama.gguf': new Uint8Array(9) }),
      { fault: 'pickle', file: 'llama.gguf' },
    ],
    [
      'pickled weights beside a configuration',
      given({ ...without('model.safetensors'), 'pytorch_model.bin': new Uint8Array(9) }),
      { fault: 'pickle', file: 'pytorch_model.bin' },
    ],
    ['no weights', given(without('model.safetensors')), { fault: 'no-weights' }],
    [
      'no configuration, beside what a trainer left',
      given({ ...without('config.json'), 'training_args.bin': new Uint8Array(9) }),
      { fault: 'no-file', file: 'config.json' },
    ],
    ['an adapter', given({ ...FILES, 'adapter_config.json': new Uint8Array(2) }), { fault: 'adapter' }],
    ['no tokenizer', given(without('tokenizer.json')), { fault: 'no-tokenizer' }],
    ['no configuration', given(without('config.json')), { fault: 'no-file', file: 'config.json' }],
    [
      'a configuration that is no JSON',
      given({ ...FILES, 'config.json': new TextEncoder().encode('{') }),
      { fault: 'json', file: 'config.json' },
    ],
    [
      'weights that are cut short',
      given({ ...FILES, 'model.safetensors': FILES['model.safetensors'].slice(0, 3000) }),
      { fault: 'weights', file: 'model.safetensors' },
    ],
  ])('as %s is refused in the dialog, and the model before stays', async (_, files, { fault, ...values }) => {
    const bench = await openShelf();
    const { page, model, ask, brought } = bench;
    ask();
    await chooseModel(page, files);
    expect(brought()).toMatchObject({ phase: 'asking', problem: { fault, values } });
    expect(model()).toBe('nano');
    expect(notices(bench)).toEqual([]);
  });

  it('that its reader refuses, or that is gone from the disk, is told with the reason', async () => {
    const { page, model, brought } = await openShelf({ isGood: false });
    await chooseModel(page, given(FILES));
    expect(brought()).toMatchObject({ problem: { code: 'model-format', detail: 'No weights.' } });
    await chooseModel(page, [
      ...given(without('config.json')),
      { path: 'config.json', bytes: unreadableBlob() },
    ]);
    expect(brought()).toMatchObject({ problem: { code: 'file-unreadable' } });
    await chooseModel(page, [{ path: 'model.zip', bytes: unreadableBlob() }]);
    expect(brought()).toMatchObject({ problem: { code: 'file-unreadable' } });
    expect(model()).toBe('nano');
  });

  it('is taken from what is dropped, and nothing else is', async () => {
    const { page, model, brought } = await openShelf();
    const adapter = Uint8Array.from(zipSync({ 'x/adapter_config.json': new Uint8Array(2) }));
    for (const other of [
      given({ 'pairs.csv': new Uint8Array(9) }),
      given({ 'adapter_config.json': new Uint8Array(2), 'tokenizer.json': new Uint8Array(2) }),
      given({ 'adapter.zip': adapter }),
      given({ 'data.zip': new Uint8Array(99) }),
    ])
      expect(await takeModel(page, other, '')).toBe(false);
    expect(brought()).toBeNull();
    expect(await takeModel(page, given(FILES), 'tiny')).toBe(true);
    await settled();
    expect(model()).toBe('tiny');
    // The dialog opens only where there is something to say.
    expect(brought()).toBeNull();
    expect(await takeModel(page, given({ 'pytorch_model.bin': new Uint8Array(9) }), '')).toBe(true);
    expect(brought()).toMatchObject({ problem: { fault: 'pickle' } });
  });

  it('waits for a word while a run trains, or where it would not fit this device', async () => {
    const training = await openShelf();
    training.page.runs.getState().add([record('a', { state: 'running' })]);
    await chooseModel(training.page, given(FILES));
    expect(training.brought()).toMatchObject({ phase: 'found', model: { architecture: 'llama' } });
    expect(training.model()).toBe('nano');
    await openBrought(training.page);
    await settled();
    expect(training.model()).toBe('own-model');
    expect(training.brought()).toBeNull();

    tellMemory(1e-4);
    const small = await openShelf();
    await chooseModel(small.page, given(FILES));
    expect(small.brought()).toMatchObject({ phase: 'found' });
    expect(small.model()).toBe('nano');
  });

  it('that was left while it was looked at is not loaded, and what is open then stays open', async () => {
    const { page, model, ask, brought } = await openShelf();
    ask();
    const looking = chooseModel(page, given(FILES));
    leaveBrought(page);
    await looking;
    await settled();
    expect(model()).toBe('nano');
    expect(brought()).toBeNull();

    // The dialog is opened for something else while a dropped model is loaded.
    const loading = takeModel(page, given(FILES), 'tiny');
    await vi.waitFor(() => expect(page.session.getState().ownModel?.id).toBe('tiny'));
    ask();
    await loading;
    expect(model()).toBe('tiny');
    expect(brought()).toMatchObject({ phase: 'asking' });
  });

  it('gives way to the one that is brought after it', async () => {
    const { page, model } = await openShelf();
    await Promise.all([
      chooseModel(page, given(FILES, 'first/')),
      chooseModel(page, given(FILES, 'second/')),
    ]);
    await settled();
    expect(model()).toBe('second');
  });
});
