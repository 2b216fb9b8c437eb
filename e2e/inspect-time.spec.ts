/** Weights in time, a view of Inspect ΔW: norms of A, B and ΔW, its rank, and the angle of its leading direction to its final place. */
import type { Page } from '@playwright/test';
import {
  button,
  chartFile,
  csvOf,
  expect,
  expectAccessible,
  figure,
  go,
  open,
  reachStep,
  test,
  trainToEnd,
} from './lab.ts';

const SMALL = '?backend=wasm&max_steps=12&eval_steps=12&batch_size=2&metric_steps=0';
const FACTORS = 'Norms of A and B over time';
const DELTA = 'Norms of ΔW over time';
const RANK = 'Rank of ΔW over time';
const ANGLE = 'Angle of ΔW to its final place';

async function openTime(page: Page): Promise<void> {
  await go(page, 'Inspect ΔW');
  await page.getByRole('radiogroup', { name: 'View' }).getByText('In time', { exact: true }).click();
}

test('a run’s factors, rank and leading direction are followed to where they end', async ({ page }) => {
  await open(page, SMALL);

  await test.step('the recorded run is followed to its last step', async () => {
    await openTime(page);
    await expect(figure(page, FACTORS)).toContainText(/‖B‖F went from 0 to [\d.]+ .* at step 300/);
    await expect(figure(page, ANGLE)).toContainText('of 300 steps');
    await expect(figure(page, RANK)).toContainText('The effective rank is');
    await go(page, 'Train');
  });

  await trainToEnd(page);
  await go(page, 'Inspect ΔW');

  await test.step('B grows from zero, and ΔW with it', async () => {
    const rows = await csvOf(page, FACTORS);
    expect(rows[0]?.slice(1)).toEqual(['step', 'Matrix', '‖A‖F', '‖A‖₂', '‖B‖F', '‖B‖₂']);
    const numbers = rows.slice(1).map((row) => [row[1], ...row.slice(3)].map(Number));
    expect(numbers.map(([step]) => step)).toEqual(Array.from({ length: 13 }, (_, step) => step));
    expect(numbers[0]?.slice(3)).toEqual([0, 0]);
    for (const [step = 0, aF = 0, a2 = 0, bF = 0, b2 = 0] of numbers) {
      expect(aF).toBeGreaterThan(a2);
      if (step > 0) expect(bF).toBeGreaterThanOrEqual(b2);
    }
    expect(numbers.at(-1)?.[3]).toBeGreaterThan(numbers[1]?.[3] ?? NaN);
    await expect(figure(page, FACTORS)).toContainText(/‖B‖F went from 0 to [\d.e-]+ and ‖A‖F from/);
    await expect(figure(page, DELTA)).toContainText(/‖ΔW‖F is [\d.e-]+ at step 12/);
  });

  await test.step('the leading direction ends where it ends, beside chance', async () => {
    const rows = await csvOf(page, ANGLE);
    expect(rows[0]?.slice(3)).toEqual(['at the input (v₁) in degrees', 'at the output (u₁) in degrees']);
    const angles = rows.slice(1).map((row) => row.slice(3).map(Number));
    // ΔW has no direction before the first step.
    expect(rows[1]?.[1]).toBe('1');
    for (const angle of angles.flat()) {
      expect(angle).toBeGreaterThanOrEqual(0);
      expect(angle).toBeLessThanOrEqual(90);
    }
    for (const angle of angles.at(-1) ?? []) expect(angle).toBeLessThan(0.1);
    expect(angles[0]?.[0]).toBeGreaterThan(1);
    // arccos(1/8) in nano’s 64 dimensions.
    await expect(figure(page, ANGLE)).toContainText('A random one would stand at about 82.8° and 82.8°.');
  });

  await test.step('by the keyboard a step is read on all of them, and a matrix chosen', async () => {
    const angle = page.getByRole('slider', { name: `Step on ${ANGLE}` });
    await angle.focus();
    await angle.press('Home');
    await angle.press('ArrowRight');
    await expect(angle).toHaveAttribute(
      'aria-valuetext',
      /^Step 1: at the input \(v₁\) [\d.]+, at the output \(u₁\) [\d.]+\.$/,
    );
    await expect(page.getByRole('slider', { name: `Step on ${FACTORS}` })).toHaveAttribute(
      'aria-valuetext',
      /^Step 1: ‖A‖F [\d.]+, ‖A‖₂ [\d.]+, ‖B‖F [\d.e-]+, ‖B‖₂ [\d.e-]+\.$/,
    );
    await page.keyboard.press('Escape');
    await figure(page, RANK).getByRole('combobox', { name: 'Matrix' }).selectOption('1.v');
    const rows = await csvOf(page, RANK);
    expect(rows[0]?.slice(3)).toEqual(['effective rank', 'stable rank']);
    expect(rows[1]?.[2]).toBe('Wv · layer 2');
    await expect(page).toHaveURL(/inspect=time(;|%3B)1\.v/);
    const svg = await chartFile(page, ANGLE, 'SVG');
    expect(svg.toString('utf8')).toContain('a random direction');
  });

  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole('slider', { name: `Step on ${FACTORS}` })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
});

test('full fine-tuning has no A and no B, and its ΔW is followed all the same', async ({ page }) => {
  await open(page, `${SMALL}&method=full`);
  await trainToEnd(page);
  await openTime(page);
  await expect(figure(page, FACTORS)).toContainText('it has no A and no B');
  await expect(figure(page, ANGLE)).toContainText('leading direction has stayed within 30°');
  await expect(figure(page, RANK)).toContainText('The effective rank is');
});

test('a method without ΔW says why in one sentence', async ({ page }) => {
  await open(page, `${SMALL}&method=bitfit`);
  await trainToEnd(page);
  await openTime(page);
  await expect(figure(page, ANGLE)).toContainText('It changes no weight matrix');
  await expect(figure(page, FACTORS)).toHaveCount(0);
});

test('a run that trains has come to no final place yet; one that is stopped has', async ({ page }) => {
  await open(page, '?backend=wasm&max_steps=10000&eval_steps=10000&batch_size=8&metric_steps=0');
  await button(page, 'Train').click();
  await reachStep(page, 120);
  await openTime(page);
  await expect(figure(page, ANGLE)).toContainText('known once the run has ended');
  await expect(figure(page, FACTORS)).toContainText('‖B‖F went from');
  await go(page, 'Compare');
  await page
    .getByRole('row')
    .getByRole('button', { name: /^Menu of/ })
    .click();
  await page.getByRole('menuitem', { name: 'Stop this run' }).click();
  await go(page, 'Inspect ΔW');
  await expect(figure(page, ANGLE)).toContainText('leading direction has stayed within 30°');
});

test('in Korean', async ({ page }) => {
  await page.goto(`/${SMALL}&lang=ko&view=inspect&inspect=time`);
  await expect(page.getByRole('figure', { name: '시간에 따른 ΔW의 랭크' })).toContainText('유효 랭크는');
  await expectAccessible(page);
});
