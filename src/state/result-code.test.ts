import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { METRIC_IDS } from '../core/metrics/metric-id.ts';
import { METHOD_IDS } from '../core/methods/methods.ts';
import { normalise } from '../core/normal-config.ts';
import { defaultRunConfig, defaultsOfVersion, repairRunConfig, withMethod } from '../core/run-config.ts';
import { createClassResults } from './class-results.ts';
import { plainStudent } from './class-link.ts';
import {
  CODED_SETTINGS,
  hasCode,
  inGroups,
  readCode,
  resultOf,
  writeCode,
  type ClassResult,
} from './result-code.ts';
import { settingsOf } from './url.ts';
import { record } from './testing.ts';

const result = (parts: Partial<ClassResult> = {}): ClassResult => ({
  config: defaultRunConfig(),
  parameters: 2048,
  loss: 0.5321,
  metric: { id: 'bleu', value: 53.21 },
  student: 'Anna',
  ...parts,
});

const anyConfig = fc
  .record({
    type: fc.constantFrom(...METHOD_IDS),
    r: fc.integer({ min: 1, max: 64 }),
    alpha_ratio: fc.option(fc.double({ min: 0.01, max: 32, noNaN: true })),
    layers: fc.option(fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 3 })),
    learning_rate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    max_steps: fc.integer({ min: 1, max: 10_000 }),
    max_train_samples: fc.option(fc.integer({ min: 10, max: 1_000_000 })),
    task: fc.constantFrom('restaurant', 'sql', 'hidden-rank', 'own'),
    model: fc.constantFrom('nano', 'micro'),
    lr_scheduler_type: fc.constantFrom('linear', 'cosine', 'constant'),
  })
  .map(({ type, r, alpha_ratio, layers, learning_rate, max_steps, max_train_samples, ...rest }) => {
    const { lr_scheduler_type, ...top } = rest;
    const method = {
      r,
      alpha_ratio,
      layers_to_transform: layers,
      rank_pattern: { q: 3, '1.v': 8 },
      use_dora: true,
    };
    const training = { learning_rate, max_steps, max_train_samples, lr_scheduler_type };
    const base = withMethod(defaultRunConfig(), type);
    return normalise(repairRunConfig({ ...top, method, training }, base).config);
  });

