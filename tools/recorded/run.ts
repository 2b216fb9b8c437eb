/**
 * `npm run record`: trains every shipped model once with the settings that the page opens with, as a person would in the
 * built page, and keeps the run as public/models/<model>/recorded.json, which the page plays before its first run.
 *
 *   npm run record -- [--models nano,micro] [--hardware]
 *
 * `--hardware` lets Chromium take this computer's GPU.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { button, exportedText, open, status } from '../../e2e/lab.ts';
import { readRunFile } from '../../src/formats/run-file.ts';
import { MODELS } from '../../src/state/shelf.ts';
import { launchChromium } from '../launch.ts';
import { modelFile, weightsOf } from '../manifest/manifest.ts';
import { compact } from './compact.ts';

/** Milliseconds that a run may take. */
const PATIENCE = 20 * 60_000;

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: MODELS.join(',') },
    hardware: { type: 'boolean', default: false },
  },
});
const models = values.models.split(',');
const unknown = models.find((model) => !MODELS.some((known) => known === model));
if (unknown !== undefined) {
  console.error(`There is no model "${unknown}"; there are ${MODELS.join(', ')}.`);
  process.exit(2);
}

await build({ logLevel: 'warn' });
const server = await preview({ preview: { port: 0 } });
const browser = await launchChromium(values.hardware);
try {
  for (const model of models) {
    const context = await browser.newContext({ baseURL: server.resolvedUrls?.local[0] ?? '' });
    const page = await context.newPage();
    await open(page, `?model=${model}`);
    await button(page, 'Train').click();
    await status(page).getByText('Finished').waitFor({ timeout: PATIENCE });
    const { record } = await readRunFile(await exportedText(page));
    await context.close();
    if (record.steps.length !== record.config.training.max_steps)
      throw new Error(`The run of ${model} ended at step ${record.steps.length}.`);
    const text = compact(record, weightsOf(model));
    writeFileSync(modelFile(model, 'recorded.json'), text);
    console.log(`${model}: ${record.steps.length} steps on ${record.device.backend}, ${text.length} bytes.`);
  }
} finally {
  await browser.close();
  await server.close();
}
