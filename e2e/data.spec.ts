/** The visitor's own data, good and bad, and addresses that mean harm. */
import type { Page } from '@playwright/test';
import iconv from 'iconv-lite';
import { gzipSync } from 'node:zlib';
import { button, drop, expect, expectAccessible, exportedRun, go, open, status, test } from './lab.ts';

const INNS = Array.from(
  { length: 40 },
  (_, i) => `"name[Inn ${i}], area[harbour]","Inn ${i}, ""the old one"", lies at the harbour."`,
);
const csv = (lines: string[]) => ['mr,ref', ...lines].join('\r\n');

const preview = (page: Page) => page.getByRole('region', { name: 'Preview' });

test('a dropped CSV is shown, counted, learned from, tested, and kept over a reload', async ({ page }) => {
  await open(page, '?max_steps=40&eval_steps=20&batch_size=4');
  await drop(page, 'inns.csv', csv([...INNS, '"name[Inn 1], area[harbour]",']));
  await expect(page.getByText(/Pairs: 36 training, 2 validation, 2 test/)).toBeVisible();
  await expect(page.getByText(/the completion is empty/)).toBeVisible();
  await expect(
    page.getByText('Recognised as E2E NLG. Prompts: 40, references: 40, metric: BLEU'),
  ).toBeVisible();
  await expect(preview(page)).toContainText('Table with commas between cells · UTF-8');
  await expect(
    page.getByRole('list', { name: 'The first examples' }).getByRole('listitem').first(),
  ).toContainText('name[Inn 0], area[harbour]Inn 0, "the old one", lies at the harbour.');
  await expectAccessible(page);
  await expect(page.getByRole('button', { name: /^Task / })).not.toContainText('inns.csv');
  await expect(button(page, 'Use this data')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: /^Task / })).toContainText('Your data: inns.csv');
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  const { evals } = await exportedRun(page);
  expect(evals.map(({ step }) => step)).toEqual([0, 20, 40]);
  expect(evals[2]?.loss).toBeLessThan((evals[0]?.loss ?? 0) / 2);

  await go(page, 'Compare');
  await button(page, 'Evaluate on test split').click();
  const rows = page.getByRole('table', { name: 'Test loss' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  const testLoss = async (row: number) => Number(await rows.nth(row).getByRole('cell').nth(1).textContent());
  expect(await testLoss(2)).toBeLessThan((await testLoss(1)) / 2);

  await page.reload();
  await go(page, 'Train');
  await expect(page.getByRole('button', { name: /^Task / })).toContainText('Your data: inns.csv');
  await expect(page.getByText(/36 train · 2 validation/)).toBeVisible();
  await page.getByText('More', { exact: true }).click();
  // Fewer than the least size on offer: there is nothing to choose.
  await expect(page.getByText('all 36')).toBeVisible();
  await expect(page.getByRole('slider', { name: 'Training examples' })).toHaveCount(0);
});

test('a bad file is refused with its line, and the data before it stays', async ({ page }) => {
  await open(page, '?max_steps=4&eval_steps=4&batch_size=2');
  await drop(page, 'inns.csv', csv(INNS));
  await button(page, 'Use this data').click();
  await expect(page.getByText(/36 train · 2 validation/)).toBeVisible();
  await drop(page, 'bad.jsonl', '{"prompt": "a", "completion": "b"}\n{"prompt": oops}\n');
  await expect(page.getByText(/line 2/).first()).toBeVisible();
  await drop(page, 'cat.csv', '\uFFFDPNG\r\n\x1a\n\0\0\0\rIHDR');
  const refusal = page.getByRole('alert');
  await expect(refusal).toContainText('cat.csv is not a text file');
  await expect(refusal).toContainText('What was loaded before is still in use.');
  await drop(page, 'ragged.csv', 'prompt,completion\na,b\nc\nd\n');
  await expect(refusal).toContainText('Rows or answers left out: 2 (bad row; the first is in line 3).');
  await page.keyboard.press('Escape');
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
});

test('data that is cancelled leaves the task as it was', async ({ page }) => {
  await open(page);
  await drop(page, 'inns.csv', csv(INNS));
  await button(page, 'Cancel').click();
  await expect(button(page, 'Choose a file')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Task / })).toContainText('Restaurant descriptions');
});

