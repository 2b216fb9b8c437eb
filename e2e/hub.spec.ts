/** A model of the Hugging Face Hub: Chromium takes a local server for huggingface.co and for the host of its large files. */
import { createServer, type Server } from 'node:https';
import type { Page } from '@playwright/test';
import { serveHub, type ServedHub } from '../src/formats/hub-testing.ts';
import { BROWSER_ARGS, findForPages } from '../tools/chromium.mjs';
import { selfSigned } from './certificate.ts';
import {
  button,
  drop,
  dropFiles,
  expect,
  expectAccessible,
  exportedRun,
  open,
  status,
  test,
  trainToEnd,
} from './lab.ts';
import { llamaFolder } from './llama-folder.ts';
import { HUB_PORT } from './ports.ts';

const executablePath = findForPages();
const LARGE_FILES = 'cas-bridge.xethub.hf.co';
const rules = [
  `MAP huggingface.co 127.0.0.1:${HUB_PORT}`,
  `MAP ${LARGE_FILES} 127.0.0.1:${HUB_PORT + 1}`,
].join(', ');

test.use({
  ignoreHTTPSErrors: true,
  launchOptions: {
    args: [...BROWSER_ARGS, `--host-resolver-rules=${rules}`],
    ...(executablePath ? { executablePath } : {}),
  },
  // The Hub is asked, and refuses at times.
  provoked: [
    /^asked https:\/\/(huggingface\.co|cas-bridge\.xethub\.hf\.co)\/|Failed to load resource|net::ERR_/,
  ],
});
test.describe.configure({ mode: 'serial' });

let served: ServedHub;
let servers: Server[] = [];

test.beforeEach(async () => {
  const files = llamaFolder({ architectures: ['LlamaForCausalLM'] });
  const t5 = {
    'config.json': Buffer.from('{"model_type":"t5","architectures":["T5ForConditionalGeneration"]}'),
  };
  served = serveHub({
    'tiny/llama': { files },
    'tiny/t5': { files: t5 },
    'tiny/gated': { files, gated: true },
  });
  const tls = selfSigned();
  servers = [
    createServer(
      tls,
      served.hub(() => `https://${LARGE_FILES}`),
    ),
    createServer(tls, served.largeFiles),
  ];
  await Promise.all(
    servers.map(
      (server, i) => new Promise<void>((resolve) => server.listen(HUB_PORT + i, '127.0.0.1', resolve)),
    ),
  );
});

const close = () =>
  Promise.all(
    servers.map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
test.afterEach(close);

const SHORT = '?max_steps=20&eval_steps=20&batch_size=4&max_length=64&metric_steps=0&backend=wasm';
const PAIRS = ['mr,ref', ...Array.from({ length: 40 }, (_, i) => `name[Inn ${i}],Inn ${i} is an inn.`)];
const model = (page: Page) => page.getByLabel('Model', { exact: true });
const hub = (page: Page) => page.getByRole('region', { name: 'From the Hugging Face Hub' });
const SHOTS = process.env.SHOTS;
const shoot = async (page: Page, name: string) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};

async function openDialog(page: Page): Promise<void> {
  await model(page).selectOption({ label: 'Your own model …' });
  await expect(hub(page)).toBeVisible();
}

/** By keyboard alone. */
async function lookUp(page: Page, text: string): Promise<void> {
  await hub(page).getByLabel('Hub id or address').fill(text);
  await page.keyboard.press('Enter');
}

/** Trains on pairs of one's own. @returns what the run measured */
async function trainOnInns(page: Page) {
  await drop(page, 'inns.csv', PAIRS.join('\n'));
  await button(page, 'Use this data').click();
  await trainToEnd(page);
  return (await exportedRun(page)).evals;
}

/** The model opens again where neither the Hub nor the page's own server is reached. */
async function expectHereOffline(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await close();
  await page.context().setOffline(true);
  await page.reload();
  await expect(model(page)).toHaveValue('tiny-llama');
  await expect(status(page)).toContainText(/press Train|Finished/, { timeout: 60_000 });
  await page.context().setOffline(false);
}

test.describe('offline', () => {
  test.use({ serviceWorkers: 'allow' });

  test('a model of the Hub is described, fetched on a broken line, trained, and there without a network', async ({
    page,
  }) => {
    await open(page, SHORT);
    await openDialog(page);
    expect(served.asked).toEqual([]);
    await lookUp(page, 'https://huggingface.co/tiny/llama/tree/main');
    await expect(hub(page)).toContainText('LlamaForCausalLM');
    await expect(hub(page)).toContainText('F32');
    await expect(hub(page)).toContainText('batches of 4 texts of 64 tokens, on WASM');
    // Of the weights the header alone was asked for.
    const ofWeights = () => served.asked.filter(({ host }) => host === 'large').map(({ range }) => range);
    expect(ofWeights()).toEqual([expect.stringMatching(/^bytes=0-\d+$/)]);
    await expectAccessible(page);
    await shoot(page, 'hub-found');

    served.faults.cuts = { times: 1, after: 30_000 };
    await hub(page).getByRole('button', { name: 'Download', exact: true }).press('Enter');
    await expect(model(page)).toHaveValue('tiny-llama', { timeout: 60_000 });
    expect(ofWeights().slice(1)).toEqual([null, 'bytes=30000-']);
    await expect(hub(page).getByRole('button')).toHaveText(['Look it up']);
    const table = page.getByRole('table', { name: 'Kept in this browser' });
    await expect(table).toContainText('tiny/llama at commit 0123456');
    await shoot(page, 'hub-kept');
    await page.keyboard.press('Escape');

    const evals = await trainOnInns(page);
    expect(evals[1]?.loss).toBeLessThan((evals[0]?.loss ?? 0) - 0.1);

    await expectHereOffline(page);
  });
});

