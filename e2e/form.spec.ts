/** The form and its helps on screens of usual sizes: nothing is drawn over anything else, and no setting is cut in two. */
import type { Page } from '@playwright/test';
import { button, expect, figure, go, open, status, test } from './lab.ts';

const SHORT = 'backend=wasm&max_steps=4&eval_steps=4&batch_size=2&metric_steps=0';

test.use({ viewport: { width: 1366, height: 768 } });

test('the form’s head stays in sight above all that scrolls below it', async ({ page }) => {
  await open(page, '?backend=wasm');
  await page.locator('summary', { hasText: 'More' }).click();
  const panel = page.locator('.panel');
  const covered = () =>
    panel.evaluate((form) => {
      const head = form.querySelector('.panel-head');
      const box = head?.getBoundingClientRect();
      if (!head || !box) return ['no head'];
      return Array.from({ length: 200 }, (_, i) =>
        document.elementFromPoint(box.left + ((i + 0.5) / 200) * box.width, box.top + box.height / 2),
      )
        .filter((element) => element && !head.contains(element))
        .map((element) => element?.className);
    });
  const most = await panel.evaluate((form) => form.scrollHeight - form.clientHeight);
  expect(most).toBeGreaterThan(200);
  for (let top = 0; top <= most; top += 12) {
    await panel.evaluate((form, to) => form.scrollTo(0, to), top);
    expect(await covered(), `scrolled by ${top}`).toEqual([]);
  }
});

test('what stands below a slider keeps clear of its marks, in large type too', async ({ page }) => {
  await open(page, '?backend=wasm');
  for (const size of ['16px', '20px', '24px']) {
    await page.addStyleTag({ content: `html { font-size: ${size} !important }` });
    const gap = await page.locator('.rank').evaluate((rank) => {
      const marks = [...rank.querySelectorAll('.mantine-Slider-markLabel')];
      const below = rank.querySelector('.parameters-line')?.getBoundingClientRect().top ?? NaN;
      return below - Math.max(...marks.map((mark) => mark.getBoundingClientRect().bottom));
    });
    expect(gap, size).toBeGreaterThanOrEqual(0);
  }
});

for (const method of ['lora', 'lora-prefix-embed', 'lora-prefix-layer', 'vera', 'prefix-kv'])
  test(`all of the form for ${method} is in sight at 1366 × 768, and its chip and choice are told whole`, async ({
    page,
  }) => {
    await open(page, `?backend=wasm&method=${method}`);
    await expect(page.locator('summary', { hasText: 'More' })).toBeInViewport({ ratio: 1 });
    const chosen = await page.locator('#field-method').evaluate((select: HTMLSelectElement) => {
      const { font, paddingLeft, paddingRight } = getComputedStyle(select);
      const context = document.createElement('canvas').getContext('2d');
      if (context) context.font = font;
      const text = context?.measureText(select.selectedOptions[0]?.text ?? '').width ?? NaN;
      return text + parseFloat(paddingLeft) + parseFloat(paddingRight) - select.clientWidth;
    });
    expect(chosen).toBeLessThanOrEqual(0);
    await expect(page.locator('.panel .run-chip')).toHaveAttribute('title', /lr [\d.]+$/);
  });

/** Settings of chips that have no room, in all of the page. */
const cutSettings = (page: Page) =>
  page.locator('.run-chip-settings').evaluateAll((chips) =>
    chips.flatMap((chip) => {
      const right = chip.getBoundingClientRect().right + 0.5;
      return [...chip.children]
        .filter((setting) => setting.getBoundingClientRect().right > right)
        .map((setting) => setting.textContent);
    }),
  );

test('chips tell the default settings whole, whatever the rank', async ({ page }) => {
  await open(page, `?${SHORT}`);
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  for (const workspace of ['Inspect ΔW', 'Compare', 'Train'] as const) {
    await go(page, workspace);
    await expect.poll(() => cutSettings(page)).toEqual([]);
  }
  await page.getByRole('slider', { name: 'Rank r' }).press('End');
  await expect(page.locator('.panel .run-chip')).toContainText('r 64 · Wq Wv · lr 0.01');
  expect(await cutSettings(page)).toEqual([]);
});