test('encodings that only a browser decodes whole are detected, named and changeable', async ({ page }) => {
  await open(page);
  const rows = (row: (i: number) => string) =>
    ['prompt,completion', ...Array.from({ length: 40 }, (_, i) => row(i))].join('\n');
  // 뷁 and 똠 are in CP949, not in EUC-KR proper.
  const korean = rows((i) => `상자 ${i}번은 무슨 색입니까?,뷁이라 하고 똠방각하라 읽습니다.`);
  await drop(page, 'korean.csv', iconv.encode(korean, 'cp949'));
  await expect(preview(page)).toContainText('CP949, EUC-KR (Korean)');
  await expect(preview(page)).toContainText('뷁이라 하고 똠방각하라 읽습니다.');
  await button(page, 'Read it in another way').click();
  await page.getByLabel('Encoding').selectOption('Windows-1252 (Western)');
  await expect(preview(page)).toContainText('»óÀÚ 0');
  await page.getByLabel('Encoding').selectOption('UTF-8');
  await expect(preview(page)).toContainText('40 lines (the first is line 2) have bytes that are not UTF-8');
  await button(page, 'Cancel').click();

  const western = rows((i) => `What’s in box ${i}?,It’s “only” €${i}…`);
  await drop(page, 'western.csv', iconv.encode(western, 'win1252'));
  await expect(preview(page)).toContainText('Windows-1252 (Western)');
  await expect(preview(page)).toContainText('It’s “only” €0…');
  await button(page, 'Cancel').click();

  await drop(
    page,
    'packed.jsonl.gz',
    gzipSync(
      INNS.map((_, i) => JSON.stringify({ prompt: `Box ${i}?`, chosen: 'Red.', rejected: 'No.' })).join('\n'),
    ),
  );
  await expect(preview(page)).toContainText('JSON · UTF-8 · unpacked from .gz');
  await expect(preview(page)).toContainText('Left out: 40 (rejected answers, which are never learned');
  await expect(preview(page).getByText('No.')).toHaveCount(0);
});

test('columns that no rule names are picked by the person', async ({ page }) => {
  await open(page);
  await drop(
    page,
    'talk.csv',
    ['who,said,reply', ...INNS.map((_, i) => `me,hello ${i},good day ${i}`)].join('\n'),
  );
  await expect(page.getByRole('region', { name: 'The first rows' })).toContainText('hello 2');
  await expect(button(page, 'Use this data')).toHaveCount(0);
  await expectAccessible(page);
  await page.getByLabel('Prompt column').selectOption('said');
  await page.getByLabel('Completion column').selectOption('reply');
  await button(page, 'Read these columns').click();
  await button(page, 'Use this data').click();
  await expect(page.getByText(/36 train · 2 validation/)).toBeVisible();
});

test('a recognised format is declined by keyboard, and its columns picked', async ({ page }) => {
  await open(page);
  await drop(page, 'inns.csv', csv(INNS));
  const recognised = page.getByRole('region', { name: 'Recognised format' });
  await expect(recognised).toContainText('E2E NLG');
  await button(page, 'Read it in another way').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Read as').selectOption('Picked columns');
  await expect(page.getByLabel('Prompt column')).toBeFocused();
  await page.getByLabel('Prompt column').selectOption('ref');
  await page.getByLabel('Completion column').selectOption('mr');
  await expectAccessible(page);
  await button(page, 'Read these columns').click();
  await expect(page.getByText(/36 training/)).toBeVisible();
  await expect(recognised).toBeHidden();
  await page.getByLabel('Read as').selectOption('Plain text');
  await expect(preview(page)).toContainText('Texts: 37 training, 2 validation, 2 test');
});

test('WikiSQL’s two files, one after the other', async ({ page }) => {
  await open(page);
  const questions = INNS.map((_, i) => ({
    table_id: '1-1',
    question: `How many beds has inn ${i}?`,
    sql: { sel: 1, agg: 0, conds: [[0, 0, `Inn ${i}`]] },
  }));
  const table = { id: '1-1', header: ['Inn', 'Beds'], types: ['text', 'real'], rows: [['Inn 1', 8]] };
  await drop(page, 'dev.jsonl', questions.map((record) => JSON.stringify(record)).join('\n'));
  await expect(page.getByRole('alert')).toContainText('dev.tables.jsonl');
  await drop(page, 'dev.tables.jsonl', JSON.stringify(table));
  await expect(
    page.getByText('Recognised as WikiSQL. Prompts: 40, references: 40, metric: Execution accuracy'),
  ).toBeVisible();
  await expect(page.getByText(/^SELECT "Beds" FROM "table" WHERE "Inn" = 'Inn \d+'$/).first()).toBeVisible();
  await button(page, 'Use this data').click();
  await expect(page.getByText(/36 train · 2 validation/)).toBeVisible();
});

test('hostile addresses are repaired with a notice', async ({ page }) => {
  await open(
    page,
    `?v=99&preset=nonsense&r=1e99&lora_alpha=NaN&learning_rate=-5&target_modules=q,zz&__proto__=x&max_steps=0` +
      `&model=..%2F..%2Fetc&task=%3Cscript%3E&batch_size=${'9'.repeat(400)}&seed=<img src=x onerror=alert(1)>`,
  );
  await expect(page.getByRole('region', { name: 'Messages' })).not.toBeEmpty();
  await expect(page.getByRole('slider', { name: 'Rank r' })).toBeVisible();
  await button(page, 'Step').click();
  await expect(status(page)).toContainText('step 1 of 1', { timeout: 60_000 });
});
