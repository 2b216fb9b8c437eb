/** Charts on runs of any size: no label is cut off or meets another, scales hold still, and a step that is pressed stays. */
import type { Page } from '@playwright/test';
import { button, expect, expectAccessible, figure, go, open, test } from './lab.ts';

interface Doctored {
  name: string;
  r?: number;
  /** Of all losses and singular values. */
  scale?: number;
  steps?: number;
  layers?: number;
  dataset?: object;
  training?: object;
}

const LEARNED = 1 - Math.exp(-3);

/** An exported run whose numbers are as large as asked; σ grows through the run. */
function runFile({ name, r = 4, scale = 1, steps = 300, layers = 2, dataset, training }: Doctored): string {
  const at = Array.from({ length: 31 }, (_, i) => Math.round((i * steps) / 30));
  return JSON.stringify({
    format: 'rankscope-run',
    version: 1,
    id: name.replaceAll(' ', '-'),
    name,
    createdAt: '2026-01-01T00:00:00.000Z',
    config: { method: { r }, training: { max_steps: steps, ...training } },
    device: { backend: 'wasm', reason: 'no-webgpu', adapter: '', software: false, f16: false, threads: 1 },
    dataset: {
      task: 'restaurant',
      name: 'restaurant',
      train: 100,
      validation: 64,
      test: 64,
      prompts: 228,
      longestTokens: 50,
      truncated: 0,
      dropped: [],
      examples: [],
      fingerprint: 'abcd1234',
      metrics: ['bleu'],
      ...dataset,
    },
    state: 'finished',
    groupId: null,
    trainableParameters: 512 * r,
    totalParameters: 124_439_808,
    steps: Array.from({ length: steps }, (_, i) => ({
      step: i + 1,
      loss: scale * (0.6 + Math.exp((-3 * i) / steps)),
      gradNorm: 1,
      learningRate: 0.005,
      tokens: 400,
      elapsedMs: 30 * i,
    })),
    evals: at.map((step) => ({ step, loss: scale * (0.7 + Math.exp((-3 * step) / steps)) })),
    spectra: at.map((step) => ({
      step,
      sites: Array.from({ length: layers }, (_, layer) => ({
        site: { layer, projection: 'q' },
        singularValues: Array.from(
          { length: r },
          (_, i) => ((scale * (1 - Math.exp((-3 * step) / steps))) / LEARNED) * 0.7 ** i,
        ),
      })),
    })),
    samples: [],
    scores: [],
    answers: [],
  });
}

/** Imports runs in Deploy, which shows those on the same data together and focuses the last; then opens Train. */
async function importRuns(page: Page, ...runs: Doctored[]): Promise<void> {
  await go(page, 'Deploy');
  for (const run of runs) {
    const chooser = page.waitForEvent('filechooser');
    await button(page, 'Import run').click();
    await (
      await chooser
    ).setFiles({
      name: 'run.json',
      mimeType: 'application/json',
      buffer: Buffer.from(runFile(run)),
    });
    await expect(page.getByRole('table').getByText(run.name)).toBeVisible();
  }
  await go(page, 'Train');
}

/** Labels of charts that reach beyond their SVG, or meet another. */
const faults = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    // What was just resized or switched is drawn within the next frames.
    for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
    return [...document.querySelectorAll('figure svg:not(.block):has(text)')].flatMap((svg) => {
      const all = svg.getBoundingClientRect();
      const labels = [...svg.querySelectorAll('text')].map((text) => ({
        text: text.lastChild?.textContent ?? '',
        box: text.getBoundingClientRect(),
      }));
      const slack = 0.5;
      return labels.flatMap(({ text, box }, i) => {
        const isOutside =
          box.left < all.left - slack ||
          box.right > all.right + slack ||
          box.top < all.top - slack ||
          box.bottom > all.bottom + slack;
        // A line box is higher than its letters.
        const met = labels
          .slice(i + 1)
          .filter(
            ({ box: other }) =>
              Math.min(box.right, other.right) - Math.max(box.left, other.left) > slack &&
              Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > box.height / 4,
          );
        return [
          ...(isOutside ? [`“${text}” is outside`] : []),
          ...met.map((other) => `“${text}” meets “${other.text}”`),
        ];
      });
    });
  });

