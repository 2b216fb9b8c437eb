/**
 * “Continue outside”: the folder that repeats a run with transformers, PEFT and accelerate. `python3 tools/fixtures/outside.py
 * test-results` runs those that these tests leave there.
 */
import { writeFile } from 'node:fs/promises';
import type { Page, TestInfo } from '@playwright/test';
import { unzipSync, zipSync } from 'fflate';
import { nanoAdapter, tensorsOf } from './adapter.ts';
import { llamaFolder } from './llama-folder.ts';
import {
  download,
  drop,
  dropFiles,
  button,
  expect,
  expectAccessible,
  go,
  open,
  scored,
  status,
  test,
  trainToEnd,
} from './lab.ts';

const SMALL = '?backend=wasm&max_steps=20&eval_steps=10&batch_size=4&metric_steps=0&warmup_steps=2';

interface Run {
  losses: [number, number][];
  validationLosses: [number, number][];
  factors: Record<string, { rate: number; decay: number }>;
  startsFactored: boolean;
}
interface Row {
  prompt: string;
  completion: string;
  input_ids: number[];
  completion_start: number;
}

/** Trains, downloads the folder, keeps the zip, and reads it. */
async function folderOf(page: Page, info: TestInfo, train = trainToEnd) {
  await train(page);
  await scored(page);
  await go(page, 'Deploy');
  const panel = page.getByRole('region', { name: 'Continue outside' });
  const zip = await download(page, () =>
    panel.getByRole('button', { name: /^Download the folder of / }).press('Enter'),
  );
  await writeFile(info.outputPath('outside.zip'), zip);
  const files = unzipSync(zip);
  const [first = ''] = Object.keys(files);
  const folder = first.split('/')[0] ?? '';
  const bytesOf = (path: string) => {
    const bytes = files[`${folder}/${path}`];
    if (!bytes) throw new Error(`the zip lacks ${path}: ${Object.keys(files).join(', ')}`);
    return bytes;
  };
  const textOf = (path: string) => new TextDecoder().decode(bytesOf(path));
  const linesOf = (path: string): unknown[] =>
    textOf(path)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  return {
    names: Object.keys(files).map((name) => name.slice(folder.length + 1)),
    panel,
    textOf,
    run: JSON.parse(textOf('run.json')) as Run,
    rows: linesOf('data/train.jsonl') as Row[],
    batches: linesOf('batches.jsonl') as number[][],
    tensors: (path: string) => tensorsOf(bytesOf(path)),
  };
}

