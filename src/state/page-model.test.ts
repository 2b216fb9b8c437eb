import { DECODINGS } from '../core/generation.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { unzipSync } from 'fflate';
import type { FileProgress } from '../core/file-progress.ts';
import type { KeptAdapter } from '../core/kept-run.ts';
import { LabError } from '../core/lab-error.ts';
import { asLora, loraScale } from '../core/methods/lora-config.ts';
import { defaultRunConfig, runConfigSchema } from '../core/run-config.ts';
import { namedTensorsSchema } from '../core/tensors.ts';
import { PROPOSED } from '../core/secret.ts';
import { isLive, type RunRecord } from '../core/run-record.ts';
import { writeRunFile, writeRunsFile } from '../formats/run-file.ts';
import type { Command, LabEvent, OwnData, OwnFile } from '../worker/protocol.ts';
import { writeClass } from './class-link.ts';
import type { PageStorage } from './storage.ts';
import {
  ADAPTER,
  blobOf,
  unreadableBlob,
  emptyStorage,
  healthy,
  notices,
  openBench,
  ownText,
  progress,
  READING,
  record,
  settled,
  status,
  step,
  type Bench,
} from './testing.ts';
import { toQuery } from './url.ts';

const live = ({ page }: Bench) => page.runs.getState().records.filter(isLive);
const only = <T>(items: readonly T[]): T => {
  expect(items).toHaveLength(1);
  const [item] = items;
  if (item === undefined) throw new Error('nothing there');
  return item;
};

/** A storage in memory, to see what is kept. */
function memory(...kept: RunRecord[]) {
  const runs = new Map(kept.map((run) => [run.id, run]));
  const adapters = new Map<string, KeptAdapter>();
  const storage: PageStorage = {
    ...emptyStorage,
    load: () => Promise.resolve({ runs: [...runs.values()], own: null, queues: [], unreadable: [] }),
    run: (id) => Promise.resolve(runs.get(id) ?? null),
    putRun: (put) => Promise.resolve(runs.set(put.id, put)).then(() => true),
    putRuns: async (kept) => {
      for (const { record: put, adapter } of kept) {
        runs.set(put.id, put);
        if (adapter) adapters.set(put.id, adapter);
      }
      return Promise.resolve();
    },
    deleteRun: (id) => Promise.resolve(void (runs.delete(id), adapters.delete(id))),
    adapter: (id) => Promise.resolve(adapters.get(id) ?? null),
    putAdapter: (id, adapter) => Promise.resolve(void adapters.set(id, adapter)),
  };
  return { storage, runs, adapters };
}

afterEach(() => vi.unstubAllGlobals());

describe('opening', () => {
  it('starts the device, the model and the data, in this order', async () => {
    const bench = await openBench({ query: '?backend=wasm&seed=7&max_length=96' });
    expect(bench.worker().commands).toMatchObject([
      { type: 'init', backend: 'wasm', baseUrl: 'http://localhost/', model: 'nano' },
      { type: 'loadModel', model: 'nano' },
      { type: 'loadData', task: 'restaurant', own: null, max_length: 96 },
    ]);
    const { phase, device, model, dataset, download } = bench.page.session.getState();
    expect({ phase, download }).toEqual({ phase: 'ready', download: null });
    expect([device?.backend, model?.model, dataset?.train]).toEqual(['wasm', 'nano', 100]);
  });

  it('keeps the address in step with the form', async () => {
    const bench = await openBench({ query: '?r=8&junk=1' });
    expect(bench.query()).toBe('?v=2&preset=paper&seed=1&r=8&learning_rate=0.01');
    bench.page.config.getState().update({ seed: 5 });
    expect(bench.query()).toBe('?v=2&preset=paper&seed=5&r=8&learning_rate=0.01');
    expect(notices(bench)).toMatchObject([
      { type: 'config', problems: [{ code: 'unknown-key', key: 'junk' }] },
    ]);
  });

  it('loads data again when the length changes, and not when the seed does', async () => {
    const bench = await openBench({ query: '?max_length=96' });
    bench.page.config.getState().update({ seed: 5 });
    bench.page.config.getState().update({ training: { max_length: 64 } });
    await settled();
    expect(
      bench
        .worker()
        .sent('loadData')
        .map(({ max_length }) => max_length),
    ).toEqual([96, 64]);
  });

  it('loads data again when virtual tokens leave another length for the text, and not for another method alone', async () => {
    const bench = await openBench({ query: '?max_length=128' });
    const { update } = bench.page.config.getState();
    update({ method: { type: 'bitfit' } });
    update({ method: { type: 'prefix-layer', prefix_tokens: 8, infix_tokens: 2 } });
    await settled();
    update({ method: { type: 'lora' } });
    await settled();
    const lengths = bench.worker().sent('loadData');
    expect(lengths.map(({ max_length }) => max_length)).toEqual([128, 118, 128]);
  });

  it('leaves out layers that the model lacks, and says so', async () => {
    const some = await openBench({ query: '?layers_to_transform=1,7' });
    expect(asLora(some.page.config.getState().config.method).layers_to_transform).toEqual([1]);
    expect(notices(some)).toMatchObject([{ type: 'config', problems: [{ given: '1,7', used: '1' }] }]);
    const none = await openBench({ query: '?layers_to_transform=7' });
    expect(asLora(none.page.config.getState().config.method).layers_to_transform).toBeNull();
    expect(notices(none)).toMatchObject([{ type: 'config', problems: [{ given: '7', used: 'null' }] }]);
    const patterns = await openBench({ query: '?rank_pattern=v:8,9.v:4,1.q:2&alpha_pattern=2.q:1' });
    expect(patterns.page.config.getState().config.method).toMatchObject({
      rank_pattern: { v: 8, '1.q': 2 },
      alpha_pattern: {},
    });
    expect(notices(patterns)).toMatchObject([
      {
        type: 'config',
        problems: [
          { code: 'no-layer', key: 'rank_pattern', given: '9.v:4' },
          { code: 'no-layer', key: 'alpha_pattern', given: '2.q:1' },
        ],
      },
    ]);
  });

  it('says what failed, and tries again when asked', async () => {
    let broken = true;
    const bench = await openBench({
      answer: (command) =>
        broken && command.type === 'loadModel'
          ? [{ type: 'error', code: 'file-fetch', detail: '404', requestId: command.requestId, runId: null }]
          : healthy(command),
    });
    expect(bench.page.session.getState().phase).toBe('failed');
    expect(notices(bench)).toEqual([{ type: 'error', code: 'file-fetch', detail: '404' }]);
    broken = false;
    expect(await bench.page.session.getState().prepare()).toBe(true);
    expect(bench.page.session.getState().phase).toBe('ready');
  });

  it('brings kept runs back, one that was going as stopped, and says so', async () => {
    const { storage, runs } = memory(record('a'), record('b', { state: 'running', steps: [step(1)] }));
    const bench = await openBench({ storage });
    await settled();
    const { records, focused, ticked } = bench.page.runs.getState();
    expect(records.map(({ state }) => state)).toEqual(['finished', 'stopped']);
    expect({ focused, ticked }).toEqual({ focused: 'b', ticked: ['b'] });
    expect(notices(bench)).toMatchObject([{ type: 'interrupted', run: { name: 'run b' }, runs: 1 }]);
    expect(runs.get('b')).toMatchObject({ state: 'stopped', steps: [step(1)] });
    // Said once: on the next visit it is a run that stopped.
    const next = await openBench({ storage });
    await settled();
    expect(notices(next)).toEqual([]);
  });

  it('goes on without storage and says so once', async () => {
    const refuse = () => Promise.reject(new Error('denied'));
    const bench = await openBench({ storage: { ...emptyStorage, load: refuse, putRun: refuse } });
    expect(bench.page.session.getState().phase).toBe('ready');
    expect(notices(bench)).toEqual([{ type: 'not-kept', detail: 'denied' }]);
  });
});