const labelsOf = (page: Page, chart: string): Promise<string[]> =>
  figure(page, chart).locator('svg text').allTextContents();

test('labels lie within their charts, for values from 1e-6 to 1e6, in every font size', async ({ page }) => {
  test.setTimeout(480_000);
  await open(page, '?backend=cpu');
  for (const [power, r] of [
    [-6, 1],
    [-3, 4],
    [0, 8],
    [3, 16],
    [6, 64],
  ] as const) {
    const name = `power of ten ${power}, a long name of a run`;
    await page.setViewportSize({ width: 1440, height: 900 });
    const dataset = { fingerprint: `data of ${power}` };
    await importRuns(page, { name, r, scale: 10 ** power, steps: power > 0 ? 9_990 : 300, dataset });
    for (const [width, height, size] of [
      [1440, 900, 14],
      [1920, 1080, 26],
      [390, 844, 18],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.addStyleTag({ content: `:root { font-size: ${size}px !important }` });
      for (const [workspace, charts] of [
        ['Train', ['Loss', 'Singular values of ΔW']],
        ['Inspect ΔW', ['Singular values of ΔW', 'Singular values over time']],
      ] as const) {
        await go(page, workspace);
        for (const log of [false, true]) {
          for (const chart of charts) {
            const control = figure(page, chart).getByRole('switch', { name: 'log y' });
            if ((await control.isChecked()) !== log) await control.press(' ');
            await expect(control).toBeChecked({ checked: log });
          }
          // All are drawn, with labels of their values.
          for (const chart of charts)
            await expect.poll(async () => (await labelsOf(page, chart)).length).toBeGreaterThan(3);
          await expect.poll(() => faults(page)).toEqual([]);
        }
      }
    }
  }
});

test('names of five runs stand clear of each other, in every picture', async ({ page }) => {
  await open(page, '?backend=cpu');
  await importRuns(
    page,
    ...[1, 2, 4, 8, 64].map((r) => ({
      name: `an extraordinarily long name, ${r}`,
      r,
      training: { learning_rate: r / 1000 },
    })),
  );
  await go(page, 'Inspect ΔW');
  await expect.poll(() => labelsOf(page, 'All matrices at a glance')).toContain('layer 2');
  await expect.poll(() => faults(page)).toEqual([]);
  await go(page, 'Compare');
  const pictures = page.getByRole('radiogroup', { name: 'Picture' });
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const [picture, chart] of [
      ['Curves', 'Loss'],
      ['By setting', 'By setting'],
      ['Trade-off', 'Trade-off'],
      ['Spectra', 'Spectra of ΔW, run by run'],
      ['Energy', 'Energy of ΔW against k'],
    ] as const) {
      await pictures.getByText(picture, { exact: true }).click();
      await expect.poll(async () => (await labelsOf(page, chart)).length).toBeGreaterThan(3);
      await expect.poll(() => faults(page)).toEqual([]);
    }
  }

  const table = page.getByRole('region', { name: 'Table: Runs' });
  await expect(table.getByRole('columnheader')).toContainText(['Run', 'Rank r', 'Learning rate']);
  await table.getByRole('button', { name: 'Rank\u00A0r' }).click();
  await expect(table.getByRole('row').nth(1).getByRole('cell')).toContainText(['1', '0.001']);
  await expect(table.getByRole('row').nth(5).getByRole('cell')).toContainText(['64', '0.064']);
});

test('a spectrum’s axis is the same at every step of a run', async ({ page }) => {
  await open(page, '?backend=cpu');
  await importRuns(page, { name: 'growing' });
  const spectrum = figure(page, 'Singular values of ΔW');
  const bars = spectrum.locator('.recharts-surface path[fill^="light-dark"]');
  const height = async () => (await bars.boundingBox())?.height ?? 0;
  await expect(bars).toBeVisible();
  // The recorded run, which was in the charts before, has another scale.
  await expect.poll(() => labelsOf(page, 'Singular values of ΔW')).toContain('1.0');
  const atEnd = { labels: await labelsOf(page, 'Singular values of ΔW'), height: await height() };
  const slider = page.getByRole('slider', { name: 'Step on Loss' });
  await slider.press('Home');
  for (let i = 0; i < 3; i++) await slider.press('PageUp');
  await expect(spectrum).toContainText('step 30');
  expect(await labelsOf(page, 'Singular values of ΔW')).toEqual(atEnd.labels);
  // σ at a tenth of the run, as doctored.
  expect((await height()) / atEnd.height).toBeCloseTo((1 - Math.exp(-0.3)) / LEARNED, 1);
});