test.describe('left in its middle', () => {
  test.use({ serviceWorkers: 'allow' });

  test('a download goes on after a reload with its rest alone, and the model is there offline', async ({
    page,
  }) => {
    const table = page.getByRole('table', { name: 'Kept in this browser' });
    await open(page, SHORT);
    await openDialog(page);
    await lookUp(page, 'tiny/llama');
    await expect(hub(page)).toContainText('LlamaForCausalLM');
    served.faults.cuts = { times: 1, after: 30_000 };
    const fetched = () => served.asked.filter(({ host }) => host === 'large').map(({ range }) => range);
    await hub(page).getByRole('button', { name: 'Download', exact: true }).click();
    // The line is cut, and no further try gets anything.
    await expect.poll(fetched).toContain(null);
    served.faults.limitedFor = 57;
    await expect(hub(page).getByRole('alert')).toContainText('asked too often');
    await expect(hub(page)).toContainText('This browser keeps what came');
    await expect(table).toContainText('not opened yet');
    await shoot(page, 'hub-stopped');
    const row = await table.getByRole('row').textContent();

    await page.reload();
    served.faults.limitedFor = 0;
    served.asked.length = 0;
    await openDialog(page);
    await expect(table.getByRole('row')).toHaveText(row ?? '');
    await shoot(page, 'hub-unfinished');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Go on with the download of tiny/llama' }).press('Enter');
    await expect(model(page)).toHaveValue('tiny-llama', { timeout: 60_000 });
    expect(served.asked).toEqual([
      { host: 'hub', path: 'model.safetensors', range: 'bytes=30000-' },
      { host: 'large', path: 'model.safetensors', range: 'bytes=30000-' },
    ]);
    await expect(table).toContainText('tiny/llama at commit 0123456');
    await expect(table).not.toContainText('not opened yet');
    await page.keyboard.press('Escape');
    const [base] = await trainOnInns(page);
    // A model drawn at random knows nothing of the next byte: about ln 257.
    expect(base?.loss).toBeGreaterThan(4);
    expect(base?.loss).toBeLessThan(8);

    await expectHereOffline(page);
  });
});

test('a stopped download can be deleted', async ({ page }) => {
  await open(page, SHORT);
  await openDialog(page);
  await lookUp(page, 'tiny/llama');
  served.faults.damages = 'model.safetensors';
  await hub(page).getByRole('button', { name: 'Download', exact: true }).click();
  await expect(hub(page).getByRole('alert')).toContainText('is not the file that the Hub lists');
  await page.getByRole('button', { name: 'Delete the download of tiny/llama' }).press('Enter');
  await expect(page.getByRole('table', { name: 'Kept in this browser' })).toBeHidden();
  await expect(hub(page).getByRole('button')).toHaveText(['Look it up']);
  await expect(hub(page).getByLabel('Hub id or address')).toBeFocused();
});

test('what the Hub has not, or this page cannot run, is told before anything is fetched', async ({
  page,
}) => {
  await open(page, SHORT);
  await openDialog(page);
  const alert = hub(page).getByRole('alert');
  for (const [text, words] of [
    ['tiny/none', /shows no such model.*Invalid username or password/s],
    ['tiny/llama@v9', /no revision “v9”.*Invalid rev id: v9/s],
    ['tiny/t5', /This is a T5ForConditionalGeneration \(model_type “t5”\), which cannot be run here/],
    ['tiny/gated', /The model is gated.*agree, download it there, then choose its folder/],
    ['https://example.com/tiny/llama', /asks huggingface\.co alone, not example\.com/],
    ['https://huggingface.co/datasets/tiny/texts', /an address under “datasets”/],
  ] as const) {
    await lookUp(page, text);
    await expect(alert).toContainText(words);
  }
  await shoot(page, 'hub-refused');
  await expectAccessible(page);
  served.faults.limitedFor = 57;
  await lookUp(page, 'tiny/llama');
  // A browser is not let see for how long.
  await expect(alert).toContainText('Try again in five minutes.');
  await close();
  await lookUp(page, 'tiny/llama');
  await expect(alert).toContainText('The Hub cannot be reached. Check your connection');
  await hub(page).getByLabel('Hub id or address').fill('');
  await expect(alert).toHaveCount(0);
});

test('a download that stops waits for its rest, on a narrow screen too', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, SHORT);
  await button(page, 'Settings').click();
  await openDialog(page);
  // Without its owner, as the Hub's oldest models are called.
  await lookUp(page, 'llama');
  const download = hub(page).getByRole('button', { name: 'Download', exact: true });
  await expect(download).toBeVisible();
  await shoot(page, 'hub-narrow');
  served.faults.damages = 'model.safetensors';
  await download.click();
  await expect(hub(page).getByRole('alert')).toContainText(
    'model.safetensors is not the file that the Hub lists',
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page, ['color-contrast', 'label', 'button-name', 'aria-progressbar-name']);
  await shoot(page, 'hub-damaged');
  served.faults.damages = null;
  await button(page, 'Go on with the download').click();
  await expect(page.getByLabel('Model', { exact: true })).toHaveValue('tiny-llama', { timeout: 60_000 });
});

test('a folder that is dropped needs no Hub', async ({ page }) => {
  await open(page, SHORT);
  await dropFiles(page, llamaFolder());
  await expect(model(page)).toHaveValue('own-model');
  expect(served.asked).toEqual([]);
});