describe('a hidden rank', () => {
  const secrets = (bench: Bench) =>
    bench
      .worker()
      .sent('loadData')
      .map(({ secret }) => secret);

  it('is another each time that the task is taken, but not where the address tells it', async () => {
    const named = await openBench({ query: '?task=hidden-rank&secret_seed=5&secret_rank=2' });
    named.page.actions.takeTask('hidden-rank');
    await settled();
    expect(secrets(named)).toEqual([{ seed: 5, rank: 2 }]);

    const bench = await openBench();
    bench.page.actions.takeTask('hidden-rank');
    const { secret_seed: first } = bench.page.config.getState().config;
    bench.page.actions.takeTask('nli');
    bench.page.actions.takeTask('hidden-rank');
    const { secret_seed: second, secret_rank } = bench.page.config.getState().config;
    expect(new Set([1, first, second]).size).toBe(3);
    expect(secret_rank).toBeNull();
    expect(bench.query()).toContain(`secret_seed=${second}`);
  });

  it('sets what lets it be seen, and brings back what was set before unless that was changed', async () => {
    const { page } = await openBench({ query: '?r=2&max_steps=40&learning_rate=0.02' });
    const { config, actions, notices } = page;
    const { method, training } = config.getState().config;
    actions.takeTask('hidden-rank');
    expect(config.getState().config).toMatchObject(PROPOSED);
    expect(notices.getState().notices.map(({ notice }) => notice.type)).toEqual([]);
    actions.takeTask('nli');
    expect(config.getState().config).toMatchObject({ task: 'nli', method, training });
    actions.takeTask('hidden-rank');
    config.getState().update({ method: { r: 16 } });
    // Whatever takes the task away: what was not changed goes back, what was changed stays.
    config.getState().update({ task: 'nli' });
    expect(config.getState().config).toMatchObject({ method: { r: 16 }, training });
  });

  it('brings back the method that was chosen before', async () => {
    const { page } = await openBench();
    const { config, actions } = page;
    config.getState().chooseMethod('bitfit');
    actions.takeTask('hidden-rank');
    expect(config.getState().config).toMatchObject(PROPOSED);
    actions.takeTask('nli');
    expect(config.getState().config.method).toEqual({ type: 'bitfit' });
  });

  // A weight decay of 1 is meant for LoRA's A and B.
  it('takes back the settings that it proposed when another method than LoRA is chosen', async () => {
    const { page } = await openBench({ query: '?max_steps=40&weight_decay=0.02' });
    const { config, actions } = page;
    actions.takeTask('hidden-rank');
    config.getState().chooseMethod('ia3');
    expect(config.getState().config).toMatchObject({
      task: 'hidden-rank',
      method: { type: 'ia3' },
      training: { max_steps: 40, weight_decay: 0.02 },
    });
    config.getState().update({ training: { weight_decay: 1 } });
    config.getState().chooseMethod('bitfit');
    expect(config.getState().config.training.weight_decay).toBe(1);
  });

  it('is asked for with its secret, and again when another is wanted', async () => {
    const bench = await openBench({ query: '?task=hidden-rank&secret_seed=5&secret_rank=2' });
    expect(secrets(bench)).toEqual([{ seed: 5, rank: 2 }]);
    bench.page.actions.anotherSecret();
    await settled();
    expect(secrets(bench)).toHaveLength(2);
    const { secret_seed } = bench.page.config.getState().config;
    expect(secrets(bench)[1]).toEqual({ seed: secret_seed, rank: null });
    expect(bench.query()).toContain(`secret_seed=${secret_seed}`);
    bench.page.config.getState().update({ task: 'restaurant' });
    await settled();
    expect(bench.worker().sent('loadData')[2]).not.toHaveProperty('secret');
  });

  /** A worker that makes the hidden rank's data until it is told to give up. */
  const makingForever = (): typeof healthy => {
    const asked: number[] = [];
    return (command) => {
      if (command.type === 'loadData' && command.task === 'hidden-rank') {
        asked.push(command.requestId);
        return [{ type: 'making', share: 0.25 }];
      }
      const gone = { type: 'error', code: 'abandoned', detail: '', runId: null } as const;
      return command.type === 'abandon'
        ? asked.splice(0).map((requestId) => ({ ...gone, requestId }))
        : healthy(command);
    };
  };

  it('is given up, without a word, when something else is wanted while it is made', async () => {
    const bench = await openBench({ answer: makingForever() });
    const { config, session } = bench.page;
    config.getState().update({ task: 'hidden-rank' });
    await settled();
    expect(session.getState()).toMatchObject({ phase: 'data', making: 0.25 });
    config.getState().update({ seed: 3 });
    void session.getState().prepare();
    await settled();
    expect(bench.worker().sent('abandon')).toHaveLength(0);
    config.getState().update({ task: 'sql' });
    await settled();
    await settled();
    expect(bench.worker().sent('abandon')).toHaveLength(1);
    expect(session.getState()).toMatchObject({ phase: 'ready', making: null, dataset: { task: 'sql' } });
    expect(notices(bench)).toEqual([]);
  });

  it('is made after all when a file offered meanwhile cannot be read', async () => {
    const making = makingForever();
    const bench = await openBench({
      answer: (command) =>
        command.type === 'readData'
          ? [{ type: 'error', code: 'data-format', detail: '', requestId: command.requestId, runId: null }]
          : making(command),
    });
    const { config, session } = bench.page;
    config.getState().update({ task: 'hidden-rank' });
    await settled();
    // The refusal does not wait for that.
    await session.getState().offerOwnData(ownText('x.csv', '?'));
    const refused = { error: { code: 'data-format' } };
    expect(session.getState()).toMatchObject({ offering: false, refusal: refused });
    await settled();
    await settled();
    expect(session.getState()).toMatchObject({ phase: 'data', making: 0.25, refusal: refused });
    expect(bench.worker().sent('loadData').at(-1)).toMatchObject({ task: 'hidden-rank' });
  });
});

