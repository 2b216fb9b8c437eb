/** Two views of Inspect ΔW: the map of layers × matrices, and the directions that two runs share. */
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
  scored,
  status,
  test,
  trainToEnd,
} from './lab.ts';

const SMALL = '?backend=wasm&max_steps=4&eval_steps=2&batch_size=2&metric_steps=0';
const MAP = 'Map of ΔW: layers × matrices';
const SHARED = 'Directions that two runs share';

async function openView(page: Page, view: string): Promise<void> {
  await go(page, 'Inspect ΔW');
  await page.getByRole('radiogroup', { name: 'View' }).getByText(view, { exact: true }).click();
}

/** On a phone nothing is wider than the screen, and the first picture of the view is there. */
async function expectOnPhone(page: Page, cells: string): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole('slider', { name: cells })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('the map has each figure of each matrix, and chooses the matrix whose spectrum stands beside it', async ({
  page,
  context,
}) => {
  await open(page, `${SMALL}&target_modules=q,v,up`);
  await trainToEnd(page);
  await scored(page);
  await openView(page, 'Map');
  const map = figure(page, MAP);
  const cells = map.getByRole('slider', { name: 'Cells of the map' });
  const choice = map.getByRole('combobox', { name: 'Figure' });

  await test.step('ranks come from the record, as the spectra say', async () => {
    const rows = await csvOf(page, MAP);
    expect(rows[0]?.slice(1)).toEqual(['step', 'Matrix', 'effective rank']);
    expect(rows.slice(1).map(([, step, matrix]) => [step, matrix])).toEqual(
      [1, 2].flatMap((layer) => ['Wq', 'Wv', 'W1'].map((name) => ['4', `${name} · layer ${layer}`])),
    );
    await cells.focus();
    await cells.press('End');
    await expect(cells).toHaveAttribute('aria-valuetext', /^W1 · layer 1: effective rank [\d.]+\.$/);
    await cells.press('Enter');
    const spectrum = figure(page, 'Singular values of ΔW');
    await expect(spectrum.getByRole('combobox', { name: 'Matrix' })).toHaveValue('0.up');
    const [, beside] = await csvOf(page, 'Singular values of ΔW');
    expect(beside?.[3]).toBe(rows[3]?.[3]);
    const svg = await chartFile(page, MAP, 'SVG');
    expect(svg.toString('utf8')).toMatch(/<path d="M\d+ \d+H/);
    await cells.click({ position: { x: 120, y: 40 } });
    await expect(spectrum.getByRole('combobox', { name: 'Matrix' })).toHaveValue('0.q');
  });

  await test.step('what needs W0 is taken in a worker, can be cancelled and goes on', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await context.route('**/model.safetensors', async (route) => {
      await held;
      await route.continue();
    });
    await choice.selectOption('amplification');
    await expect(map).toContainText('0 of 6 matrices');
    await button(page, 'Cancel').click();
    await expect(map).toContainText('Cancelled: 0 of 6 matrices are done.');
    release();
    await button(page, 'Go on').click();
    await expect(cells).toBeVisible();
    const rows = await csvOf(page, MAP);
    expect(rows[0]?.slice(3)).toEqual(['amplification', 'By chance']);
    expect(rows.slice(1)).toHaveLength(6);
    for (const [, , , factor, chance] of rows.slice(1))
      for (const value of [factor, chance]) expect(Number(value)).toBeGreaterThan(0);
    await choice.selectOption('relativeNorm');
    await expect(cells).toHaveAttribute('aria-valuetext', /‖ΔW‖F \/ ‖W₀‖F 0\.\d+/);
  });

  await test.step('other steps have the figures that the record holds, and no others', async () => {
    const steps = page.getByRole('slider', { name: 'Step on Singular values of ΔW' });
    await steps.focus();
    await steps.press('Home');
    await expect(map).toContainText('known as they are at step 4 alone');
    await choice.selectOption('norm');
    await expect(cells).toHaveAttribute('aria-valuetext', /: ‖ΔW‖F 0\.$/);
    await choice.selectOption('effectiveRank');
    await expect(cells).toHaveAttribute('aria-valuetext', /ΔW is zero, so there is no effective rank/);
    await page.keyboard.press('Escape');
    await expect(cells).toHaveAttribute('aria-valuetext', /effective rank [\d.]+\.$/);
  });

  await expectAccessible(page);
  await expectOnPhone(page, 'Cells of the map');
});

