/**
 * The laboratory: one device, one base model, one dataset, and the runs. It takes commands and posts events; how they
 * travel is worker.ts's business. Runs step in lockstep: the one that is furthest behind is always next, so that
 * compared runs grow side by side.
 */
import { LabError, type ErrorCode } from '../core/lab-error.ts';
import { loraScale, type RunConfig } from '../core/run-config.ts';
import type { DeviceInfo, RunState } from '../core/run-record.ts';
import { HIDDEN_RANK, secretRank, type SecretChoice } from '../core/secret.ts';
import { evaluationBatches } from '../data/batches.ts';
import { buildDataset, DATA_SEED, promptTokens, type Dataset } from '../data/dataset.ts';
import { readPairs } from '../data/import.ts';
import { cardOf } from '../data/tasks/card.ts';
import { TASKS } from '../data/tasks/task.ts';
import { listenToDevice } from '../engine/backend/webgpu.ts';
import { memory, pickDevice } from '../engine/device.ts';
import { evaluateLoss } from '../engine/evaluate.ts';
import { generate } from '../engine/generate.ts';
import { makeHiddenRank } from '../engine/hidden-rank.ts';
import { loadModel, type LoadedModel } from '../engine/model/load.ts';
import { work, type Baseline, type Finding } from '../engine/run.ts';
import { createTrainer, type Trainer } from '../engine/trainer.ts';
import { FormatError } from '../formats/format-error.ts';
import type { Command, LabEvent } from './protocol.ts';

type Report = Extract<LabEvent, { type: 'progress' }>['runs'][number];
type Request<T extends Command['type']> = Extract<Command, { type: T }>;

interface Run {
  id: string;
  config: RunConfig;
  trainer: Trainer;
  state: RunState;
  pieces: AsyncGenerator<Finding | undefined, void>;
  /** The next piece takes a step. */
  atTurn: boolean;
  /** What "Step" still allows while training is paused: a step and what is measured after it, the latter, or nothing. */
  allowance: 'step' | 'measure' | 'none';
  /** The step of the latest spectrum. */
  spectrumStep: number | null;
  /** What happened since the last progress event. */
  report: Report;
}

/** A dataset and the settings that it was built for. */
interface PreparedData {
  dataset: Dataset;
  max_length: number;
  baseline: { value: Baseline | null };
}

/** At most ten progress events a second. */
const REPORT_INTERVAL_MS = 100;
/** How long after the first broken call the loss of a device is heard at the latest. */
const LOSS_IS_HEARD_MS = 200;
const isLive = ({ state }: Run) => state === 'waiting' || state === 'running' || state === 'paused';

const emptyReport = (runId: string): Report => ({
  runId,
  steps: [],
  evals: [],
  spectra: [],
  samples: [],
  scores: [],
  answers: [],
});

/** Lets queued messages in, without the 4 ms that a timer costs. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

const gone = () => new LabError('no-run', 'The run or the model went away before the answer was ready.');

/**
 * Pulls all pieces of some work and gives its result.
 * @param held whether the work is still wanted and what it needs still there
 * @param lost what is thrown once it is not
 * @param hear hears every piece
 */
async function finishWork<P, T>(
  pieces: AsyncGenerator<P, T>,
  held: () => boolean,
  lost: () => LabError = gone,
  hear: (piece: P) => void = () => undefined,
): Promise<T> {
  for (;;) {
    const piece = await (held() ? pieces.next() : pieces.throw(lost()));
    if (piece.done) {
      if (held()) return piece.value;
      throw lost();
    }
    hear(piece.value);
    await nextTask();
  }
}

function errorCode(error: unknown): ErrorCode {
  if (error instanceof LabError) return error.code;
  if (error instanceof FormatError) return 'model-format';
  const message = error instanceof Error ? error.message : '';
  if (/out of memory|allocation failed|memory access out of bounds/i.test(message)) return 'out-of-memory';
  if (/device (is|was) lost/i.test(message)) return 'device-lost';
  return 'internal';
}

function need<T>(value: T | null | undefined, code: ErrorCode, detail: string): T {
  if (value === null || value === undefined) throw new LabError(code, detail);
  return value;
}

/** Takes long and changes nothing that runs depend on until it is done: what comes after it need not wait. */
const isLong = (command: Command): boolean =>
  command.type === 'generate' ||
  command.type === 'evaluate' ||
  (command.type === 'loadData' && command.task === HIDDEN_RANK);

