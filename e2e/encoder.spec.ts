/**
 * Encoders: the one that the page ships, and one of the visitor's own, a small random BERT or RoBERTa in Hugging Face's layout
 * (tools/fixtures/bert.py). They learn nli, and own texts with labels.
 */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { Page, TestInfo } from '@playwright/test';
import { readBaseModel } from '../src/formats/base-model.ts';
import { readSafetensors } from '../src/formats/safetensors.ts';
import {
  button,
  download,
  drop,
  expect,
  expectAccessible,
  exportedAdapter,
  exportedRun,
  figure,
  go,
  open,
  status,
  test,
  trainToEnd,
} from './lab.ts';

const SHORT = '?max_steps=20&eval_steps=20&batch_size=8&max_length=224&metric_steps=0&learning_rate=0.02';
/** A software adapter takes seconds for a step. */
const SHORTER = '?max_steps=3&eval_steps=3&batch_size=2&max_length=224&metric_steps=0';
const LABELS = ['entailment', 'neutral', 'contradiction'];
const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'];

const model = (page: Page) => page.getByLabel('Model', { exact: true });

/** The folder as a person has it, for a choice. */
async function copied(info: TestInfo, name: string): Promise<string> {
  const folder = info.outputPath(`tiny-${name}`);
  await mkdir(folder, { recursive: true });
  for (const file of FILES)
    await copyFile(
      path.join(import.meta.dirname, '../src/engine/model/fixtures/bert', name, file),
      path.join(folder, file),
    );
  return folder;
}

async function choose(page: Page, folder: string): Promise<void> {
  await model(page).selectOption({ label: 'Your own model …' });
  const dialog = page.getByRole('dialog', { name: 'Your own model' });
  await dialog.locator('input[webkitdirectory]').setInputFiles(folder);
  await expect(model(page)).toHaveValue(path.basename(folder));
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
}

for (const [name, backend, query, trained] of [
  // Rank 4 on Wq and Wv of two layers, 2 · 2 · 4 · (16 + 16), and the head: 16 · 3 + 3, of RoBERTa 16 · 16 + 16, too.
  ['bert', 'wasm', SHORT, '563'],
  ['roberta', 'wasm', SHORT, '835'],
  ['bert', 'webgpu', SHORTER, '563'],
] as const)
  test(`a ${name} learns nli as classes, on ${backend}`, async ({ page }, info) => {
    await open(page, `${query}&backend=${backend}`);
    await choose(page, await copied(info, name));
    await expect(page.getByText(new RegExp(`^${trained} `))).toBeVisible();
    await expect(figure(page, 'What is trained')).toContainText('An encoder:');
    await expect(page.getByText('Its classification head is that of its folder')).toBeVisible();
    await trainToEnd(page);
    const { evals, samples, config, scores } = await exportedRun(page);
    expect(config.task).toBe('nli');
    if (backend === 'wasm') expect(evals[1]?.loss).toBeLessThan(evals[0]?.loss ?? 0);
    for (const { text } of samples) expect(LABELS).toContain(text);
    expect(scores.map(({ metric }) => metric)).toContain('accuracy');
  });

test('the shipped encoder takes the form to its task and learns it', async ({ page }) => {
  // At the learning rate that the page proposes for it.
  await open(page, '?backend=wasm&max_steps=60&eval_steps=60&metric_steps=0');
  await model(page).selectOption({ label: 'encoder' });
  await expect(page.getByRole('button', { name: /^Task / })).toContainText('Premise and hypothesis');
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  await expect(figure(page, 'What is trained')).toContainText('An encoder:');
  await expectAccessible(page);
  await trainToEnd(page);
  const { evals, samples, config } = await exportedRun(page);
  expect(config).toMatchObject({ model: 'encoder', task: 'nli' });
  expect(evals[1]?.loss).toBeLessThan(evals[0]?.loss ?? 0);
  for (const { text } of samples) expect(LABELS).toContain(text);

  // What it says was predicted: it writes nothing.
  await page.getByRole('tab', { name: 'Scores' }).click();
  const byClass = page.getByRole('table', { name: /by class/ });
  await expect(byClass).toContainText('predicted entailment');
  await expect(byClass).not.toContainText('wrote');
  await expect(page.getByText('The base model’s classifier is drawn at random')).toBeVisible();
  const predicts = page.getByRole('tab', { name: 'What it predicts' });
  await predicts.click();
  await expect(page.getByText('Predicted after step 60')).toBeVisible();
  await expect(page.getByText('Before: the base model, its classifier drawn at random')).toBeVisible();

  // Its adapter is one for classification, with the trained head.
  const zip = unzipSync(await exportedAdapter(page));
  const named = (end: string) => Object.entries(zip).find(([name]) => name.endsWith(end))?.[1];
  expect(JSON.parse(new TextDecoder().decode(named('adapter_config.json')))).toMatchObject({
    task_type: 'SEQ_CLS',
    fan_in_fan_out: false,
    target_modules: ['query', 'value'],
    modules_to_save: ['classifier', 'score'],
  });
  const tensors = readSafetensors(Uint8Array.from(named('adapter_model.safetensors') ?? []).buffer);
  expect([...tensors.keys()].filter((name) => name.includes('classifier'))).toHaveLength(2);

  await go(page, 'Deploy');
  const trial = page.getByRole('region', { name: 'Predict with an adapter' });
  await expect(trial.getByRole('button', { name: 'Predict' })).toBeVisible();
  await expect(trial.getByLabel('Decoding')).toHaveCount(0);
  await go(page, 'Compare');
  await expect(page.getByText('Encoders predict no text, so they have no such figure')).toBeVisible();
  await go(page, 'Inspect ΔW');
  await page.getByRole('radiogroup', { name: 'View' }).getByText('Cut', { exact: true }).click();
  await button(page, 'Measure the cuts').press('Enter');
  await expect(button(page, 'Predict with k = 1')).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'On ordinary text' })).toHaveCount(0);

  // The shown run's model counts, not the loaded one, but for a prompt of one's own: that is the loaded one's to answer.
  await go(page, 'Train');
  await model(page).selectOption('nano');
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await expect(page.getByText('settings at the left have another task or model')).toBeVisible();
  await expect(predicts).toBeVisible();
  await expect(page.getByText('Predicted after step 60')).toBeVisible();
  await button(page, 'Your own prompt…').click();
  await expect(button(page, 'Write')).toBeVisible();
});

