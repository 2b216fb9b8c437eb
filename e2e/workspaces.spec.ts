/** The workspaces: tabs that are links, the address, the Back button, and what every one of them keeps in sight. */
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import {
  button,
  download,
  expect,
  expectAccessible,
  go,
  open,
  reachStep,
  status,
  test,
  type Workspace,
} from './lab.ts';

const ALL: readonly Workspace[] = ['Train', 'Compare', 'Inspect ΔW', 'Deploy', 'Learn'];
const SMALL = '?backend=wasm&max_steps=8&eval_steps=4&batch_size=2&metric_steps=0';

test('a workspace is in the address; Back returns; what was typed stays', async ({ page }) => {
  await open(page, SMALL);
  await button(page, 'Your own prompt…').click();
  await page.getByLabel('Your prompt').fill('name[The Mill]');
  await go(page, 'Inspect ΔW');
  await expect(page).toHaveURL(/view=inspect/);
  await expect(page).toHaveTitle('Inspect ΔW · Rankscope');
  await go(page, 'Deploy');
  await page.goBack();
  await expect(page).toHaveURL(/view=inspect/);
  await page.goBack();
  await expect(page).not.toHaveURL(/view=/);
  await expect(page.getByLabel('Your prompt')).toHaveValue('name[The Mill]');

  // The form's settings stay with the place that Back leads to.
  await go(page, 'Deploy');
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Deploy' })).toHaveAttribute('aria-selected', 'true');
  await expect(page).toHaveURL(/max_steps=8/);
});

test('the keyboard reaches Train within five stops, and the workspaces by arrow keys', async ({ page }) => {
  await open(page, SMALL);
  const train = button(page, 'Train');
  for (let stop = 1; stop <= 5; stop++) {
    await page.keyboard.press('Tab');
    if (await train.evaluate((node) => node === document.activeElement)) break;
  }
  await expect(train).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('tab', { name: 'Train' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Compare' })).toBeFocused();
  await expect(page).toHaveURL(/view=compare/);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/view=learn/);
  await page.keyboard.press('Home');
  await expect(page.getByRole('tab', { name: 'Train' })).toBeFocused();
  await expect(page).not.toHaveURL(/view=/);
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Learn' })).toBeFocused();
  await expect(page).toHaveURL(/view=learn/);
});

test('Train, Pause and status stay in sight, and nothing breaks a rule of accessibility', async ({
  page,
}) => {
  test.setTimeout(480_000);
  await open(page, SMALL);
  await button(page, 'Train').click();
  await reachStep(page, 8);
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  for (const [width, height] of [
    [1920, 1080],
    [1366, 768],
    [1024, 768],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const workspace of ALL) {
      await go(page, workspace);
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      for (const control of [button(page, 'Train'), button(page, 'Pause'), status(page)])
        await expect(control).toBeInViewport();
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      expect(scrollWidth, `${workspace} at ${width}`).toBe(clientWidth);
      await expectAccessible(page);
      // Colours are those of any width, but for what a narrow page folds away.
      if (width !== 1366 && width !== 390) continue;
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectAccessible(page, ['color-contrast']);
      await page.emulateMedia({ colorScheme: 'light' });
    }
  }
});

/**
 * From now on, at every frame, the steps that the status and the chip of the texts tell, and where a chart's chip is ahead of
 * them; read by `stepsSeen`. A chart tells the step of the spectrum that it has drawn.
 */
const watchSteps = (page: Page) =>
  page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    const look = () => {
      const status = document.querySelector('[aria-label="Training status"]')?.textContent ?? '';
      const stepsOf = (cell: string) =>
        [...document.querySelectorAll(`${cell} .run-chip[data-kind="shown"] .at-step`)].map(
          (chip) => chip.textContent,
        );
      const now = /step ([\d,]+) of/.exec(status)?.[1];
      const steps = [now, ...stepsOf('.texts')];
      if (steps.length > 1) seen.add([...new Set(steps)].join(' and '));
      for (const drawn of [...stepsOf('.model'), ...stepsOf('.spectrum')])
        if (Number(drawn) > Number(now)) seen.add(`${now} and ${drawn} drawn`);
      requestAnimationFrame(look);
    };
    look();
  });

const stepsSeen = (page: Page) => page.evaluate(() => [...(Reflect.get(window, 'seen') as Set<string>)]);

test('status and texts tell one step at every moment, and charts none that is to come; a workspace shows what came while another one was open', async ({
  page,
}) => {
  await open(page, SMALL.replace('max_steps=8&eval_steps=4', 'max_steps=80&eval_steps=80'));
  await watchSteps(page);
  await button(page, 'Train').click();
  await reachStep(page, 20);
  // Steps come several at a time.
  await expect.poll(async () => (await stepsSeen(page)).length).toBeGreaterThan(2);
  const steps = await stepsSeen(page);
  expect(steps.filter((step) => step.includes('and'))).toEqual([]);
  await go(page, 'Deploy');
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  await go(page, 'Train');
  await expect(page.getByText(/^Shown run.*step 80$/).first()).toBeVisible();
});

test('the recorded run plays on from workspace to workspace, and is fetched once', async ({ page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('recorded.json')) fetched.push(request.url());
  });
  await open(page, SMALL);
  const chip = page
    .getByText(/^Recorded run.*step \d+$/)
    .filter({ visible: true })
    .first();
  const stepShown = async () => Number(/step (\d+)$/.exec((await chip.textContent()) ?? '')?.[1]);
  await expect.poll(stepShown).toBeGreaterThan(100);
  await go(page, 'Inspect ΔW');
  await expect(chip).toBeVisible();
  expect(await stepShown()).toBeGreaterThan(100);
  expect(fetched).toHaveLength(1);
});

test('messages move nothing; what has no room opens at a press', async ({ page }) => {
  await open(page, `${SMALL}&task=unknown`);
  const form = page.getByRole('region', { name: 'Settings' });
  const messages = page.getByRole('region', { name: 'Messages' });
  const place = await form.boundingBox();
  await button(page, 'Reset').click();
  await expect(messages).toContainText('Back to the untrained model.');
  expect(await form.boundingBox()).toEqual(place);
  // At the widths where the room differs most, a text either has room or ends with an ellipsis, and none is half in sight.
  for (const width of [1440, 1366, 1024, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const [text, ...others] = await messages.locator('.notice-text').evaluateAll((texts) =>
      texts
        .filter((text) => text.checkVisibility())
        .map((text) => ({
          lines: text.clientHeight / Number.parseFloat(getComputedStyle(text).lineHeight),
          clamp: getComputedStyle(text).webkitLineClamp,
        })),
    );
    expect(others).toEqual([]);
    expect(text?.clamp).toBe('2');
    // The narrow ones have room for the button alone.
    if (width > 1100) expect([1, 2]).toContain(text?.lines);
    const frame = await messages.locator('.notices-frame').evaluate((element) => ({
      shown: element.clientHeight,
      inside: element.scrollHeight,
    }));
    expect(frame.inside).toBe(frame.shown);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await button(page, '2 messages').click();
  await expect(messages.getByRole('button', { name: 'Dismiss' })).toHaveCount(2);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(button(page, '2 messages')).toHaveAttribute('aria-expanded', 'false');
});

test('the base model of an adapter is one press away', async ({ page }) => {
  await open(page, SMALL);
  await go(page, 'Deploy');
  const zip = await download(page, () => button(page, 'Download the base model nano').click());
  expect(Object.keys(unzipSync(zip))).toContain('nano/config.json');
});
