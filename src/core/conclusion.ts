/**
 * What the data allow to say of the settings that several runs were made with: which one is best, which cannot be told apart
 * from it, and which are worse by how much. As data, which the page words.
 *
 * Runs count that finished, without having diverged, on one model and the same data, after as many steps. Where settings share
 * two seeds or more, pairs are the seeds, and what is found holds for other seeds, too. With one seed pairs are the validation
 * examples or the test prompts, and what is found holds for these runs alone. The tests are Student's, paired.
 *
 * The setting that looks best was picked from the same figures, which makes its lead look larger than it is. So the correction
 * for several tests (Holm's) is for the tests of all settings with each other, not only of those with the best one.
 */
import { contributions, METRICS } from './metrics/metrics.ts';
import { settingKey } from './normal-config.ts';
import { estimate, holm, pairedTest, SIGNIFICANCE } from './paired.ts';
import { figuresOf, testScore, type FigureId } from './run-figures.ts';
import { isLive, type RunRecord } from './run-record.ts';
import { verdict } from './verdict.ts';

/** What runs can be compared by. */
export type JudgingFigure = Extract<FigureId, 'finalLoss' | 'metric'>;

/** Why nothing can be concluded. */
export type Missing =
  | 'one-run'
  /** Some still train. */
  | 'live'
  /** Fewer than two settings have a run that counts. */
  | 'unfinished'
  /** All runs have one setting. */
  | 'one-setting'
  | 'other-model'
  | 'other-data'
  /** The same data, but no two settings had their texts cut short at the same places. */
  | 'other-cut'
  | 'other-steps'
  | 'no-shared-seed'
  /** The runs did not keep the figures, or were judged by other metrics, or the metric has no value on their texts. */
  | 'no-figures';

export interface Basis {
  /** What the measurements were taken on, in pairs. */
  pairs: 'seeds' | 'examples' | 'prompts';
  /** How many pairs. */
  n: number;
  /** How many tests the correction is for: of each setting with each other. */
  tests: number;
  /** How often all of them together take chance for a difference. */
  level: number;
}

/** A setting's run, how much worse than the best one, in nats or in points of the metric, and half the width of the 95 % interval of that difference by itself. */
export interface Behind {
  run: RunRecord;
  mean: number;
  margin: number;
}

/** Each setting is told by one of its runs. */
export interface Conclusion {
  /** Of the best mean. */
  best: RunRecord;
  /** Those that cannot be told apart from it, the better ones first. */
  alike: Behind[];
  /** The others, the better ones first. */
  worse: Behind[];
  basis: Basis;
}

export interface Concluded {
  found: Conclusion | Missing;
  /** Settings with runs that diverged, which are not compared: how many did of how many. */
  diverged: { run: RunRecord; diverged: number; of: number }[];
  /** So many other runs did not finish, share no seed with the others, or had their texts cut short at other places. */
  leftOut: number;
}

/** The runs of one config but for the seed. */
type Setting = [RunRecord, ...RunRecord[]];

function settingsOf(runs: readonly RunRecord[]): Setting[] {
  const settings = new Map<string, Setting>();
  for (const run of runs) {
    const key = settingKey(run.config);
    const known = settings.get(key);
    if (known) known.push(run);
    else settings.set(key, [run]);
  }
  return [...settings.values()];
}

const hasDiverged = (run: RunRecord) => verdict(run)?.kind === 'diverged';

const differ = (runs: readonly RunRecord[], key: (run: RunRecord) => string | number) =>
  new Set(runs.map(key)).size > 1;

/** Why figures of these runs must not stand side by side, if so. */
function mismatch(runs: readonly RunRecord[]): Missing | null {
  if (differ(runs, ({ config }) => config.model)) return 'other-model';
  if (differ(runs, ({ dataset }) => dataset.fingerprint)) return 'other-data';
  return differ(runs, ({ config }) => config.training.max_steps) ? 'other-steps' : null;
}

/** Of runs whose texts were cut short at different places, as a prefix takes places, the most that were cut alike. */
function cutAlike(runs: readonly RunRecord[]): RunRecord[] {
  const groups = [...new Set(runs.map(({ dataset }) => dataset.truncated))].map((truncated) =>
    runs.filter(({ dataset }) => dataset.truncated === truncated),
  );
  return groups.reduce((most, group) => (group.length > most.length ? group : most), []);
}

/** What each validation example or test prompt contributes to the figure; null where that was not kept. */
function partsOf(run: RunRecord, figure: JudgingFigure): number[] | null {
  if (figure === 'finalLoss') return run.evals.at(-1)?.examples ?? null;
  const metric = testScore(run)?.metric;
  if (!metric || run.answers.length === 0) return null;
  const examples = run.answers.map(({ prompt, text, references, score }) => ({
    prompt,
    references,
    prediction: text,
    // Queries are not run again: an answer that does not execute has the score 0.
    executes: score !== null && score > 0,
  }));
  return contributions(metric, examples, run.dataset);
}

/** The measurements of each setting, in the same pairs, or why there are none. */
interface Measured {
  settings: Setting[];
  pairs: Basis['pairs'];
  values: number[][];
  /** Runs that the values are of. */
  runs: number;
}

/**
 * The seeds, and the settings that have all of them, that make the most runs: of fifteen settings one that lacks a seed is left
 * out, of two the seed is. Of as many runs those of more settings.
 */