test('a run of q and v is a folder with model, start, data in its order, program and commands', async ({
  page,
}, info) => {
  await open(page, `${SMALL}&max_train_samples=100`);
  const { names, panel, textOf, run, rows, batches, tensors } = await folderOf(page, info);
  await expect(panel).toContainText('on one GPU or several');
  await expectAccessible(page);
  expect(names.sort()).toEqual(
    [
      ...['README.md', 'train.py', 'requirements.txt', 'run.json', 'trained.safetensors', 'batches.jsonl'],
      ...['train', 'validation', 'test'].map((split) => `data/${split}.jsonl`),
      ...['adapter', 'start'].flatMap((folder) =>
        ['adapter_config.json', 'adapter_model.safetensors'].map((file) => `${folder}/${file}`),
      ),
      ...['config.json', 'model.safetensors', 'tokenizer.json', 'README.md'].map((file) => `model/${file}`),
    ].sort(),
  );
  expect(textOf('README.md')).toContain('Several machines were never run');
  expect(run.losses.map(([step]) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect(run.validationLosses.map(([step]) => step)).toEqual([0, 10, 20]);
  expect(run.factors).toEqual({ lora_A: { rate: 1, decay: 1 }, lora_B: { rate: 1, decay: 1 } });
  // 20 steps of 4 of the 100 examples: no example twice.
  expect(rows).toHaveLength(100);
  expect(batches).toHaveLength(20);
  expect(new Set(batches.flat()).size).toBe(80);
  for (const { prompt, completion, input_ids: ids, completion_start: start } of rows) {
    expect(prompt).not.toBe('');
    expect(completion).not.toBe('');
    expect([ids[0], ids.at(-1)]).toEqual([0, 0]);
    expect(start).toBeGreaterThan(1);
    expect(start).toBeLessThan(ids.length);
  }
  // B of c_attn starts at 0; trained are its rows of q beside q's columns, and of v beside v's.
  const name = 'base_model.model.transformer.h.0.attn.c_attn.lora_B.weight';
  const b = tensors('start/adapter_model.safetensors').get(name);
  expect(b?.shape).toEqual([192, 8]);
  expect(b?.data.every((value) => value === 0)).toBe(true);
  const trained = tensors('trained.safetensors').get(name);
  const at = (row: number, column: number) => trained?.data[row * 8 + column];
  expect([at(0, 0), at(0, 4), at(64, 0), at(64, 4), at(128, 0), at(128, 4)]).toEqual([1, 0, 0, 0, 0, 1]);
});

const MODULES = 'target_modules=o,up,down';
for (const [name, query] of [
  [
    'DoRA with LoRA+, biases and a schedule',
    `method=lora&${MODULES}&use_dora=true&bias=all&loraplus_lr_ratio=4&lr_scheduler_type=cosine`,
  ],
  ['PiSSA', 'method=lora&target_modules=q,v,down&init_lora_weights=pissa&r=2'],
  ['IA³ of a part of c_attn', 'method=ia3&target_modules=k,v,down'],
  ['VeRA', `method=vera&${MODULES}&r=16`],
  ['prefix tuning', 'method=prefix-kv&prefix_tokens=4'],
] as const)
  test(`${name} has a folder, too`, async ({ page }, info) => {
    await open(page, `${SMALL}&${query}`);
    const { run, tensors } = await folderOf(page, info);
    expect(run.startsFactored).toBe(name === 'PiSSA');
    const start = tensors('start/adapter_model.safetensors');
    expect(start.size).toBeGreaterThan(0);
    expect(tensors('adapter/adapter_model.safetensors').size).toBe(start.size);
  });

test('of an adapter of c_attn that is trained on, the folder starts at that adapter', async ({
  page,
}, info) => {
  await open(page, `${SMALL}&view=deploy`);
  await drop(page, 'otter.zip', zipSync({ ...nanoAdapter('lora-uneven') }));
  const { run, tensors } = await folderOf(page, info, async () => {
    await button(page, 'Train on: otter').click();
    await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  });
  expect(run.validationLosses[0]?.[1]).not.toBe(run.losses[0]?.[1]);
  expect(tensors('start/adapter_model.safetensors').size).toBeGreaterThan(0);
});

test('a run whose Wq and Wv have different scales has none, and says why', async ({ page }) => {
  await open(page, `${SMALL}&rank_pattern=v:8`);
  await trainToEnd(page);
  await go(page, 'Deploy');
  const panel = page.getByRole('region', { name: 'Continue outside' });
  const download = panel.getByRole('button', { name: /^Download the folder of / });
  await expect(download).toBeDisabled();
  await expect(download).toHaveAccessibleDescription(/different scales α\/r/);
  await expectAccessible(page);
});

test('of a model of one’s own the folder says where to put it', async ({ page }, info) => {
  await open(page, `${SMALL}&max_length=64`);
  await dropFiles(page, llamaFolder());
  await expect(page.getByLabel('Model', { exact: true })).toHaveValue('own-model');
  const pairs = Array.from({ length: 40 }, (_, i) => `name[Inn ${i}],Inn ${i} is an inn.`);
  await drop(page, 'inns.csv', ['mr,ref', ...pairs].join('\n'));
  await button(page, 'Use this data').click();
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  const { names, panel, textOf } = await folderOf(page, info);
  await expect(panel).toContainText('own-model is not copied');
  expect(names.filter((file) => file.startsWith('model/'))).toEqual([]);
  expect(names).not.toContain('trained.safetensors');
  expect(textOf('README.md')).toContain('`own-model` is not here');
  for (const [file, bytes] of Object.entries(llamaFolder())) await writeFile(info.outputPath(file), bytes);
});
