/** How runs take turns and how their time is charged, on a clock of the test's own and with work that computes nothing. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabError } from '../core/lab-error.ts';
import { runConfigSchema } from '../core/run-config.ts';
import type { Piece } from '../engine/run.ts';
import type { Trainer } from '../engine/trainer.ts';
import { createLockstep } from './lockstep.ts';
import type { Cost, LabEvent } from './protocol.ts';

const STEPS = 20;
const STEP_MS = 10;
const TOKENS = 20;
const TOKEN_MS = 100;

let clock = 0;
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => clock));
afterEach(() => vi.restoreAllMocks());

const unused = (): never => {
  throw new Error('Nothing is computed here.');
};

/** A trainer that learns nothing. */
function idleTrainer(): Trainer & { step: number } {
  return {
    get method() {
      return unused();
    },
    step: 0,
    together: null,
    trainableParameters: 1,
    capture: null,
    hostMs: 0,
    memory: null,
    next() {
      this.step++;
      clock += STEP_MS;
      return Promise.resolve();
    },
    settle: () => Promise.resolve(),
    upcoming: unused,
    take: () => [],
    alignments: () => [{ step: 0, left: [1], right: [1] }],
    spectrum() {
      return Promise.resolve({ taken: Promise.resolve({ step: this.step, sites: [] }) });
    },
    explain: (error) => Promise.resolve(error),
    snapshot: unused,
    checkpoint() {
      return Promise.resolve({ step: this.step, elapsedMs: 0, tensors: {}, first: {}, second: {} });
    },
    finish: () => undefined,
    dispose: () => undefined,
  };
}

/** Steps, then a score token by token. @param hear hears the token that is about to be written */
async function* steppingThenScoring(
  trainer: Trainer,
  hear: (token: number) => void,
): AsyncGenerator<Piece, void> {
  for (let step = 1; step <= STEPS; step++) {
    yield 'step';
    await trainer.next();
    yield;
  }
  for (let token = 1; token <= TOKENS; token++) {
    hear(token);
    clock += TOKEN_MS;
    yield;
  }
  const score = {
    step: STEPS,
    split: 'validation',
    metric: 'bleu',
    value: 1,
    interval: null,
    texts: 1,
  } as const;
  yield { kind: 'scores', scores: [score], answers: [] };
}

it('charges a score that a pause interrupts to the score, and shows the spectrum at rest', async () => {
  const events: LabEvent[] = [];
  const lockstep = createLockstep((event) => events.push(event));
  const trainer = idleTrainer();
  let paused: Promise<void> | undefined;
  const pieces = steppingThenScoring(trainer, (token) => {
    if (token === TOKENS - 1) paused = lockstep.pause();
  });
  await lockstep.start(
    [{ runId: 'a', begin: () => Promise.resolve({ config: runConfigSchema.parse({}), trainer, pieces }) }],
    false,
  );
  const reached = (state: string) => () =>
    expect(events.some((event) => event.type === 'status' && event.state === state)).toBe(true);
  await vi.waitFor(reached('paused'));
  await paused;
  const reports = () => events.flatMap((event) => (event.type === 'progress' ? event.runs : []));
  expect(reports().flatMap(({ spectra }) => spectra)).toEqual([{ step: STEPS, sites: [] }]);

  // Rest costs nothing.
  clock += 60_000;
  lockstep.resume();
  await vi.waitFor(reached('finished'));
  const spent = new Map<string, Omit<Cost, 'work'>>();
  for (const { work, times, ms } of reports().flatMap(({ costs }) => costs)) {
    const before = spent.get(work);
    spent.set(work, { times: times + (before?.times ?? 0), ms: ms + (before?.ms ?? 0) });
  }
  expect(Object.fromEntries(spent)).toEqual({
    step: { times: STEPS, ms: STEPS * STEP_MS },
    validation: { times: 1, ms: TOKENS * TOKEN_MS },
  });
});

