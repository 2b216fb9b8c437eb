/**
 * `npm run record`: trains every shipped model that writes once with the settings that the page opens with, as a person would in the
 * built page, and keeps the run as public/models/<model>/recorded.json, which the page plays before its first run. Before that
 * it has each model measured on every built-in task, for public/models/<model>/baseline.json.
 *
 *   npm run record -- [--models nano,micro] [--hardware]
 *
 * `--hardware` lets Chromium take this computer's GPU.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Browser } from '@playwright/test';
import { button, exportedText, open, scored, status } from '../../e2e/lab.ts';
import { baselineOf, type Baselines } from '../../src/core/baseline.ts';
import { textLength } from '../../src/core/run-config.ts';
import { recordedRunSchema, type RecordedRun } from '../../src/core/run-record.ts';
import { TASKS } from '../../src/data/tasks/tasks.ts';
import { parseTransformerConfig } from '../../src/formats/gpt2.ts';
import { DECODERS } from '../../src/state/shelf.ts';
import { withBuiltPage } from '../built-page.ts';
import { modelFile, writeManifest } from '../manifest/manifest.ts';
import { compact } from './compact.ts';

/** Milliseconds that a run may take. */
const PATIENCE = 20 * 60_000;

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: DECODERS.join(',') },
    hardware: { type: 'boolean', default: false },
  },
});
const models = values.models.split(',');
const unknown = models.find((model) => !DECODERS.some((known) => known === model));
if (unknown !== undefined) {
  console.error(`There is no model "${unknown}"; there are ${DECODERS.join(', ')}.`);
  process.exit(2);
}

/** Trains in a page of its own, at an address with these settings. */
async function trained(browser: Browser, baseURL: string, query: string): Promise<RecordedRun> {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await open(page, query);
  await button(page, 'Train').click();
  await status(page).getByText('Finished').waitFor({ timeout: PATIENCE });
  await scored(page, PATIENCE);
  const record = recordedRunSchema.parse(JSON.parse(await exportedText(page)));
  await context.close();
  if (record.steps.length !== record.config.training.max_steps)
    throw new Error(`The run of ${query} ended at step ${record.steps.length}.`);
  return record;
}

/** What a run of one step on each task tells of its base model. */
async function measured(browser: Browser, baseURL: string, model: string): Promise<Baselines> {
  const shape = parseTransformerConfig(JSON.parse(readFileSync(modelFile(model, 'config.json'), 'utf8')));
  const tasks: Baselines['tasks'] = {};
  let weights = '';
  for (const task of Object.keys(TASKS)) {
    const run = await trained(browser, baseURL, `?model=${model}&task=${task}&max_steps=1`);
    const baseline = baselineOf(run);
    if (!baseline) throw new Error(`The run of ${model} on ${task} tells nothing of its base model.`);
    const { dataset } = run;
    ({ weights } = run);
    tasks[task] = { dataset, max_length: textLength(run.config, shape), ...baseline };
  }
  return { weights, tasks };
}

// What was measured before must not stand in for what is measured now.
for (const model of models) {
  rmSync(modelFile(model, 'baseline.json'), { force: true });
  await writeManifest(model);
}
await withBuiltPage(values.hardware, async (browser, baseURL) => {
  for (const model of models) {
    const text = JSON.stringify(await measured(browser, baseURL, model), null, 1);
    writeFileSync(modelFile(model, 'baseline.json'), `${text}\n`);
    await writeManifest(model);
    console.log(`${model}: measured on ${Object.keys(TASKS).join(', ')}; ${text.length} bytes.`);
    const run = await trained(browser, baseURL, `?model=${model}`);
    writeFileSync(modelFile(model, 'recorded.json'), compact(run));
    console.log(`${model}: ${run.steps.length} steps on ${run.device.backend}.`);
  }
});
