/** The shelf of adapters in Deploy: what comes in PEFT's files, and goes out in them again. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { crc32 } from '../src/formats/crc32.ts';
import { deflatedZeros, zipOf as zipOfPacked } from '../src/formats/zip-testing.ts';
import { goldenAdapter, nanoAdapter, tensorsOf } from './adapter.ts';
import {
  button,
  download,
  drop,
  expect,
  expectAccessible,
  go,
  open,
  status,
  storedRuns,
  test,
  trainToEnd,
} from './lab.ts';

const SMALL = '?backend=wasm&max_steps=4&eval_steps=4&batch_size=2&metric_steps=0';

type Files = ReturnType<typeof nanoAdapter>;
const shelf = (page: Page) => page.getByRole('region', { name: 'Adapters on this computer' });
const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });
const rowOf = (page: Page, name: string) => shelf(page).getByRole('row').filter({ hasText: name });
const zipOf = (files: Files) =>
  zipSync({ 'otter/README.md': Buffer.from('# otter'), ...within('otter', files) });
const within = (folder: string, files: Files) =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${folder}/${name}`, bytes]));

/** Chooses files, or a folder, in a dialog that a button opens. */
async function choose(
  page: Page,
  name: string,
  files: Parameters<Awaited<ReturnType<typeof chooser>>['setFiles']>[0],
) {
  await (await chooser(page, name)).setFiles(files);
}
async function chooser(page: Page, name: string) {
  const opened = page.waitForEvent('filechooser');
  await button(page, name).press('Enter');
  return opened;
}
const payloads = (files: Files) =>
  Object.entries(files).map(([name, buffer]) => ({ name, buffer, mimeType: 'application/octet-stream' }));

/** The tensors of an exported zip. */
const exportedTensors = (zip: Uint8Array) => {
  const [file] = Object.entries(unzipSync(zip)).flatMap(([path, bytes]) =>
    path.endsWith('/adapter_model.safetensors') ? [bytes] : [],
  );
  return file && tensorsOf(file);
};

test('a folder of an adapter is imported, renamed, deleted, put back, and there again after a reload', async ({
  page,
}, info) => {
  const folder = info.outputPath('river-otter');
  await mkdir(join(folder, 'checkpoint'), { recursive: true });
  await writeFile(join(folder, 'checkpoint', 'optimizer.pt'), 'PK');
  const files = nanoAdapter('lora-all');
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  await open(page, `${SMALL}&view=deploy`);
  await choose(page, 'Import adapter folder', folder);
  const row = rowOf(page, 'river-otter');
  await expect(row).toContainText('from a file');
  await expect(row).toContainText(/nano\s*[0-9a-f]{8}/);
  await expect(row).toContainText('r 3');
  await expect(row).toContainText('kB');
  await expectAccessible(page);

  await row.getByRole('button', { name: 'Rename: river-otter' }).press('Enter');
  await expect(shelf(page).getByRole('textbox', { name: 'New name of river-otter' })).toBeFocused();
  await page.keyboard.type('sea otter');
  await page.keyboard.press('Enter');
  await expect(rowOf(page, 'sea otter').getByRole('button', { name: 'Rename: sea otter' })).toBeFocused();
  await page.reload();
  await rowOf(page, 'sea otter').getByRole('button', { name: 'Delete: sea otter' }).press('Enter');
  await expect(page.getByText('No adapter yet.')).toBeVisible();
  await expect(page.locator('.deploy > .cell').first()).toBeFocused();
  await messages(page).getByRole('button', { name: 'Put back' }).press('Enter');
  await expect(rowOf(page, 'sea otter')).toBeVisible();
  await page.reload();
  const zip = await download(page, () =>
    rowOf(page, 'sea otter').getByRole('button', { name: 'Export adapter: sea otter' }).press('Enter'),
  );
  expect(exportedTensors(zip)).toEqual(tensorsOf(files['adapter_model.safetensors']));
});