it('tells a checkpoint when it is asked, at rest and at the end, once for each step', async () => {
  const events: LabEvent[] = [];
  const lockstep = createLockstep((event) => events.push(event));
  const told = () => events.flatMap((event) => (event.type === 'checkpoint' ? event.checkpoint.step : []));
  const trainer = idleTrainer();
  async function* stepping(): AsyncGenerator<Piece, void> {
    for (let step = 1; step <= STEPS; step++) {
      yield 'step';
      await trainer.next();
      if (step === 3) lockstep.checkpoint();
      if (step === 7) void lockstep.pause();
      yield;
    }
  }
  const config = runConfigSchema.parse({});
  const begin = () => Promise.resolve({ config, trainer, pieces: stepping() });
  await lockstep.start([{ runId: 'a', begin }], false);
  await vi.waitFor(() => expect(told()).toEqual([3, 7]));
  lockstep.checkpoint();
  await lockstep.step();
  await vi.waitFor(() => expect(told()).toEqual([3, 7, 8]));
  await lockstep.stop();
  expect(told()).toEqual([3, 7, 8]);
  expect(events.at(-1)).toMatchObject({ type: 'status', state: 'stopped' });
});

it('goes on where no checkpoint can be read, and says so', async () => {
  const events: LabEvent[] = [];
  const lockstep = createLockstep((event) => events.push(event));
  const trainer = idleTrainer();
  trainer.checkpoint = () => Promise.reject(new LabError('out-of-memory', 'No room for the moments.'));
  async function* stepping(): AsyncGenerator<Piece, void> {
    for (let step = 1; step <= STEPS; step++) {
      yield 'step';
      await trainer.next();
      if (step === 3) lockstep.checkpoint();
      yield;
    }
  }
  const config = runConfigSchema.parse({});
  await lockstep.start(
    [{ runId: 'a', begin: () => Promise.resolve({ config, trainer, pieces: stepping() }) }],
    false,
  );
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'status', state: 'finished' }));
  expect(events).toContainEqual({
    type: 'checkpointFailed',
    runId: 'a',
    detail: 'No room for the moments.',
  });
});

it('stops a run that is told to go while the others come to rest', async () => {
  const events: LabEvent[] = [];
  const lockstep = createLockstep((event) => events.push(event));
  const trainer = idleTrainer();
  trainer.spectrum = () => {
    if (trainer.step === 1) void lockstep.stop('a');
    return Promise.resolve(null);
  };
  async function* stepping(): AsyncGenerator<Piece, void> {
    for (let step = 1; step <= STEPS; step++) {
      yield 'step';
      await trainer.next();
      yield;
    }
  }
  const config = runConfigSchema.parse({});
  const begin = () => Promise.resolve({ config, trainer, pieces: stepping() });
  await lockstep.start([{ runId: 'a', begin }], true);
  await lockstep.step();
  await vi.waitFor(() =>
    expect(events).toContainEqual(expect.objectContaining({ type: 'status', state: 'stopped' })),
  );
  expect(events.filter(({ type }) => type === 'error')).toEqual([]);
  expect(trainer.step).toBe(1);
});

it('tells how near directions were to their final place before it tells that a run ended, and never of one that failed', async () => {
  const events: LabEvent[] = [];
  const lockstep = createLockstep((event) => events.push(event));
  async function* stepping(trainer: Trainer): AsyncGenerator<Piece, void> {
    for (let step = 1; step <= STEPS; step++) {
      yield 'step';
      await trainer.next();
      yield;
    }
  }
  const begin = (runId: string) => ({
    runId,
    begin: () => {
      const trainer = idleTrainer();
      return Promise.resolve({ config: runConfigSchema.parse({}), trainer, pieces: stepping(trainer) });
    },
  });
  const toldOf = (runId: string) =>
    events.flatMap((event) => {
      if (event.type === 'status') return event.runId === runId ? event.state : [];
      if (event.type !== 'progress') return [];
      return event.runs.flatMap((run) => (run.runId === runId ? run.alignments.map(() => 'aligned') : []));
    });
  await lockstep.start([begin('a')], false);
  await vi.waitFor(() => expect(toldOf('a')).toContain('finished'));
  expect(toldOf('a').slice(-2)).toEqual(['aligned', 'finished']);

  await lockstep.start([begin('b')], true);
  await lockstep.stop();
  expect(toldOf('b').slice(-2)).toEqual(['aligned', 'stopped']);

  await lockstep.start([begin('c')], true);
  lockstep.fail(new LabError('device-lost', 'Gone.'));
  expect(toldOf('c').at(-1)).toBe('failed');
  expect(toldOf('c')).not.toContain('aligned');
});

