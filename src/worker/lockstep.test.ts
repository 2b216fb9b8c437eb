/** How the runs' time is charged, on a clock of the test's own and with work that only lets that clock go on. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
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
    trainableParameters: 1,
    capture: null,
    hostMs: 0,
    next() {
      this.step++;
      clock += STEP_MS;
      return Promise.resolve();
    },
    settle: () => Promise.resolve(),
    take: () => [],
    spectrum() {
      return Promise.resolve({ taken: Promise.resolve({ step: this.step, sites: [] }) });
    },
    explain: (error) => Promise.resolve(error),
    snapshot: unused,
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