test('every method that PEFT has comes back out as the bytes that went in', async ({ page }) => {
  await open(page, `${SMALL}&view=deploy`);
  for (const id of ['lora', 'dora', 'lora-bias-all', 'ia3', 'vera', 'prefix'] as const) {
    const files = nanoAdapter(id);
    await drop(page, `${id}.zip`, zipOf(files));
    const row = shelf(page)
      .getByRole('row')
      .filter({ has: page.getByRole('button', { name: `Export adapter: ${id}`, exact: true }) });
    const zip = await download(page, () => row.getByRole('button', { name: /^Export adapter/ }).click());
    expect(exportedTensors(zip), id).toEqual(tensorsOf(files['adapter_model.safetensors']));
  }
  await expectAccessible(page);
});

test('what does not fit, a pickle and what is no adapter are refused with the reason; unknown settings are told', async ({
  page,
}) => {
  await open(page, SMALL);
  await drop(page, 'golden.zip', zipOf(goldenAdapter('lora')));
  await expect(messages(page)).toContainText('“golden” was not imported.');
  await expect(messages(page)).toContainText(
    /adapter_model\.safetensors: tensor "base_model\.model\.transformer\.h\.0\.attn\.c_attn\.lora_A\.weight" is 3 × 12, .* needs 3 × 64/,
  );
  await drop(page, 'adapter_model.bin', 'PK');
  await expect(messages(page)).toContainText('adapter_model.bin is a Python pickle');
  await drop(page, 'adapter_model.safetensors', nanoAdapter('lora')['adapter_model.safetensors']);
  await expect(messages(page)).toContainText('There is no adapter_config.json.');

  await go(page, 'Deploy');
  await choose(
    page,
    'Import adapter',
    payloads(nanoAdapter('lora', { use_moonlight: true, base_model_name_or_path: 'openai/gpt2' })),
  );
  await expect(messages(page)).toContainText('use_moonlight');
  await expect(messages(page)).toContainText('“openai/gpt2”');
  await expect(shelf(page).getByRole('rowheader')).toHaveCount(1);
  await expectAccessible(page);
});

test('10 MB that unpack to 10 GB are refused by file, size and limit, and the page goes on', async ({
  page,
}, info) => {
  await open(page, `${SMALL}&view=deploy`);
  const bomb = deflatedZeros();
  const { 'adapter_config.json': config } = nanoAdapter('lora');
  const settings = { packed: config, bytes: config.length, method: 0, checksum: crc32(config) };
  for (const [bytes, message] of [
    [
      bomb.bytes,
      'bomb.zip: adapter_model.safetensors would unpack to 10,000 MB; the page reads files of at most 64 MB.',
    ],
    [1000, 'bomb.zip cannot be unpacked: it is cut short or damaged.'],
  ] as const) {
    const file = info.outputPath('bomb.zip');
    const files = { 'adapter_config.json': settings, 'adapter_model.safetensors': { ...bomb, bytes } };
    await writeFile(file, zipOfPacked(files));
    await choose(page, 'Import adapter', file);
    await expect(messages(page)).toContainText(message);
  }
  await drop(page, 'otter.zip', zipOf(nanoAdapter('lora')));
  await expect(rowOf(page, 'otter')).toBeVisible();
});

test('a dropped folder is an adapter; on another base model it waits, and each row has its words on a phone', async ({
  page,
}) => {
  // No script can drop a folder: the dropped file is said to be one.
  const { 'adapter_config.json': config, 'adapter_model.safetensors': weights } = nanoAdapter('ia3');
  await page.addInitScript(
    (files) => {
      const entries = files.map(([name, bytes]) => ({
        isFile: true,
        isDirectory: false,
        name,
        fullPath: `/otter/${name}`,
        file: (give: (file: File) => void) => give(new File([Uint8Array.from(bytes)], name)),
      }));
      const readers = () => {
        const rest = [entries, []];
        return { readEntries: (give: (found: unknown) => void) => give(rest.shift()) };
      };
      DataTransferItem.prototype.webkitGetAsEntry = () =>
        ({
          isFile: false,
          isDirectory: true,
          name: 'otter',
          createReader: readers,
        }) as unknown as FileSystemEntry;
    },
    [
      ['adapter_config.json', [...config]],
      ['adapter_model.safetensors', [...weights]],
    ] as const,
  );
  await open(page, SMALL);
  await drop(page, 'otter', '');
  await messages(page).getByRole('button', { name: 'Open Deploy' }).click();
  const measure = rowOf(page, 'otter').getByRole('button', { name: 'Measure: otter' });
  await expect(measure).toBeEnabled();
  await page.goto(`/${SMALL}&view=deploy&model=micro`);
  await expect(shelf(page)).toContainText('Adapters of another base model than micro');
  await expect(measure).toBeDisabled();
  await page.setViewportSize({ width: 390, height: 844 });
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth).toBe(clientWidth);
  // No button is narrower than its words.
  const cut = await shelf(page)
    .locator('.mantine-Button-label')
    .evaluateAll((labels) => labels.filter((label) => label.scrollWidth > label.clientWidth).length);
  expect(cut).toBe(0);
  await expectAccessible(page);
});