describe('last scores', () => {
  const TEXTS = 8;

  /** What happened, in order: `a step 1`, `a finish`, `a text 1`, `a returned`. */
  let log: string[];
  let events: LabEvent[];
  let lockstep: ReturnType<typeof createLockstep>;
  beforeEach(() => {
    log = [];
    events = [];
    lockstep = createLockstep((event) => events.push(event));
  });

  /** A run that steps, then writes texts for a last score. @param hear hears what is about to happen */
  const begin = (id: string, steps: number, hear: (what: string) => void = () => undefined) => {
    const tell = (what: string) => {
      log.push(`${id} ${what}`);
      hear(what);
    };
    const trainer = idleTrainer();
    trainer.finish = () => tell('finish');
    trainer.dispose = () => tell('dispose');
    const pieces = async function* (): AsyncGenerator<Piece, void> {
      try {
        for (let step = 1; step <= steps; step++) {
          yield 'step';
          tell(`step ${step}`);
          await trainer.next();
          yield;
        }
        for (let written = 0; written <= TEXTS; written++) {
          if (written > 0) tell(`text ${written}`);
          clock += TOKEN_MS;
          yield { kind: 'scoring', written, texts: TEXTS };
        }
        const score = { split: 'test', metric: 'bleu', value: 1, interval: null, texts: TEXTS } as const;
        yield { kind: 'scores', scores: [{ step: steps, ...score }], answers: [] };
      } finally {
        log.push(`${id} returned`);
      }
    };
    return {
      runId: id,
      begin: () => Promise.resolve({ config: runConfigSchema.parse({}), trainer, pieces: pieces() }),
    };
  };
  const text = (id: string, written: number) => `${id} text ${written}`;
  const texts = (id: string) => Array.from({ length: TEXTS }, (_, i) => text(id, i + 1));
  const states = (id: string) =>
    events.flatMap((event) => (event.type === 'status' && event.runId === id ? [event.state] : []));
  const scoring = (id: string) =>
    events.flatMap((event) => (event.type === 'scoring' && event.runId === id ? [event.progress] : []));
  const isScored = (id: string) =>
    events.some(
      (event) =>
        event.type === 'progress' &&
        event.runs.some(({ runId, scores }) => runId === id && scores.length > 0),
    );
  const over = (id: string) => vi.waitFor(() => expect(scoring(id).at(-1)).toBeNull());

  it('come once every run is finished, one run after the other', async () => {
    await lockstep.start([begin('a', 2), begin('b', 4)], false);
    await over('a');
    await over('b');
    const written = log.findIndex((what) => what === text('a', 1));
    // The optimizers are free by then.
    expect(log.slice(0, written)).toEqual(expect.arrayContaining(['a finish', 'b step 4', 'b finish']));
    expect(log.slice(written)).toEqual([...texts('a'), 'a returned', ...texts('b'), 'b returned']);
    for (const id of ['a', 'b']) {
      expect(states(id)).toEqual(['waiting', 'running', 'finished']);
      expect(isScored(id)).toBe(true);
      const told = scoring(id).slice(0, -1);
      expect(told[0]).toMatchObject({ written: 0, texts: TEXTS });
      expect(told.at(-1)).toMatchObject({ written: TEXTS });
      // Whoever hears of the end knows that scores follow.
      const first = events.findIndex((event) => event.type === 'scoring' && event.runId === id);
      const finished = events.findIndex(
        (event) => event.type === 'status' && event.runId === id && event.state === 'finished',
      );
      expect(first).toBeLessThan(finished);
    }
  });

  it('wait while another run steps, and come while it is paused', async () => {
    const b = begin('b', 1000, (what) => {
      if (what === 'step 9') void lockstep.pause();
    });
    await lockstep.start([begin('a', 2), b], false);
    await over('a');
    expect(log.indexOf(text('a', 1))).toBeGreaterThan(log.indexOf('b step 9'));
    expect(log).not.toContain('b step 10');
    expect(states('b').at(-1)).toBe('paused');
  });

  it('go on after a stop, and wait for runs that are started meanwhile', async () => {
    let started: Promise<void> | undefined;
    const a = begin('a', 2, (what) => {
      if (what === 'text 2') void lockstep.stop();
      if (what === 'text 5') started = lockstep.start([begin('b', 3)], false);
    });
    await lockstep.start([a], false);
    await over('b');
    await started;
    const order = log.filter((what) => what.includes('step') || what.includes('text'));
    const [before, after] = [texts('a').slice(0, 5), texts('a').slice(5)];
    const steps = (id: string, count: number) =>
      Array.from({ length: count }, (_, i) => `${id} step ${i + 1}`);
    expect(order).toEqual([...steps('a', 2), ...before, ...steps('b', 3), ...after, ...texts('b')]);
    expect(states('a')).toEqual(['waiting', 'running', 'finished']);
  });

  it('of one run come while the others were stopped alone', async () => {
    const a = begin('a', 1000, (what) => {
      if (what === 'step 3') void lockstep.stop('a');
    });
    const c = begin('c', 1000, (what) => {
      if (what === 'step 20') void lockstep.pause();
    });
    await lockstep.start([a, begin('b', 9), c], false);
    await lockstep.stop('nobody');
    await vi.waitFor(() => expect(states('c').at(-1)).toBe('paused'));
    expect(states('b').at(-1)).toBe('finished');
    expect(states('a')).toEqual(['waiting', 'running', 'stopped']);
    expect(log).not.toContain('a step 4');
    // One that rests is stopped at once.
    await lockstep.stop('c');
    expect(states('c').at(-1)).toBe('stopped');
    await over('b');
    expect(scoring('a')).toEqual([]);
  });

  it('go with a run that is released', async () => {
    let released: Promise<void> | undefined;
    const a = begin('a', 2, (what) => {
      if (what === 'text 3') released = lockstep.release('a');
    });
    await lockstep.start([a, begin('b', 2)], false);
    await over('b');
    await released;
    expect(log).not.toContain(text('a', 4));
    expect(log.indexOf('a dispose')).toBeGreaterThan(log.indexOf('a returned'));
    expect(scoring('a').at(-1)).toBeNull();
    expect(lockstep.get('a')).toBeUndefined();
    expect(isScored('a')).toBe(false);
    expect(isScored('b')).toBe(true);
  });

  it('that fail are told as an error of a run that stays finished, and keep no other run from its own', async () => {
    const a = begin('a', 2, (what) => {
      if (what === 'text 3') throw new LabError('non-finite', 'A score is no number.');
    });
    await lockstep.start([a, begin('b', 2)], false);
    await over('b');
    expect(states('a')).toEqual(['waiting', 'running', 'finished']);
    expect(events.filter(({ type }) => type === 'error')).toEqual([
      { type: 'error', code: 'non-finite', detail: 'A score is no number.', requestId: null, runId: 'a' },
    ]);
    expect(scoring('a').at(-1)).toBeNull();
    expect(isScored('b')).toBe(true);
  });

  it('are dropped where the device fails', async () => {
    const a = begin('a', 2, (what) => {
      if (what === 'text 3') lockstep.fail(new LabError('device-lost', 'Gone.'));
    });
    await lockstep.start([a, begin('b', 2)], false);
    await over('a');
    await over('b');
    // A run that is started afterwards takes its turn at once.
    await lockstep.start([begin('c', 1)], false);
    await over('c');
    expect(log.filter((what) => what.includes('text'))).toEqual([...texts('a').slice(0, 3), ...texts('c')]);
    expect(states('a').at(-1)).toBe('finished');
    expect(['a', 'b'].some(isScored)).toBe(false);
  });
});