test('the shipped encoder starts with a learning rate of its own, which the panel offers where another is set', async ({
  page,
}) => {
  await open(page, '?backend=wasm');
  const rate = page.getByLabel('Learning rate', { exact: true });
  await expect(rate).toHaveValue('0.01');
  await model(page).selectOption({ label: 'encoder' });
  await expect(rate).toHaveValue('0.002');
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  await rate.fill('0.01');
  await rate.press('Enter');
  await button(page, 'Use 0.002').press('Enter');
  await expect(page.getByText('The learning rate is 0.002 now.')).toBeFocused();
  await expect(rate).toHaveValue('0.002');
});

test('a learning rate that nobody set follows the model back to one that writes', async ({ page }) => {
  await open(page, '?backend=wasm');
  const rate = page.getByLabel('Learning rate', { exact: true });
  await model(page).selectOption({ label: 'encoder' });
  await expect(rate).toHaveValue('0.002');
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  await model(page).selectOption('nano');
  await expect(rate).toHaveValue('0.01');
  await rate.fill('0.005');
  await rate.press('Enter');
  await model(page).selectOption({ label: 'encoder' });
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  await expect(rate).toHaveValue('0.005');
});

test('a link opens the shipped encoder; as a model that varies it is for its task alone', async ({
  page,
}) => {
  await open(page, `${SHORT}&backend=wasm&model=encoder&vary=model:nano,encoder`);
  await expect(model(page)).toHaveValue('encoder');
  await go(page, 'Compare');
  const experiment = page.getByRole('region', { name: 'Experiment' });
  await expect(experiment.getByRole('status')).toContainText('2 runs');
  await go(page, 'Train');
  await model(page).selectOption('nano');
  await page.getByRole('button', { name: /^Task / }).click();
  await page.getByRole('radio', { name: 'Questions to SQL', exact: true }).click();
  await go(page, 'Compare');
  await expect(experiment).toContainText('this task has none: encoder on sql.');
  await expect(experiment.getByRole('status')).toContainText('One run is no comparison');
});

test('tasks of an experiment that an encoder cannot learn are left out and named', async ({ page }) => {
  await open(page, `${SHORT}&backend=wasm&model=encoder&vary=task:nli,sql,summary;seed:1,2&view=compare`);
  const experiment = page.getByRole('region', { name: 'Experiment' });
  await expect(experiment).toContainText('these tasks have none: encoder on sql and encoder on summary.', {
    timeout: 60_000,
  });
  await expect(experiment.getByRole('status')).toContainText('2 runs');
  await expectAccessible(page);
});