test('a press holds a step until Escape or the button; hovering does not; the readout goes by itself', async ({
  page,
}) => {
  await open(page, '?backend=cpu');
  await importRuns(page, { name: 'held' });
  const slider = page.getByRole('slider', { name: 'Step on Loss' });
  const spectrum = figure(page, 'Singular values of ΔW');
  const box = await slider.boundingBox();
  if (!box) throw new Error('the loss chart has no size');
  const [left, right, y] = [box.x + box.width * 0.3, box.x + box.width * 0.6, box.y + box.height / 2];
  const step = async () => Number(await slider.getAttribute('aria-valuenow'));
  const release = figure(page, 'Loss').getByRole('button', { name: /back to now$/ });
  const readout = slider.getByRole('table');

  // Hovering shows a step, and the other charts follow, until the pointer leaves.
  await page.mouse.move(left, y);
  await expect(readout).toBeVisible();
  expect(await step()).toBeLessThan(150);
  await expect(spectrum).not.toContainText('step 300');
  await page.mouse.move(box.x + box.width / 2, box.y - 60);
  await expect(readout).toBeHidden();
  expect(await step()).toBe(300);
  await expect(release).toBeHidden();

  // A drag holds the step it ends on, and selects no text.
  await page.mouse.move(left, y);
  await page.mouse.down();
  await page.mouse.move(right, y + 90, { steps: 5 });
  await page.mouse.up();
  const chosen = await step();
  expect(chosen).toBeGreaterThan(150);
  expect(chosen).toBeLessThan(300);
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('');
  await page.mouse.move(left, y);
  await page.mouse.move(box.x + box.width / 2, box.y - 60);
  expect(await step()).toBe(chosen);
  await expect(spectrum).not.toContainText('step 300');
  // Nothing has moved.
  expect(await slider.boundingBox()).toEqual(box);
  const target = await release.boundingBox();
  expect(target?.height).toBeGreaterThanOrEqual(24);
  await expectAccessible(page);
  await release.click();
  expect(await step()).toBe(300);

  // From wherever the keyboard is, Escape lets go.
  await page.mouse.click(left, y);
  expect(await step()).toBeLessThan(150);
  await button(page, 'Train').focus();
  await page.keyboard.press('Escape');
  expect(await step()).toBe(300);

  // A pointer that rests has read enough.
  await page.mouse.move(left, y);
  await expect(readout).toBeVisible();
  await expect(readout).toBeHidden({ timeout: 5_000 });
});

