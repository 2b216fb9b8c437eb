/**
 * `npm run sweep`: finds each method's learning rate on validation data, into docs/rates.jsonl run by run, and at the end
 * into the table of docs/results.md. Stop it at any time: started again it goes on. What it finds is put by hand into the
 * methods' files (`learningRate`).
 *
 *   npm run sweep -- [--report] [--methods lora,full,…] [--workers 1] [--hardware]
 *
 * `--report` trains nothing. `--workers` is how many tabs train at once, with one WASM thread each if more than one.
 */
import { parseArgs } from 'node:util';
import { METHOD_IDS } from '../../src/core/methods/methods.ts';
import { openLog } from './log-file.ts';
import { keyOf, rateEntryOf, rateEntrySchema } from './log.ts';
import {
  bestRate,
  jobsOf,
  measuredRates,
  nextRate,
  RATE_MODEL,
  RATE_TASKS,
  rateReport,
  SWEPT,
} from './rates.ts';
import { readSubjects } from './subjects.ts';
import { openTabs } from './tabs.ts';
import { writeTables } from './write-tables.ts';

const { values } = parseArgs({
  options: {
    report: { type: 'boolean', default: false },
    methods: { type: 'string', default: METHOD_IDS.join(',') },
    workers: { type: 'string', default: '1' },
    hardware: { type: 'boolean', default: false },
  },
});
const workers = Number(values.workers);
const wanted = values.methods.split(',');
if (!(workers >= 1) || !wanted.every((id) => METHOD_IDS.some((known) => known === id))) {
  console.error(`--workers is a number; --methods are among ${METHOD_IDS.join(', ')}.`);
  process.exit(2);
}

const subjects = readSubjects([RATE_MODEL], RATE_TASKS);
const log = openLog('docs/rates.jsonl', rateEntrySchema);

if (!values.report) {
  const tabs = await openTabs({ backend: 'wasm', workers, hardware: values.hardware });
  const waiting = SWEPT.filter(({ method }) => wanted.includes(method.type));
  const work = async () => {
    const tab = tabs.open();
    for (let swept = waiting.shift(); swept; swept = waiting.shift()) {
      const measured = () => measuredRates(swept, log.entries, subjects);
      for (
        let rate = nextRate(swept.rate, measured());
        rate !== null;
        rate = nextRate(swept.rate, measured())
      ) {
        const known = new Set(log.entries.map(keyOf));
        for (const job of jobsOf(swept, rate, subjects).filter((one) => !known.has(keyOf(one)))) {
          const result = await tab.measure(job, 'losses');
          const entry = rateEntryOf(job, result, { browser: tabs.browser, at: new Date().toISOString() });
          log.append(entry);
          const { training, whole } = result.seconds;
          const loss = entry.evals?.final.loss.toFixed(3) ?? 'diverged';
          console.log(
            `${swept.name} at ${rate}, ${job.config.task}: ${loss}; ${training.toFixed()} of ${whole.toFixed()} s in training`,
          );
        }
      }
      console.log(`${swept.name}: ${bestRate(measured()) ?? 'none'} is best, ${swept.rate} is in use.`);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    await tabs.close();
  }
}

await writeTables('rates', rateReport(log.entries, subjects));