/** The controls that the tooltip of this text covers. */
const coveredBy = (page: Page, text: string) =>
  page.getByRole('tooltip').evaluateAll((tooltips, said) => {
    const tooltip = tooltips.find(({ textContent }) => textContent === said);
    if (!tooltip) return ['no tooltip yet'];
    const box = tooltip.getBoundingClientRect();
    return [...document.querySelectorAll('button, a[href], input, select, textarea, summary')]
      .filter((control) => control.checkVisibility())
      .filter((control) => {
        const { left, right, top, bottom } = control.getBoundingClientRect();
        return left < box.right && right > box.left && top < box.bottom && bottom > box.top;
      })
      .map((control) => control.getAttribute('aria-label') ?? control.textContent);
  }, text);

test('no help in the form covers a control', async ({ page }) => {
  await open(page, '?backend=wasm');
  const helps = page.locator('.panel').getByRole('button', { name: /^About / });
  await expect(figure(page, 'Singular values of ΔW').getByRole('combobox')).toBeVisible();
  for (const help of await helps.all()) {
    if (!(await help.isVisible())) continue;
    await help.focus();
    const text = (await help.getAttribute('aria-description')) ?? '';
    await expect.poll(() => coveredBy(page, text), { message: text }).toEqual([]);
  }
});

test('Compare ranks says why it cannot be pressed, to the keyboard and to a screen reader', async ({
  page,
}) => {
  await open(page, '?backend=wasm&method=full');
  const compare = button(page, 'Compare ranks');
  await expect(compare).toBeDisabled();
  await expect(compare).toHaveAccessibleDescription(/Full fine-tuning: choose LoRA to compare ranks/);
  await compare.focus();
  await expect(page.getByRole('tooltip')).toContainText('choose LoRA to compare ranks');
  await page.keyboard.press('Enter');
  await expect(status(page)).toContainText('press Train');
});

test('the question about a run goes away when the run has ended', async ({ page }) => {
  await open(page, `?${SHORT.replace('max_steps=4', 'max_steps=40')}`);
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('step ');
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Reset?' })).toBeVisible();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('runs of several methods have rows of one line in Compare and Deploy, and one reason for PEFT', async ({
  page,
}) => {
  await open(page, `?${SHORT}`);
  for (const method of ['lora', 'bitfit', 'prefix-layer', 'lora-prefix-embed']) {
    await page.locator('#field-method').selectOption(method);
    await button(page, 'Train').click();
    await expect(page.getByRole('listitem').or(status(page)).first()).toBeVisible();
    await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
    await expect(page.locator('.panel')).toContainText('The same settings as the shown run.');
  }
  await go(page, 'Compare');
  const rows = page.getByRole('rowgroup').last().getByRole('row');
  await expect(rows).toHaveCount(4);
  const heights = await rows.evaluateAll((all) => all.map((row) => row.getBoundingClientRect().height));
  expect(Math.max(...heights)).toBeLessThan(30);

  await go(page, 'Deploy');
  const table = page.getByRole('region', { name: 'Adapters on this computer' });
  await expect(table.getByText(/^No adapter for PEFT/)).toHaveText(
    /^No adapter for PEFT from BitFit, Prefix-layer tuning, and LoRA \+ PreEmbed:/,
  );
  await expect(table.getByRole('button', { name: /^Export adapter: BitFit/ })).toHaveAccessibleDescription(
    /^No adapter for PEFT/,
  );
  const sizes = await table.locator('td[data-label="Trained size"]').allTextContents();
  expect(sizes).toHaveLength(4);
  for (const size of sizes) expect(size).toMatch(/^\d+\.\d\d\u00A0kB$/);
});