describe('own data', () => {
  const own = ownText('pairs.csv', 'a,b\n1,2\n');

  it('is only offered until it is accepted, then becomes the task and is kept', async () => {
    const putOwnData = vi.fn(() => Promise.resolve());
    const bench = await openBench({ storage: { ...emptyStorage, putOwnData } });
    const { session, config } = bench.page;
    await bench.page.actions.openFiles([{ name: own.name, bytes: own.bytes }]);
    expect(session.getState()).toMatchObject({ own: null, offer: { own, reading: READING } });
    expect(session.getState().dataset?.task).toBe('restaurant');
    expect(config.getState().config.task).toBe('restaurant');
    expect(putOwnData).not.toHaveBeenCalled();
    await session.getState().acceptOffer();
    expect(config.getState().config.task).toBe('own');
    expect(session.getState()).toMatchObject({
      own,
      offer: null,
      phase: 'ready',
      dataset: { name: 'offered' },
    });
    expect(putOwnData).toHaveBeenCalledWith(own);
    await settled();
    // The worker has it from the offer.
    expect(bench.worker().sent('loadData')).toHaveLength(1);
  });

  it('is judged by the metrics that are chosen while it is offered, and keeps the choice', async () => {
    const putOwnData = vi.fn(() => Promise.resolve());
    const bench = await openBench({ storage: { ...emptyStorage, putOwnData } });
    const { session } = bench.page;
    await session.getState().offerOwnData(own);
    const offers: boolean[] = [];
    session.subscribe(({ offer }) => offers.push(offer !== null));
    const judged: OwnData = { ...own, metrics: ['f1', 'accuracy'] };
    await session.getState().offerOwnData(judged);
    expect(bench.worker().sent('readData').at(-1)).toMatchObject({ own: judged });
    // The dialog stays as it is meanwhile.
    expect(offers).not.toContain(false);
    await session.getState().acceptOffer();
    expect(putOwnData).toHaveBeenLastCalledWith(judged);
  });

  it('is made once more where its max length was changed between its offer and its acceptance', async () => {
    const bench = await openBench();
    const { session, config } = bench.page;
    await session.getState().offerOwnData(own);
    config.getState().update({ training: { max_length: 64 } });
    await session.getState().acceptOffer();
    await settled();
    expect(bench.worker().sent('loadData').at(-1)).toMatchObject({ task: 'own', max_length: 64 });
  });

  it('that is cancelled leaves the task', async () => {
    const bench = await openBench();
    const { session, config } = bench.page;
    await session.getState().offerOwnData(own);
    session.getState().forgetOffer();
    await session.getState().acceptOffer();
    expect(config.getState().config.task).toBe('restaurant');
    expect(session.getState()).toMatchObject({ own: null, offer: null, dataset: { task: 'restaurant' } });
  });

  it('is shown as it was read while its dataset is built, and that is ended where nobody wants it', async () => {
    const found = { pairs: 150_000, leftOut: 3 };
    let asked = 0;
    const bench = await openBench({
      answer: (command) => {
        if (command.type !== 'readData') return healthy(command);
        asked = command.requestId;
        return [
          { type: 'read', reading: READING, found },
          { type: 'making', share: 0.5 },
        ];
      },
    });
    const { session } = bench.page;
    const offered = session.getState().offerOwnData(own);
    await settled();
    expect(session.getState()).toMatchObject({
      offer: { own, reading: READING, summary: null, found },
      offering: true,
      making: 0.5,
    });
    session.getState().forgetOffer();
    expect(bench.worker().sent('abandon')).toHaveLength(1);
    // What was on its way before the worker heard of it is not shown.
    bench.worker().emit({ type: 'read', reading: READING, found });
    bench.worker().emit({ type: 'error', code: 'abandoned', detail: '', requestId: asked, runId: null });
    await offered;
    expect(session.getState()).toMatchObject({ offer: null, refusal: null, offering: false, making: null });
  });

  it('tells how far it is read, and is the offer before again where its reading is stopped', async () => {
    const progress = { stage: 'parsing', amount: { done: 1, total: 4 } } as const;
    let asked = 0;
    let isSlow = false;
    const bench = await openBench({
      answer: (command) => {
        if (command.type !== 'readData' || !isSlow) return healthy(command);
        asked = command.requestId;
        return [{ type: 'parsing', progress }];
      },
    });
    const { session } = bench.page;
    await session.getState().offerOwnData(own);
    const { offer } = session.getState();
    isSlow = true;
    const again = session.getState().offerOwnData({ ...own, encoding: 'koi8-r' });
    await settled();
    expect(session.getState()).toMatchObject({ offer, offering: true, parsing: progress });
    bench.worker().emit({ type: 'read', reading: READING, found: { pairs: 9, leftOut: 0 } });
    expect(session.getState()).toMatchObject({ offer: { summary: null }, parsing: null });
    session.getState().stopReading();
    expect(bench.worker().sent('abandon')).toHaveLength(1);
    // At once, whenever the worker comes to hear of it; what it said before that is not shown.
    const stopped = { offer, refusal: null, offering: false, parsing: null };
    expect(session.getState()).toMatchObject(stopped);
    bench.worker().emit({ type: 'parsing', progress });
    bench.worker().emit({ type: 'error', code: 'abandoned', detail: '', requestId: asked, runId: null });
    await again;
    expect(session.getState()).toMatchObject(stopped);
    await session.getState().acceptOffer();
    expect(session.getState()).toMatchObject({ own, phase: 'ready', dataset: { name: 'offered' } });
  });

  it('that is read for the first time leaves nothing where its reading is stopped', async () => {
    const bench = await openBench({
      answer: (command) => (command.type === 'readData' ? [] : healthy(command)),
    });
    const { session } = bench.page;
    void session.getState().offerOwnData(own);
    await settled();
    session.getState().stopReading();
    expect(session.getState()).toMatchObject({ offer: null, refusal: null, offering: false });
    expect(session.getState().dataset?.task).toBe('restaurant');
  });

  it('is read once more where the worker no longer has what it offered', async () => {
    const bench = await openBench({
      answer: (command) =>
        command.type === 'takeOffer'
          ? [{ type: 'error', code: 'no-data', detail: '', requestId: command.requestId, runId: null }]
          : healthy(command),
    });
    await bench.page.session.getState().offerOwnData(own);
    await bench.page.session.getState().acceptOffer();
    expect(bench.page.session.getState()).toMatchObject({
      own,
      phase: 'ready',
      dataset: { name: 'pairs.csv' },
    });
    expect(bench.worker().sent('loadData').at(-1)?.own).toEqual(own);
  });

  it('asks for columns, cannot be taken without, and is read again with the answer', async () => {
    const bench = await openBench({
      answer: (command) =>
        command.type === 'readData' && !command.own.columns
          ? [{ type: 'offer', requestId: command.requestId, reading: READING, summary: null, unusable: null }]
          : healthy(command),
    });
    const { session } = bench.page;
    await session.getState().offerOwnData(own);
    expect(session.getState().offer).toEqual({
      own,
      max_length: 128,
      reading: READING,
      summary: null,
      unusable: null,
      found: null,
    });
    await session.getState().acceptOffer();
    expect(bench.page.config.getState().config.task).toBe('restaurant');
    const picked = { ...own, columns: { prompt: 'a', completion: 'b' } };
    await session.getState().offerOwnData(picked);
    await session.getState().acceptOffer();
    expect(session.getState().own).toEqual(picked);
    expect(bench.page.config.getState().config.task).toBe('own');
  });

  it('in several files is read together; exported runs among them are imported', async () => {
    const bench = await openBench();
    const run = await openBench();
    await run.page.actions.train();
    await settled();
    const exported = await run.page.actions.exportRun(only(run.page.runs.getState().records).id);
    const questions = ownText('dev.jsonl', 'questions');
    const tables = { name: 'dev.tables.jsonl', bytes: blobOf('tables') };
    await bench.page.actions.openFiles([
      { name: questions.name, bytes: questions.bytes },
      { name: 'run.json', bytes: blobOf((await exported?.blob.text()) ?? '') },
      tables,
    ]);
    expect(bench.worker().sent('readData').at(-1)?.own).toEqual({ ...questions, companions: [tables] });
    expect(bench.page.runs.getState().records).toHaveLength(1);
    expect(bench.page.session.getState().offer?.own.name).toBe('dev.jsonl');
  });

  describe('whose halves come one after the other', () => {
    const partOf = ({ name }: OwnFile) => name.replace('.jsonl', '');
    /** Questions and tables are each half of the data; anything else is whole. */
    const answer = (command: Command): LabEvent[] => {
      if (command.type !== 'readData') return healthy(command);
      const { companions = [] } = command.own;
      const parts = new Set([command.own, ...companions].map(partOf));
      return parts.has('whole') || (parts.has('questions') && parts.has('tables'))
        ? healthy(command)
        : [
            {
              type: 'error',
              code: 'data-incomplete',
              detail: 'the other file',
              requestId: command.requestId,
              runId: null,
            },
          ];
    };
    const offer = (bench: Bench, text: string) =>
      bench.page.actions.openFiles([{ name: `${text}.jsonl`, bytes: blobOf(text) }]);
    const outcome = (bench: Bench) => {
      const { offer: made, refusal } = bench.page.session.getState();
      return [made && partOf(made.own), made?.own.companions?.map(partOf), refusal?.error.detail];
    };

    it('asks for the second and takes both', async () => {
      const bench = await openBench({ answer });
      await offer(bench, 'tables');
      expect(outcome(bench)).toEqual([null, undefined, 'the other file']);
      expect(bench.page.session.getState().dataset?.task).toBe('restaurant');
      bench.page.session.getState().forgetOffer();
      await offer(bench, 'questions');
      expect(outcome(bench)).toEqual(['tables', ['questions'], undefined]);
      await bench.page.session.getState().acceptOffer();
      expect(bench.page.config.getState().config.task).toBe('own');
    });

    it('goes on asking when the same half comes twice, and keeps the later one', async () => {
      const bench = await openBench({ answer });
      await offer(bench, 'questions');
      await offer(bench, 'questions');
      expect(outcome(bench)).toEqual([null, undefined, 'the other file']);
      await offer(bench, 'tables');
      expect(outcome(bench)).toEqual(['questions', ['tables'], undefined]);
    });

    it('forgets the first when whole data comes instead', async () => {
      const bench = await openBench({ answer });
      await offer(bench, 'questions');
      await offer(bench, 'whole');
      expect(outcome(bench)).toEqual(['whole', undefined, undefined]);
      await offer(bench, 'tables');
      expect(outcome(bench)).toEqual([null, undefined, 'the other file']);
    });
  });

  it('that is bad leaves what was loaded before', async () => {
    const bench = await openBench({
      answer: (command) =>
        command.type === 'readData'
          ? [
              {
                type: 'error',
                code: 'data-format',
                detail: 'line 3',
                requestId: command.requestId,
                runId: null,
              },
            ]
          : healthy(command),
    });
    await bench.page.session.getState().offerOwnData(own);
    await settled();
    const { dataset, refusal, phase } = bench.page.session.getState();
    expect([dataset?.task, phase]).toEqual(['restaurant', 'ready']);
    expect(refusal).toEqual({ own, error: { type: 'error', code: 'data-format', detail: 'line 3' } });
    expect(bench.page.config.getState().config.task).toBe('restaurant');
  });

  it('is loaded again on the next visit; a link to it without it says so', async () => {
    const kept = await openBench({
      query: '?task=own',
      storage: {
        ...emptyStorage,
        load: () => Promise.resolve({ runs: [], own, queues: [], unreadable: [] }),
      },
    });
    expect(kept.worker().sent('loadData')).toMatchObject([{ task: 'own', own }]);
    const absent = await openBench({ query: '?task=own' });
    expect(absent.page.session.getState().dataset?.task).toBe('restaurant');
    expect(notices(absent)).toEqual([{ type: 'own-data-absent' }]);
  });
});