test('of a run that trains, figures that need its weights are of the step at which they were taken', async ({
  page,
}) => {
  await open(page, '?backend=wasm&max_steps=2000&eval_steps=1000&batch_size=2&metric_steps=0');
  await button(page, 'Train').click();
  await reachStep(page, 2);
  await openView(page, 'Map');
  const map = figure(page, MAP);
  await map.getByRole('combobox', { name: 'Figure' }).selectOption('amplification');
  const takenAt = async () =>
    Number(/Taken at step ([\d,]+)/.exec(await map.innerText())?.[1]?.replace(',', ''));
  await expect.poll(takenAt).toBeGreaterThan(0);
  const before = await takenAt();
  await reachStep(page, before + 1);
  await button(page, 'Take anew').click();
  await expect.poll(takenAt).toBeGreaterThan(before);
  const rows = await csvOf(page, MAP);
  expect(rows).toHaveLength(5);
});

test('a method without ΔW says so in a sentence, in every view', async ({ page }) => {
  await open(page, `${SMALL}&method=bitfit`);
  await trainToEnd(page);
  for (const [view, name] of [
    ['Map', MAP],
    ['Similarity', SHARED],
  ] as const) {
    await openView(page, view);
    await expect(figure(page, name)).toContainText('there is no ΔW to decompose');
  }
  await expect(figure(page, SHARED)).toContainText('Similarity is between two runs of one model');
  await expectAccessible(page);
});

