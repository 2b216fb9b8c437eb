/** A model folder that a person brings: what the page asks of the worker, and what the form makes of it. */
import { describe, expect, it } from 'vitest';
import { asLora } from '../core/methods/lora-config.ts';
import { SHIPPED } from '../core/models/shipped.ts';
import type { PageModel } from './page-model.ts';
import { blobOf, knowsFolders, memoryModels, notices, openBench, settled } from './testing.ts';

const LLAMA = {
  ...SHIPPED.nano,
  n_kv_head: 1,
  head_dim: 32,
  rope: { theta: 10_000, scaling: null },
  isTied: true,
  biased: [],
};
const FILES = [{ name: 'config.json', bytes: blobOf('{}') }];

const openModel = ({ session }: Pick<PageModel, 'session'>, id: string) =>
  session.getState().openModel({ id, files: FILES });

/** A worker that knows a Llama by any name, unless the folder is to be refused. */
const answer = (isGood?: () => boolean) => knowsFolders(isGood, LLAMA);

describe('a model folder', () => {
  it('is loaded under its own name, and stays for later', async () => {
    const { page, worker } = await openBench({ answer: answer() });
    await openModel(page, 'tiny-llama');
    await settled();
    expect(page.config.getState().config.model).toBe('tiny-llama');
    expect(page.session.getState()).toMatchObject({ phase: 'ready', model: { config: LLAMA } });
    page.config.getState().update({ model: 'nano' });
    await settled();
    page.config.getState().update({ model: 'tiny-llama' });
    await settled();
    expect(worker().sent('loadModel')).toMatchObject([
      { model: 'nano' },
      { model: 'tiny-llama', folder: [{ name: 'config.json' }] },
      { model: 'nano' },
      { model: 'tiny-llama', folder: [{ name: 'config.json' }] },
    ]);
  });

  it('is read anew where another folder of that name is brought', async () => {
    const { page, worker } = await openBench({ answer: answer() });
    await openModel(page, 'tiny');
    await openModel(page, 'tiny');
    expect(worker().sent('loadModel')).toHaveLength(3);
  });

  it('of other weights than the one that is kept under its name has a name of its own', async () => {
    let weights = 'first';
    const { page } = await openBench({
      answer: (command) =>
        answer()(command).map((event) =>
          event.type === 'model' && command.type === 'loadModel' && command.folder
            ? { ...event, info: { ...event.info, weights } }
            : event,
        ),
    });
    await openModel(page, 'tiny');
    await settled();
    weights = '0123456789abcdef';
    await openModel(page, 'tiny');
    await settled();
    expect(page.config.getState().config.model).toBe('tiny-01234567');
    expect(page.session.getState().keptModels).toMatchObject([
      { id: 'tiny', weights: 'first' },
      { id: 'tiny-01234567', weights },
    ]);
    weights = 'first';
    await openModel(page, 'tiny');
    expect(page.config.getState().config.model).toBe('tiny');
  });

  it('that cannot be loaded is told of, and leaves the model before', async () => {
    const bench = await openBench({ answer: answer(() => false) });
    const problem = await openModel(bench.page, 'broken');
    await settled();
    expect(problem).toEqual({ type: 'error', code: 'model-format', detail: 'No weights.' });
    expect(notices(bench)).toEqual([]);
    expect(bench.page.config.getState().config.model).toBe('nano');
    expect(bench.page.session.getState()).toMatchObject({
      phase: 'ready',
      model: { model: 'nano' },
      ownModel: null,
    });
  });

  it('of the Llama family is adapted by LoRA, and its gate is forgotten with it', async () => {
    const { page } = await openBench({ answer: answer() });
    const { chooseMethod, update } = page.config.getState();
    chooseMethod('bitfit');
    await openModel(page, 'tiny');
    const method = () => page.config.getState().config.method;
    expect(method().type).toBe('lora');
    update({ method: { target_modules: ['gate', 'up'] } });
    update({ model: 'nano' });
    await settled();
    expect(asLora(method()).target_modules).toEqual(['up']);
  });

  it('is kept for the next visit, until it is deleted', async () => {
    const keptModels = memoryModels();
    const { page } = await openBench({ answer: answer(), keptModels });
    await openModel(page, 'tiny-llama');
    await settled();
    expect(page.session.getState().keptModels).toEqual([{ id: 'tiny-llama', bytes: 2, weights: 'own' }]);

    const next = await openBench({ answer: answer(), keptModels, query: '?model=tiny-llama' });
    await settled();
    expect(next.worker().sent('loadModel')).toMatchObject([
      { model: 'tiny-llama', folder: [{ name: 'config.json' }] },
    ]);
    expect(next.page.session.getState()).toMatchObject({ phase: 'ready', model: { config: LLAMA } });
    const { forgetModel, modelFiles } = next.page.session.getState();
    await forgetModel('tiny-llama');
    expect(next.page.session.getState().keptModels).toEqual([]);
    // What is loaded stays in the tab.
    expect(await modelFiles('tiny-llama')).toHaveLength(1);
    expect(notices(next)).toEqual([]);

    const last = await openBench({ answer: answer(), keptModels, query: '?model=tiny-llama' });
    await settled();
    expect(notices(last)).toMatchObject([
      { type: 'config', problems: [{ code: 'bad-value', key: 'model', given: 'tiny-llama', used: 'nano' }] },
    ]);
  });

  it('that the browser does not keep is told of, and stays in the tab', async () => {
    const keptModels = { ...memoryModels(), keep: () => Promise.reject(new Error('full')) };
    const bench = await openBench({ answer: answer(), keptModels });
    await openModel(bench.page, 'tiny');
    await settled();
    expect(notices(bench)).toEqual([{ type: 'model-not-kept', name: 'tiny', detail: 'full' }]);
    expect(bench.page.session.getState()).toMatchObject({ phase: 'ready', model: { model: 'tiny' } });
  });

  it('is asked for again where the browser does not hold it', async () => {
    const bench = await openBench({ answer: answer() });
    bench.page.config.getState().update({ model: 'gone' });
    await settled();
    expect(notices(bench)).toMatchObject([{ type: 'error', code: 'model-absent', detail: 'gone' }]);
  });

  it('is kept with its runs as dimensions', async () => {
    const { page } = await openBench({ answer: answer() });
    await openModel(page, 'tiny');
    await settled();
    await page.actions.train();
    expect(page.runs.getState().records[0]).toMatchObject({ shape: LLAMA, config: { model: 'tiny' } });
  });
});