describe('training', () => {
  it('starts a run of the form, and records what the worker reports', async () => {
    const bench = await openBench({ query: '?r=8' });
    await bench.page.actions.train();
    await settled();
    const run = only(bench.page.runs.getState().records);
    expect(bench.worker().sent('start')).toMatchObject([{ paused: false, runs: [{ runId: run.id }] }]);
    expect(asLora(run.config.method).r).toBe(8);
    expect(run).toMatchObject({ state: 'running', trainableParameters: 2048, totalParameters: 173_824 });
    progress(bench, run.id, 1, 2);
    progress(bench, run.id, 3);
    progress(bench, 'unknown', 4);
    expect(only(bench.page.runs.getState().records).steps.map((point) => point.step)).toEqual([1, 2, 3]);
  });

  it('tells how far the start is where it takes long, until the run has begun', async () => {
    const bench = await openBench({
      answer: (command) => (command.type === 'start' ? [{ type: 'starting', share: 0.5 }] : healthy(command)),
    });
    await bench.page.actions.train();
    await settled();
    const run = only(bench.page.runs.getState().records);
    expect(run.state).toBe('waiting');
    expect(bench.page.session.getState().starting).toBe(0.5);
    status(bench, run.id, 'running');
    expect(bench.page.session.getState().starting).toBeNull();
  });

  it('tells how far singular values are that take long, and lets them be skipped', async () => {
    const bench = await openBench();
    const progressed = { step: 100, done: 8, matrices: 24 };
    bench.worker().emit({ type: 'decomposing', progress: progressed });
    expect(bench.page.session.getState().decomposing).toEqual(progressed);
    bench.page.session.getState().skipSpectra();
    expect(bench.worker().sent('skipSpectra')).toHaveLength(1);
    bench.worker().emit({ type: 'decomposing', progress: null });
    expect(bench.page.session.getState().decomposing).toBeNull();
  });

  it('is one run however fast the button is pressed', async () => {
    const bench = await openBench();
    await Promise.all([bench.page.actions.train(), bench.page.actions.train()]);
    expect(bench.worker().sent('start')).toHaveLength(1);
  });

  it('anew leaves the run before alone where nothing can be loaded for it', async () => {
    const bench = await openBench();
    await bench.page.actions.train();
    await settled();
    const { id } = only(live(bench));
    bench.worker().answer = (command) =>
      command.type === 'loadData'
        ? [
            {
              type: 'error',
              code: 'data-too-small',
              detail: 'few',
              requestId: command.requestId,
              runId: null,
            },
          ]
        : healthy(command);
    bench.page.config.getState().update({ training: { max_length: 16 } });
    await bench.page.actions.train();
    await settled();
    expect(only(live(bench)).id).toBe(id);
    expect(bench.worker().sent('start')).toHaveLength(1);
  });

  it('leaves a live run alone where the base weights are to be kept otherwise, and loads them for the next one', async () => {
    const bench = await openBench();
    await bench.page.actions.train();
    await settled();
    const { id } = only(live(bench));
    bench.page.config.getState().update({ training: { base_dtype: 'int8' } });
    await settled();
    expect(only(live(bench)).id).toBe(id);
    await bench.page.actions.train();
    await settled();
    expect(bench.worker().sent('loadModel')).toMatchObject([
      { model: 'nano' },
      { model: 'nano', base_dtype: 'int8' },
    ]);
    const now = only(live(bench));
    expect([now.id === id, now.config.training.base_dtype]).toEqual([false, 'int8']);
    // Where nothing is live, the model is loaded anew at once.
    status(bench, now.id, 'finished');
    await settled();
    bench.page.config.getState().update({ training: { base_dtype: 'stored' } });
    await settled();
    expect(bench.worker().sent('loadModel')).toHaveLength(3);
    expect(bench.page.session.getState().model?.base_dtype).toBeUndefined();
  });

  it('loads base weights as chosen once the run before has ended and its scores are written', async () => {
    const bench = await openBench();
    await bench.page.actions.train();
    await settled();
    const { id } = only(live(bench));
    const choose = async (base_dtype: 'stored' | 'int8') => {
      bench.page.config.getState().update({ training: { base_dtype } });
      await settled();
    };
    const loaded = () => bench.page.session.getState().model?.base_dtype ?? 'stored';
    await choose('int8');
    bench.worker().emit({ type: 'scoring', runId: id, progress: { written: 0, texts: 8 } });
    status(bench, id, 'finished');
    await settled();
    expect([loaded(), Object.keys(bench.page.runs.getState().scoring)]).toEqual(['stored', [id]]);
    // Chosen back and forth while scores are written, too.
    await choose('stored');
    await choose('int8');
    bench.page.config.getState().update({ task: 'sql' });
    await settled();
    expect([loaded(), Object.keys(bench.page.runs.getState().scoring)]).toEqual(['stored', [id]]);
    bench.worker().emit({ type: 'scoring', runId: id, progress: null });
    await settled();
    expect([loaded(), bench.page.session.getState().dataset?.task]).toEqual(['int8', 'sql']);
    expect(bench.worker().sent('loadModel')).toHaveLength(2);
  });

  it('takes the form as it is once everything is loaded', async () => {
    const bench = await openBench();
    const pressed = bench.page.actions.train();
    bench.page.config.getState().update({ task: 'sql' });
    await pressed;
    await settled();
    const run = only(live(bench));
    expect([run.config.task, run.dataset.task]).toEqual(['sql', 'sql']);
  });

  it('anew stops the run before, which stays with its curve and its adapter', async () => {
    const { storage, adapters } = memory();
    const bench = await openBench({ storage });
    await bench.page.actions.train();
    await settled();
    const first = only(live(bench));
    progress(bench, first.id, 1);
    await bench.page.actions.train();
    await settled();
    const [old, now] = bench.page.runs.getState().records;
    expect(old).toMatchObject({ id: first.id, state: 'stopped', steps: [step(1)] });
    expect(now?.state).toBe('running');
    expect(adapters.get(first.id)).toEqual(ADAPTER);
    expect(
      bench
        .worker()
        .commands.slice(-3)
        .map(({ type }) => type),
    ).toEqual(['stop', 'readAdapter', 'start']);
  });

  it('steps a fresh run, and a running one', async () => {
    const bench = await openBench();
    await bench.page.actions.step();
    await settled();
    expect(bench.worker().commands.slice(-2)).toMatchObject([
      { type: 'start', paused: true },
      { type: 'step' },
    ]);
    status(bench, only(live(bench)).id, 'running');
    await bench.page.actions.step();
    expect(bench.worker().commands.slice(-2)).toMatchObject([{ type: 'step' }, { type: 'step' }]);
  });

  it('compares ranks as one group that differs in r alone', async () => {
    const bench = await openBench({ query: '?r=3&lora_alpha=20&seed=4&target_modules=k' });
    await bench.page.actions.compareRanks();
    const { runs } = only(bench.worker().sent('start'));
    expect(runs.map(({ config }) => asLora(config.method).r)).toEqual([1, 2, 4, 8, 16]);
    const others = runs.map(({ config }) =>
      JSON.stringify({ ...config, method: { ...config.method, r: 0 } }),
    );
    expect(new Set(others).size).toBe(1);
    const { records, ticked } = bench.page.runs.getState();
    expect(new Set(records.map(({ groupId }) => groupId)).size).toBe(1);
    expect(records[0]?.groupId).not.toBeNull();
    expect(ticked).toHaveLength(5);
  });

  it('lets α follow the rank in every compared run where the form says so', async () => {
    const bench = await openBench({ query: '?alpha_ratio=2' });
    await bench.page.actions.compareRanks();
    const { runs } = only(bench.worker().sent('start'));
    expect(runs.map(({ config }) => asLora(config.method).lora_alpha)).toEqual([2, 4, 8, 16, 32]);
    expect(new Set(runs.map(({ config }) => loraScale(asLora(config.method))))).toEqual(new Set([2]));
  });

  it('keeps why a run failed', async () => {
    const bench = await openBench();
    await bench.page.actions.train();
    const { id } = only(live(bench));
    bench.worker().emit({
      type: 'status',
      runId: id,
      state: 'failed',
      failure: 'non-finite',
      trainableParameters: 2048,
    });
    expect(only([...bench.page.runs.getState().records])).toMatchObject({
      state: 'failed',
      failure: 'non-finite',
    });
  });

  it('looks at the compared run that the form describes', async () => {
    const bench = await openBench({ query: '?r=8' });
    await bench.page.actions.compareRanks();
    const { records, focused } = bench.page.runs.getState();
    expect(records.find(({ id }) => id === focused)?.config.method).toMatchObject({ r: 8 });

    // The next visit shows the same, so that it does not say that the settings changed.
    const { storage } = memory(...records.map((run) => ({ ...run, state: 'finished' as const })));
    const again = await openBench({ storage, query: '?r=8' });
    expect(again.page.runs.getState()).toMatchObject({ focused, ticked: records.map(({ id }) => id) });
  });

  it('resets to the untrained model, keeps ended runs, and can put back what it cleared', async () => {
    const { storage, adapters } = memory(record('old'));
    const bench = await openBench({ storage });
    await bench.page.actions.train();
    await settled();
    progress(bench, only(live(bench)).id, 1, 2);
    const { id } = only(live(bench));
    await bench.page.actions.reset();
    // The adapter is read before the worker frees it.
    expect(
      bench
        .worker()
        .commands.slice(-3)
        .map(({ type }) => type),
    ).toEqual(['stop', 'readAdapter', 'reset']);
    await settled();
    expect(adapters.size).toBe(0);
    expect(bench.page.runs.getState()).toMatchObject({ ticked: [], focused: null, held: [] });
    expect(bench.page.runs.getState().records.map(({ id }) => id)).toEqual(['old']);
    const cleared = notices(bench).find((notice) => notice.type === 'cleared');
    await bench.page.actions.restore(cleared?.runs ?? []);
    expect(bench.page.runs.getState().records[1]).toMatchObject({
      id,
      state: 'stopped',
      steps: [step(1), step(2)],
    });
    expect(adapters.get(id)).toEqual(ADAPTER);
    expect(await bench.page.actions.exportAdapter(id)).not.toBeNull();
  });

  it('does not start while it resets', async () => {
    const bench = await openBench();
    await bench.page.actions.train();
    await settled();
    await Promise.all([bench.page.actions.reset(), bench.page.actions.train()]);
    expect(bench.worker().sent('start')).toHaveLength(1);
    expect(bench.page.runs.getState().records).toEqual([]);
  });
});

