/**
 * `npm run results`: every base model on every task, before and after adapting, three seeds each; into docs/results.jsonl
 * run by run, and at the end into docs/results.md and the models' scores.json. Stop it at any time: started again it goes
 * on with the run that it was at.
 *
 *   npm run results -- [--report] [--models nano,micro] [--tasks restaurant,…] [--seeds 1,2,3] [--steps 300]
 *                      [--backend wasm|webgpu] [--workers 1] [--hardware] [--out FOLDER]
 *
 * `--report` trains nothing and writes the report of what the log has. `--workers` is how many tabs train at once; more than
 * one have one WASM thread each. `--hardware` lets Chromium take this computer's GPU. `--out` writes all into a folder,
 * for a trial.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { asLora } from '../../src/core/methods/lora.ts';
import { MODELS } from '../../src/state/shelf.ts';
import { writeManifest } from '../manifest/manifest.ts';
import { entryOf, readEntries, type Entry, type Job } from './log.ts';
import { readOptions, SEEDS, type Options } from './options.ts';
import { MEASURED_TASKS, missing, nextJob, outdated, plan, secondsOf } from './plan.ts';
import { baseScores, counted, report, withTables } from './report.ts';
import { readSubjects } from './subjects.ts';
import { openTabs, type Tab } from './tabs.ts';

/** Tries before a run is given up. */
const TRIES = 2;

function chosen(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}

const options = chosen();
const { out, seeds, max_steps, workers } = options;
const logPath = join(out ?? 'docs', 'results.jsonl');
const reportPath = join(out ?? 'docs', 'results.md');
const scoresPath = (model: string) => join(out ?? 'public/models', model, 'scores.json');

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function readLog(): Entry[] {
  const { entries, damaged } = readEntries(existsSync(logPath) ? readFileSync(logPath, 'utf8') : '');
  if (damaged.length > 0) console.warn(`${logPath}: no entry on line ${damaged.join(', ')}; left out.`);
  return entries;
}

/** A line that was cut off when the process was killed must not swallow the next. */
function append(entry: Entry): void {
  const old = existsSync(logPath) ? readFileSync(logPath, 'utf8') : '';
  mkdirSync(dirname(logPath), { recursive: true });
  appendFileSync(logPath, `${old === '' || old.endsWith('\n') ? '' : '\n'}${JSON.stringify(entry)}\n`);
}

const nameOf = ({ config: { model, task, seed, secret_rank, method } }: Job) =>
  `${model} ${task}${secret_rank ? `, k = ${secret_rank}` : ''}, ${asLora(method).target_modules.length} matrices, r = ${asLora(method).r}, seed ${seed}`;

/** Trains what is missing. @returns how many runs were begun and not finished */
async function measureAll(jobs: readonly Job[], entries: Entry[]): Promise<number> {
  const waiting = missing(jobs, entries);
  const doing = new Map<number, Job>();
  let unfinished = 0;
  console.log(`${jobs.length} runs, ${waiting.length} to do.`);
  if (waiting.length === 0) return 0;
  const tabs = await openTabs(options);

  /** @throws Error if it fails as often as it may; each try but the first has a fresh tab */
  const measure = async (job: Job, open: { tab: Tab | null }): Promise<Entry> => {
    for (let tries = 1; ; tries++) {
      try {
        open.tab ??= await tabs.open();
        const measured = await open.tab.measure(job);
        const entry = entryOf(job, measured, { browser: tabs.browser, at: new Date().toISOString() });
        append(entry);
        entries.push(entry);
        return entry;
      } catch (error) {
        await open.tab?.close().catch(() => undefined);
        open.tab = null;
        if (tries === TRIES || !tabs.isOpen()) throw error;
      }
    }
  };
  const said = ({ scores, evals, seconds }: Entry): string => {
    const [score] = scores.filter(({ step }) => step > 0);
    const judged = score ? `${score.metric} ${score.value?.toFixed(1) ?? 'not defined'}, ` : '';
    const { training, whole } = seconds;
    return `${judged}loss ${evals.final.loss.toFixed(3)}, ${training.toFixed(0)} of ${whole.toFixed(0)} s in training`;
  };
  const work = async (worker: number): Promise<void> => {
    const open: { tab: Tab | null } = { tab: null };
    for (;;) {
      const others = [...doing].filter(([other]) => other !== worker).map(([, job]) => job);
      const job = nextJob(waiting, doing.get(worker) ?? null, others);
      if (!job) break;
      waiting.splice(waiting.indexOf(job), 1);
      doing.set(worker, job);
      try {
        const done = said(await measure(job, open));
        const left = secondsOf(waiting, entries);
        const minutes = left === null ? '' : `; about ${Math.ceil(left / workers / 60)} min left`;
        console.log(`${nameOf(job)}: ${done}; ${waiting.length} to do${minutes}`);
      } catch (error) {
        unfinished++;
        // Interrupted, the process ends its browser first.
        if (!tabs.isOpen()) break;
        console.error(`${nameOf(job)}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    doing.delete(worker);
  };
  try {
    await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  } finally {
    await tabs.close();
  }
  return unfinished;
}

const all = readSubjects(MODELS, MEASURED_TASKS);
const subjects = all.filter(
  ({ model, task }) => options.models.includes(model) && options.tasks.includes(task),
);
const entries = readLog();
const old = outdated(entries, all).length;
if (old > 0) console.log(`${old} runs in ${logPath} are of other weights or data; they do not count.`);
const unfinished = options.report ? 0 : await measureAll(plan({ subjects, seeds, max_steps }), entries);

// A part that was measured by itself stands in the tables beside all else.
const grid = { subjects: all, seeds: [...new Set([...SEEDS, ...seeds])], max_steps };
const current = counted(entries, grid);
const document = existsSync(reportPath)
  ? readFileSync(reportPath, 'utf8')
  : '# Results\n\n<!-- tables -->\n\n<!-- /tables -->\n';
const style = await resolveConfig('docs/results.md');
const page = withTables(document, report(current, grid));
write(reportPath, await format(page, { ...style, parser: 'markdown' }));
for (const model of MODELS) {
  const scores = baseScores(current, model);
  if (!scores) continue;
  write(scoresPath(model), `${JSON.stringify(scores, null, 2)}\n`);
  if (!out) await writeManifest(model);
}
console.log(`${reportPath}: ${current.length} of ${plan(grid).length} runs.`);
if (unfinished > 0) {
  console.error(`${unfinished} runs were begun and not finished; start again to go on.`);
  process.exitCode = 1;
}
