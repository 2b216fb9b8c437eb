/** The visitor's own data, good and bad, and addresses that mean harm. */
import type { Page } from '@playwright/test';
import { button, expect, expectAccessible, exportedRun, go, open, status, test } from './lab.ts';

const INNS = Array.from(
  { length: 40 },
  (_, i) => `"name[Inn ${i}], area[harbour]","Inn ${i}, ""the old one"", lies at the harbour."`,
);
const csv = (lines: string[]) => ['mr,ref', ...lines].join('\r\n');

async function drop(page: Page, name: string, text: string) {
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], fileName, { type: 'text/plain' }));
      return data;
    },
    [name, text] as const,
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
}

test('a dropped CSV is counted, learned from, tested, and kept over a reload', async ({ page }) => {
  await open(page, '?max_steps=40&eval_steps=20&batch_size=4');
  await drop(page, 'inns.csv', csv([...INNS, '"name[Inn 1], area[harbour]",']));
  await expect(page.getByText(/36 training, 2 validation and 2 test pairs/)).toBeVisible();
  await expect(page.getByText(/the completion is empty/)).toBeVisible();
  await expect(page.getByText('inns.csv is loaded and is now the task')).toBeVisible();
  await expect(page.getByText('Recognised as E2E NLG: 40 prompts, 40 references; metric BLEU')).toBeVisible();
  await expectAccessible(page);
  await button(page, 'Done').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
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
  await expect(page.getByRole('button', { name: /^Task / })).toContainText('Your data: inns.csv');
  await expect(page.getByText(/36 train · 2 validation/)).toBeVisible();
  // Fewer than the least size on offer: there is nothing to choose.
  await expect(page.getByText('all 36')).toBeVisible();
  await expect(page.getByRole('slider', { name: 'Training pairs' })).toHaveCount(0);
});

test('a bad file is refused with its line, and the data before it stays', async ({ page }) => {
  await open(page, '?max_steps=4&eval_steps=4&batch_size=2');
  await drop(page, 'inns.csv', csv(INNS));
  await expect(page.getByText(/36 training/)).toBeVisible();
  await drop(page, 'bad.jsonl', '{"prompt": "a", "completion": "b"}\n{"prompt": oops}\n');
  await expect(page.getByText(/line 2/).first()).toBeVisible();
  await drop(page, 'cat.csv', '\uFFFDPNG\r\n\x1a\n\0\0\0\rIHDR');
  const refusal = page.getByRole('alert');
  await expect(refusal).toContainText('cat.csv is not a text file');
  await expect(refusal).toContainText('What was loaded before is still in use.');
  await drop(page, 'ragged.csv', 'prompt,completion\na,b\nc\nd\n');
  await expect(refusal).toContainText('Left out: 2 × bad row, the first on line 3.');
  await page.keyboard.press('Escape');
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
});

test('columns that no rule names are picked by the person', async ({ page }) => {
  await open(page);
  await drop(
    page,
    'talk.csv',
    ['who,said,reply', ...INNS.map((_, i) => `me,hello ${i},good day ${i}`)].join('\n'),
  );
  await expect(page.getByText('Which columns?')).toBeVisible();
  await page.getByLabel('Prompt column').selectOption('said');
  await page.getByLabel('Completion column').selectOption('reply');
  await button(page, 'Use these columns').click();
  await expect(page.getByText(/36 train · 2 validation/)).toBeVisible();
});

test('a recognised format is declined by keyboard, and its columns picked', async ({ page }) => {
  await open(page);
  await drop(page, 'inns.csv', csv(INNS));
  const recognised = page.getByRole('region', { name: 'Recognised format' });
  await expect(recognised).toContainText('E2E NLG');
  await button(page, 'Read as a plain table instead').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Prompt column')).toBeFocused();
  await page.getByLabel('Prompt column').selectOption('ref');
  await page.getByLabel('Completion column').selectOption('mr');
  await expectAccessible(page);
  await button(page, 'Use these columns').click();
  await expect(page.getByText(/36 training/)).toBeVisible();
  await expect(recognised).toBeHidden();
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
    page.getByText('Recognised as WikiSQL: 40 prompts, 40 references; metric Execution accuracy'),
  ).toBeVisible();
  await expect(page.getByText(/^SELECT "Beds" FROM "table" WHERE "Inn" = 'Inn \d+'$/).first()).toBeVisible();
  await button(page, 'Done').click();
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