describe('keeping runs', () => {
  it('writes a run when it ends, with its adapter, and forgets it when deleted', async () => {
    const { storage, runs, adapters } = memory();
    const bench = await openBench({ storage });
    await bench.page.actions.train();
    await settled();
    const { id } = only(live(bench));
    // At once, so that other tabs see it.
    expect(runs.get(id)).toMatchObject({ state: 'waiting' });
    progress(bench, id, 300);
    status(bench, id, 'finished');
    await settled();
    expect(runs.get(id)).toMatchObject({ state: 'finished', steps: [step(300)] });
    expect(adapters.has(id)).toBe(true);
    bench.page.actions.deleteRun(id);
    await settled();
    expect([runs.size, adapters.size]).toEqual([0, 0]);
    expect(bench.worker().commands.at(-1)).toEqual({ type: 'release', runId: id });
  });

  it('keeps what a run learned before it failed, and asks no dead worker for it', async () => {
    vi.stubGlobal('ErrorEvent', class extends Event {});
    const { storage, adapters } = memory();
    const bench = await openBench({ storage });
    await bench.page.actions.train();
    await settled();
    const { id } = only(live(bench));
    status(bench, id, 'failed');
    await settled();
    expect(adapters.get(id)).toEqual(ADAPTER);
    await bench.page.actions.train();
    await settled();
    bench.worker().die();
    await settled();
    await settled();
    expect(bench.workers.map((worker) => worker.sent('readAdapter').length)).toEqual([1, 0]);
  });

  it('writes runs that go on one after the other, and all at once when the page goes', async () => {
    const { storage } = memory();
    const writes: string[] = [];
    // A browser that never comes to the end of a write.
    const putRun = ({ id }: RunRecord) => {
      writes.push(id);
      return new Promise<never>(() => undefined);
    };
    const bench = await openBench({ storage: { ...storage, putRun } });
    vi.useFakeTimers();
    try {
      await bench.page.actions.compareRanks();
      await vi.advanceTimersByTimeAsync(5000);
      const ids = live(bench).map(({ id }) => id);
      expect(ids).toHaveLength(5);
      expect(writes).toEqual(ids.slice(0, 1));
      void bench.page.keeper.flush();
      expect(writes.slice(1)).toEqual(ids);
    } finally {
      vi.useRealTimers();
    }
  });

  it('writes many runs of a file together, and says that they are imported once they are stored', async () => {
    const { storage, runs, adapters } = memory();
    const putRun = vi.fn<PageStorage['putRun']>((put, was) => storage.putRun(put, was));
    let isFull = true;
    const putRuns: PageStorage['putRuns'] = (kept) =>
      isFull ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : storage.putRuns(kept);
    const bench = await openBench({ storage: { ...storage, putRun, putRuns } });
    const importAll = (letter: string) => {
      const texts = Array.from({ length: 45 }, (_, i) => writeRunFile(record(`${letter}${i}`), ADAPTER));
      return bench.page.actions.importRun({ name: 'x.json', bytes: writeRunsFile(texts) });
    };
    // What is refused together is tried one by one.
    await importAll('a');
    expect([runs.size, adapters.size, putRun.mock.calls.length]).toEqual([45, 45, 45]);
    isFull = false;
    const stored = new Promise<number>((resolve) => {
      bench.page.notices.subscribe(() => resolve(runs.size));
    });
    await importAll('b');
    expect(await stored).toBe(90);
    expect(adapters.size).toBe(90);
    // Those that make no group.
    expect(putRun.mock.calls.length).toBe(50);
  });

  it('writes a run that is still going every few seconds', async () => {
    const { storage, runs, adapters } = memory();
    const bench = await openBench({ storage });
    await bench.page.actions.train();
    await settled();
    vi.useFakeTimers();
    try {
      progress(bench, only(live(bench)).id, 1);
      await bench.page.keeper.flush();
      progress(bench, only(live(bench)).id, 2);
      await vi.advanceTimersByTimeAsync(5000);
    } finally {
      vi.useRealTimers();
    }
    expect([...runs.values()]).toMatchObject([{ state: 'running', steps: [step(1), step(2)] }]);
    expect([...adapters.values()]).toEqual([ADAPTER]);
  });
});

