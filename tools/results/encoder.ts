/**
 * `npm run results:encoder`: the shipped encoder on nli, and the models that write beside it, into docs/encoder.jsonl run by run,
 * and at the end into the table of docs/results.md. Stop it at any time: started again it goes on.
 *
 *   npm run results:encoder -- [--report] [--models encoder,nano,micro] [--methods lora,…] [--seeds 1,2,3]
 *
 * `--report` trains nothing.
 */
import { parseArgs } from 'node:util';
import { METHOD_IDS } from '../../src/core/methods/methods.ts';
import { MODELS } from '../../src/state/shelf.ts';
import { encoderJobs } from './encoder-plan.ts';
import { encoderReport, otherScores } from './encoder-report.ts';
import { openLog } from './log-file.ts';
import { entryOf, entrySchema, keyOf } from './log.ts';
import { SEEDS } from './options.ts';
import { missing } from './plan.ts';
import { openTabs } from './tabs.ts';
import { writeTables } from './write-tables.ts';

const { values } = parseArgs({
  options: {
    report: { type: 'boolean', default: false },
    models: { type: 'string', default: MODELS.join(',') },
    methods: { type: 'string', default: METHOD_IDS.join(',') },
    seeds: { type: 'string', default: SEEDS.join(',') },
  },
});
const log = openLog('docs/encoder.jsonl', entrySchema);

if (!values.report) {
  const waiting = missing(encoderJobs(values.seeds.split(',').map(Number)), log.entries).filter(
    ({ config }) =>
      values.models.split(',').includes(config.model) &&
      values.methods.split(',').includes(config.method.type),
  );
  const tabs = await openTabs({ backend: 'wasm', workers: 1, hardware: false });
  const tab = tabs.open();
  try {
    for (const job of waiting) {
      const measured = await tab.measure(job, 'scores');
      const scores = [...measured.scores, ...otherScores(measured.answers, job.config.training.max_steps)];
      const entry = entryOf(
        job,
        { ...measured, scores },
        { browser: tabs.browser, at: new Date().toISOString() },
      );
      log.append(entry);
      const { model, method, seed } = job.config;
      const [score] = entry.scores.filter(({ step }) => step > 0);
      console.log(
        `${model}, ${method.type}, seed ${seed}: ${score?.value?.toFixed(1) ?? ''}, ${entry.seconds.whole.toFixed(0)} s`,
      );
    }
  } finally {
    await tabs.close();
  }
}

const known = new Set(encoderJobs(SEEDS).map(keyOf));
await writeTables(
  'encoder',
  encoderReport(
    log.entries.filter((entry) => known.has(keyOf(entry))),
    SEEDS.length,
  ),
);
