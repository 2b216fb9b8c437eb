/** The visitor's own model: a folder of the Llama family, good and bad, and of GPT-NeoX. */
import { unzipSync, zipSync } from 'fflate';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { llamaFolder } from './llama-folder.ts';
import {
  button,
  drop,
  dropFiles,
  expect,
  expectAccessible,
  exportedAdapter,
  exportedRun,
  figure,
  go,
  open,
  status,
  storedRuns,
  test,
  trainToEnd,
} from './lab.ts';
import { neoxFolder } from './neox-folder.ts';

const PAIRS = ['mr,ref', ...Array.from({ length: 40 }, (_, i) => `name[Inn ${i}],Inn ${i} is an inn.`)];
const SHORT = '?max_steps=20&eval_steps=20&batch_size=4&max_length=64&metric_steps=0';
/** A software adapter takes seconds for a step of all seven matrices. */
const SHORTER = '?max_steps=5&eval_steps=5&batch_size=2&max_length=64&metric_steps=0';

const model = (page: Page) => page.getByLabel('Model', { exact: true });

/** The folder on disk, for a person to choose. */
async function written(info: TestInfo, name: string): Promise<string> {
  const folder = info.outputPath(name);
  await mkdir(folder, { recursive: true });
  for (const [file, bytes] of Object.entries(llamaFolder())) await writeFile(path.join(folder, file), bytes);
  return folder;
}

async function takePairs(page: Page): Promise<void> {
  await drop(page, 'inns.csv', PAIRS.join('\n'));
  await button(page, 'Use this data').click();
}

for (const [backend, query, fall] of [
  ['wasm', SHORT, 0.1],
  ['webgpu', SHORTER, 0],
] as const)
  test(`a chosen Llama folder trains on all seven matrices and gives its adapter, on ${backend}`, async ({
    page,
  }, info) => {
    await open(page, `${query}&backend=${backend}`);
    await model(page).selectOption({ label: 'Your own model …' });
    const dialog = page.getByRole('dialog', { name: 'Your own model' });
    await expect(dialog).toBeVisible();
    await expectAccessible(page);
    await dialog.locator('input[webkitdirectory]').setInputFiles(await written(info, 'tiny llama'));
    await expect(model(page)).toHaveValue('tiny-llama');
    await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
    await takePairs(page);

    const targets = page.getByRole('group', { name: 'Target matrices' });
    for (const matrix of ['Wk', 'Wo', 'Wg', 'W1', 'W2'])
      await targets.getByLabel(matrix, { exact: true }).check();
    // (32 + 32) · 2 of q and o, (32 + 16) · 2 of k and v, (32 + 48) · 3 of the MLP, rank 4, two layers.
    await expect(page.getByText(/^3,712 /)).toBeVisible();
    await expect(figure(page, 'What is trained')).toContainText('SwiGLU');
    await expect(
      page.getByLabel('Method', { exact: true }).getByRole('option', { name: 'BitFit' }),
    ).toBeDisabled();
    await trainToEnd(page);
    const { evals, samples } = await exportedRun(page);
    expect(evals[1]?.loss).toBeLessThan((evals[0]?.loss ?? 0) - fall);
    expect(samples.map(({ step }) => step)).toContain(evals[1]?.step);

    const zip = unzipSync(await exportedAdapter(page));
    const config = Object.entries(zip).find(([name]) => name.endsWith('adapter_config.json'))?.[1];
    expect(JSON.parse(new TextDecoder().decode(config))).toMatchObject({
      base_model_name_or_path: 'tiny-llama',
      fan_in_fan_out: false,
      target_modules: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
    });
  });

test('a GPT-NeoX folder trains on all six matrices and gives its adapter', async ({ page }) => {
  await open(page, `${SHORT}&backend=wasm`);
  await dropFiles(page, neoxFolder());
  await expect(model(page)).toHaveValue('own-model');
  await takePairs(page);
  const targets = page.getByRole('group', { name: 'Target matrices' });
  for (const matrix of ['Wk', 'Wo', 'W1', 'W2']) await targets.getByLabel(matrix, { exact: true }).check();
  // (32 + 32) · 4 of the attention, (32 + 48) · 2 of the MLP, rank 4, two layers.
  await expect(page.getByText(/^3,328 /)).toBeVisible();
  await expect(figure(page, 'What is trained')).toContainText('both read the same residual stream');
  await expectAccessible(page);
  await trainToEnd(page);
  const { evals } = await exportedRun(page);
  expect(evals[1]?.loss).toBeLessThan((evals[0]?.loss ?? 0) - 0.1);

  const zip = unzipSync(await exportedAdapter(page));
  const config = Object.entries(zip).find(([name]) => name.endsWith('adapter_config.json'))?.[1];
  expect(JSON.parse(new TextDecoder().decode(config))).toMatchObject({
    fan_in_fan_out: false,
    // Of Wq, Wk and Wv together.
    r: 12,
    target_modules: ['query_key_value', 'dense', 'dense_h_to_4h', 'dense_4h_to_h'],
  });
  await go(page, 'Inspect ΔW');
  await page.getByRole('radiogroup', { name: 'View' }).getByText('Against W₀', { exact: true }).click();
  await expect(figure(page, 'Amplification by matrix').locator('[data-point]')).toHaveCount(12, {
    timeout: 60_000,
  });
});