describe('when the worker dies', () => {
  it('ends its runs, says so once, and starts it again', async () => {
    // Node has no ErrorEvent; the client asks for it only then.
    vi.stubGlobal('ErrorEvent', class extends Event {});
    const bench = await openBench();
    await bench.page.actions.train();
    await settled();
    progress(bench, only(live(bench)).id, 1);
    bench.worker().die();
    await settled();
    await settled();
    expect(bench.workers).toHaveLength(2);
    expect(bench.page.session.getState().phase).toBe('ready');
    expect(bench.page.runs.getState().records[0]).toMatchObject({
      state: 'failed',
      failure: 'device-lost',
      steps: [step(1)],
    });
    expect(notices(bench)).toMatchObject([{ type: 'error', code: 'device-lost' }]);
    // The next run is what the message asks for.
    await bench.page.actions.train();
    await settled();
    expect(live(bench)).toHaveLength(1);
    expect(notices(bench)).toEqual([]);
  });

  it('and Train is pressed before that is known, trains in a fresh one', async () => {
    vi.stubGlobal('ErrorEvent', class extends Event {});
    const bench = await openBench();
    await bench.page.actions.train();
    await settled();
    bench.worker().answer = () => [];
    const pressed = bench.page.actions.train();
    await settled();
    bench.worker().die();
    await pressed;
    await settled();
    expect(bench.workers).toHaveLength(2);
    expect(bench.page.runs.getState().records.map(({ state }) => state)).toEqual(['failed', 'running']);
    expect(notices(bench)).toMatchObject([{ type: 'error', code: 'device-lost' }]);
  });

  it('while it does nothing, starts it again once', async () => {
    vi.stubGlobal('ErrorEvent', class extends Event {});
    const bench = await openBench();
    bench.worker().die();
    await settled();
    expect(bench.workers).toHaveLength(2);
    bench.worker().die();
    await settled();
    expect(bench.workers).toHaveLength(2);
    expect(bench.page.session.getState().phase).toBe('failed');
    expect(await bench.page.session.getState().prepare()).toBe(true);
    expect(bench.workers).toHaveLength(3);
  });

  it('before its first word, says that it could not be loaded', async () => {
    vi.stubGlobal('ErrorEvent', class extends Event {});
    let isAbsent = false;
    const bench = await openBench({ answer: (command) => (isAbsent ? [] : healthy(command)) });
    isAbsent = true;
    bench.worker().die();
    await settled();
    bench.worker().die();
    await settled();
    expect(notices(bench)).toMatchObject([{ code: 'device-lost' }, { code: 'no-worker' }]);
  });

  it('while loading, waits to be asked', async () => {
    vi.stubGlobal('ErrorEvent', class extends Event {});
    const bench = await openBench();
    bench.worker().answer = (command) => (command.type === 'loadData' ? [] : healthy(command));
    bench.page.config.getState().update({ training: { max_length: 64 } });
    await settled();
    bench.worker().die();
    await settled();
    expect(bench.workers).toHaveLength(1);
    expect(bench.page.session.getState().phase).toBe('failed');
    expect(await bench.page.session.getState().prepare()).toBe(true);
  });
});

