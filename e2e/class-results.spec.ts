/** Results of a class: a run's code and its QR code, pasted codes on one chart, and the codes that are refused. */
import { button, download, expect, expectAccessible, figure, go, open, test, trainToEnd } from './lab.ts';

const SMALL = 'batch_size=2&max_length=64&max_steps=8&eval_steps=4&metric_steps=0&r=2&backend=wasm';
/** Of two students on the restaurant task, at rank 4 and at rank 8. */
const ANNA = '1GG8SWM11JSS2110A01Z4H4Y6Y6H6H4GJ';

test('a student hands in a code, and the teacher sees the class on one chart', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, `?${SMALL}`);
  await go(page, 'Learn');
  const pages = page.getByRole('navigation', { name: 'Pages of Learn' });
  await pages.getByRole('button', { name: 'Hand in a result' }).click();
  await expect(page.getByText('There is no finished run yet.')).toBeVisible();
  await trainToEnd(page);
  await page.getByRole('textbox', { name: 'Your name or number' }).fill('김민수');
  const shown = page.getByRole('region', { name: 'Code of the result' });
  await expect(shown).toHaveText(/^[0-9A-Z]{5}(-[0-9A-Z]{1,5})+$/);
  await expect(page.getByRole('img', { name: 'QR code of the result’s address' })).toBeVisible();
  await expectAccessible(page);
  await button(page, 'Copy its address').click();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  const code = (await shown.textContent()) ?? '';
  expect(address).toContain(`result=${code.replaceAll('-', '')}`);

  // The address adds the result, once.
  await page.goto(address);
  await expect(page.getByText('1 result was added.')).toBeVisible();
  await expect(page).not.toHaveURL(/result=/);
  const table = page.getByRole('table', { name: 'All results of the class' });
  await expect(table).toContainText('김민수');
  await expect(table).toContainText('1,024');

  // Good lines are kept, the others told.
  const wrong = ANNA.replace('JSS', 'JST');
  await page
    .getByRole('textbox', { name: 'Codes' })
    .fill(`${ANNA.toLowerCase()}\n${wrong}\n${address}\nhello?`);
  await button(page, 'Add').click();
  await expect(page.getByText('1 result was added. Line 3 was there already.')).toBeVisible();
  await expect(page.getByText(/Line 2: the code does not pass its check/)).toBeVisible();
  await expect(page.getByText('Line 4: “?” is in no code.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Codes' })).toHaveValue(`${wrong}\nhello?`);
  const chart = figure(page, 'Results of the class');
  await expect(chart.locator('[data-point]')).toHaveCount(2);
  await chart.getByRole('combobox', { name: /Across/i }).selectOption('parameters');
  await chart.getByRole('slider').press('End');
  await expect(chart.getByRole('slider')).toHaveAttribute(
    'aria-valuetext',
    /Anna: trained weights 2,048, .* 0\.532/,
  );
  await expectAccessible(page);

  const csv = await download(page, () => button(page, 'Download CSV').click());
  expect(csv.toString('utf8')).toMatch(/Anna.*,4,2048,0\.5321,BLEU.*,53\.21,1,/);

  // Kept until they are cleared.
  await page.reload();
  await expect(chart.locator('[data-point]')).toHaveCount(2);
  await button(page, 'Clear results').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(chart).toHaveCount(0);
});

test('a code that the address brings wrongly is told', async ({ page }) => {
  await page.goto('/?view=learn&lesson=teacher&result=1ABC');
  await expect(page.getByText(/Line 1: the code is incomplete/)).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const)
  test(`results of a class are accessible in the ${scheme} scheme, in Korean and on a phone`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/?lang=ko&result=${ANNA}`);
    await expect(page.getByText('결과 1개를 추가했습니다.')).toBeVisible();
    await expect(figure(page, '수업의 결과').locator('[data-point]')).toHaveCount(1);
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