describe('a result code', () => {
  it('says everything again', () => {
    const anyResult = fc.record({
      config: anyConfig,
      parameters: fc.integer({ min: 0, max: 10_000_000 }),
      loss: fc.integer({ min: 0, max: 200_000 }).map((loss) => loss / 1e4),
      metric: fc.option(
        fc.record({
          id: fc.constantFrom(...METRIC_IDS),
          value: fc.integer({ min: -10_000, max: 10_000 }).map((value) => value / 100),
        }),
      ),
      student: fc.string({ unit: 'grapheme', maxLength: 30 }).map(plainStudent),
    });
    fc.assert(
      fc.property(anyResult, (given) => {
        const code = writeCode(given);
        const { result: read, problem } = readCode(inGroups(code));
        expect(problem).toBeNull();
        expect(read).toEqual({
          ...given,
          metric: given.metric && { ...given.metric, value: given.metric.value + 0 },
        });
      }),
    );
  });

  it('has a place for every setting of every method', () => {
    for (const type of METHOD_IDS)
      for (const key of settingsOf(withMethod(defaultRunConfig(), type)).keys())
        expect(['seed', ...CODED_SETTINGS]).toContain(key);
  });

  it('stays as it was written by earlier versions of the page', () => {
    expect(writeCode(result())).toBe('2GG8SWM11JSS2110A01Z4H4Y6Y6H6C796');
  });

  it('of an earlier version keeps the defaults that it left out', () => {
    const config = defaultsOfVersion(1);
    expect(readCode('1GG8SWM11JSS2110A01Z4H4Y6Y6H6H4GJ').result).toEqual({ ...result(), config });
  });

  it('is short', () => {
    const { config } = result();
    const changed = {
      ...config,
      seed: 847_739,
      method: { ...config.method, r: 8 },
      training: { ...config.training, learning_rate: 0.005, max_steps: 600 },
    };
    expect(writeCode(result({ student: '' })).length).toBeLessThanOrEqual(30);
    expect(writeCode(result({ config: changed })).length).toBeLessThanOrEqual(60);
    expect(writeCode(result({ config: changed, student: '김민수' })).length).toBeLessThanOrEqual(60);
  });

  it('is refused wherever one letter is another one, or is missing', () => {
    const code = writeCode(result());
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: code.length - 1 }),
        fc.constantFrom(...Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ')),
        (at, letter) => {
          fc.pre(code[at] !== letter);
          expect(readCode(code.slice(0, at) + letter + code.slice(at + 1)).result).toBeNull();
          expect(readCode(code.slice(0, at) + code.slice(at + 1)).result).toBeNull();
        },
      ),
    );
  });

  it('reads what people make of it: small letters, spaces, O for 0, and a whole address', () => {
    const code = writeCode(result());
    const messy = inGroups(code).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' ');
    expect(readCode(`  ${messy} `).result).toEqual(result());
    expect(readCode(`https://example.org/lab/?lang=ko&result=${code}#top`).result).toEqual(result());
  });

  it('never throws, whatever is pasted', () => {
    fc.assert(fc.property(fc.string(), (text) => void readCode(text)));
    fc.assert(fc.property(fc.stringMatching(/^1[0-9A-Z]{8,40}$/), (text) => void readCode(text)));
  });

  it.each([
    ['', 'empty', ''],
    ['---', 'empty', ''],
    ['1ABC', 'short', ''],
    ['1ABC!DEFGH', 'letter', '!'],
    ['ANNA', 'version', '10'],
    ['1ABCDEFGHJKM', 'check', ''],
  ])('says what is wrong with %j', (text, why, given) => {
    expect(readCode(text).problem).toEqual({ why, given });
  });
});

describe('the results of a class', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('takes good lines, tells bad ones and those that come again', () => {
    const store = createClassResults();
    const [anna, bo] = [writeCode(result()), writeCode(result({ student: 'Bo' }))];
    const pasted = `${anna}\r\n\n${bo.toLowerCase()}\nnonsense!\n  https://x.org/?result=${anna}\n1${bo.slice(2)}`;
    const report = store.getState().add(pasted);
    expect(report).toMatchObject({ added: 2, again: [5] });
    expect(report.bad.map(({ line, problem }) => [line, problem.why])).toEqual([
      [4, 'letter'],
      [6, 'check'],
    ]);
    expect(store.getState().codes).toEqual([anna, bo]);
    // Both are of one run.
    store.getState().add('1GG8SWM11JSS2110A01Z4H4Y6Y6H6H4GJ');
    const { result: first } = readCode('1GG8SWM11JSS2110A01Z4H4Y6Y6H6H4GJ');
    expect(first && store.getState().add(writeCode(first))).toMatchObject({ added: 0, again: [1] });
    expect(store.getState().add(anna)).toEqual({ added: 0, again: [1], bad: [] });
    store.getState().clear();
    expect(store.getState().codes).toEqual([]);
  });

  it('comes back after a reload, without what is no code', () => {
    const code = writeCode(result());
    const kept = JSON.stringify({ state: { codes: [code, 'broken'] }, version: 0 });
    vi.stubGlobal('localStorage', {
      getItem: () => kept,
      setItem: () => undefined,
      removeItem: () => undefined,
    });
    expect(createClassResults().getState().codes).toEqual([code]);
  });
});

describe('a run', () => {
  it('has a code once it is finished and was evaluated', () => {
    const evals = [
      { step: 0, loss: 2.7 },
      { step: 20, loss: 1.23456 },
    ];
    const finished = record('run', { state: 'finished', evals });
    expect(hasCode(finished)).toBe(true);
    expect(resultOf(finished, '  Bo ')).toMatchObject({ loss: 1.2346, metric: null, student: 'Bo' });
    expect(hasCode(record('run', { state: 'stopped', evals }))).toBe(false);
    expect(hasCode(record('run', { state: 'finished', evals: [] }))).toBe(false);
  });
});