describe('files', () => {
  it('exports a run that can be imported again under an id of its own', async () => {
    const bench = await openBench();
    await bench.page.actions.train();
    await settled();
    const { id, name } = only(live(bench));
    progress(bench, id, 1, 2);
    status(bench, id, 'finished');
    const file = await bench.page.actions.exportRun(id);
    expect(file?.name).toBe(`r4-WqWv-lr0.01-${name.replace(' ', '-')}.rankscope.json`);
    await bench.page.actions.openFiles([{ name: 'x.json', bytes: blobOf((await file?.blob.text()) ?? '') }]);
    const [original, copy] = bench.page.runs.getState().records;
    expect(copy).toEqual({ ...original, id: copy?.id, name: `${name} (2)`, weights: undefined });
    expect(copy?.id).not.toBe(id);
  });

  it('imports two exports of one run at once, each under an id of its own', async () => {
    const { storage, adapters } = memory();
    const bench = await openBench({ storage });
    const text = writeRunFile(record('a'), ADAPTER);
    await Promise.all(
      ['x', 'y'].map((name) => bench.page.actions.importRun({ name: `${name}.json`, bytes: blobOf(text) })),
    );
    const ids = bench.page.runs.getState().records.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(new Set(adapters.keys())).toEqual(new Set(ids));
  });

  it('gives each of a file’s runs an id and a name of its own, though one is in it twice', async () => {
    const { storage, adapters } = memory(record('a'));
    const bench = await openBench({ storage });
    const texts = ['a', 'b', 'a'].map((id) => writeRunFile(record(id), ADAPTER));
    await bench.page.actions.importRun({ name: 'x.json', bytes: writeRunsFile(texts) });
    const { records, focused } = bench.page.runs.getState();
    expect(records.map(({ name }) => name)).toEqual(['run a', 'run a (2)', 'run b', 'run a (3)']);
    const [kept, ...added] = records.map(({ id }) => id);
    expect(new Set([kept, ...added]).size).toBe(4);
    expect(focused).toBe(added[0]);
    expect(new Set(adapters.keys())).toEqual(new Set(added));
    expect(notices(bench)).toMatchObject([{ type: 'imported', runs: 3, shown: 3 }]);
  });

  it('shows how far a large file of runs is read, and adds none of it where that is cancelled', async () => {
    const untold = (): void => undefined;
    let tell: (progress: FileProgress) => void = untold;
    const bench = await openBench({
      readRuns: (_, { hear, signal }) =>
        new Promise((_resolve, reject) => {
          tell = hear;
          signal.addEventListener('abort', () => reject(new LabError('abandoned', '')));
        }),
    });
    const reading = bench.page.actions.importRun({ name: 'x.json', bytes: blobOf('') });
    await vi.waitFor(() => expect(tell).not.toBe(untold));
    expect(notices(bench)).toEqual([]);
    for (const done of [1, 2]) {
      tell({ stage: 'checking', amount: { done, total: 3 } });
      expect(notices(bench)).toMatchObject([
        { type: 'reading-runs', name: 'x.json', progress: { amount: { done } } },
      ]);
    }
    await bench.page.actions.cancelImport(only(bench.page.notices.getState().notices).id);
    await reading;
    expect(notices(bench)).toEqual([]);
    expect(bench.page.runs.getState().records).toEqual([]);
  });

  it('imports a run that was going as stopped', async () => {
    const bench = await openBench();
    await bench.page.actions.importRun({
      name: 'x.json',
      bytes: blobOf(writeRunFile(record('a', { state: 'running' }), ADAPTER)),
    });
    expect(only(bench.page.runs.getState().records)).toMatchObject({ id: 'a', state: 'stopped' });
  });

  it('refuses what is no run, with the reason', async () => {
    const bench = await openBench();
    await bench.page.actions.importRun({ name: 'cat.json', bytes: blobOf('{"format":"cat"}') });
    expect(bench.page.runs.getState().records).toEqual([]);
    expect(notices(bench)).toMatchObject([{ type: 'bad-run-file', name: 'cat.json' }]);
  });

  it('names a file that changed on disk, and opens the others given with it', async () => {
    const bench = await openBench();
    await bench.page.actions.openFiles([
      { name: 'gone.json', bytes: unreadableBlob() },
      { name: 'x.json', bytes: blobOf(writeRunFile(record('a'), ADAPTER)) },
    ]);
    await bench.page.actions.importRun({ name: 'gone.json', bytes: unreadableBlob() });
    expect(bench.page.runs.getState().records.map(({ id }) => id)).toEqual(['a']);
    expect(notices(bench)).toMatchObject([
      { type: 'unreadable-file', name: 'gone.json' },
      { type: 'imported' },
      { type: 'unreadable-file', name: 'gone.json' },
    ]);
  });

  it('exports PEFT’s two files in a zip, from the worker or from what was kept', async () => {
    const { storage, adapters } = memory(record('old'));
    const bench = await openBench({ storage });
    expect(await bench.page.actions.exportAdapter('old')).toBeNull();
    expect(notices(bench)).toMatchObject([{ type: 'no-adapter', run: { name: 'run old' }, why: 'absent' }]);
    adapters.set('old', ADAPTER);
    const file = await bench.page.actions.exportAdapter('old');
    const files = unzipSync(new Uint8Array((await file?.blob.arrayBuffer()) ?? new ArrayBuffer(0)));
    const [folder = ''] = file?.name.split('.zip') ?? [];
    expect(Object.keys(files)).toEqual([
      `${folder}/adapter_model.safetensors`,
      `${folder}/adapter_config.json`,
    ]);
    expect(JSON.parse(new TextDecoder().decode(files[`${folder}/adapter_config.json`]))).toMatchObject({
      peft_type: 'LORA',
    });
  });
});

