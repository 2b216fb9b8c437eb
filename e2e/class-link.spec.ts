/** A class link: made in Learn, opened by a student, refused where it is wrong, and left. */
import type { Page } from '@playwright/test';
import { button, expect, expectAccessible, go, open, test } from './lab.ts';

const SMALL = 'batch_size=2&max_length=64&max_steps=8&eval_steps=4&metric_steps=0&backend=wasm';
const messages = (page: Page) => page.getByRole('region', { name: 'Messages' });

/** Makes a link that fixes the rank and the steps, hides weight decay and gives each student a seed. @returns its query */
async function makeLink(page: Page): Promise<string> {
  await open(page, `?${SMALL}&r=2&view=learn&lesson=teacher`);
  await page.getByRole('radio', { name: 'Rank r: Fixed' }).check();
  await page.getByRole('radio', { name: 'Steps: Fixed' }).check();
  await page.getByRole('radio', { name: 'Weight decay: Hidden' }).check();
  await page.getByRole('checkbox', { name: 'Each student has a seed of their own' }).check();
  const address = await page.getByRole('textbox', { name: 'The link' }).inputValue();
  return new URL(address).search;
}

test('a teacher makes a link, and what it fixes cannot be changed', async ({ page, context }) => {
  const query = await makeLink(page);
  expect(query).toContain('class=1;fixed:r,max_steps;hidden:weight_decay;seed:student;');
  expect(query).toContain('r=2');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(page, 'Copy class link').click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(query);

  await open(page, `${query}&backend=wasm&student=Anna`);
  const rank = page.getByRole('slider', { name: 'Rank r' });
  await expect(page.getByText('1,024 of 173,824 weights trained')).toBeVisible();
  await expect(rank).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Steps' })).toBeDisabled();
  await expect(page.getByRole('textbox', { name: 'Steps' })).toHaveValue('8');
  const mark = button(page, 'Rank r is fixed');
  await mark.focus();
  await expect(page.getByRole('tooltip')).toContainText('The class link fixes this setting');
  await page.getByText('More', { exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Weight decay' })).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Batch size' })).toBeEnabled();

  // Its presets have other ranks, and Compare ranks would train others.
  await expect(button(page, 'Compare ranks')).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('c');
  await expect(page).not.toHaveURL(/view=compare/);
  await go(page, 'Compare');
  await expect(page.getByText('The class link fixes settings that these runs would change.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Train \d runs/ })).toBeDisabled();

  // The seed is made from the name, which the address then lacks: a copied link is not Anna's.
  const badge = page.getByRole('button', { name: /^Class link · Anna ?seed \d{6}$/ });
  const seed = /seed (\d+)/.exec((await badge.textContent()) ?? '')?.[1] ?? '';
  await expect(page).toHaveURL(new RegExp(`seed=${seed}`));
  await expect(page).not.toHaveURL(/student=/);
  await page.reload();
  await badge.click();
  await page.getByRole('textbox', { name: 'Your name or number' }).fill('7');
  await button(page, 'Take this name').click();
  await expect(page.getByText('Your seed: 7')).toBeVisible();
  await expect(page).toHaveURL(/[?&]seed=7&/);
  await expectAccessible(page);

  await button(page, 'Leave the class link').click();
  await expect(page).not.toHaveURL(/class=/);
  await go(page, 'Train');
  await expect(rank).toBeVisible();
  await page.getByText('More', { exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Weight decay' })).toHaveCount(1);
});

test('a link that was cut or changed fixes nothing and says why', async ({ page }) => {
  const query = await makeLink(page);
  await open(page, query.replace('r=2', 'r=16'));
  await expect(messages(page)).toContainText('is not as it was made');
  await expect(page.getByRole('slider', { name: 'Rank r' })).toBeVisible();
  await expect(page).not.toHaveURL(/class=/);
  await open(page, query.replace(/;seed:student;.*/, ''));
  await expect(messages(page)).toContainText('incomplete');
  await open(page, '?class=1;fixed:rnk;abcd');
  await expect(messages(page)).toContainText('a control that this page does not have: “rnk”');
  await open(page, '?class=9;fixed:r;abcd');
  await expect(messages(page)).toContainText('version');
});

test('what asks for another value of a fixed setting is told', async ({ page }) => {
  await open(page, `?${SMALL}&view=learn&lesson=teacher`);
  await page.getByRole('combobox', { name: 'Opens at' }).selectOption('secret');
  await page.getByRole('radio', { name: 'Task: Fixed' }).check();
  const address = await page.getByRole('textbox', { name: 'The link' }).inputValue();
  await open(page, `${new URL(address).search}&backend=wasm`);
  await expect(page).toHaveURL(/lesson=secret/);
  await button(page, 'Hide a rank').click();
  await expect(messages(page)).toContainText('The class link fixes “Task”');
});

for (const scheme of ['light', 'dark'] as const)
  test(`the teacher’s page and a class are accessible in the ${scheme} scheme, in Korean too`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const query = await makeLink(page);
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    await page.goto(`/${query}&lang=ko`);
    await expect(page.getByRole('button', { name: /^수업 링크 · \d{4}$/ })).toBeVisible();
    await expectAccessible(page);
    await page.goto(`/?lang=ko&view=learn&lesson=teacher`);
    await expect(page.getByRole('heading', { name: '수업 링크' })).toBeVisible();
    await expectAccessible(page);
  });
