/** The laboratory through its protocol, on the shipped nano model: what a page may ask, and what it hears. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DECODINGS } from '../core/generation.ts';
import { baselineOf, baselinesSchema } from '../core/baseline.ts';
import { defaultMethod, methodConfigSchema } from '../core/methods/methods.ts';
import { runConfigSchema, type RunConfig } from '../core/run-config.ts';
import { TASKS } from '../data/tasks/tasks.ts';
import { labWebGPU } from '../engine/backend/current.ts';
import { createLabClient } from './client.ts';
import { createLab, type Lab } from './lab.ts';
import { eventSchema, WORK, type Command, type LabEvent, type Work } from './protocol.ts';

const csvOf = (pairs: number) =>
  [
    'mr,ref',
    ...Array.from(
      { length: pairs },
      (_, i) => `"name[Inn ${i}], area[harbour]","Inn ${i} lies at the harbour."`,
    ),
  ].join('\n');
const CSV = csvOf(40);

const configure = (
  fields: { r?: number; max_steps?: number; eval_steps?: number; metric_steps?: number } = {},
): RunConfig =>
  runConfigSchema.parse({
    task: 'own',
    method: { r: fields.r ?? 2, lora_alpha: 8 },
    training: {
      batch_size: 2,
      max_length: 48,
      max_steps: fields.max_steps ?? 4,
      eval_steps: fields.eval_steps ?? 2,
      metric_steps: fields.metric_steps ?? 100,
      warmup_steps: 0,
    },
  });

type Of<T extends LabEvent['type']> = Extract<LabEvent, { type: T }>;

let events: LabEvent[];
let lab: Lab;
let lastId = 0;

/** Waits until an event that was posted, now or earlier, satisfies the test. */
async function heard<T extends LabEvent['type']>(
  type: T,
  test: (event: Of<T>) => boolean = () => true,
): Promise<Of<T>> {
  for (;;) {
    const found = events.find((event): event is Of<T> => event.type === type && test(event as Of<T>));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const state = (runId: string, wanted: string) =>
  heard('status', (event) => event.runId === runId && event.state === wanted);

/** The last scores of a finished run are there. */
const scored = (runId: string) =>
  heard('scoring', (event) => event.runId === runId && event.progress === null);

/** Sends a request and gives its answer or its error. */
async function ask(command: Record<string, unknown> & { type: string }): Promise<LabEvent> {
  const requestId = ++lastId;
  await lab.handle({ ...command, requestId } as unknown as Command);
  const answer = events.find((event) => 'requestId' in event && event.requestId === requestId);
  if (!answer) throw new Error(`${command.type} was not answered`);
  return answer;
}
const memory = async () => (await ask({ type: 'memory' })) as Of<'memory'>;
const innsOf = (text: string) => ({
  name: 'inns.csv',
  bytes: new Blob([text]),
  encoding: null,
  columns: null,
});
const loadCsv = (text = CSV) => ask({ type: 'loadData', task: 'own', own: innsOf(text), max_length: 48 });
const start = (runs: Extract<Command, { type: 'start' }>['runs'], paused = false) =>
  lab.handle({ type: 'start', runs, paused });

const progressOf = (runId: string) => {
  const reports = events.flatMap((event) => (event.type === 'progress' ? event.runs : []));
  const mine = reports.filter((report) => report.runId === runId);
  return {
    steps: mine.flatMap(({ steps }) => steps),
    evals: mine.flatMap(({ evals }) => evals),
    spectra: mine.flatMap(({ spectra }) => spectra),
    alignments: mine.flatMap(({ alignments }) => alignments),
    samples: mine.flatMap(({ samples }) => samples),
    scores: mine.flatMap(({ scores }) => scores),
    answers: mine.flatMap(({ answers }) => answers),
    costs: mine.flatMap(({ costs }) => costs),
  };
};

describe('the lab', () => {
  beforeEach(async () => {
    events = [];
    // Every event must satisfy the protocol's own schema.
    lab = createLab((event) => events.push(eventSchema.parse(event)));
    const baseUrl = new URL('/', location.href).href;
    expect(await ask({ type: 'init', backend: 'wasm', baseUrl, model: 'nano' })).toMatchObject({
      type: 'ready',
      device: { backend: 'wasm', reason: 'forced' },
      tasks: Object.keys(TASKS).map((id) => ({ id })),
    });
    expect(await ask({ type: 'loadModel', model: 'nano' })).toMatchObject({
      type: 'model',
      info: { config: { n_layer: 2, n_embd: 64 } },
    });
    expect(await loadCsv()).toMatchObject({ type: 'dataset', summary: { prompts: 40 } });
  });
  afterEach(() => lab.handle({ type: 'reset' }));

  describe('with an encoder', () => {
    /** 40 texts of a class each. */
    const reviews = (labels: readonly string[]) =>
      [
        'text,label',
        ...Array.from({ length: 40 }, (_, i) => `Review ${i} of an inn,${labels[i % labels.length]}`),
      ].join('\n');
    const ownOf = (text: string) => ({ ...innsOf(text), name: 'reviews.csv' });
    const load = (own: ReturnType<typeof ownOf> | null) =>
      ask({ type: 'loadData', task: own ? 'own' : 'nli', own, max_length: own ? 48 : 128 });
    const labelsIn = (event: LabEvent) => event.type === 'dataset' && event.info?.config;
    const encoder = (task: string): RunConfig => ({ ...configure(), model: 'encoder', task });
    const write = (runId: string | null, prompt: string) =>
      ask({ type: 'generate', runId, prompt, generation: DECODINGS.greedy });

    beforeEach(async () => {
      await ask({ type: 'loadModel', model: 'encoder' });
    });

    it('gives it a head for the classes of own data, which it learns and tells with probabilities', async () => {
      const loaded = await load(ownOf(reviews(['good', 'bad'])));
      expect(loaded).toMatchObject({
        summary: {
          classes: [{ label: 'bad' }, { label: 'good' }],
          metrics: ['accuracy'],
          positiveLabel: 'good',
        },
        info: { config: { n_labels: 2, labels: ['bad', 'good'], file_outputs: null }, drawn: ['classifier'] },
      });
      await start([{ runId: 'a', config: encoder('own') }]);
      await state('a', 'finished');
      await scored('a');
      const { scores, samples } = progressOf('a');
      for (const { text } of samples) expect(['good', 'bad']).toContain(text);
      expect(new Set(scores.map(({ metric }) => metric))).toEqual(new Set(['accuracy']));
      const told = await write('a', 'An inn.');
      if (told.type !== 'generated') throw new Error('It did not answer.');
      const { classes = [], text } = told;
      expect(classes.map(({ label }) => label).sort()).toEqual(['bad', 'good']);
      expect(classes[0]?.label).toBe(text);
      expect(classes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
    });

    it('gives it its head for nli again, and says of a run on other classes that it is one', async () => {
      const three = reviews(['a', 'b', 'c']);
      expect(labelsIn(await load(ownOf(three)))).toMatchObject({ labels: ['a', 'b', 'c'] });
      await start([{ runId: 'a', config: encoder('own') }]);
      await state('a', 'finished');
      const before = await memory();
      expect(labelsIn(await load(null))).toMatchObject({
        labels: ['entailment', 'neutral', 'contradiction'],
      });
      expect(await write('a', 'One.\nTwo.')).toMatchObject({ code: 'other-classes' });
      expect(await write(null, 'One.\nTwo.')).toMatchObject({ type: 'generated' });
      // The head for the same classes is made once.
      await load(ownOf(three));
      expect(await write('a', 'One.')).toMatchObject({ type: 'generated' });
      expect((await memory()).tensors).toBe(before.tensors);
    });

    it('reads a pair of texts as two segments', async () => {
      const rows = Array.from({ length: 40 }, (_, i) => `Inn ${i} is open.,Inn ${i} is shut.,${i % 2}`);
      const loaded = await load(ownOf(['sentence1,sentence2,label', ...rows].join('\n')));
      expect(labelsIn(loaded)).toMatchObject({ labels: ['0', '1'] });
      expect(await write(null, 'One text.')).toMatchObject({ code: 'prompt-parts' });
      expect(await write(null, 'One text.\nAnd another.')).toMatchObject({ type: 'generated' });
    });

    it('says of data without classes why it cannot learn them, with what was read', async () => {
      const offer = await ask({ type: 'readData', own: innsOf(CSV), max_length: 48 });
      expect(offer).toMatchObject({ type: 'offer', summary: null, unusable: { code: 'no-classes' } });
      expect(await load(ownOf(CSV))).toMatchObject({ type: 'error', code: 'no-classes' });
    });
  });

  it('tells what a model scores before adapting', async () => {
    const { weights, tasks } = baselinesSchema.parse(
      await (await fetch('/models/nano/baseline.json')).json(),
    );
    const scores = Object.fromEntries(
      Object.entries(tasks).map(([task, shipped]) => [
        task,
        {
          fingerprint: shipped.dataset.fingerprint,
          scores: shipped.scores.filter(({ split }) => split === 'test'),
        },
      ]),
    );
    expect(await ask({ type: 'loadModel', model: 'nano' })).toMatchObject({ info: { weights, scores } });
  });

  it('measures no base model that is known, and says of it what a run that measures it does', async () => {
    await start([{ runId: 'a', config: configure() }]);
    await scored('a');
    const measured = progressOf('a');
    const baseline = baselineOf(measured) ?? undefined;
    expect(baseline).toBeDefined();
    // The lab forgets what it measured with the data.
    await loadCsv();
    const figures = { ...baseline?.figures, loss: 1 };
    const given = baseline && { ...baseline, figures };
    await lab.handle({
      type: 'start',
      runs: [{ runId: 'b', config: configure() }],
      baseline: given,
      paused: false,
    });
    await scored('b');
    const known = progressOf('b');
    expect(known.evals[0]).toEqual({ step: 0, ...figures });
    expect(known.samples).toEqual(measured.samples);
    expect(known.scores).toEqual(measured.scores);
    expect(known.answers).toEqual(measured.answers);
  });

  it('keeps the model that is loaded where another is not there: the server sends its page', async () => {
    expect(await ask({ type: 'loadModel', model: 'absent' })).toMatchObject({
      type: 'error',
      code: 'file-fetch',
      detail: expect.stringMatching(/\/models\/absent\/.*a web page in place of the file/) as unknown,
    });
    expect(await loadCsv()).toMatchObject({ type: 'dataset' });
  });

  it('trains a run to its end and reports all of it', async () => {
    await start([{ runId: 'a', config: configure() }]);
    expect(await state('a', 'finished')).toMatchObject({ trainableParameters: 2 * 2 * 2 * (64 + 64) });
    const { steps, evals, spectra, samples } = progressOf('a');
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    expect(evals.map(({ step }) => step)).toEqual([0, 2, 4]);
    expect(spectra.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    expect(spectra.at(-1)?.sites).toHaveLength(4);
    // A and B have norms from the first on, B none before its first step; ΔW's directions end where they end.
    for (const { step, sites } of spectra)
      for (const { norms } of sites) {
        expect(norms?.a[0]).toBeGreaterThan(norms?.a[1] ?? NaN);
        expect((norms?.b[1] ?? NaN) > 0).toBe(step > 0);
      }
    const { alignments } = progressOf('a');
    expect(alignments.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    expect(alignments[0]?.left).toEqual([null, null, null, null]);
    for (const { left, right } of alignments.slice(1))
      for (const cosine of [...left, ...right]) expect(cosine).toBeGreaterThan(0);
    const last = alignments.at(-1);
    for (const cosine of [...(last?.left ?? []), ...(last?.right ?? [])]) expect(cosine).toBeCloseTo(1, 6);
    expect(samples.filter(({ step }) => step === 4)).toHaveLength(2);
    expect(evals[2]?.loss).toBeLessThan(evals[0]?.loss ?? 0);
    // The prompts written out are held-out ones, with their references.
    expect(samples[0]?.prompt).toMatch(/^name\[Inn \d+\], area\[harbour\]$/);
    expect(samples[0]?.reference).toMatch(/^Inn \d+ lies at the harbour\.$/);
  });

  it('measures where a run starts whose virtual tokens disturb the model, beside the base model', async () => {
    await start([
      { runId: 'a', config: configure() },
      { runId: 'b', config: { ...configure(), method: defaultMethod('prefix-embed') } },
    ]);
    await state('b', 'finished');
    const [lora] = progressOf('a').evals;
    const [first, second] = progressOf('b').evals;
    expect(lora?.start).toBeUndefined();
    expect(first?.loss).toBe(lora?.loss);
    expect(second?.start).toBeUndefined();
    // What training itself begins with, on other texts.
    const trained = progressOf('b').steps[0]?.loss ?? NaN;
    expect(Math.abs((first?.start ?? NaN) / trained - 1)).toBeLessThan(0.3);
    expect(first?.start).not.toBe(first?.loss);
  });

  it('tells what each piece of work took, the base model’s once for runs started together', async () => {
    const began = performance.now();
    await start([
      { runId: 'a', config: configure({ metric_steps: 2 }) },
      { runId: 'b', config: configure({ metric_steps: 2 }) },
    ]);
    await state('b', 'finished');
    const took = performance.now() - began;
    const [a, b] = ['a', 'b'].map((id) => progressOf(id).costs);
    for (const costs of [a ?? [], b ?? []]) {
      const times = (work: Work) =>
        costs.filter((cost) => cost.work === work).reduce((sum, cost) => sum + cost.times, 0);
      expect(WORK.map((work) => [work, times(work)])).toEqual([
        ['step', 4],
        ['spectrum', 5],
        ['eval', 2],
        ['samples', 2],
        ['validation', 1],
        ['base', 2],
        ['base-validation', 1],
      ]);
    }
    const ms = (costs: typeof a, ...kinds: Work[]) =>
      (costs ?? []).filter(({ work }) => kinds.includes(work)).reduce((sum, cost) => sum + cost.ms, 0);
    const shared = ['base', 'base-validation'] as const;
    expect(ms(b, ...shared)).toBeLessThan(ms(a, ...shared) / 4);
    // All that passed on the clock, but for the start and the rests between.
    const all = ms(a, ...WORK) + ms(b, ...WORK);
    expect(all).toBeLessThanOrEqual(took);
    expect(all).toBeGreaterThan(took / 2);
  });

  it('scores what base model and run write, and what adapting costs, and keeps the answers', async () => {
    await start([{ runId: 'a', config: configure({ max_steps: 60, eval_steps: 60 }) }]);
    await state('a', 'finished');
    expect(progressOf('a').scores).toEqual([]);
    await scored('a');
    const { scores, answers, evals } = progressOf('a');
    // Two texts of each split, by the base model and by the run.
    const counts = events.flatMap((event) =>
      event.type === 'scoring' && event.progress ? [event.progress] : [],
    );
    expect(counts[0]).toEqual({ written: 0, texts: 4 });
    for (const { written, texts } of counts.slice(1)) {
      expect(texts).toBe(8);
      expect(written).toBeLessThanOrEqual(texts);
    }
    const told = scores.map(({ step, split, metric }) => `${step} ${split} ${metric}`);
    expect(told).toEqual(
      ['0 validation', '60 validation', '0 test', '60 test'].flatMap((place) =>
        ['bleu', 'bleu-lc', 'rouge-l', 'slot-error-rate'].map((metric) => `${place} ${metric}`),
      ),
    );
    // It has learned that "Inn 3 lies at the harbour." is what to say.
    const bleu = (step: number) =>
      scores.find((score) => score.step === step && score.split === 'test' && score.metric === 'bleu');
    expect(bleu(60)?.value).toBeGreaterThan(20 + (bleu(0)?.value ?? NaN));
    expect(answers).toHaveLength(2);
    for (const { prompt, references, text, score, base } of answers) {
      expect(references).toEqual([prompt.replace(/^name\[(.*)\], .*$/, '$1 lies at the harbour.')]);
      if (score === 100) expect(references).toContain(text);
      // The base model has not learned it, and its own text stands beside.
      expect(base?.text).not.toBe(text);
      expect(base?.score).toBeLessThan(score ?? NaN);
    }
    const heldOut = evals.flatMap((point) => point.heldOut ?? []);
    expect(heldOut.every((loss) => loss > 0)).toBe(true);
    expect(new Set(heldOut).size).toBeGreaterThan(1);
  });

  it('pauses, steps once, resumes and stops', async () => {
    await start([{ runId: 'a', config: configure({ max_steps: 500 }) }], true);
    await state('a', 'paused');
    await lab.handle({ type: 'step' });
    await heard('progress', (event) => event.runs.some(({ steps }) => steps.length > 0));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(progressOf('a').steps.map(({ step }) => step)).toEqual([1]);
    expect(progressOf('a').spectra.map(({ step }) => step)).toEqual([0, 1]);
    // From where a step left off, too, it is one step.
    await lab.handle({ type: 'step' });
    await heard('progress', (event) => event.runs.some(({ steps }) => steps.some(({ step }) => step === 2)));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(progressOf('a').steps.map(({ step }) => step)).toEqual([1, 2]);

    await lab.handle({ type: 'resume' });
    await heard('progress', (event) => event.runs.some(({ steps }) => steps.some(({ step }) => step >= 3)));
    await lab.handle({ type: 'pause' });
    const atPause = progressOf('a').steps.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(progressOf('a').steps.length).toBeLessThanOrEqual(atPause + 1);

    await lab.handle({ type: 'stop' });
    await state('a', 'stopped');
    expect(await ask({ type: 'readAdapter', runId: 'a' })).toMatchObject({
      type: 'adapter',
      step: progressOf('a').steps.length,
    });
  });

  it('trains several ranks in lockstep from one start, each as it would alone', async () => {
    await start([1, 2, 4].map((r) => ({ runId: `r${r}`, config: configure({ r }) })));
    await Promise.all([1, 2, 4].map((r) => state(`r${r}`, 'finished')));
    // At every report no run is more than a step ahead of another.
    const reached = new Map([1, 2, 4].map((r) => [`r${r}`, 0]));
    for (const event of events) {
      if (event.type !== 'progress') continue;
      for (const { runId, steps } of event.runs)
        reached.set(runId, steps.at(-1)?.step ?? reached.get(runId) ?? 0);
      expect(Math.max(...reached.values()) - Math.min(...reached.values())).toBeLessThanOrEqual(1);
    }
    expect([...reached.values()]).toEqual([4, 4, 4]);
    const curves = [1, 2, 4].map((r) => progressOf(`r${r}`));
    expect(new Set(curves.map(({ evals }) => evals[0]?.loss)).size).toBe(1);
    expect(new Set(curves.map(({ steps }) => steps[0]?.loss)).size).toBe(1);

    events = [];
    await start([{ runId: 'alone', config: configure({ r: 2 }) }]);
    await state('alone', 'finished');
    const losses = (points: { loss: number }[]) => points.map(({ loss }) => loss);
    expect(losses(progressOf('alone').steps)).toEqual(losses(curves[1]?.steps ?? []));
    expect(losses(progressOf('alone').evals)).toEqual(losses(curves[1]?.evals ?? []));
  });

  it('starts ranks from the factors of the base model, telling how far it is, each with a frozen rest of its own', async () => {
    const pissa = (r: number) => {
      const config = configure({ r });
      return { ...config, method: { ...config.method, init_lora_weights: 'pissa' as const } };
    };
    const before = await memory();
    await start([1, 4].map((r) => ({ runId: `r${r}`, config: pissa(r) })));
    await Promise.all([1, 4].map((r) => state(`r${r}`, 'finished')));
    // Two matrices in each of two layers. The second rank needs no factors that the first did not.
    const shares = events.flatMap((event) => (event.type === 'starting' ? [event.share] : []));
    expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
    const curves = [1, 4].map((r) => progressOf(`r${r}`));
    const first = curves.map(({ steps }) => steps[0]?.loss ?? NaN);
    expect(first[0]).toBeCloseTo(first[1] ?? NaN, 4);
    for (const [i, { spectra }] of curves.entries()) {
      const largest = spectra.map(({ sites }) => sites[0]?.singularValues ?? []);
      expect(largest[0]).toEqual([[0, 0], Array.from({ length: 8 }, () => 0)][i]);
      expect(largest.at(-1)?.[0]).toBeGreaterThan(0);
      // ΔW is what A and B have changed, so that it has other factors than they.
      for (const { norms } of spectra.flatMap(({ sites }) => sites)) expect(norms).toBeUndefined();
    }
    const { step, tensors } = (await ask({ type: 'readAdapter', runId: 'r4' })) as Of<'adapter'>;
    const measured = (await ask({ type: 'evaluate', split: 'test', runId: 'r4' })) as Of<'evaluated'>;
    await lab.handle({ type: 'reset' });
    expect(await memory()).toMatchObject({ tensors: before.tensors, bytes: before.bytes });
    const kept = { config: pissa(4), step, tensors };
    expect(await ask({ type: 'evaluate', split: 'test', runId: 'r4', kept })).toMatchObject({
      loss: measured.loss,
    });

    events = [];
    await start([{ runId: 'alone', config: pissa(4) }]);
    await state('alone', 'finished');
    const losses = (points: { loss: number }[]) => points.map(({ loss }) => loss);
    expect(losses(progressOf('alone').steps)).toEqual(losses(curves[1]?.steps ?? []));
    expect(losses(progressOf('alone').evals)).toEqual(losses(curves[1]?.evals ?? []));
  });

  it('frees what a replaced run held, its adapter on release, and everything on reset', async () => {
    const before = await memory();
    const train = async (runId: string) => {
      // Without evaluations on the way, so that no text is half written when training pauses.
      await start([{ runId, config: configure({ max_steps: 300, eval_steps: 1000 }) }]);
      await heard('progress', () => progressOf(runId).steps.length > 1);
      await lab.handle({ type: 'pause' });
      return memory();
    };
    const one = await train('a');
    const two = await train('b');
    // The ended run keeps A and B of four sites, and no optimizer.
    expect(two.tensors).toBe(one.tensors + 8);
    await lab.handle({ type: 'release', runId: 'a' });
    const { tensors, bytes } = await memory();
    expect({ tensors, bytes }).toEqual({ tensors: one.tensors, bytes: one.bytes });
    await lab.handle({ type: 'reset' });
    const after = await memory();
    expect([after.tensors, after.bytes]).toEqual([before.tensors, before.bytes]);
  });

  it('shows how own data is read before it replaces the dataset, and takes what it showed last', async () => {
    const before = await loadCsv();
    const rows = (n: number) => Array.from({ length: n }, (_, i) => `Box ${i}?,Red ${i}.`);
    const read = (columns: string, n: number) =>
      ask({ type: 'readData', own: innsOf([columns, ...rows(n)].join('\n')), max_length: 48 });
    expect(await read('a,b', 20)).toMatchObject({
      type: 'offer',
      summary: null,
      unusable: null,
      reading: { columns: ['a', 'b'], rows: [0, 1, 2].map((i) => [`Box ${i}?`, `Red ${i}.`]), pairs: [] },
    });
    expect(await read('prompt,completion', 3)).toMatchObject({
      summary: null,
      unusable: { code: 'data-too-small', detail: expect.stringContaining('gives 3 examples') as string },
      reading: { pairs: [{ prompt: 'Box 0?', completion: 'Red 0.', line: 2 }, { line: 3 }, { line: 4 }] },
    });
    expect(await ask({ type: 'takeOffer' })).toMatchObject({ type: 'error', code: 'no-data' });
    expect(await read('prompt,completion', 20)).toMatchObject({
      summary: { task: 'own', prompts: 20 },
      unusable: null,
    });
    const taken = await ask({ type: 'takeOffer' });
    expect(taken).toMatchObject({ type: 'dataset', summary: { prompts: 20 } });
    expect(taken).not.toEqual(before);
    expect(await ask({ type: 'takeOffer' })).toMatchObject({ code: 'no-data' });
    expect(await loadCsv()).toMatchObject({ summary: { prompts: 40 } });
  });

  it('gives own data up while it is parsed, at once, and still has what it offered before', async () => {
    const read = (text: string) => ask({ type: 'readData', own: innsOf(text), max_length: 48 });
    expect(await read(csvOf(20))).toMatchObject({ type: 'offer', summary: { prompts: 20 } });
    const large = csvOf(300_000);
    events = [];
    const given = read(large);
    await heard('parsing', ({ progress }) => progress.amount !== null);
    const began = performance.now();
    void lab.handle({ type: 'abandon' });
    expect(await given).toMatchObject({ type: 'error', code: 'abandoned' });
    expect(performance.now() - began).toBeLessThan(500);
    expect(await ask({ type: 'takeOffer' })).toMatchObject({ type: 'dataset', summary: { prompts: 20 } });
  });

  it('comes to rest with the spectrum of the weights that it would export', async () => {
    await start([{ runId: 'a', config: configure({ max_steps: 1000 }) }]);
    await heard('progress', () => progressOf('a').steps.length > 3);
    await lab.handle({ type: 'pause' });
    const { steps, spectra } = progressOf('a');
    expect(spectra.at(-1)?.step).toBe(steps.at(-1)?.step);
    expect(await ask({ type: 'readAdapter', runId: 'a' })).toMatchObject({ step: steps.at(-1)?.step });
    expect(new Set(spectra.map(({ step }) => step)).size).toBe(spectra.length);
  });

  it('takes singular values of full rank beside the steps, all of them by the end', async () => {
    const config = { ...configure({ max_steps: 4, eval_steps: 2 }), method: defaultMethod('full') };
    await start([{ runId: 'a', config }]);
    await state('a', 'finished');
    const { spectra, steps } = progressOf('a');
    expect(spectra.map(({ step }) => step)).toEqual([0, 2, 4]);
    expect(steps).toHaveLength(4);
    for (const { step, sites } of spectra) {
      expect(sites).toHaveLength(12);
      for (const { singularValues, norms } of sites) {
        expect(singularValues).toHaveLength(64);
        expect((singularValues[0] ?? 0) > 0).toBe(step > 0);
        expect(norms).toBeUndefined();
      }
    }
    const { alignments } = progressOf('a');
    expect(alignments.map(({ step }) => step)).toEqual([0, 2, 4]);
    for (const cosine of alignments[1]?.right ?? []) expect(cosine).toBeGreaterThan(0);
    for (const cosine of alignments[2]?.left ?? []) expect(cosine).toBeCloseTo(1, 6);
  });

  it('gives singular values up when asked, and trains on', async () => {
    const config = { ...configure({ max_steps: 2, eval_steps: 2 }), method: defaultMethod('full') };
    await start([{ runId: 'a', config }]);
    await heard('progress', () => progressOf('a').steps.length > 0);
    const skipping = setInterval(() => void lab.handle({ type: 'skipSpectra' }), 1);
    await state('a', 'finished');
    clearInterval(skipping);
    expect(progressOf('a').spectra.map(({ step }) => step)).not.toContain(2);
    expect(events.filter(({ type }) => type === 'error')).toEqual([]);
  });

  it.each(['stop', 'reset'] as const)('gives a start up that takes long: %s', async (type) => {
    const { method, ...config } = configure();
    const pissa = methodConfigSchema.parse({ ...method, init_lora_weights: 'pissa' });
    void start([{ runId: 'a', config: { ...config, method: pissa } }]);
    await heard('starting');
    await lab.handle({ type });
    await state('a', 'stopped');
    expect(events.filter((event) => event.type === 'error')).toEqual([]);
    expect(progressOf('a').steps).toEqual([]);
    await start([{ runId: 'b', config: configure({ max_steps: 1 }) }]);
    await state('b', 'finished');
  });

  it('takes as many steps as are asked for, however quickly, every run as many', async () => {
    await start(
      [1, 2, 4].map((rank) => ({ runId: `r${rank}`, config: configure({ r: rank, max_steps: 100 }) })),
      true,
    );
    await Promise.all([1, 2, 3].map(() => lab.handle({ type: 'step' })));
    const runs = ['r1', 'r2', 'r4'];
    const taken = () => runs.map((id) => progressOf(id).steps.map(({ step }) => step));
    for (const id of runs) await heard('progress', () => progressOf(id).steps.length > 2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(taken()).toEqual(runs.map(() => [1, 2, 3]));
  });

  it('steps to the very end of a run, measurements included', async () => {
    await start(
      [1, 2].map((r) => ({ runId: `r${r}`, config: configure({ r, max_steps: 2 }) })),
      true,
    );
    for (const step of [1, 2]) {
      await lab.handle({ type: 'step' });
      await heard('progress', (event) =>
        event.runs.some((run) => run.steps.some((point) => point.step === step)),
      );
    }
    await Promise.all([state('r1', 'finished'), state('r2', 'finished')]);
    for (const id of ['r1', 'r2']) expect(progressOf(id).evals.map(({ step }) => step)).toEqual([0, 2]);
  });

  it('fails all runs of a start that cannot be, and holds none of them', async () => {
    const before = await memory();
    await start([
      { runId: 'good', config: configure() },
      { runId: 'bad', config: { ...configure(), task: 'restaurant' } },
    ]);
    const failed = await Promise.all([state('good', 'failed'), state('bad', 'failed')]);
    expect(failed.map(({ failure }) => failure)).toEqual(['no-data', 'no-data']);
    expect((await memory()).tensors).toBe(before.tensors);
  });

  it('writes with the base model and with a run', async () => {
    await start([{ runId: 'a', config: configure() }]);
    await state('a', 'finished');
    const generation = { ...DECODINGS.greedy, max_new_tokens: 8 };
    const options = { prompt: 'name[Inn 3], area[harbour]', generation };
    const base = await ask({ type: 'generate', runId: null, ...options });
    expect(base).toMatchObject({ type: 'generated' });
    expect(await ask({ type: 'generate', runId: null, ...options })).toMatchObject({
      text: (base as Of<'generated'>).text,
    });
    expect(await ask({ type: 'generate', runId: 'a', ...options })).toMatchObject({
      type: 'generated',
      step: 4,
    });
  });

  it('lets a run write that it does not hold, from its settings, A and B', async () => {
    const config = configure({ max_steps: 30, eval_steps: 1000 });
    await start([{ runId: 'a', config }]);
    await state('a', 'finished');
    const { step, tensors } = (await ask({ type: 'readAdapter', runId: 'a' })) as Of<'adapter'>;
    const generation = { ...DECODINGS.greedy, max_new_tokens: 8 };
    const write = (fields: object) =>
      ask({ type: 'generate', prompt: 'name[Inn 3], area[harbour]', generation, ...fields });
    const written = await write({ runId: 'a' });
    const measured = (await ask({ type: 'evaluate', split: 'test', runId: 'a' })) as Of<'evaluated'>;
    await lab.handle({ type: 'reset' });
    const before = await memory();

    const kept = { config, step, tensors };
    expect(await write({ runId: 'a', kept })).toMatchObject({
      text: (written as Of<'generated'>).text,
      step,
    });
    const { loss, tokens } = measured;
    expect(await ask({ type: 'evaluate', split: 'test', runId: 'a', kept })).toMatchObject({
      loss,
      tokens,
      step,
    });
    // As the run was measured when it ended, on the same pairs and the same ordinary text.
    const { loss: last, heldOut } = progressOf('a').evals.at(-1) ?? {};
    expect(await ask({ type: 'measure', runId: 'a', kept })).toMatchObject({
      type: 'measured',
      figures: { loss: last, heldOut },
    });
    // To the bit what the run itself was measured at.
    expect(await ask({ type: 'evaluate', split: 'validation', runId: 'a', kept })).toMatchObject({
      loss: last,
    });
    const mix = (adapters: object[]) => ask({ type: 'mix', prompt: 'name[Inn 3], area[harbour]', adapters });
    expect(await mix([kept, kept])).toMatchObject({ type: 'mixed', figures: { rows: 3, same: 3 } });
    const dora = { ...kept, config: { ...config, method: { ...config.method, use_dora: true } } };
    expect(await mix([kept, dora])).toMatchObject({ type: 'error', code: 'bad-adapter' });
    expect(await write({ runId: 'a' })).toMatchObject({ type: 'error', code: 'no-run' });
    expect(
      await write({
        runId: 'a',
        kept: { ...kept, tensors: Object.fromEntries(Object.entries(tensors).slice(1)) },
      }),
    ).toMatchObject({
      type: 'error',
      code: 'bad-adapter',
    });
    expect(
      await write({ runId: 'a', kept: { ...kept, config: { ...config, model: 'micro' } } }),
    ).toMatchObject({
      type: 'error',
      code: 'other-model',
    });
    expect(await memory()).toMatchObject({ tensors: before.tensors, bytes: before.bytes });
  });

  it.each<object>([
    { type: 'lora', r: 2 },
    { type: 'lora', use_rslora: true, use_dora: true, rank_pattern: { q: 3, '1.v': 1 }, bias: 'lora_only' },
    { type: 'ia3' },
    { type: 'vera', r: 8 },
    { type: 'prefix-kv' },
  ])('trains an adapter on from its own loss and ΔW: %j', async (settings) => {
    const method = methodConfigSchema.parse(settings);
    await start([{ runId: 'a', config: { ...configure({ max_steps: 3, eval_steps: 1000 }), method } }]);
    await state('a', 'finished');
    const { step, tensors } = (await ask({ type: 'readAdapter', runId: 'a' })) as Of<'adapter'>;
    const config = { ...configure(), method, seed: 7, start: { adapter: 'a', name: 'otter' } };
    const measured = await ask({
      ...{ type: 'evaluate', split: 'validation', runId: 'a' },
      kept: { config, step, tensors },
    });
    const [base] = progressOf('a').evals;
    const last = progressOf('a').spectra.at(-1);

    await start([{ runId: 'b', config, start: tensors }]);
    await state('b', 'finished');
    const { evals, spectra } = progressOf('b');
    expect(evals[0]).toMatchObject({ step: 0, loss: base?.loss, start: (measured as Of<'evaluated'>).loss });
    expect(evals[0]?.start).not.toBe(base?.loss);
    expect(spectra[0]?.sites).toEqual(last?.sites);
    expect(((await ask({ type: 'readAdapter', runId: 'b' })) as Of<'adapter'>).tensors).not.toEqual(tensors);
    const packed = (await ask({ type: 'pack', config, start: tensors })) as Of<'packed'>;
    expect(packed.start).toEqual(tensors);

    await start([{ runId: 'c', config, start: Object.fromEntries(Object.entries(tensors).slice(1)) }]);
    expect(await state('c', 'failed')).toMatchObject({ failure: 'bad-adapter' });
  });

  it('takes the last scores of a run that it does not hold: those that the run itself had', async () => {
    const config = configure({ max_steps: 30, eval_steps: 1000 });
    await start([{ runId: 'a', config }]);
    await scored('a');
    const { step, tensors } = (await ask({ type: 'readAdapter', runId: 'a' })) as Of<'adapter'>;
    const { scores, answers, evals, samples } = progressOf('a');
    await lab.handle({ type: 'reset' });
    // The lab forgets what it measured with the data.
    await loadCsv();
    events = [];
    const before = await memory();
    const kept = { config, step, tensors };
    const textsWritten = () =>
      events.flatMap((event) => (event.type === 'scoring' && event.progress ? [event.progress.written] : []));
    expect(await ask({ type: 'score', runId: 'a', kept })).toMatchObject({ type: 'scored', scores, answers });
    expect(textsWritten().at(-1)).toBe(8);
    expect(events.findLast(({ type }) => type === 'scoring')).toMatchObject({ progress: null });
    // The base model writes nothing where its scores are known.
    events = [];
    const known = baselineOf({ evals, samples, scores, answers });
    expect(await ask({ type: 'score', runId: 'a', kept, known })).toMatchObject({ scores, answers });
    expect(textsWritten().at(-1)).toBe(4);
    expect(await memory()).toMatchObject({ tensors: before.tensors, bytes: before.bytes });
    expect(await ask({ type: 'score', runId: 'b' })).toMatchObject({ type: 'error', code: 'no-run' });
  });

  it('evaluates a run as it stood when asked, while it trains on', async () => {
    const constant = (max_steps: number) => {
      const config = configure({ max_steps, eval_steps: 1000 });
      return { ...config, training: { ...config.training, lr_scheduler_type: 'constant' as const } };
    };
    const evaluate = async (runId: string | null) =>
      (await ask({ type: 'evaluate', split: 'test', runId })) as Of<'evaluated'>;
    // A test split that takes many reports' time.
    await loadCsv(csvOf(3000));
    const base = await evaluate(null);
    await start([{ runId: 'live', config: constant(5000) }]);
    await heard('progress', () => progressOf('live').steps.length > 2);
    const { step, loss, tokens } = await evaluate('live');
    // By the time that it answers, training has gone on.
    expect(progressOf('live').steps.at(-1)?.step).toBeGreaterThan(step);
    await lab.handle({ type: 'stop' });
    await start([{ runId: 'again', config: constant(step) }]);
    await state('again', 'finished');
    expect(await evaluate('again')).toMatchObject({ step, tokens, loss: expect.closeTo(loss, 6) as number });
    expect(loss).toBeLessThan(base.loss);
    expect(base.step).toBe(0);
  });

  it('evaluates a run with virtual tokens on texts that leave room for them', async () => {
    const long = CSV.replaceAll('lies at', `lies ${'near '.repeat(200)}`);
    const load = (max_length: number) =>
      ask({ type: 'loadData', task: 'own', own: innsOf(long), max_length });
    const evaluated = async (runId: string | null) =>
      (await ask({ type: 'evaluate', split: 'test', runId })) as Of<'evaluated'>;
    await load(120);
    const config = configure({ max_steps: 1 });
    const method = methodConfigSchema.parse({ type: 'prefix-embed' });
    await start([
      { runId: 'a', config: { ...config, method, training: { ...config.training, max_length: 128 } } },
    ]);
    await state('a', 'finished');
    const [run, short] = [await evaluated('a'), await evaluated(null)];
    await load(128);
    expect((await evaluated(null)).tokens).toBeGreaterThan(short.tokens);
    expect(await evaluated('a')).toMatchObject({ tokens: short.tokens, loss: run.loss });
  });

  it('tells of a task’s data before they are made, and the same where it has to make them first', async () => {
    const load = async (task: string, max_length: number) => {
      const answer = await ask({ type: 'loadData', task, own: null, max_length });
      return (answer as Of<'dataset'>).summary;
    };
    const made = await load('nli', 127);
    expect(await load('nli', 128)).toEqual(made);
    // Whoever needs them waits, in vain where others take their place.
    const evaluated = ask({ type: 'evaluate', split: 'test', runId: null });
    await load('sql', 128);
    expect(await evaluated).toMatchObject({ type: 'error', code: 'abandoned' });
    expect(await ask({ type: 'evaluate', split: 'test', runId: null })).toMatchObject({ type: 'evaluated' });
  });

  it('answers what it cannot do with an error, and keeps what it has', async () => {
    expect(await loadCsv('mr,ref\nonly,one')).toMatchObject({ type: 'error', code: 'data-too-small' });
    expect(await ask({ type: 'readAdapter', runId: 'nobody' })).toMatchObject({
      type: 'error',
      code: 'no-run',
    });
    expect(await ask({ type: 'loadModel', model: '../nothing' })).toMatchObject({ type: 'error' });
    await start([{ runId: 'a', config: { ...configure(), task: 'restaurant' } }]);
    expect(await heard('error', ({ requestId }) => requestId === null)).toMatchObject({ code: 'no-data' });
    await start([{ runId: 'a', config: configure() }]);
    await state('a', 'finished');
  });
});

describe('the lab with a hidden rank', () => {
  const load = (seed: number, rank: number | null) =>
    ask({
      type: 'loadData',
      task: 'hidden-rank',
      own: null,
      max_length: 16,
      secret: { seed, rank },
    });

  it('lets the model write the data, tells how far it is, and measures the way to the teacher', async () => {
    events = [];
    lab = createLab((event) => events.push(eventSchema.parse(event)));
    await ask({ type: 'init', backend: 'wasm', baseUrl: new URL('/', location.href).href, model: 'nano' });
    await ask({ type: 'loadModel', model: 'nano' });
    const before = await memory();

    const given = load(4, null);
    await heard('making', ({ share }) => share > 0);
    await lab.handle({ type: 'abandon' });
    expect(await given).toMatchObject({ type: 'error', code: 'abandoned' });
    expect(await memory()).toMatchObject({ tensors: before.tensors, bytes: before.bytes });
    // Given up before it was begun.
    const never = load(5, null);
    void lab.handle({ type: 'abandon' });
    expect(await never).toMatchObject({ type: 'error', code: 'abandoned' });

    const loaded = (await load(3, 2)) as Of<'dataset'>;
    const { secret } = loaded.summary;
    expect(secret).toMatchObject({ seed: 3, rank: 2 });
    expect(loaded.summary.metrics).toEqual([]);
    const config = runConfigSchema.parse({
      task: 'hidden-rank',
      secret_seed: 3,
      secret_rank: 2,
      method: { r: 4 },
      training: { max_length: 16, max_steps: 40, eval_steps: 20, batch_size: 8 },
    });
    await start([{ runId: 'other', config: { ...config, secret_rank: 3 } }]);
    expect(await heard('error', ({ requestId }) => requestId === null)).toMatchObject({ code: 'no-data' });
    await start([{ runId: 'a', config }]);
    await state('a', 'finished');
    await scored('a');
    const { evals, scores } = progressOf('a');
    expect(scores).toEqual([]);
    const [first, , last] = evals;
    expect(first?.divergence).toBeGreaterThan(0.1);
    expect(last?.divergence).toBeLessThan((first?.divergence ?? 0) / 2);
    expect(last?.loss).toBeGreaterThan((secret?.teacherLoss ?? NaN) - 0.02);
    await lab.handle({ type: 'reset' });
    expect(await memory()).toMatchObject({ tensors: before.tensors, bytes: before.bytes });

    // A run listens while other data is made beside it.
    await start([{ runId: 'b', config: { ...config, training: { ...config.training, max_steps: 5000 } } }]);
    await state('b', 'running');
    let isMade = false;
    const beside = load(6, 2).finally(() => (isMade = true));
    await lab.handle({ type: 'stop' });
    await state('b', 'stopped');
    expect(isMade).toBe(false);
    void lab.handle({ type: 'abandon' });
    expect(await beside).toMatchObject({ type: 'error', code: 'abandoned' });
    await start([{ runId: 'c', config }]);
    await state('c', 'finished');
  });
});

describe('the lab on WebGPU, where losses are known late', () => {
  it('steps exactly, stops with every loss reported, and frees everything', async () => {
    events = [];
    lab = createLab((event) => events.push(eventSchema.parse(event)));
    await ask({ type: 'init', backend: 'webgpu', baseUrl: new URL('/', location.href).href, model: 'nano' });
    await ask({ type: 'loadModel', model: 'nano' });
    await loadCsv();
    const before = await memory();
    const runs = [1, 2].map((r) => ({ runId: `r${r}`, config: configure({ r, max_steps: 500 }) }));
    await start(runs, true);
    const taken = () => runs.map(({ runId }) => progressOf(runId).steps.map(({ step }) => step));

    await lab.handle({ type: 'step' });
    for (const { runId } of runs)
      await heard('progress', (event) =>
        event.runs.some((run) => run.runId === runId && run.steps.length > 0),
      );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(taken()).toEqual([[1], [1]]);
    expect(progressOf('r1').spectra.map(({ step }) => step)).toEqual([0, 1]);

    await lab.handle({ type: 'resume' });
    await heard('progress', (event) => event.runs.some(({ steps }) => steps.some(({ step }) => step >= 2)));
    await lab.handle({ type: 'stop' });
    const all = taken();
    for (const [i, { runId }] of runs.entries()) {
      const { step } = (await ask({ type: 'readAdapter', runId })) as Of<'adapter'>;
      expect(all[i]).toEqual(Array.from({ length: step }, (_, done) => done + 1));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(taken()).toEqual(all);
    await lab.handle({ type: 'reset' });
    expect(await memory()).toMatchObject({ tensors: before.tensors, bytes: before.bytes });
  });
});

describe('the lab on WebGPU', () => {
  it('fails its runs when the device is lost, and says so', async () => {
    events = [];
    lab = createLab((event) => events.push(eventSchema.parse(event)));
    const baseUrl = new URL('/', location.href).href;
    await ask({ type: 'init', backend: 'webgpu', baseUrl, model: 'nano' });
    await ask({ type: 'loadModel', model: 'nano' });
    await loadCsv();
    await start([
      { runId: 'a', config: configure({ max_steps: 5000 }) },
      { runId: 'b', config: configure({ max_steps: 5000, r: 3 }) },
    ]);
    await heard('progress', (event) => event.runs.some(({ steps }) => steps.length > 0));
    const given = ask({ type: 'evaluate', split: 'test', runId: 'a' });
    labWebGPU()?.device.destroy();
    const failed = await Promise.all([state('a', 'failed'), state('b', 'failed')]);
    expect(failed.map(({ failure }) => failure)).toEqual(['device-lost', 'device-lost']);
    expect(await heard('error', ({ requestId }) => requestId === null)).toMatchObject({
      code: 'device-lost',
      runId: null,
    });
    // What was under way is no answer.
    expect((await given).type).toBe('error');
    // It has come to rest, and still answers.
    const { length } = progressOf('a').steps;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(progressOf('a').steps).toHaveLength(length);
    expect(await ask({ type: 'memory' })).toMatchObject({ type: 'memory' });
    expect(events.filter((event) => event.type === 'error' && event.requestId === null)).toHaveLength(1);
  });

  it('trains again, in a fresh worker, after the device of the first is lost', async () => {
    const loss = new BroadcastChannel('lose-device');
    /** The worker of the page, whose device goes away when asked to. Vitest must know it for a worker, which imports as it runs. */
    const source = `import '${new URL('worker.ts?worker_file&type=module', import.meta.url).href}';
      const { requestDevice } = GPUAdapter.prototype;
      GPUAdapter.prototype.requestDevice = async function (...options) {
        const device = await requestDevice.apply(this, options);
        new BroadcastChannel('lose-device').onmessage = () => device.destroy();
        return device;
      };`;
    const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    let spawned = 0;
    const client = createLabClient(() => {
      spawned++;
      return new Worker(address, { type: 'module' });
    });
    events = [];
    client.subscribe((event) => events.push(event));
    const train = async (runId: string, max_steps: number) => {
      const baseUrl = new URL('/', location.href).href;
      await client.request('init', { backend: 'webgpu', baseUrl, model: 'nano' });
      await client.request('loadModel', { model: 'nano' });
      await client.request('loadData', { task: 'own', own: innsOf(CSV), max_length: 48 });
      const runs = [{ runId, config: configure({ max_steps }) }];
      client.send({ type: 'start', runs, paused: false });
    };
    await train('a', 5000);
    await heard('progress', (event) => event.runs.some(({ steps }) => steps.length > 0));
    loss.postMessage('now');
    expect(await heard('error')).toMatchObject({ code: 'device-lost', requestId: null, runId: null });
    await train('b', 2);
    await state('b', 'finished');
    expect(progressOf('b').steps.map(({ step }) => step)).toEqual([1, 2]);
    expect(spawned).toBe(2);
    client.dispose();
    loss.close();
  });
});
