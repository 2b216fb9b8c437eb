/** The worker's data: datasets that are built, and own data that is read for a person to look at first. */
import type { Baseline } from '../core/baseline.ts';
import type { FileProgress } from '../core/file-progress.ts';
import { LabError, need } from '../core/lab-error.ts';
import { isBert } from '../core/models/bert.ts';
import type { DatasetSummary } from '../core/run-record.ts';
import { HIDDEN_RANK } from '../core/secret.ts';
import { buildInPieces, DATA_SEED, type Classes, type Dataset } from '../data/dataset.ts';
import type { ReadPairs } from '../data/import.ts';
import type { SourcePair } from '../data/pairs.ts';
import { generateInPieces } from '../data/tasks/splits.ts';
import type { Task } from '../data/tasks/task.ts';
import { TASKS } from '../data/tasks/tasks.ts';
import type { EncoderTokenizer } from '../data/encoder-tokenizer.ts';
import { makeHiddenRank } from '../engine/hidden-rank.ts';
import type { LoadedModel } from '../engine/model/load.ts';
import { REPORT_INTERVAL_MS } from './lockstep.ts';
import { readDataApart } from './parsed-data.ts';
import { finishWork } from './pieces.ts';
import type { CommandOf, LabEvent, OwnData, Unusable } from './protocol.ts';

/** A dataset and the settings that it was built for. */
export interface PreparedData {
  dataset: Dataset;
  max_length: number;
  /** What the base model makes of it: as was measured before, else by the first run. */
  baseline: { value: Baseline | null };
}

/** The task that own data makes. */
const OWN_TASK = 'own';

/** So many pairs of own data are shown before it is taken … */
const SHOWN_PAIRS = 3;
/** … with so many characters of each text. */
const SHOWN_LENGTH = 600;
const cut = (text: string) => (text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);
const shorten = ({ prompt, completion, line }: SourcePair) => ({
  prompt: cut(prompt),
  completion: cut(completion),
  line,
});
const shortenRow = (cells: readonly string[]) => cells.map(cut);

const abandoned = () => new LabError('abandoned', 'Other data is wanted by now.');

const unclassified = () =>
  new LabError(
    'no-text',
    'An encoder writes no text: it learns to tell classes apart, which the task nli has and own data with labels.',
  );

/**
 * Classes whose prompts are cut into segments.
 * @returns `read` throws LabError `prompt-parts` where a segment is empty
 */
const classesWith = (
  tokenizer: EncoderTokenizer,
  labels: readonly string[],
  segments: (prompt: string) => readonly string[],
): Classes => ({
  labels,
  read(prompt) {
    const parts = segments(prompt);
    if (parts.includes(''))
      throw new LabError(
        'prompt-parts',
        parts.length === 1 ? 'There is no text.' : 'One of the two lines is empty.',
      );
    return tokenizer.join(parts);
  },
});

/**
 * The classes that an encoder predicts in a task; undefined for a model that writes.
 * @throws LabError `no-text` for a task without classes
 */
function classesFor({ tokenizer }: LoadedModel, { labels, segments }: Task): Classes | undefined {
  if (!('join' in tokenizer)) return undefined;
  if (!segments || !labels) throw unclassified();
  return classesWith(tokenizer, labels, segments);
}

/**
 * The same of own data, whose prompts are one text each or two.
 * @throws LabError `no-classes` where the completions are no labels
 */
async function ownClasses(
  { tokenizer }: LoadedModel,
  name: string,
  read: ReadPairs,
): Promise<Classes | undefined> {
  if (!('join' in tokenizer)) return undefined;
  const { classesOf, segmentsOf } = await import('../data/classes.ts');
  return classesWith(tokenizer, classesOf(name, read), segmentsOf(read));
}

/** What the data depends on. */
export interface LabOfData {
  /** The loaded model, if any. */
  model(): LoadedModel | null;
  /** Gives the loaded encoder a head for these classes. */
  classify(labels: readonly string[]): void;
  /** How often the device complained so far: nothing that was under way can be trusted. */
  faults(): number;
}