describe('an adapter that cannot be exported', () => {
  const { '0.q.lora_A': a, ...others } = ADAPTER.tensors;
  const config = defaultRunConfig();
  it.each([
    ['lacks a tensor', config, others, '0.q.lora_A: is missing'],
    [
      'has a tensor of another layer',
      config,
      { ...ADAPTER.tensors, '9.q.lora_A': a },
      '9.q.lora_A: is no tensor',
    ],
    [
      'is of layers that the model has not',
      { ...config, method: { ...config.method, layers_to_transform: [99] } },
      {},
      'no matrix was adapted',
    ],
  ])('because it %s is named', async (_, ofRun, tensors, words) => {
    const { storage, adapters } = memory(record('old', { config: runConfigSchema.parse(ofRun) }));
    const bench = await openBench({ storage });
    adapters.set('old', { step: 7, tensors: namedTensorsSchema.parse(tensors) });
    expect(await bench.page.actions.exportAdapter('old')).toBeNull();
    expect(notices(bench)).toMatchObject([
      { type: 'error', code: 'bad-adapter', detail: expect.stringContaining(words) as string },
    ]);
  });
});

describe('writing', () => {
  it('asks the base model and, where its weights are at hand, the run', async () => {
    const bench = await openBench();
    await bench.page.actions.train();
    await settled();
    const { id } = only(live(bench));
    progress(bench, id, 1, 2, 3);
    const { name } = only(live(bench));
    expect(await bench.page.actions.generate('name[X]', id, DECODINGS.beams)).toEqual({
      base: 'base says',
      tuned: `${id} says`,
      // As the worker says: it may be steps ahead of what it has reported.
      run: { name, step: ADAPTER.step, model: 'nano', task: 'restaurant' },
    });
    expect(await bench.page.actions.generate('name[X]', null, DECODINGS.greedy)).toEqual({
      base: 'base says',
      tuned: null,
      run: null,
    });
    expect(
      new Set(
        bench
          .worker()
          .sent('generate')
          .map(({ prompt, generation }) => `${prompt} ${generation.num_beams}`),
      ),
    ).toEqual(new Set(['name[X] 10', 'name[X] 1']));
  });

  it('takes what was kept of a run from an earlier visit, on its own model alone', async () => {
    const adapters = new Map([['old', ADAPTER]]);
    const micro = { ...defaultRunConfig(), model: 'micro' };
    const kept = [record('old'), record('lost', { steps: [step(9)] }), record('other', { config: micro })];
    const bench = await openBench({
      storage: {
        ...emptyStorage,
        load: () => Promise.resolve({ runs: kept, own: null, queues: [], unreadable: [] }),
        adapter: (id) => Promise.resolve(adapters.get(id) ?? null),
      },
    });
    const texts = (id: string) => bench.page.actions.generate('name[X]', id, DECODINGS.greedy);
    expect(await texts('old')).toMatchObject({
      tuned: 'old says',
      run: { name: 'run old', step: ADAPTER.step },
    });
    const { config } = kept[0] ?? {};
    expect(bench.worker().sent('generate').at(-1)).toMatchObject({
      runId: 'old',
      kept: { config, ...ADAPTER },
    });
    expect(await texts('lost')).toMatchObject({ base: 'base says', tuned: null, run: { step: 9 } });
    adapters.set('other', ADAPTER);
    expect(await texts('other')).toMatchObject({ tuned: null, run: { model: 'micro' } });
    expect(await bench.page.actions.evaluateTest('old')).toMatchObject({ step: ADAPTER.step });
    expect(await bench.page.actions.evaluateTest('lost')).toBeNull();
    expect(notices(bench)).toMatchObject([{ type: 'no-adapter', run: { name: 'run lost' } }]);
  });

  it('that fails says so and answers nothing', async () => {
    const bench = await openBench({
      answer: (command) =>
        command.type === 'generate' || command.type === 'evaluate'
          ? [{ type: 'error', code: 'no-run', detail: 'gone', requestId: command.requestId, runId: null }]
          : healthy(command),
    });
    expect(await bench.page.actions.generate('name[X]', null, DECODINGS.greedy)).toBeNull();
    expect(await bench.page.actions.evaluateTest(null)).toBeNull();
    expect(notices(bench)).toEqual([{ type: 'error', code: 'no-run', detail: 'gone' }]);
  });
});

describe('the test split', () => {
  it('is evaluated for the base model and for a run where it stands', async () => {
    const bench = await openBench();
    await bench.page.actions.train();
    await settled();
    const { id } = only(live(bench));
    progress(bench, id, 1, 2);
    expect(await bench.page.actions.evaluateTest(null)).toEqual({ loss: 3, tokens: 210, step: 0 });
    expect(await bench.page.actions.evaluateTest(id)).toEqual({ loss: 1, tokens: 210, step: ADAPTER.step });
    expect(bench.worker().sent('evaluate')).toMatchObject([{ runId: null }, { runId: id }]);
  });
});

describe('a class link', () => {
  it('holds the form from the start, and is left for good', async () => {
    const config = { ...defaultRunConfig(), seed: 5 };
    const classLink = writeClass({ fixed: ['r', 'seed'], hidden: [], ownSeeds: false }, config);
    const bench = await openBench({ query: toQuery(config, null, { classLink }) });
    bench.page.config.getState().update({ seed: 9, method: { r: 8 } });
    expect(bench.page.config.getState().config).toMatchObject({ seed: 5, method: { r: 4 } });
    expect(notices(bench)).toContainEqual({ type: 'class-fixed', controls: ['r', 'seed'] });
    expect(bench.page.queryOf('train')).toContain(`class=${classLink}`);
    bench.page.classLink.getState()?.leave();
    bench.page.config.getState().update({ seed: 9 });
    expect(bench.page.config.getState().config.seed).toBe(9);
    expect(bench.page.queryOf('train')).not.toContain('class=');
  });

  it('that is malformed is told and left out of the address', async () => {
    const bench = await openBench({ query: '?class=1;fixed:rnk;abcd&r=8' });
    expect(notices(bench)).toContainEqual({
      type: 'class-refused',
      problem: { why: 'control', given: 'rnk' },
    });
    expect(bench.page.classLink.getState()).toBeNull();
    expect(bench.page.queryOf('train')).not.toContain('class=');
    expect(bench.page.config.getState().config.method).toMatchObject({ r: 8 });
  });

  it('leaves a result to the page of the teacher', async () => {
    const { page } = await openBench({ query: '?result=1ABC' });
    expect(page.view.getState()).toMatchObject({ view: 'learn', lesson: 'teacher', result: '1ABC' });
    expect(page.queryOf('learn')).not.toContain('result=');
  });
});
