/** Measuring how adapters are put to use, on a scripted worker. */
import { expect, it } from 'vitest';
import { DECODINGS } from '../core/generation.ts';
import { createDeployment } from './deployment.ts';
import { ADAPTER, healthy, notices, openBench, record, settled, storedRun } from './testing.ts';

const FIGURES = {
  logits: { difference: 1e-6, largest: 10 },
  places: 9,
  sameToken: 9,
  roundTrip: { difference: 1e-8, largest: 1 },
  matrices: 4,
};

/** The page with one finished run on a worker that merges. */
async function bench(fields: Parameters<typeof record>[1] = {}) {
  const opened = await openBench({ storage: storedRun(fields) });
  await settled();
  const times = [{ batch: 1, length: 32, rounds: [[1, 2]] }];
  const switched = { adapters: [{ bytes: 8, ms: [1] }], model: { bytes: 80, ms: [9] } };
  const mixed = { rows: 2, same: 2, togetherMs: [1], inTurnMs: [2] };
  opened.worker().answer = (command) => {
    switch (command.type) {
      case 'merge':
        return [{ type: 'merged', requestId: command.requestId, figures: FIGURES }];
      // Goes on until it is stopped.
      case 'time':
        return [{ type: 'timing', share: 0.25 }];
      case 'stopTiming':
        return opened
          .worker()
          .sent('time')
          .map(({ requestId }) => ({ type: 'timed', requestId, times }));
      case 'switch':
        return [{ type: 'switched', requestId: command.requestId, figures: switched }];
      case 'mix':
        return [{ type: 'mixed', requestId: command.requestId, figures: mixed }];
      default:
        return healthy(command);
    }
  };
  return { opened, deployment: createDeployment({ ...opened.page, client: opened.client }) };
}

it('merges a run by what was kept of it', async () => {
  const { opened, deployment } = await bench();
  expect(await deployment.merge('a')).toEqual(FIGURES);
  expect(opened.worker().sent('merge')).toMatchObject([{ runId: 'a', kept: { step: ADAPTER.step } }]);
});

it('asks nothing while something trains, nor of a run on other data, and tells why', async () => {
  const busy = await bench();
  await busy.opened.page.actions.train();
  await settled();
  expect(await busy.deployment.merge('a')).toBeNull();
  const other = await bench({ dataset: { ...record('a').dataset, fingerprint: 'other' } });
  expect(await other.deployment.merge('a')).toBeNull();
  expect(notices(other.opened)).toMatchObject([{ type: 'error', code: 'no-data' }]);
  for (const { opened } of [busy, other]) expect(opened.worker().sent('merge')).toEqual([]);
});

it('tells how far the timing is, and ends it when somebody says so', async () => {
  const { opened, deployment } = await bench();
  const ending = new AbortController();
  const shares: number[] = [];
  const timed = deployment.time(
    [{ way: 'base', method: null }],
    [{ batch: 1, length: 32 }],
    (share) => shares.push(share),
    ending.signal,
  );
  await settled();
  expect(shares).toEqual([0.25]);
  ending.abort();
  expect(await timed).toMatchObject([{ rounds: [[1, 2]] }]);
  expect(opened.worker().sent('stopTiming')).toHaveLength(1);
});

it('ends the timing when something is trained', async () => {
  const { opened, deployment } = await bench();
  const timed = deployment.time([], [], () => undefined, new AbortController().signal);
  await settled();
  await opened.page.actions.train();
  expect(await timed).toHaveLength(1);
});

it('switches between adapters of the loaded model alone, and lets each answer after the model itself', async () => {
  const { opened, deployment } = await bench();
  expect(await deployment.switchBetween(['a'])).toMatchObject({ model: { bytes: 80 } });
  expect(opened.worker().sent('switch')).toMatchObject([{ adapters: [{ step: ADAPTER.step }] }]);
  expect(await deployment.mix('name[X]', ['a'])).toMatchObject({ rows: 2 });
  expect(opened.worker().sent('mix')).toMatchObject([{ adapters: [{ step: ADAPTER.step }] }]);
  const texts: unknown[] = [];
  await deployment.answer('name[X]', DECODINGS.greedy, ['a'], (text, id) => texts.push([id, text]));
  expect(texts).toEqual([
    [null, 'base says'],
    ['a', 'a says'],
  ]);
  const other = await bench({ weights: 'others' });
  expect(await other.deployment.switchBetween(['a'])).toBeNull();
  expect(notices(other.opened)).toMatchObject([{ type: 'error', code: 'other-model' }]);
});

it('asks one thing after the other, and gives no times that training has disturbed', async () => {
  const { opened, deployment } = await bench();
  const { answer } = opened.worker();
  opened.worker().answer = (command) => (command.type === 'switch' ? [] : answer(command));
  const switching = deployment.switchBetween(['a']);
  const merging = deployment.merge('a');
  await settled();
  const [asked] = opened.worker().sent('switch');
  expect(asked).toBeDefined();
  expect(opened.worker().sent('merge')).toEqual([]);
  await opened.page.actions.train();
  const figures = { adapters: [{ bytes: 8, ms: [1] }], model: { bytes: 80, ms: [9] } };
  opened.worker().emit({ type: 'switched', requestId: asked?.requestId ?? -1, figures });
  expect(await switching).toBeNull();
  expect(notices(opened)).toMatchObject([{ type: 'error', code: 'abandoned' }]);
  // Its turn came, and something was trained.
  expect(await merging).toBeNull();
  expect(opened.worker().sent('merge')).toEqual([]);
});

it('files a combined adapter under the model of its parts, whatever is loaded by then', async () => {
  const { opened } = await bench();
  const { session } = opened.page;
  const deployment = createDeployment({ ...opened.page, client: opened.client }, (request) => {
    const { model } = session.getState();
    if (model) session.setState({ model: { ...model, model: 'other', weights: 'others' } });
    const [part] = request.parts;
    if (part?.method.type !== 'lora') throw new Error('The run of the bench is of LoRA.');
    return Promise.resolve({
      type: 'combined' as const,
      method: part.method,
      tensors: part.tensors,
      sites: [],
    });
  });
  const signal = new AbortController().signal;
  const combined = await deployment.combine([{ id: 'a', weight: 1 }], null, 'sum', signal);
  expect(combined?.adapter).toMatchObject({ name: 'sum', model: 'nano' });
  expect(combined?.adapter.weights).not.toBe('others');
});