export interface Lab {
  /**
   * Carries out a command, after those that came before it but for long ones (`isLong`), which it does not wait for.
   * Failures become `error` events; it never rejects.
   */
  handle(command: Command): Promise<void>;
}

/** @param post hears every event */
export function createLab(post: (event: LabEvent) => void): Lab {
  let device: DeviceInfo | null = null;
  let baseUrl = '';
  let model: LoadedModel | null = null;
  let data: PreparedData | null = null;
  const runs = new Map<string, Run>();
  let paused = false;
  /** The loop that pulls pieces, while it runs. */
  let pumping: Promise<void> | null = null;
  let lastReport = 0;
  /** How often what was being made was given up. */
  let abandoned = 0;
  /** The commands so far. */
  let earlier: Promise<void> = Promise.resolve();

  const liveRuns = () => [...runs.values()].filter(isLive);
  const needModel = () => need(model, 'no-model', 'No model is loaded.');
  const needData = () => need(data, 'no-data', 'No data is loaded.');
  const needRun = (runId: string) => need(runs.get(runId), 'no-run', `The worker holds no run "${runId}".`);

  const fail = (error: unknown, requestId: number | null, runId: string | null) => {
    const detail = error instanceof Error ? error.message : String(error);
    post({ type: 'error', code: errorCode(error), detail, requestId, runId });
  };

  const report = () => {
    lastReport = performance.now();
    for (const run of runs.values()) run.report.steps.push(...run.trainer.take());
    const changed = [...runs.values()].filter(
      ({ report: { steps, evals, spectra, samples, scores } }) =>
        steps.length + evals.length + spectra.length + samples.length + scores.length > 0,
    );
    if (changed.length === 0) return;
    post({ type: 'progress', runs: changed.map((run) => run.report) });
    for (const run of changed) run.report = emptyReport(run.id);
  };

  const postState = (runId: string, state: RunState, trainableParameters: number) =>
    post({ type: 'status', runId, state, trainableParameters });

  const setState = (run: Run, state: RunState) => {
    if (run.state === state) return;
    run.state = state;
    report();
    postState(run.id, state, run.trainer.trainableParameters);
  };

  /** Ends a run's work and keeps what it learned. */
  const end = (run: Run, state: 'finished' | 'stopped' | 'failed') => {
    run.trainer.finish();
    setState(run, state);
  };

  const note = (run: Run, finding: Finding) => {
    switch (finding.kind) {
      case 'turn':
        break;
      case 'eval':
        run.report.evals.push(finding.point);
        break;
      case 'spectrum':
        if (finding.snapshot.step !== run.spectrumStep) run.report.spectra.push(finding.snapshot);
        run.spectrumStep = finding.snapshot.step;
        break;
      case 'samples':
        run.report.samples.push(...finding.samples);
        break;
      case 'scores':
        run.report.scores.push(...finding.scores);
        run.report.answers.push(...finding.answers);
        break;
      default:
        finding satisfies never;
    }
  };

  /** Does something for a run; if that throws, the run has failed. */
  const guarded = async (run: Run, act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      // What a lost device breaks can be heard before the loss, which then says more.
      if (!(error instanceof LabError)) await new Promise((resolve) => setTimeout(resolve, LOSS_IS_HEARD_MS));
      // What the device reported has failed it already.
      if (!isLive(run)) return;
      end(run, 'failed');
      fail(error, null, run.id);
    }
  };

  /** The device's own complaint, which no call reports: nothing computed since can be trusted. */
  const failAll = (error: LabError) => {
    for (const run of liveRuns()) end(run, 'failed');
    fail(error, null, null);
  };

  /** Pulls one piece of a run's work. */
  const advance = (run: Run) =>
    guarded(run, async () => {
      const takesStep = run.atTurn;
      const piece = await run.pieces.next();
      if (!isLive(run)) return;
      run.atTurn = piece.value?.kind === 'turn';
      if (piece.done) end(run, 'finished');
      else if (piece.value) note(run, piece.value);
      if (run.allowance === 'step' && takesStep) run.allowance = 'measure';
      else if (run.allowance === 'measure' && run.atTurn) run.allowance = 'none';
    });

  /** The live run that is furthest behind and may go on, if any. */
  const nextRun = (): Run | undefined =>
    liveRuns()
      .filter(({ allowance }) => !paused || allowance !== 'none')
      .reduce<Run | undefined>(
        (first, run) => (first && first.trainer.step <= run.trainer.step ? first : run),
        undefined,
      );

  const pull = async () => {
    for (let run = nextRun(); run; run = nextRun()) {
      setState(run, paused ? 'paused' : 'running');
      await advance(run);
      if (performance.now() - lastReport >= REPORT_INTERVAL_MS) report();
      await nextTask();
    }
    // Where training rests every loss is known, and the spectrum shown is that of the weights as they are.
    for (const run of liveRuns())
      await guarded(run, async () => {
        await run.trainer.settle();
        note(run, { kind: 'spectrum', snapshot: await run.trainer.spectrum() });
      });
    report();
  };

  /** Keeps pulling pieces while any run may go on. */
  const pump = () => {
    pumping ??= pull().finally(() => {
      pumping = null;
      if (nextRun()) pump();
    });
  };

  /** Comes to rest after the piece under way. */
  const pause = async () => {
    paused = true;
    for (const run of liveRuns()) run.allowance = 'none';
    await pumping;
    for (const run of liveRuns()) setState(run, 'paused');
  };

  const stopAll = async () => {
    await pause();
    for (const run of liveRuns()) {
      await run.pieces.return(undefined);
      end(run, 'stopped');
    }
  };

  const release = async (run: Run) => {
    runs.delete(run.id);
    await run.pieces.return(undefined);
    run.trainer.dispose();
  };

  const resetAll = async () => {
    await stopAll();
    for (const run of [...runs.values()]) await release(run);
  };

  const createRun = (runId: string, config: RunConfig): Run => {
    const loaded = needModel();
    const { dataset, max_length, baseline } = needData();
    if (config.model !== loaded.info.model)
      throw new LabError(
        'no-model',
        `The run wants "${config.model}", but "${loaded.info.model}" is loaded.`,
      );
    if (config.task !== dataset.summary.task || config.training.max_length !== max_length)
      throw new LabError(
        'no-data',
        `The data was prepared for "${dataset.summary.task}" at ${max_length} tokens, the run wants ` +
          `"${config.task}" at ${config.training.max_length}.`,
      );
    const { secret } = dataset.summary;
    const choice = { seed: config.secret_seed, rank: config.secret_rank };
    if (secret && (secret.seed !== choice.seed || secret.rank !== secretRank(choice)))
      throw new LabError('no-data', 'The data was made for another secret than the run wants.');
    const trainer = createTrainer(loaded.base, dataset, config);
    return {
      id: runId,
      config,
      trainer,
      state: 'waiting',
      pieces: work(loaded, dataset, config, trainer, baseline),
      atTurn: false,
      allowance: 'none',
      spectrumStep: null,
      report: emptyReport(runId),
    };
  };

  const start = async ({ runs: wanted, paused: startPaused }: Request<'start'>) => {
    await stopAll();
    try {
      for (const { runId, config } of wanted) {
        const old = runs.get(runId);
        if (old) await release(old);
        runs.set(runId, createRun(runId, config));
      }
    } catch (error) {
      for (const run of liveRuns()) await release(run);
      for (const { runId } of wanted) postState(runId, 'failed', 0);
      throw error;
    }
    for (const { id, trainer } of liveRuns()) postState(id, 'waiting', trainer.trainableParameters);
    paused = startPaused;
    if (paused) for (const run of liveRuns()) setState(run, 'paused');
    pump();
  };

  const load = async ({ requestId, model: name }: Request<'loadModel'>) => {
    need(device, 'no-model', 'The worker has not been started with `init`.');
    const loaded = await loadModel(name, baseUrl, (loadedBytes, total) =>
      post({ type: 'loading', loaded: loadedBytes, total }),
    );
    await resetAll();
    model?.base.dispose();
    model = loaded;
    // Tokenised for another model.
    data = null;
    post({ type: 'model', requestId, info: loaded.info });
  };

  /** Lets the model make the data of the task `hidden-rank`. */
  const makeHidden = (
    loaded: LoadedModel,
    secret: SecretChoice,
    maxLength: number,
    isWanted: () => boolean,
  ): Promise<Dataset> => {
    let told = -Infinity;
    return finishWork(
      makeHiddenRank(loaded, secret, maxLength),
      () => isWanted() && model === loaded,
      () => new LabError('abandoned', 'Other data is wanted by now.'),
      (share) => {
        if (share === undefined || performance.now() - told < REPORT_INTERVAL_MS) return;
        told = performance.now();
        post({ type: 'making', share });
      },
    );
  };

  const prepare = async (
    { requestId, task, own, max_length, secret }: Request<'loadData'>,
    isWanted: () => boolean,
  ) => {
    const loaded = needModel();
    const { tokenizer, info } = loaded;
    const maxLength = Math.min(max_length, info.config.n_positions);
    const common = { task, tokenizer, maxLength, seed: DATA_SEED };
    let dataset: Dataset;
    if (own) {
      const read = readPairs(own);
      if (read.kind === 'columns') {
        post({ type: 'columns', requestId, name: own.name, columns: read.columns });
        return;
      }
      dataset = buildDataset({ ...common, name: own.name, source: read });
    } else if (task === HIDDEN_RANK) {
      const choice = need(secret, 'no-data', 'A hidden rank needs a secret.');
      dataset = await makeHidden(loaded, choice, maxLength, isWanted);
    } else {
      const builtIn = need(TASKS[task], 'no-data', `There is no task "${task}".`);
      const { metrics } = builtIn;
      dataset = buildDataset({ ...common, name: task, source: builtIn.generate(DATA_SEED), metrics });
    }
    data = { dataset, max_length, baseline: { value: null } };
    post({ type: 'dataset', requestId, summary: dataset.summary });
  };

  /** The model with a run's method, or alone, and whether both are still there. */
  const speaker = (runId: string | null) => {
    const loaded = needModel();
    const run = runId === null ? null : needRun(runId);
    const held = () => model === loaded && (!run || runs.get(run.id) === run);
    return { ...loaded, run, method: run?.trainer.method ?? null, held };
  };

  const write = async ({ requestId, runId, prompt, generation }: Request<'generate'>) => {
    const { base, tokenizer, method, held } = speaker(runId);
    const ids = promptTokens(tokenizer, prompt);
    const [written = []] = await finishWork(generate(base, method, tokenizer, [ids], generation), held);
    post({ type: 'generated', requestId, text: tokenizer.decode(written), tokens: written.length });
  };

  const evaluate = async ({ requestId, runId, split }: Request<'evaluate'>) => {
    const { base, run, method, held } = speaker(runId);
    const { dataset } = needData();
    const batches = evaluationBatches(dataset[split], {
      batchSize: run?.config.training.batch_size ?? 8,
      length: dataset.sequenceLength,
      padId: dataset.padId,
      limit: dataset[split].length,
    });
    post({ type: 'evaluated', requestId, ...(await finishWork(evaluateLoss(base, method, batches), held)) });
  };

  const readAdapter = async ({ requestId, runId }: Request<'readAdapter'>) => {
    const { trainer, config } = needRun(runId);
    const { step } = trainer;
    const sites = await trainer.method.read();
    post({ type: 'adapter', requestId, runId, step, scale: loraScale(config.method), sites });
  };

  /** @param isWanted whether nothing has been given up since the command came */
  const carryOut = async (command: Command, isWanted: () => boolean): Promise<void> => {
    switch (command.type) {
      case 'init':
        listenToDevice(failAll);
        device = await pickDevice(command.backend);
        ({ baseUrl } = command);
        post({
          type: 'ready',
          requestId: command.requestId,
          device,
          tasks: Object.values(TASKS).map((task) => cardOf(task, DATA_SEED)),
        });
        return;
      case 'loadModel':
        return load(command);
      case 'loadData':
        return prepare(command, isWanted);
      case 'abandon':
        return;
      case 'start':
        return start(command);
      case 'pause':
        return pause();
      case 'resume':
        paused = false;
        pump();
        return;
      case 'step':
        await pause();
        for (const run of liveRuns()) run.allowance = 'step';
        pump();
        return;
      case 'stop':
        return stopAll();
      case 'reset':
        return resetAll();
      case 'release': {
        const run = runs.get(command.runId);
        if (run && isLive(run)) await stopAll();
        return run && release(run);
      }
      case 'generate':
        return write(command);
      case 'evaluate':
        return evaluate(command);
      case 'readAdapter':
        return readAdapter(command);
      case 'memory':
        post({ type: 'memory', requestId: command.requestId, ...memory() });
        return;
      default:
        return command satisfies never;
    }
  };

  return {
    handle(command) {
      if (command.type === 'abandon') abandoned++;
      const before = abandoned;
      const done = earlier.then(async () => {
        try {
          await carryOut(command, () => abandoned === before);
        } catch (error) {
          fail(error, 'requestId' in command ? command.requestId : null, null);
        }
      });
      if (!isLong(command)) earlier = done;
      return done;
    },
  };
}
