/** What the keyboard does on the whole page, and where it goes on. */
import { button, expect, expectAccessible, go, open, reachStep, status, stepNow, test } from './lab.ts';

const SMALL = '?batch_size=2&max_length=64&max_steps=2000&eval_steps=1000&r=3';

test('single keys train, and can be switched off for good', async ({ page }) => {
  await open(page, SMALL);
  await page.keyboard.press('s');
  await reachStep(page, 1);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const keys = dialog.getByRole('switch', { name: /single-key/ });
  await expect(keys).toBeChecked();
  await expectAccessible(page);
  await keys.press('Space');
  await expect(keys).not.toBeChecked();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  // Had the key counted, there were three steps now.
  await page.keyboard.press('s');
  await button(page, 'Step').click();
  await reachStep(page, 2);
  await expect(status(page)).toContainText('Paused');
  expect(await stepNow(page)).toBe(2);

  await page.reload();
  await expect(button(page, 'Train')).toBeEnabled({ timeout: 60_000 });
  await page.keyboard.press('?');
  await button(page, 'Keyboard shortcuts').click();
  await expect(keys).not.toBeChecked();
  await keys.press('Space');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('t');
  await expect(status(page)).toContainText('Training');
  await page.keyboard.press('t');
  await expect(status(page)).toContainText('Paused');
  // What has not ended is not thrown away unasked.
  await page.keyboard.press('r');
  await expect(page.getByRole('dialog', { name: 'Reset?' })).toBeVisible();
  await button(page, 'Keep going').click();
  await expect(status(page)).toContainText('Paused');
  await page.keyboard.press('r');
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await expect(status(page)).toContainText('press Train');
});

test('of the models that arrow keys pass through, the one where they rest is loaded', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page, SMALL);
  const model = page.getByLabel('Model', { exact: true });
  await model.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(model).toHaveValue('encoder');
  await expect(page).toHaveURL(/model=encoder/);
  await expect(status(page)).toContainText('press Train', { timeout: 60_000 });
  const of = (name: string) => asked.filter((url) => url.includes(`/models/${name}/model.safetensors`));
  expect(of('encoder')).toHaveLength(1);
  expect(of('micro')).toEqual([]);
});

test('the focus stays near what went away', async ({ page }) => {
  await open(page, `${SMALL}&seed=no`);
  const notices = page.getByRole('region', { name: 'Messages' });
  await notices.getByRole('button', { name: 'Dismiss' }).press('Enter');
  await expect(notices).toBeFocused();

  await button(page, 'Step').click();
  await reachStep(page, 1);
  await go(page, 'Compare');
  await page
    .getByRole('row')
    .getByRole('button', { name: /^Menu of/ })
    .press('Enter');
  await page.getByRole('menuitem', { name: 'Rename' }).press('Enter');
  await page.getByRole('textbox', { name: 'New name' }).fill('brisk heron');
  await page.keyboard.press('Enter');
  await expect(button(page, 'brisk heron')).toBeFocused();

  for (const item of ['Stop this run', 'Delete']) {
    await button(page, 'Menu of brisk heron').press('Enter');
    await page.getByRole('menuitem', { name: item, exact: true }).press('Enter');
  }
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Table: Runs' })).toBeFocused();
  await notices.getByRole('button', { name: 'Put back' }).press('Enter');
  await expect(notices).toBeFocused();

  await button(page, 'Vary another setting, too').press('Enter');
  await button(page, 'Do not vary: Rank r').press('Enter');
  await expect(page.getByRole('textbox', { name: /^Values of: / })).toBeFocused();
});

test('a number is taken as it was typed, or refused with the reason', async ({ page }) => {
  await open(page, SMALL);
  const rate = page.getByRole('textbox', { name: 'Learning rate' });
  const steps = page.getByRole('textbox', { name: 'Steps' });
  await rate.fill('');
  await rate.pressSequentially('1e-4');
  await rate.press('Enter');
  await expect(rate).toHaveValue('0.0001');
  await expect(page).toHaveURL(/learning_rate=0\.0001/);
  await rate.press('ArrowUp');
  await expect(rate).toHaveValue('0.00015');
  await rate.fill('0,02');
  await rate.press('Tab');
  await expect(page).toHaveURL(/learning_rate=0\.02/);

  const before = await steps.inputValue();
  expect(before).toBe('2000');
  for (const [typed, message] of [
    ['1.5', '“1.5” is not a whole number.'],
    ['-5', '“-5” is too small.'],
    ['1e9', '“1e9” is too large.'],
    ['ten', '“ten” is not a number.'],
  ] as const) {
    await steps.fill('');
    await steps.pressSequentially(typed);
    await expect(steps).toHaveValue(typed);
    await steps.press('Enter');
    await expect(page.getByRole('alert')).toHaveText(
      `${message} The setting stays 2,000. Enter a whole number between 1 and 10,000.`,
    );
    await expect(steps).toHaveValue(before);
  }
});

test('what the form explains stands beside it, over none of its controls', async ({ page }) => {
  await open(page, SMALL);
  const form = page.getByRole('region', { name: 'Settings' });
  for (const control of [
    button(page, 'About Alpha'),
    button(page, 'About Steps'),
    button(page, 'Paper default'),
  ]) {
    await control.hover();
    const tooltip = page.getByRole('tooltip');
    await expect(tooltip).toBeVisible();
    const right = await form.evaluate((node) => node.getBoundingClientRect().right);
    await expect.poll(async () => (await tooltip.boundingBox())?.x).toBeGreaterThan(right);
    await page.mouse.move(700, 60);
    await expect(tooltip).toBeHidden();
  }
});