test('other tasks and what needs written text say that an encoder writes none', async ({ page }, info) => {
  await open(page, `${SHORT}&backend=wasm`);
  await choose(page, await copied(info, 'bert'));

  await page.getByRole('button', { name: 'Task Premise and hypothesis' }).click();
  const tasks = page.getByRole('dialog', { name: 'What the model should learn' });
  await expect(tasks).toContainText('The loaded model is an encoder');
  await expect(tasks.getByRole('radio', { name: 'Questions to SQL', exact: true })).toBeDisabled();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  const hint = page.getByText('An encoder writes no text: it predicts a class.');
  await expect(hint).toBeVisible();
  await expectAccessible(page);
  await button(page, 'Your own prompt…').click();
  await expect(page.getByLabel('Decoding')).toHaveCount(0);
  await page.getByLabel('Your prompt').fill('All bakers sing.');
  await button(page, 'Predict').click();
  await expect(page.getByText('Write the first on the first line')).toBeVisible();
  await page.getByLabel('Your prompt').fill('All bakers sing.\nSome bakers sing.');
  await button(page, 'Predict').click();
  const answer = page.getByRole('article').filter({ hasText: 'Some bakers sing.' });
  await expect(answer.getByText(new RegExp(`^(${LABELS.join('|')})$`)).first()).toBeVisible();

  const pairs = Array.from({ length: 40 }, (_, i) => `name[Inn ${i}],Inn ${i} is an inn.`);
  await drop(page, 'inns.csv', ['mr,ref', ...pairs].join('\n'));
  const own = page.getByRole('dialog', { name: 'Your own data' });
  await expect(own.getByRole('alert')).toContainText('cannot learn classes', { timeout: 60_000 });
  await expect(own.getByRole('alert')).toContainText('40 different labels in 40 rows');
  await page.keyboard.press('Escape');

  await go(page, 'Deploy');
  await page.getByRole('radiogroup', { name: 'View' }).getByText('Latency', { exact: true }).click();
  await expect(page.getByText('What is measured here needs a model that writes')).toBeVisible();
  await expectAccessible(page);
});

const REVIEWS = [
  ['sentence', 'label'],
  ...Array.from({ length: 60 }, (_, i) =>
    i % 2
      ? [`The inn was warm and the soup was good on day ${i}.`, '1']
      : [`The inn was cold and the soup was bad on day ${i}.`, '0'],
  ),
];

test('own texts with labels: an encoder learns their classes, tells them with probabilities and takes them to PEFT', async ({
  page,
}, info) => {
  await open(page, `${SHORT}&backend=wasm`);
  await choose(page, await copied(info, 'bert'));
  const task = page.getByRole('button', { name: /^Task / });
  await drop(page, 'train.tsv', REVIEWS.map((cells) => cells.join('\t')).join('\n'));
  const own = page.getByRole('dialog', { name: 'Your own data' });
  await expect(own).toContainText('GLUE SST-2', { timeout: 60_000 });
  await expect(own).toContainText(
    /2 classes, with their training examples: negative \(2\d\), positive \(2\d\)/,
  );
  await expect(own.getByLabel('Main metric').getByRole('option')).toHaveText(['Accuracy', /^F1/, /Matthews/]);
  await expectAccessible(page);
  await button(page, 'Use this data').press('Enter');
  await expect(task).toContainText('train.tsv');
  await expect(page.getByText('without a head for these classes')).toBeVisible();
  // Two classes in the place of three: 16 · 2 + 2 beside the rank-4 pairs.
  await expect(page.getByText(/^546 /)).toBeVisible();
  await trainToEnd(page);
  const { samples, config, scores, shape } = await exportedRun(page);
  expect(config.task).toBe('own');
  expect(shape).toMatchObject({ n_labels: 2, labels: ['negative', 'positive'] });
  for (const { text } of samples) expect(['negative', 'positive']).toContain(text);
  expect(scores.map(({ metric }) => metric)).toContain('accuracy');

  await button(page, 'Your own prompt…').click();
  await page.getByLabel('Your prompt').filter({ visible: true }).fill('The inn was warm.');
  await button(page, 'Predict').click();
  const answer = page.getByRole('article').filter({ hasText: 'The inn was warm.' });
  await expect(
    answer.getByText(/^(positive|negative) [\d.]+\s?% · (positive|negative) [\d.]+\s?%$/),
  ).toHaveCount(2);
  await expectAccessible(page);

  await go(page, 'Deploy');
  const peft = page.getByRole('region', { name: 'Use the adapter with PEFT' });
  await expect(peft).toContainText('labels = ["negative", "positive"]');
  await expectAccessible(page);
  const adapter = await download(page, () => page.getByRole('button', { name: /^Export adapter/ }).click());
  await page.getByRole('radiogroup', { name: 'View' }).getByText('Merge', { exact: true }).click();
  const merged = unzipSync(
    await download(page, () => button(page, 'Download the merged model').press('Enter')),
  );
  const configFile = Object.entries(merged).find(([file]) => file.endsWith('/config.json'))?.[1];
  expect(JSON.parse(new TextDecoder().decode(configFile))).toMatchObject({
    id2label: { 0: 'negative', 1: 'positive' },
    label2id: { negative: 0, positive: 1 },
  });

  await go(page, 'Inspect ΔW');
  await expect(page.getByRole('alert')).toHaveCount(0);

  // The built-in task has its own classes, and what learned others says so.
  await go(page, 'Train');
  await task.click();
  await page.getByRole('radio', { name: 'Premise and hypothesis', exact: true }).click();
  await expect(page.getByText('Its classification head is that of its folder')).toBeVisible();
  await page.getByLabel('Your prompt').filter({ visible: true }).fill('All bakers sing.\nSome bakers sing.');
  await button(page, 'Predict').click();
  await expect(page.getByText('This run learned other classes').filter({ visible: true })).toBeVisible();
  await drop(page, 'adapter.zip', adapter);
  await expect(
    page.getByText('tells 2 classes apart, and that of the loaded model 3. Choose the task or load the data'),
  ).toBeVisible();
});