test('an adapter of c_attn is trained on: the run starts at the loss that was measured, and says where it started', async ({
  page,
}) => {
  await open(page, `${SMALL}&task=nli&view=deploy`);
  await drop(page, 'otter.zip', zipOf(nanoAdapter('lora')));
  const row = rowOf(page, 'otter');
  await row.getByRole('button', { name: 'Measure: otter' }).press('Enter');
  await expect(row).toContainText('measured on', { timeout: 120_000 });
  const measured = Number(await row.locator('td[data-label="Lowest validation loss"]').textContent());
  await row.getByRole('button', { name: 'Train on: otter' }).press('Enter');
  await expect(page.getByRole('tab', { name: 'Train', selected: true })).toBeVisible();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  const [run] = (await storedRuns(page)) as {
    config: { method: { r: number }; start: { name: string } };
    evals: { step: number; loss: number; start?: number }[];
  }[];
  expect(run?.config).toMatchObject({ method: { r: 3 }, start: { name: 'otter' } });
  const [first, last] = run?.evals ?? [];
  expect(first?.start?.toFixed(3)).toBe(measured.toFixed(3));
  expect(first?.start).not.toBe(first?.loss);
  expect(last?.loss).toBeLessThan(first?.start ?? 0);

  await go(page, 'Deploy');
  const trained = shelf(page).getByRole('row').filter({ hasText: 'from otter' });
  await expect(trained).toHaveCount(1);
  await expectAccessible(page);
  const file = await download(page, () =>
    trained.getByRole('button', { name: /^Export run/ }).press('Enter'),
  );
  expect(JSON.parse(file.toString())).toMatchObject({ config: { start: { name: 'otter' } } });
});

test('an adapter of a run, imported, is measured as the run was, and writes what the run writes', async ({
  page,
}) => {
  await open(page, `${SMALL}&task=nli`);
  await trainToEnd(page);
  await go(page, 'Deploy');
  const run = shelf(page).getByRole('row').nth(1);
  const zip = await download(page, () => run.getByRole('button', { name: /^Export adapter/ }).click());
  const cell = (of: Locator, column: string) => of.locator(`td[data-label="${column}"]`);
  await expect(cell(run, 'Test score')).toContainText('Accuracy', { timeout: 120_000 });
  const score = (await cell(run, 'Test score').textContent()) ?? '';
  const loss = (await cell(run, 'Lowest validation loss').textContent()) ?? '';
  await drop(page, 'otter.zip', zip);
  const row = rowOf(page, 'otter');
  await row.getByRole('button', { name: 'Measure: otter' }).press('Enter');
  await expect(shelf(page).getByRole('status')).toContainText('Measuring “otter” on');
  await expect(cell(row, 'Test score')).toHaveText(score, { timeout: 120_000 });
  await expect(cell(row, 'Lowest validation loss')).toHaveText(loss);
  await expect(row).toContainText('measured on');

  const trial = page.getByRole('region', { name: 'Write with an adapter' });
  const answers = trial.getByRole('region', { name: 'Answers of the models' });
  const ask = async (adapter: number) => {
    await trial.getByRole('combobox', { name: 'Adapter' }).selectOption({ index: adapter });
    await trial.getByLabel('Your prompt').fill('The boat is red.');
    await trial.getByLabel('Your prompt').press('ControlOrMeta+Enter');
    await expect(answers.getByRole('article')).toHaveCount(1);
    return answers.getByRole('article').locator('dd').allTextContents();
  };
  const ofFile = await ask(0);
  expect(ofFile).toHaveLength(2);
  expect(await ask(1)).toEqual(ofFile);
  await expectAccessible(page);
});
