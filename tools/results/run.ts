/**
 * `npm run results`: every base model on every task, before and after adapting, three seeds each; into docs/results.jsonl
 * run by run, and at the end into docs/results.md. Stop it at any time: started again it goes on with the run that it was at.
 *
 *   npm run results -- [--report] [--models nano,micro] [--tasks restaurant,…] [--seeds 1,2,3] [--steps 300]
 *                      [--backend wasm|webgpu] [--workers 1] [--hardware] [--out FOLDER]
 *
 * `--report` trains nothing and writes the report of what the log has. `--workers` is how many tabs train at once; more than
 * one have one WASM thread each. `--hardware` lets Chromium take this computer's GPU. `--out` writes all into a folder,
 * for a trial.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { messageOf } from '../../src/core/lab-error.ts';
import { configSummary } from '../../src/core/run-name.ts';
import { DECODERS } from '../../src/state/shelf.ts';
import { openLog, type LogFile } from './log-file.ts';
import { readCosts } from './costs.ts';
import { methodReport } from './methods-report.ts';
import { entryOf, entrySchema, type Entry, type Job } from './log.ts';
import { readOptions, SEEDS, type Options } from './options.ts';
import { MEASURED_TASKS, missing, nextJob, outdated, plan, secondsOf } from './plan.ts';
import { counted, report, withTables } from './report.ts';
import { readSubjects } from './subjects.ts';
import { openTabs, type Tab } from './tabs.ts';

function chosen(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(messageOf(error));
    process.exit(2);
  }
}

const options = chosen();
const { out, seeds, max_steps, workers } = options;
const logPath = join(out ?? 'docs', 'results.jsonl');
const reportPath = join(out ?? 'docs', 'results.md');

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** A run's method and settings as the page titles it. */
const nameOf = ({ config }: Job) => {
  const { model, task, seed, secret_rank } = config;
  const settings = configSummary(config).map(
    ({ key, value }) => `${key.replace(/^.*\./, '')} ${JSON.stringify(value)}`,
  );
  return `${model} ${task}${secret_rank ? `, k = ${secret_rank}` : ''}, ${config.method.type}, ${settings.join(', ')}, seed ${seed}`;
};

/** Trains what is missing. @returns how many runs were begun and not finished */
async function measureAll(jobs: readonly Job[], log: LogFile<Entry>): Promise<number> {
  const waiting = missing(jobs, log.entries);
  const doing = new Map<number, Job>();
  let unfinished = 0;
  console.log(`${jobs.length} runs, ${waiting.length} to do.`);
  if (waiting.length === 0) return 0;
  const tabs = await openTabs(options);

  const measure = async (job: Job, tab: Tab): Promise<Entry> => {
    const measured = await tab.measure(job, 'scores');
    const entry = entryOf(job, measured, { browser: tabs.browser, at: new Date().toISOString() });
    log.append(entry);
    return entry;
  };
  const said = ({ scores, evals, seconds }: Entry): string => {
    const [score] = scores.filter(({ step }) => step > 0);
    const judged = score ? `${score.metric} ${score.value?.toFixed(1) ?? 'not defined'}, ` : '';
    const { training, whole } = seconds;
    return `${judged}loss ${evals.final.loss.toFixed(3)}, ${training.toFixed(0)} of ${whole.toFixed(0)} s in training`;
  };
  const work = async (worker: number): Promise<void> => {
    const tab = tabs.open();
    for (;;) {
      const others = [...doing].filter(([other]) => other !== worker).map(([, job]) => job);
      const job = nextJob(waiting, doing.get(worker) ?? null, others);
      if (!job) break;
      waiting.splice(waiting.indexOf(job), 1);
      doing.set(worker, job);
      try {
        const done = said(await measure(job, tab));
        const left = secondsOf(waiting, log.entries);
        const minutes = left === null ? '' : `; about ${Math.ceil(left / workers / 60)} min left`;
        console.log(`${nameOf(job)}: ${done}; ${waiting.length} to do${minutes}`);
      } catch (error) {
        unfinished++;
        // Interrupted, the process ends its browser first.
        if (!tabs.isOpen()) break;
        console.error(`${nameOf(job)}: ${messageOf(error)}`);
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

const all = readSubjects(DECODERS, MEASURED_TASKS);
const subjects = all.filter(
  ({ model, task }) => options.models.includes(model) && options.tasks.includes(task),
);
const log = openLog(logPath, entrySchema);
const { entries } = log;
const old = outdated(entries, all).length;
if (old > 0) console.log(`${old} runs in ${logPath} are of other weights or data; they do not count.`);
const unfinished = options.report ? 0 : await measureAll(plan({ subjects, seeds, max_steps }), log);

// A part that was measured by itself stands in the tables beside all else.
const grid = { subjects: all, seeds: [...new Set([...SEEDS, ...seeds])], max_steps };
const current = counted(entries, grid);
const document = existsSync(reportPath)
  ? readFileSync(reportPath, 'utf8')
  : '# Results\n\n<!-- methods -->\n\n<!-- /methods -->\n\n<!-- tables -->\n\n<!-- /tables -->\n';
const style = await resolveConfig('docs/results.md');
const page = withTables(
  withTables(document, 'tables', report(current, grid)),
  'methods',
  methodReport(current, grid, readCosts('docs/method-costs.json')),
);
write(reportPath, await format(page, { ...style, parser: 'markdown' }));
console.log(`${reportPath}: ${current.length} of ${plan(grid).length} runs.`);
if (unfinished > 0) {
  console.error(`${unfinished} runs were begun and not finished; start again to go on.`);
  process.exitCode = 1;
}