test('the columns of two texts and a label are picked by hand', async ({ page }) => {
  await open(page, `${SHORT}&backend=wasm&model=encoder`);
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${i},Inn ${i} is open.,Inn ${i} is ${i % 2 ? 'shut' : 'open'}.,${i % 2 ? 'no' : 'yes'}`,
  );
  await drop(page, 'inns.csv', ['id,left,right,same', ...rows].join('\n'));
  const own = page.getByRole('dialog', { name: 'Your own data' });
  await own.getByLabel('Text column', { exact: true }).selectOption('left');
  await own.getByLabel('Second text column').selectOption('right');
  await own.getByLabel('Label column').selectOption('same');
  await own.getByRole('button', { name: 'Read these columns' }).press('Enter');
  await expect(own).toContainText('reads columns “left” and “right”, and learns column “same”');
  await expect(own).toContainText('2 classes, with their training examples: no (18), yes (18)');
  await expectAccessible(page);
});

test('an encoder that is chosen again takes its task again', async ({ page }, info) => {
  await open(page, `${SHORT}&backend=wasm`);
  await choose(page, await copied(info, 'bert'));
  await model(page).selectOption('nano');
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  const task = page.getByRole('button', { name: /^Task / });
  await task.click();
  await page.getByRole('radio', { name: 'Questions to SQL', exact: true }).click();
  await expect(task).toContainText('Questions to SQL');
  await model(page).selectOption('tiny-bert');
  await expect(task).toContainText('Premise and hypothesis');
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  await task.press('Enter');
  await expect(page.getByRole('radio', { name: 'Premise and hypothesis', exact: true })).toBeFocused();
});

test('an adapter of an encoder goes out to PEFT and comes back, and is merged', async ({ page }, info) => {
  await open(page, `${SHORT}&backend=wasm&target_modules=v,down`);
  const brought = await copied(info, 'roberta');
  await writeFile(path.join(brought, 'golden.json'), '{}');
  await choose(page, brought);
  await trainToEnd(page);
  await go(page, 'Deploy');
  const peft = page.getByRole('region', { name: 'Use the adapter with PEFT' });
  await expect(peft).toContainText('AutoModelForSequenceClassification.from_pretrained("tiny-roberta")');
  await expect(peft).toContainText('The base model is your own folder');
  await expect(page.getByText('its model is an encoder, and train.py trains')).toBeVisible();
  await expectAccessible(page);

  const shelf = page.getByRole('region', { name: 'Adapters on this computer' });
  const zip = await download(page, () => shelf.getByRole('button', { name: /^Export adapter/ }).click());
  await writeFile(info.outputPath('adapter.zip'), zip);
  const files = Object.keys(unzipSync(zip)).map((file) => path.basename(file));
  expect(files.sort()).toEqual(['adapter_config.json', 'adapter_model.safetensors']);
  await drop(page, 'adapter.zip', zip);
  await expect(shelf.getByRole('row').filter({ hasText: 'tiny-roberta' })).toHaveCount(2);

  await page.getByRole('radiogroup', { name: 'View' }).getByText('Merge', { exact: true }).click();
  await expect(page.getByLabel('Adapter').getByRole('option')).toHaveCount(2);
  await expectAccessible(page);
  const merged = await download(page, () => button(page, 'Download the merged model').press('Enter'));
  await writeFile(info.outputPath('merged.zip'), merged);
  const folder = unzipSync(merged);
  const fileOf = (name: string) =>
    Object.entries(folder).find(([file]) => file.endsWith(`/${name}`))?.[1] ?? new Uint8Array();
  const read = readBaseModel(JSON.parse(new TextDecoder().decode(fileOf('config.json'))), () =>
    readSafetensors(Uint8Array.from(fileOf('model.safetensors')).buffer),
  );
  expect(read).toMatchObject({ family: 'bert', config: { file_outputs: [1, 2, 0] } });
  // The model's files alone.
  expect(Object.keys(folder).map((file) => path.basename(file))).toEqual(
    expect.arrayContaining(['config.json', 'tokenizer.json', 'model.safetensors']),
  );
  expect(Object.keys(folder).filter((file) => file.includes('golden'))).toEqual([]);
});