test('the readout leaves the axes free and names whole, at an early step and a late one', async ({
  page,
}) => {
  await open(page, '?backend=cpu');
  await importRuns(page, { name: 'calm' });
  const slider = page.getByRole('slider', { name: 'Step on Loss' });
  const readout = slider.locator('div:has(> table)');
  const check = async () => {
    for (const [width, height] of [
      [1440, 900],
      [1024, 768],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await slider.focus();
      for (const [key, pages] of [
        ['Home', 1],
        ['End', 0],
      ] as const) {
        await slider.press(key);
        for (let i = 0; i < pages; i++) await slider.press('PageUp');
        await expect(readout).toBeVisible();
        await expect.poll(() => faults(page)).toEqual([]);
        const covered = await readout.evaluate((box) => {
          const { left, right, top, bottom } = box.getBoundingClientRect();
          const cut = [...box.querySelectorAll('td > span')].filter(
            (name) => name.scrollHeight > name.clientHeight,
          );
          const labels = [...(box.parentElement?.querySelectorAll('svg text') ?? [])].filter((label) =>
            /^([\d.,e-]+|step)$/.test(label.textContent),
          );
          return [
            ...cut.map((name) => `“${name.textContent}” is cut`),
            ...(labels.length < 4 ? ['There are no labels.'] : []),
            ...labels
              .filter((label) => {
                const other = label.getBoundingClientRect();
                return other.left < right && left < other.right && other.top < bottom && top < other.bottom;
              })
              .map((label) => `covers “${label.textContent}”`),
          ];
        });
        expect(covered, `${key} at ${width}`).toEqual([]);
      }
    }
  };
  await check();
  // Beside one run there is room for its falling curve.
  await expect(readout.getByRole('row')).toHaveCount(2);
  await page.setViewportSize({ width: 1440, height: 900 });
  await importRuns(page, { name: 'a run of an extraordinarily long name' }, { name: 'keen', r: 8 });
  await check();
  await expect(readout.getByRole('row')).toHaveCount(4);
});

test('a tap holds a step and scrolling does not', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  await open(page, '?backend=cpu');
  await importRuns(page, { name: 'tapped' });
  const slider = page.getByRole('slider', { name: 'Step on Loss' });
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error('the loss chart has no size');
  const release = figure(page, 'Loss').getByRole('button', { name: /back to now$/ });
  await page.touchscreen.tap(box.x + box.width * 0.4, box.y + box.height / 2);
  await expect(release).toBeVisible();
  expect(Number(await slider.getAttribute('aria-valuenow'))).toBeLessThan(200);
  const target = await release.boundingBox();
  expect(Math.min(target?.width ?? 0, target?.height ?? 0)).toBeGreaterThanOrEqual(44);
  await release.tap();
  await expect(release).toBeHidden();

  // A finger that scrolls the page begins with a press, which the browser then takes back.
  const pointer = { pointerType: 'touch', pointerId: 5, isPrimary: true, button: 0, bubbles: true } as const;
  const at = { clientX: box.x + box.width * 0.4, clientY: box.y + box.height / 2 };
  await slider.evaluate((element) => (element.setPointerCapture = () => undefined));
  await slider.dispatchEvent('pointerdown', { ...pointer, ...at });
  await slider.dispatchEvent('pointermove', { ...pointer, ...at });
  await slider.dispatchEvent('pointercancel', pointer);
  await expect(release).toBeHidden();
  expect(Number(await slider.getAttribute('aria-valuenow'))).toBe(300);
  await context.close();
});

test('a hidden rank is not given away by the energy; answered, it lies over the learned bars', async ({
  page,
}) => {
  await open(page, '?backend=cpu');
  const sites = [0, 1].map((layer) => ({ site: { layer, projection: 'q' }, singularValue: 25 }));
  const secret = { seed: 1, rank: 3, sites, teacherLoss: 0.5 };
  const dataset = { task: 'hidden-rank', name: 'hidden-rank', fingerprint: 'deadbeef', metrics: [], secret };
  await importRuns(page, { name: 'riddle', r: 8, dataset });
  const spectrum = figure(page, 'Singular values of ΔW');
  await expect(spectrum).toContainText('effective rank');
  await expect(spectrum).not.toContainText('energy');
  await expect(spectrum).not.toContainText('hidden');

  await page.getByRole('tab', { name: /k\?/ }).click();
  await page.getByRole('radiogroup').getByText('5', { exact: true }).click();
  await button(page, 'Reveal').click();
  await expect(spectrum.locator('svg')).toContainText(['hidden']);
  // Three outlines of 25, on an axis that reaches them.
  const outlines = spectrum.locator('.recharts-surface path[fill="none"]');
  expect((await outlines.getAttribute('d'))?.split('M').length).toBe(1 + 3);
  const [outline, all] = [
    await outlines.boundingBox(),
    await spectrum.locator('.recharts-surface').boundingBox(),
  ];
  expect(outline?.y).toBeGreaterThan(all?.y ?? Infinity);
  expect(
    Math.max(...(await labelsOf(page, 'Singular values of ΔW')).map(Number).filter(Number.isFinite)),
  ).toBeGreaterThanOrEqual(25);
  await expect(spectrum).toContainText('energy');
});
