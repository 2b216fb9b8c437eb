import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asLora } from '../../src/core/methods/lora-config.ts';
import { METHOD_IDS } from '../../src/core/methods/methods.ts';
import { defaultRunConfig, withMethod } from '../../src/core/run-config.ts';
import { DECODERS } from '../../src/state/shelf.ts';
import { entry, SUBJECT } from './fixture.ts';
import { entrySchema, type Job } from './log.ts';
import { readOptions } from './options.ts';
import { MEASURED, missing, nextJob, outdated, plan, ROWS, secondsOf, type Subject } from './plan.ts';

const subjects: Subject[] = [
  SUBJECT,
  { ...SUBJECT, task: 'sql', fingerprint: '02' },
  { model: 'micro', task: 'restaurant', weights: 'bb', fingerprint: '01' },
];
const jobs = plan({ subjects, seeds: [1, 2], max_steps: 300 });
const nameOf = ({ config: { model, task, seed } }: Job) => `${seed} ${model} ${task}`;

describe('the plan of results', () => {
  it('has all of the first seed before any of the second, and what takes longer last', () => {
    const steps = jobs.map(({ config }) => config.training.max_steps);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect([...new Set(jobs.map(nameOf))]).toEqual([
      '1 nano restaurant',
      '1 nano sql',
      '1 micro restaurant',
      '2 nano restaurant',
      '2 nano sql',
      '2 micro restaurant',
    ]);
  });

  it("changes rank and matrices of the page's defaults at one rate, and nothing else", () => {
    const ours = plan({ subjects: [{ ...SUBJECT, task: 'summary' }], seeds: [1], max_steps: 300 }).map(
      ({ config }) => config,
    );
    expect(ours.map(({ method }) => asLora(method).r)).toEqual([1, 2, 4, 8, 16, 4, 4]);
    expect(ours.map(({ training }) => training.max_steps)).toEqual([...Array<number>(6).fill(300), 1200]);
    expect(ours.map(({ method }) => asLora(method).target_modules.join(''))).toEqual([
      ...['qv', 'qv', 'qv', 'qv', 'qv'],
      ...['qkvoupdown', 'qkvoupdown'],
    ]);
    const { training: defaults, ...page } = { ...defaultRunConfig(), task: 'summary' };
    const expected = { ...page, training: { ...defaults, ...MEASURED, learning_rate: 0.005 } };
    expect(ours[2]).toEqual(expected);
    for (const { method, training, ...rest } of ours)
      expect({
        ...rest,
        training: { ...training, max_steps: 300, learning_rate: 0.005 },
        method: { ...method, r: 4, target_modules: ['q', 'v'] },
      }).toEqual(expected);
  });

  it('has every method at its own learning rate, with all pairs and with 100 of them', () => {
    const ours = jobs
      .map(({ config }) => config)
      .filter(({ model, task, seed }) => `${seed} ${model} ${task}` === '1 micro restaurant');
    for (const type of METHOD_IDS)
      for (const max_train_samples of [null, 100]) {
        const { training, ...page } = withMethod({ ...defaultRunConfig(), model: 'micro' }, type);
        expect(ours).toContainEqual({ ...page, training: { ...training, ...MEASURED, max_train_samples } });
      }
  });

  it.each(['results', 'encoder'])('measures runs as those of docs/%s.jsonl were', (log) => {
    const file = readFileSync(new URL(`../../docs/${log}.jsonl`, import.meta.url), 'utf8');
    const entries = file.trim().split('\n');
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries)
      expect(entrySchema.parse(JSON.parse(entry)).config.training).toMatchObject(MEASURED);
  });

  it('has no run twice', () => {
    expect(plan({ subjects, seeds: [1, 2, 1], max_steps: 300 })).toEqual(jobs);
  });

  it('learns from secrets of each rank beside that, a secret a seed, with the settings that the page proposes', () => {
    const secrets = plan({ subjects: [{ ...SUBJECT, task: 'hidden-rank' }], seeds: [1, 2], max_steps: 300 });
    const told = secrets.map(
      ({ config: { method, training, secret_seed, secret_rank } }) =>
        `${secret_seed}: k = ${secret_rank}, r = ${asLora(method).r}, ${training.weight_decay}`,
    );
    const ofSeed = (seed: number) => [
      ...[1, 2, 4, 8, 16, 4, 4].map((r) => `${seed}: k = 2, r = ${r}, 0.01`),
      ...[1, 2, 3, 4, 5, 6].map((k) => `${seed}: k = ${k}, r = 8, 1`),
    ];
    expect(told.toSorted()).toEqual([...ofSeed(1), ...ofSeed(2)].toSorted());
    expect(jobs.every(({ config }) => config.secret_rank === null)).toBe(true);
  });

  it('leaves out what the log holds, of the same weights, data and config', () => {
    const [first, second, third, ...rest] = jobs;
    if (!first || !second || !third) throw new Error('The plan is empty.');
    const entries = [
      entry(first),
      entry({ ...second, weights: 'old' }),
      entry({ ...third, fingerprint: '' }),
    ];
    expect(missing(jobs, entries)).toEqual([second, third, ...rest]);
    expect(
      missing(
        jobs,
        jobs.map((job) => entry(job)),
      ),
    ).toEqual([]);
    expect(outdated(entries, subjects)).toEqual(entries.slice(1));
    expect(outdated(entries, [])).toEqual([]);
  });

  it('keeps a worker at its model and task, and another one away from there while there is other work', () => {
    const [first, second] = jobs;
    const elsewhere = jobs.find(({ config }) => config.task === 'sql');
    if (!first || !second || !elsewhere) throw new Error('The plan is empty.');
    expect(nextJob(jobs, null, [])).toBe(first);
    expect(nextJob(jobs.slice(1), null, [first])).toBe(elsewhere);
    expect(nextJob(jobs.slice(1), first, [elsewhere])).toBe(second);
    expect(nextJob(jobs.slice(1, ROWS.length - 1), elsewhere, [first])).toBe(second);
    expect(nextJob([], first, [])).toBeUndefined();
  });

  it('tells how long the rest takes only by what was measured of the same model', () => {
    const [first] = jobs;
    if (!first) throw new Error('The plan is empty.');
    const entries = [10, 30].map((whole) => entry(first, { seconds: { training: 1, whole } }));
    expect(secondsOf(jobs.slice(0, 3), entries)).toBe(60);
    expect(secondsOf(jobs, entries)).toBeNull();
    expect(secondsOf([], [])).toBe(0);
  });
});

describe('the command line of results', () => {
  it('measures everything with three seeds unless told otherwise', () => {
    expect(readOptions([])).toMatchObject({
      models: DECODERS,
      tasks: ['restaurant', 'sql', 'summary', 'nli', 'hidden-rank'],
      seeds: [1, 2, 3],
      max_steps: 300,
      backend: 'wasm',
      workers: 1,
      report: false,
    });
    expect(
      readOptions(['--models', 'micro', '--tasks', 'sql,nli', '--seeds', '4,4', '--workers', '2']),
    ).toMatchObject({ models: ['micro'], tasks: ['sql', 'nli'], seeds: [4], workers: 2 });
    expect(readOptions(['--steps', '20', '--out', 'trial']).max_steps).toBe(20);
  });

  it.each([
    [['--models', 'giant'], 'nano, micro'],
    [['--tasks', 'own'], 'restaurant'],
    [['--seeds', '1,x'], '"x"'],
    [['--seeds', ''], '""'],
    [['--workers', '0'], '1'],
    [['--backend', 'cpu'], 'wasm'],
    [['--steps', '20'], '--out'],
    [['--what'], 'what'],
  ])('says what is wrong with %j', (args, words) => {
    expect(() => readOptions(args)).toThrow(words);
  });
});