function mostShared(
  all: readonly Setting[],
  seedsOf: (setting: Setting) => ReadonlySet<number>,
): { settings: Setting[]; seeds: number[] } {
  const own = all.map((setting) => [...seedsOf(setting)]);
  const shared = own.reduce((common, seeds) => common.filter((seed) => seeds.includes(seed)));
  const ofTwo = own.flatMap((one, i) =>
    own.slice(i + 1).map((other) => one.filter((seed) => other.includes(seed))),
  );
  const choices = [shared, ...own, ...ofTwo].map((seeds) => ({
    seeds,
    settings: all.filter((setting) => seeds.every((seed) => seedsOf(setting).has(seed))),
  }));
  return choices
    .filter(({ seeds, settings }) => seeds.length > 0 && settings.length > 1)
    .reduce(
      (best, next) => {
        const more = next.settings.length * next.seeds.length - best.settings.length * best.seeds.length;
        return more > 0 || (more === 0 && next.settings.length > best.settings.length) ? next : best;
      },
      { settings: [...all], seeds: shared },
    );
}

function measure(all: readonly Setting[], figure: JudgingFigure): Measured | Missing {
  const seedsOf = (setting: Setting) => new Set(setting.map(({ config }) => config.seed));
  // A setting that was tried once does not hinder the comparison of those that were repeated.
  const repeated = all.filter((setting) => seedsOf(setting).size > 1);
  const { settings, seeds } = mostShared(repeated.length > 1 ? repeated : all, seedsOf);
  const runsOf = (setting: Setting) =>
    seeds.flatMap((seed) => setting.findLast(({ config }) => config.seed === seed) ?? []);
  const runs = settings.flatMap(runsOf);
  if (figure === 'metric' && differ(runs, metricOf)) return 'no-figures';
  if (seeds.length === 0) return 'no-shared-seed';
  const pairs = seeds.length > 1 ? 'seeds' : figure === 'finalLoss' ? 'examples' : 'prompts';
  const values = settings.map((setting) => {
    const own = runsOf(setting);
    if (pairs === 'seeds') return own.map((run) => figuresOf(run)[figure]);
    return own.flatMap((run) => partsOf(run, figure) ?? [null]);
  });
  const known = values.map((list) => list.filter((value) => value !== null));
  const n = values[0]?.length ?? 0;
  if (n < 2 || known.some((list) => list.length !== n)) return 'no-figures';
  return { settings, pairs, values: known, runs: runs.length };
}

/** All that a metric's value depends on beside the texts. */
const metricOf = (run: RunRecord) => {
  const { metric, tokenizer } = testScore(run) ?? {};
  return JSON.stringify([metric, tokenizer, run.dataset.positiveLabel]);
};

function compare({ settings, pairs, values }: Measured, lowerIsBetter: boolean): Conclusion | Missing {
  const ranked = settings
    .flatMap(([run], i) => {
      const own = values[i] ?? [];
      const mean = estimate(own)?.mean;
      return mean === undefined ? [] : { run, own, mean };
    })
    .sort((a, b) => (lowerIsBetter ? a.mean - b.mean : b.mean - a.mean));
  // The best one's tests come first, in the order of the others.
  const tests = ranked.flatMap((one, i) =>
    ranked.slice(i + 1).flatMap((other) => pairedTest(one.own, other.own) ?? []),
  );
  const adjusted = holm(tests.map(({ p }) => p));
  const [best, ...others] = ranked;
  if (!best) return 'no-figures';
  const behind = others.map(({ run }, i): Behind & { isTold: boolean } => {
    const { mean = 0, margin = 0 } = tests[i] ?? {};
    return { run, mean: Math.abs(mean), margin, isTold: (adjusted[i] ?? 1) < SIGNIFICANCE };
  });
  const alike = behind.filter(({ isTold }) => !isTold);
  const worse = behind.filter(({ isTold }) => isTold);
  const basis = { pairs, n: best.own.length, tests: tests.length, level: SIGNIFICANCE };
  return { best: best.run, alike, worse, basis };
}

/** @param runs of one comparison, in any state */
export function conclude(runs: readonly RunRecord[], figure: JudgingFigure): Concluded {
  const nothing = (found: Missing): Concluded => ({ found, diverged: [], leftOut: 0 });
  if (runs.length < 2) return nothing('one-run');
  if (runs.some(isLive)) return nothing('live');
  const all = settingsOf(runs);
  if (all.length < 2) return nothing('one-setting');

  const unsound = all.filter((setting) => setting.some(hasDiverged));
  const diverged = unsound.map((setting) => ({
    run: setting[0],
    diverged: setting.filter(hasDiverged).length,
    of: setting.length,
  }));
  const others = all.filter((setting) => !unsound.includes(setting)).flat();
  const finished = others.filter(({ state }) => state === 'finished');
  const without = (found: Missing): Concluded => ({
    found,
    diverged,
    leftOut: others.length - finished.length,
  });
  if (settingsOf(finished).length < 2) return without('unfinished');
  const reason = mismatch(finished);
  if (reason) return without(reason);
  const settings = settingsOf(cutAlike(finished));
  if (settings.length < 2) return without('other-cut');
  const measured = measure(settings, figure);
  if (typeof measured === 'string') return without(measured);
  const metric = figure === 'metric' ? finished.map(testScore).find((score) => score)?.metric : undefined;
  return {
    found: compare(measured, !metric || !METRICS[metric].higherIsBetter),
    diverged,
    leftOut: others.length - measured.runs,
  };
}