export interface LabData {
  /** What the next runs train on, once it is made. @throws LabError no-data, or what ended the making */
  current(): Promise<PreparedData>;
  /** `readData`. @param signal aborted where other data is wanted by now; so in `prepare` */
  offer(command: CommandOf<'readData'>, signal: AbortSignal): Promise<void>;
  takeOffer(command: CommandOf<'takeOffer'>): void;
  /** `loadData` */
  prepare(command: CommandOf<'loadData'>, signal: AbortSignal): Promise<void>;
  /** Forgets all: it was tokenised for another model. */
  clear(): void;
}

/** @param post hears how far it is, and what came of it */
export function createLabData(post: (event: LabEvent) => void, lab: LabOfData): LabData {
  /** What the page was told of last. It may still be in the making. */
  let data: Promise<PreparedData> | null = null;
  /** Ends the making of `data`. */
  let replaced = new AbortController();
  /** What was read last for a person to look at. */
  let offered: PreparedData | null = null;
  const needModel = () => need(lab.model(), 'no-model', 'No model is loaded.');

  /**
   * Puts other data in the place of `data`, whose making ends. An encoder gets a head for their classes.
   * @param by begins to make them. Where that fails, those who ask for the data hear why.
   */
  const replace = (
    classes: Classes | undefined,
    by: (signal: AbortSignal) => Promise<PreparedData>,
  ): Promise<PreparedData> => {
    if (classes) lab.classify(classes.labels);
    replaced.abort();
    replaced = new AbortController();
    data = by(replaced.signal);
    data.catch(() => undefined);
    return data;
  };

  /** Tells how far the making of a dataset is, where it takes long. */
  const teller = (onSlow: () => void = () => undefined) => {
    const start = performance.now();
    let told = -Infinity;
    return (share: number | undefined) => {
      const now = performance.now();
      if (share === undefined || now - told < REPORT_INTERVAL_MS || now - start < REPORT_INTERVAL_MS) return;
      if (told < 0) onSlow();
      told = now;
      post({ type: 'making', share });
    };
  };

  /** Whether a model is still there, an encoder with whichever head: what data are made of is its tokenizer. */
  const isLoaded = ({ tokenizer }: LoadedModel) => lab.model()?.tokenizer === tokenizer;

  /** Tells that data are the ones to train on, and of an encoder the head that it has for them. */
  const tell = (requestId: number, summary: DatasetSummary) => {
    const { info } = needModel();
    post({ type: 'dataset', requestId, summary, ...(isBert(info.config) && { info }) });
  };

  /** Makes a dataset piece by piece, until other data or another model is wanted. */
  const make = <P>(
    loaded: LoadedModel,
    pieces: Generator<P, Dataset> | AsyncGenerator<P, Dataset>,
    signal: AbortSignal,
    hear?: (piece: P) => void,
  ): Promise<Dataset> => {
    const before = lab.faults();
    return finishWork(
      pieces,
      () => !signal.aborted && isLoaded(loaded) && lab.faults() === before,
      () =>
        lab.faults() === before
          ? abandoned()
          : new LabError('device-lost', 'The device failed while it made the data.'),
      hear,
    );
  };

  /** What every dataset is built with on the loaded model. */
  const settings = (loaded: LoadedModel, max_length: number) => ({
    tokenizer: loaded.tokenizer,
    maxLength: max_length,
    seed: DATA_SEED,
  });

  /** Own data as read, and what builds its dataset: null where a person must say which columns make the pairs. */
  const readDataset = async (own: OwnData, max_length: number, signal: AbortSignal) => {
    const loaded = needModel();
    const hear = (progress: FileProgress) => post({ type: 'parsing', progress });
    const { result, facts } = await readDataApart(own, { hear, signal });
    if (!isLoaded(loaded)) throw new LabError('abandoned', 'Another model is loaded by now.');
    const common = { ...settings(loaded, max_length), task: OWN_TASK, name: own.name };
    const shown = { ...facts, rows: facts.rows.map(shortenRow) };
    if (result.kind !== 'pairs') return { reading: { ...shown, pairs: [] }, found: null, build: null };
    const { pairs, dropped } = result;
    const build = async (onSlow?: () => void) => {
      const classes = await ownClasses(loaded, own.name, result);
      const request = { ...common, source: result, metrics: own.metrics, classes };
      return make(loaded, buildInPieces(request), signal, teller(onSlow));
    };
    return {
      reading: { ...shown, pairs: pairs.slice(0, SHOWN_PAIRS).map(shorten) },
      found: { pairs: pairs.length, leftOut: dropped.length },
      build,
    };
  };

  const offer = async (
    { requestId, own, max_length }: CommandOf<'readData'>,
    signal: AbortSignal,
  ): Promise<void> => {
    // What was offered before stays until this is read: reading may be abandoned.
    const { reading, found, build } = await readDataset(own, max_length, signal);
    let unusable: Unusable | null = null;
    let dataset: Dataset | undefined;
    try {
      dataset = await build?.(() => post({ type: 'read', reading, found }));
    } catch (error) {
      // How it was read may tell why.
      if (!(error instanceof LabError)) throw error;
      const { code, message: detail } = error;
      if (code !== 'data-too-small' && code !== 'no-classes') throw error;
      unusable = { code, detail };
    }
    offered = dataset ? { dataset, max_length, baseline: { value: null } } : null;
    post({ type: 'offer', requestId, reading, summary: dataset?.summary ?? null, unusable });
  };

  const takeOffer = ({ requestId }: CommandOf<'takeOffer'>) => {
    const taken = need(offered, 'no-data', 'No data was read that could be taken.');
    offered = null;
    void replace(taken.dataset.classes, () => Promise.resolve(taken));
    tell(requestId, taken.dataset.summary);
  };

  /** A built-in task's data. Where the model's folder says what they are, the page need not wait until they are made. */
  const prepareTask = async (
    { requestId, task, max_length }: CommandOf<'loadData'>,
    loaded: LoadedModel,
  ): Promise<void> => {
    const builtIn = need(TASKS[task], 'no-data', `There is no task "${task}".`);
    const classes = classesFor(loaded, builtIn);
    const measured = loaded.baselines[task];
    const isSame =
      measured?.max_length === max_length && measured.dataset.fingerprint === builtIn.fingerprint;
    const shipped = isSame ? measured : null;
    function* pieces() {
      const source = yield* generateInPieces(builtIn, DATA_SEED);
      const { metrics } = builtIn;
      const common = { ...settings(loaded, max_length), task, name: task, source, metrics };
      return yield* buildInPieces({ ...common, classes });
    }
    const making = replace(classes, async (signal) => {
      const dataset = await finishWork(pieces(), () => !signal.aborted, abandoned);
      const { fingerprint } = dataset.summary;
      if (shipped && fingerprint !== builtIn.fingerprint)
        throw new LabError(
          'internal',
          `The fingerprint of "${task}" is ${fingerprint}, not ${builtIn.fingerprint}.`,
        );
      return { dataset, max_length, baseline: { value: shipped } };
    });
    const summary = shipped?.dataset ?? (await making).dataset.summary;
    tell(requestId, summary);
  };

  const prepare = async (command: CommandOf<'loadData'>, signal: AbortSignal) => {
    const loaded = needModel();
    const { requestId, task, own, max_length, secret } = command;
    if (!own && task !== HIDDEN_RANK) return prepareTask(command, loaded);
    if (!own && loaded.base.family === 'bert') throw unclassified();
    let dataset: Dataset;
    if (own) {
      const { build } = await readDataset(own, max_length, signal);
      const needed = need(build, 'data-format', `${own.name} does not say which columns make its pairs.`);
      dataset = await needed();
    } else {
      const choice = need(secret, 'no-data', 'A hidden rank needs a secret.');
      dataset = await make(loaded, makeHiddenRank(loaded, choice, max_length), signal, teller());
    }
    void replace(dataset.classes, () => Promise.resolve({ dataset, max_length, baseline: { value: null } }));
    tell(requestId, dataset.summary);
  };

  return {
    current: async () => need(data, 'no-data', 'No data is loaded.'),
    offer,
    takeOffer,
    prepare,
    clear() {
      replaced.abort();
      data = null;
      offered = null;
    },
  };
}