test('two runs’ directions are compared as in the paper’s figures, with what chance gives', async ({
  page,
}) => {
  await open(page, `${SMALL}&view=compare&vary=r:2,4;seed:1,2`);
  await button(page, 'Train 4 runs').click();
  await expect(page.getByText('finished, 4 steps')).toHaveCount(4, { timeout: 120_000 });
  await expect(status(page)).toContainText('Finished');
  await scored(page);
  await openView(page, 'Similarity');
  const shared = figure(page, SHARED);
  const [down, across, sides] = ['Run, down (i)', 'Run, across (j)', 'Directions of'].map((name) =>
    page.getByRole('combobox', { name }),
  );
  if (!down || !across || !sides) throw new Error('three choices are asked for');
  const chosen = (select: typeof down) => select.locator('option:checked');

  await test.step('two ranks', async () => {
    await button(page, 'Figure 3: two ranks').click();
    await expect(chosen(down)).toHaveText(/^r 2/);
    await expect(chosen(across)).toHaveText(/^r 4/);
    const [headings, ...rows] = await csvOf(page, SHARED);
    expect(headings).toEqual(['i', 'j', 'φ', 'chance', 'Chance ± sd', 'Above chance']);
    expect(rows).toHaveLength(8);
    for (const [i, j, phi, chance] of rows.map((row) => row.map(Number))) {
      expect(phi).toBeGreaterThanOrEqual(0);
      expect(phi).toBeLessThanOrEqual(1 + 1e-9);
      // nano's input has 64 dimensions.
      expect(chance).toBe(Math.max(i ?? 0, j ?? 0) / 64);
    }
    await expect(shared).toContainText(/φ\(\d, \d\) = [\d.]+, by chance 0\.0/);
    await expect(shared).not.toContainText('Both runs drew A');
  });

  await test.step('two seeds, beside two Gaussian matrices', async () => {
    await button(page, 'Figure 4: two seeds').click();
    await expect(chosen(down)).toHaveText(/^r 4.*seed 1/);
    await expect(chosen(across)).toHaveText(/^r 4.*seed 2/);
    await expect(figure(page, 'Two Gaussian matrices')).toBeVisible();
    expect(await csvOf(page, 'Two Gaussian matrices')).toHaveLength(17);
    const cells = page.getByRole('slider', { name: 'Cells of the similarity' });
    await cells.focus();
    await cells.press('ArrowRight');
    await expect(cells).toHaveAttribute(
      'aria-valuetext',
      /^φ\(1, 2\) = 0\.\d\d; by chance 0\.03 ± 0\.0\d; above/,
    );
    await page.getByRole('switch', { name: 'Above chance' }).press(' ');
    await expect(cells).toHaveAttribute('aria-valuetext', /by chance 0\.0\d ± 0\.0\d\.$/);
  });

  await test.step('one seed of A, which the page warns of where it matters', async () => {
    const twin = across.locator('option', { hasText: /^r 2.*seed 1/ });
    await across.selectOption((await twin.getAttribute('value')) ?? '');
    await expect(shared).toContainText('Both runs drew A from seed 1');
    // A has hardly moved in four steps: the lower rank's A is the first rows of the higher one's.
    const last = (await csvOf(page, SHARED)).at(-1);
    expect(last?.slice(0, 2)).toEqual(['4', '2']);
    expect(Number(last?.[2])).toBeGreaterThan(0.5);
    await sides.selectOption('b');
    await expect(shared).toContainText(/φ\(\d, \d\) = /);
    await expect(shared).not.toContainText('Both runs drew A');
  });

  await test.step('all layers, a press on one of which shows it large', async () => {
    await button(page, 'Figures 6, 7: all layers').click();
    const all = figure(page, 'Shared directions at all matrices');
    await expect(all.getByRole('listitem')).toHaveCount(4);
    await all.getByRole('button', { name: 'Wv · layer 2' }).click();
    await expect(all.getByRole('button', { name: 'Wv · layer 2' })).toHaveAttribute('aria-pressed', 'true');
    await expect(shared).toContainText('at Wv · layer 2');
    expect(await csvOf(page, 'Shared directions at all matrices')).toHaveLength(5);
  });

  await expectAccessible(page);
  await expectOnPhone(page, 'Cells of the similarity');

  await test.step('the address has the view, the matrix and the pair', async () => {
    const pair = [await chosen(down).textContent(), await chosen(across).textContent()];
    await expect(page).toHaveURL(/inspect=similarity;1\.v;[^;]+;[^,]+,[^,&]+/);
    await page.reload();
    await expect(shared).toContainText('at Wv · layer 2', { timeout: 60_000 });
    expect([await chosen(down).textContent(), await chosen(across).textContent()]).toEqual(pair);
  });

  await test.step('ΔW beside W₀', async () => {
    await button(page, 'Figure 8: W₀').click();
    const base = figure(page, 'Directions shared with W₀');
    await expect(base).toContainText(/the most is φ\(\d, \d\) = [\d.]+, by chance/, { timeout: 60_000 });
    await expect(page).toHaveURL(/inspect=base;1\.v/);
    // Directions of ΔW and the first 64 of W₀.
    const rows = await csvOf(page, 'Directions shared with W₀');
    expect(rows.length % 64).toBe(1);
    await expectAccessible(page);
  });
});

test('what lacks for a figure of the paper is trained by one press', async ({ page }) => {
  await open(page, `${SMALL}&view=inspect&inspect=similarity`);
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  await scored(page);
  const picture = button(page, 'Figure 4: two seeds');
  await expect(picture).toBeDisabled();
  await expect(
    page.getByRole('button', { name: /^Train what Figure 3 lacks: r 8 seed \d, r 64 seed/ }),
  ).toBeVisible();
  await page.getByRole('button', { name: /^Train what Figure 4 lacks: r 4 seed/ }).click();
  await expect(picture).toBeEnabled({ timeout: 120_000 });
  await scored(page);
  await picture.click();
  await expect(figure(page, 'Two Gaussian matrices')).toBeVisible({ timeout: 60_000 });
});