test('for a model wider than ours the panel offers the learning rate of the paper', async ({ page }) => {
  await open(page, `${SHORT}&backend=wasm`);
  const note = page.getByRole('note').filter({ hasText: 'The learning rate 0.01 was found on' });
  await expect(note).toHaveCount(0);
  await dropFiles(page, neoxFolder({ hidden_size: 256 }));
  await expect(note).toContainText('this one has width 256');
  await expectAccessible(page);
  await button(page, 'Use 0.0002').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The learning rate is 0.0002 now.')).toBeFocused();
  await expect(page.getByLabel('Learning rate', { exact: true })).toHaveValue('0.0002');
  await expect(note).toHaveCount(0);
});

test('a folder is kept for the next visit, where its run is inspected, until it is deleted', async ({
  page,
}) => {
  await open(page, `${SHORTER}&backend=wasm`);
  await dropFiles(page, llamaFolder());
  await expect(model(page)).toHaveValue('own-model');
  await takePairs(page);
  await trainToEnd(page);
  await expect.poll(() => storedRuns(page)).toMatchObject([{ state: 'finished' }]);

  await page.reload();
  await expect(model(page)).toHaveValue('own-model');
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await go(page, 'Inspect ΔW');
  await page.getByRole('radiogroup', { name: 'View' }).getByText('Against W₀', { exact: true }).click();
  await expect(figure(page, 'Amplification by matrix').locator('[data-point]')).toHaveCount(4, {
    timeout: 60_000,
  });
  await go(page, 'Train');
  await model(page).selectOption({ label: 'nano' });
  await model(page).selectOption({ label: 'Your own model …' });
  const dialog = page.getByRole('dialog', { name: 'Your own model' });
  await expect(dialog.getByRole('table', { name: 'Kept in this browser' })).toContainText('own-model');
  await expectAccessible(page);
  // Its run needs it.
  await dialog.getByRole('button', { name: 'Delete own-model' }).click();
  const question = page.getByRole('dialog', { name: 'Delete the model own-model?' });
  await expect(question).toContainText('A run is of this model.');
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete own-model' }).click();
  await question.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(dialog.getByRole('table')).toHaveCount(0);
});

test('a model that cannot be used says why in its dialog, and the model before stays', async ({
  page,
}, info) => {
  await open(page, SHORT);
  const dialog = page.getByRole('dialog', { name: 'Your own model' });
  const refused = async (files: Record<string, Uint8Array>, ...words: string[]) => {
    await dropFiles(page, files);
    for (const text of words)
      await expect(dialog.getByRole('alert')).toContainText(text, { timeout: 60_000 });
    await expect(model(page)).toHaveValue('nano');
  };
  const { 'model.safetensors': weights = new Uint8Array(), ...rest } = llamaFolder();
  await refused(rest, 'There are no weights in safetensors');
  await expectAccessible(page);
  await refused(llamaFolder({ model_type: 'mistral' }), 'model_type “mistral”', 'Pythia');
  await refused(
    llamaFolder({ rope_scaling: { type: 'yarn' } }),
    'not with these settings',
    '"yarn" is not supported',
  );
  // The worker finds it, in the weights.
  await refused(llamaFolder({ hidden_size: 64 }), 'cannot be used', 'model.embed_tokens.weight');
  await refused(
    { ...rest, 'model.safetensors': weights.subarray(0, 3000) },
    'model.safetensors cannot be read',
    'The tensors take',
  );
  await refused({ 'model.safetensors': weights }, 'The model lacks config.json');
  await refused({ 'pytorch_model.bin': weights }, 'pytorch_model.bin alone, not as safetensors');

  // What is chosen in the dialog is taken for a model, whatever it is.
  const choice = dialog.locator('input[type=file]:not([webkitdirectory])');
  await choice.setInputFiles({ name: 'sea.png', mimeType: 'image/png', buffer: Buffer.from('x') });
  await expect(dialog.getByRole('alert')).toContainText('No model is among these files');
  await expect(page.getByRole('dialog', { name: 'Your own data' })).toHaveCount(0);

  // As a zip, which another program packed.
  const zip = info.outputPath('tiny llama.zip');
  await writeFile(zip, zipSync({ 'tiny llama': { ...llamaFolder(), 'notes.json': new Uint8Array(3) } }));
  await choice.setInputFiles(zip);
  await expect(dialog).toBeHidden({ timeout: 60_000 });
  await expect(model(page)).toHaveValue('tiny-llama');
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
});

test('a model that is brought while a run trains waits for a word, beside what it takes', async ({
  page,
}, info) => {
  await open(page, '?max_steps=2000&eval_steps=2000&batch_size=2&max_length=64&metric_steps=0&backend=wasm');
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Training', { timeout: 60_000 });
  await model(page).selectOption({ label: 'Your own model …' });
  const dialog = page.getByRole('dialog', { name: 'Your own model' });
  await dialog.locator('input[webkitdirectory]').setInputFiles(await written(info, 'tiny llama'));
  await expect(dialog.getByRole('status').first()).toContainText('It is loaded when you press');
  await expect(dialog).toContainText('23,744');
  await expect(dialog).toContainText('batches of 2 texts of 64 tokens, on WASM');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Put it aside' }).click();
  await expect(dialog.getByRole('button', { name: 'Open it' })).toHaveCount(0);
  await dialog.locator('input[webkitdirectory]').setInputFiles(await written(info, 'tiny llama'));
  await dialog.getByRole('button', { name: 'Open it' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden({ timeout: 60_000 });
  await expect(model(page)).toHaveValue('tiny-llama');
});
