/**
 * The laboratory: one device, one base model, one dataset, and the runs. It takes commands and posts events; how they
 * travel is worker.ts's business. Runs step in lockstep: the one that is furthest behind is always next, so that
 * compared runs grow side by side.
 */
import { LabError, type ErrorCode } from '../core/lab-error.ts';
import type { RunConfig } from '../core/run-config.ts';
import type { DeviceInfo, RunState } from '../core/run-record.ts';
import { loraScale } from '../core/run-config.ts';
import { evaluationBatches } from '../data/batches.ts';
import { buildDataset, promptTokens, type Dataset } from '../data/dataset.ts';
import { readPairs } from '../data/import.ts';
import { TASKS } from '../data/tasks/task.ts';
import { listenToDevice } from '../engine/backend/webgpu.ts';
import { memory, pickDevice } from '../engine/device.ts';
import { evaluateLoss } from '../engine/evaluate.ts';
import { generate } from '../engine/generate.ts';
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
/** Seeds the splits of every dataset: the same data for every run, whatever its own seed. */
const DATA_SEED = 0;

const LIVE: readonly RunState[] = ['waiting', 'running', 'paused'];

const emptyReport = (runId: string): Report => ({ runId, steps: [], evals: [], spectra: [], samples: [] });

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

/** Pulls all pieces of some work without leave to pause, and gives its result. */
async function finishWork<T>(pieces: AsyncGenerator<undefined, T>): Promise<T> {
  for (;;) {
    const piece = await pieces.next();
    if (piece.done) return piece.value;
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

export interface Lab {
  /** Carries out a command. Failures become `error` events; it never rejects. */
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
  /** While paused, runs may go on up to this step: how "Step" works. */
  let stepLimit = 0;
  let pumping = false;
  let lastReport = 0;

  const liveRuns = () => [...runs.values()].filter((run) => LIVE.includes(run.state));

  const need = <T>(value: T | null | undefined, code: ErrorCode, detail: string): T => {
    if (value === null || value === undefined) throw new LabError(code, detail);
    return value;
  };
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
      ({ report: { steps, evals, spectra, samples } }) =>
        steps.length + evals.length + spectra.length + samples.length > 0,
    );
    if (changed.length === 0) return;
    post({ type: 'progress', runs: changed.map((run) => run.report) });
    for (const run of changed) run.report = emptyReport(run.id);
  };

  const setState = (run: Run, state: RunState) => {
    if (run.state === state) return;
    run.state = state;
    report();
    const { trainableParameters } = run.trainer;
    post({ type: 'status', runId: run.id, state, trainableParameters });
  };

  /** Ends a run's work and keeps what it learned. */
  const end = (run: Run, state: 'finished' | 'failed') => {
    run.trainer.finish();
    setState(run, state);
  };

  const breakDown = (run: Run, error: unknown) => {
    // A lost device has failed it already.
    if (run.state === 'failed') return;
    end(run, 'failed');
    fail(error, null, run.id);
  };

  /** Waits for the losses of the steps that a run has under way. */
  const settle = (run: Run) => run.trainer.settle().catch((error: unknown) => breakDown(run, error));

  const stopAll = async () => {
    for (const run of liveRuns()) {
      setState(run, 'stopped');
      await run.pieces.return(undefined);
      await settle(run);
      run.trainer.finish();
    }
    report();
  };

  const release = async (run: Run) => {
    runs.delete(run.id);
    await run.pieces.return(undefined);
    run.trainer.dispose();
  };

  const resetAll = async () => {
    await stopAll();
    for (const run of runs.values()) await release(run);
  };

  const note = async (run: Run, finding: Finding) => {
    switch (finding.kind) {
      case 'step':
        // Whoever goes step by step sees every step's spectrum.
        if (paused) {
          await run.trainer.settle();
          run.report.spectra.push(await run.trainer.spectrum());
        }
        break;
      case 'eval':
        run.report.evals.push(finding.point);
        break;
      case 'spectrum':
        if (run.report.spectra.at(-1)?.step !== finding.snapshot.step)
          run.report.spectra.push(finding.snapshot);
        break;
      case 'samples':
        run.report.samples.push(...finding.samples);
        break;
      default:
        finding satisfies never;
    }
  };

  /** The live run that is furthest behind and may go on, if any. */
  const nextRun = (): Run | undefined => {
    const limit = paused ? stepLimit : Infinity;
    return liveRuns()
      .filter((run) => run.trainer.step < limit)
      .reduce<Run | undefined>(
        (first, run) => (first && first.trainer.step <= run.trainer.step ? first : run),
        undefined,
      );
  };

  const pump = async () => {
    if (pumping) return;
    pumping = true;
    while (nextRun()) {
      for (let run = nextRun(); run; run = nextRun()) {
        setState(run, paused ? 'paused' : 'running');
        try {
          const piece = await run.pieces.next();
          // It may have been stopped or released while this piece was under way.
          if (LIVE.includes(run.state)) {
            if (piece.done) end(run, 'finished');
            else if (piece.value) await note(run, piece.value);
          }
        } catch (error) {
          breakDown(run, error);
        }
        if (performance.now() - lastReport >= REPORT_INTERVAL_MS) report();
        await nextTask();
      }
      await Promise.all(liveRuns().map(settle));
    }
    pumping = false;
    report();
  };

  const start = async ({ runs: wanted, paused: startPaused }: Request<'start'>) => {
    await stopAll();
    const loaded = needModel();
    const { dataset, max_length, baseline } = needData();
    for (const { runId, config } of wanted) {
      if (config.model !== loaded.info.model)
        throw new LabError(
          'no-model',
          `The run wants the model "${config.model}", but "${loaded.info.model}" is loaded.`,
        );
      if (config.task !== dataset.summary.task || config.training.max_length !== max_length)
        throw new LabError(
          'no-data',
          `The data was not prepared for the task "${config.task}" at this maximum length.`,
        );
      const old = runs.get(runId);
      if (old) await release(old);
      const trainer = createTrainer(loaded.base, dataset, config);
      runs.set(runId, {
        id: runId,
        config,
        trainer,
        state: 'waiting',
        pieces: work(loaded, dataset, config, trainer, baseline),
        report: emptyReport(runId),
      });
      const { trainableParameters } = trainer;
      post({ type: 'status', runId, state: 'waiting', trainableParameters });
    }
    paused = startPaused;
    stepLimit = 0;
    if (paused) for (const run of liveRuns()) setState(run, 'paused');
    void pump();
  };

  const load = async ({ requestId, model: name }: Request<'loadModel'>) => {
    need(device, 'no-model', 'The worker has not been started with `init`.');
    await resetAll();
    const loaded = await loadModel(name, baseUrl, (loadedBytes, total) =>
      post({ type: 'loading', loaded: loadedBytes, total }),
    );
    model?.base.dispose();
    model = loaded;
    // Tokenised for another model.
    data = null;
    post({ type: 'model', requestId, info: loaded.info });
  };

  const prepare = ({ requestId, task, own, max_length }: Request<'loadData'>) => {
    const { tokenizer, info } = needModel();
    const common = {
      task,
      tokenizer,
      maxLength: Math.min(max_length, info.config.n_positions),
      seed: DATA_SEED,
    };
    let dataset: Dataset;
    if (own) {
      const read = readPairs(own);
      if (read.kind === 'columns') {
        post({ type: 'columns', requestId, name: own.name, columns: read.columns });
        return;
      }
      dataset = buildDataset({ ...common, name: own.name, source: read });
    } else {
      const builtIn = need(TASKS[task], 'no-data', `There is no task "${task}".`);
      dataset = buildDataset({ ...common, name: task, source: builtIn.generate(DATA_SEED) });
    }
    data = { dataset, max_length, baseline: { value: null } };
    post({ type: 'dataset', requestId, summary: dataset.summary });
  };

  const write = async ({ requestId, runId, prompt, ...options }: Request<'generate'>) => {
    const { base, tokenizer } = needModel();
    const method = runId === null ? null : needRun(runId).trainer.method;
    const ids = promptTokens(tokenizer, prompt);
    const written = await finishWork(generate(base, method, tokenizer, ids, options));
    post({ type: 'generated', requestId, text: tokenizer.decode(written), tokens: written.length });
  };

  const evaluate = async ({ requestId, runId, split }: Request<'evaluate'>) => {
    const { base } = needModel();
    const { dataset } = needData();
    const run = runId === null ? null : needRun(runId);
    const batches = evaluationBatches(dataset[split], {
      batchSize: run?.config.training.batch_size ?? 8,
      length: dataset.sequenceLength,
      padId: dataset.padId,
      limit: dataset[split].length,
    });
    const result = await finishWork(evaluateLoss(base, run?.trainer.method ?? null, batches));
    post({ type: 'evaluated', requestId, ...result });
  };

  const readAdapter = async ({ requestId, runId }: Request<'readAdapter'>) => {
    const { trainer, config } = needRun(runId);
    const { step } = trainer;
    const sites = await trainer.method.read();
    post({ type: 'adapter', requestId, runId, step, scale: loraScale(config.method), sites });
  };

  const carryOut = async (command: Command): Promise<void> => {
    switch (command.type) {
      case 'init':
        listenToDevice((error) => {
          for (const run of liveRuns()) end(run, 'failed');
          fail(error, null, null);
        });
        device = await pickDevice(command.backend);
        ({ baseUrl } = command);
        post({ type: 'ready', requestId: command.requestId, device });
        return;
      case 'loadModel':
        return load(command);
      case 'loadData':
        prepare(command);
        return;
      case 'start':
        return start(command);
      case 'pause':
        paused = true;
        stepLimit = 0;
        for (const run of liveRuns()) setState(run, 'paused');
        return;
      case 'resume':
        paused = false;
        void pump();
        return;
      case 'step':
        paused = true;
        stepLimit = Math.min(...liveRuns().map((run) => run.trainer.step)) + 1;
        void pump();
        return;
      case 'stop':
        return stopAll();
      case 'reset':
        return resetAll();
      case 'release': {
        const run = runs.get(command.runId);
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
    async handle(command) {
      try {
        await carryOut(command);
      } catch (error) {
        fail(error, 'requestId' in command ? command.requestId : null, null);
      }
    },
  };
}
