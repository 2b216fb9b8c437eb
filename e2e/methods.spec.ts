/** Every method from the page: chosen, trained, its ΔW or the reason why there is none, kept and exported. */
import { attentionSpectrum } from './adapter.ts';
import {
  button,
  csvOf,
  expect,
  exportedAdapter,
  exportedRun,
  expectAccessible,
  figure,
  go,
  open,
  status,
  test,
} from './lab.ts';

const SMALL = '?backend=wasm&max_steps=6&eval_steps=3&batch_size=2&metric_steps=0';

/** Each with why it has no spectrum, or null, and what the drawing says of where it acts. */
const METHODS = [
  ['Full fine-tuning', 'full', null, 'Both embeddings are trained'],
  ['BitFit', 'bitfit', 'bias vectors only', 'b: a trained bias vector'],
  ['IA³', 'ia3', 'rescales rows or columns', 'l before a matrix'],
  ['VeRA', 'vera', null, 'λb, a trained vector'],
  ['AdapterH', 'adapter-h', 'new layers', 'a trained bottleneck'],
  ['Prefix-layer tuning', 'prefix-layer', 'virtual tokens', '8 virtual tokens before the text'],
] as const;

test('a method is chosen, trained, shown and exported', async ({ page }) => {
  // Six runs, and as many exports.
  test.slow();
  await open(page, SMALL);
  const select = page.getByRole('combobox', { name: 'Method' });
  for (const [label, type, reason, mark] of METHODS) {
    await select.selectOption({ label });
    await expect(page).toHaveURL(new RegExp(`method=${type}(&|$)`));
    await expect(button(page, 'Compare ranks')).toBeDisabled();
    await button(page, 'Train').press('c');
    await expect(page).not.toHaveURL(/view=compare/);
    await button(page, 'Train').click();
    await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
    const spectrum = figure(page, 'Singular values of ΔW');
    await expect(spectrum).toContainText(reason ?? 'effective rank');
    await expect(figure(page, 'What is trained')).toContainText(mark);
    const { config, steps } = await exportedRun(page);
    expect(config.method).toMatchObject({ type });
    expect(steps).toHaveLength(6);
    if (type === 'full') await expectAccessible(page);
  }
  await page.reload();
  await expect(select).toHaveValue('prefix-layer');
  await go(page, 'Compare');
  for (const [label] of METHODS)
    await expect(page.getByRole('cell', { name: label, exact: true }).first()).toBeVisible();
  await go(page, 'Train');
  await select.selectOption({ label: 'LoRA' });
  await expect(button(page, 'Compare ranks')).toBeEnabled();
  // The shown run is of nano, whatever model the form has now.
  await page.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'micro' });
  const drawing = figure(page, 'What is trained');
  await expect(drawing).toContainText('Prefix-layer tuning');
  await expect(drawing).toContainText('layer 2');
  await expect(drawing).not.toContainText('layer 3');
});

test('DoRA says what its singular values are of wherever they stand, and is exported where PEFT can hold it', async ({
  page,
}) => {
  await open(page, `${SMALL}&use_dora=true&target_modules=q,v`);
  const details = page.getByText('as PEFT’s file');
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  const said = 'With DoRA these are the singular values of s·BA';
  for (const chart of ['What is trained', 'Singular values of ΔW'])
    await expect(figure(page, chart)).toContainText(said);
  await expect(figure(page, 'What is trained')).toContainText('m after a matrix');
  await go(page, 'Inspect ΔW');
  await expect(figure(page, 'All matrices at a glance')).toContainText(said);
  await go(page, 'Deploy');
  await expect(page.getByRole('button', { name: /^Export adapter/ })).toBeDisabled();
  await go(page, 'Train');
  await button(page, 'Details').click();
  await expect(page.getByText('Optimizer memory')).toBeVisible();
  await expect(details).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'Wk', exact: true }).check();
  await button(page, 'Details').click();
  await expect(details).toBeVisible();
  await page.keyboard.press('Escape');

  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await go(page, 'Compare');
  await expect(page.getByRole('region', { name: 'Table: Runs' })).toBeVisible();
  await expect(page.getByText(/^\* Wq Wk Wv, Wq Wv: With DoRA/)).toBeVisible();
  await go(page, 'Train');
  // Of the run in focus, which the chart names first; its first matrix is Wq of layer 1.
  const [header = [], row = []] = await csvOf(page, 'Singular values of ΔW');
  const shown = row.filter((_, column) => header[column]?.startsWith('σ')).map(Number);
  const exported = attentionSpectrum(await exportedAdapter(page), 0, 0);
  expect(shown).toHaveLength(4);
  for (const [i, value] of shown.entries())
    expect(Math.abs(value - (exported[i] ?? NaN)) / (exported[0] ?? NaN)).toBeLessThan(1e-6);
});

test('the last ticked matrix stays, and says why', async ({ page }) => {
  await open(page, `${SMALL}&target_modules=q,v`);
  const boxOf = (name: string) => page.getByRole('checkbox', { name, exact: true });
  const [q, v] = [boxOf('Wq'), boxOf('Wv')];
  await q.uncheck();
  // Told to assistive technology as disabled, it still takes the press, and says why nothing changes.
  await v.press('Space');
  await expect(v).toBeChecked();
  await expect(page.getByText(/^One matrix must stay/)).toBeVisible();
  await expect(page).toHaveURL(/target_modules=v(&|$)/);
  await q.check();
  await expect(page.getByText(/^One matrix must stay/)).toHaveCount(0);
});

test('PiSSA is chosen by the keyboard, says that ΔW has rank 2r, and is exported as plain LoRA with the same ΔW', async ({
  page,
}) => {
  await open(page, SMALL);
  await page.getByText('More', { exact: true }).click();
  const select = page.getByRole('combobox', { name: 'Start of A and B', exact: true });
  await select.focus();
  await page.keyboard.type('PiSSA');
  await expect(select).toHaveValue('pissa');
  await expect(page).toHaveURL(/init_lora_weights=pissa(&|$)/);
  await expectAccessible(page);
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  const spectrum = figure(page, 'Singular values of ΔW');
  await expect(spectrum).toContainText('r 4 · PiSSA · Wq Wv');
  await expect(spectrum).toContainText('its rank can be 2r');

  const exported = attentionSpectrum(await exportedAdapter(page), 0, 0);
  // The last spectrum may be drawn a moment after the run has ended.
  await expect(async () => {
    const [header = [], ...rows] = await csvOf(page, 'Singular values of ΔW');
    const shown = (rows.at(-1) ?? []).filter((_, column) => header[column]?.startsWith('σ')).map(Number);
    expect(shown).toHaveLength(8);
    for (const [i, value] of shown.entries())
      expect(Math.abs(value - (exported[i] ?? NaN)) / (exported[0] ?? NaN)).toBeLessThan(1e-5);
  }).toPass({ timeout: 20_000 });
  await go(page, 'Deploy');
  await expect(page.getByRole('region', { name: 'Use the adapter with PEFT' })).toContainText('rank 2·4 = 8');

  await page.reload();
  await expect(page).toHaveURL(/init_lora_weights=pissa(&|$)/);
  await expect(page.getByRole('row', { name: /PiSSA/ })).toBeVisible();
});

test('single matrices get ranks and alphas of their own, by keyboard', async ({ page }) => {
  await open(page, SMALL);
  await page.getByText('More', { exact: true }).click();
  const group = page.getByRole('group', { name: 'Ranks and alphas of single matrices' });
  await group.getByRole('combobox', { name: 'Matrix' }).selectOption('Wv');
  await group.getByRole('combobox', { name: 'Layer' }).selectOption('layer 2');
  await group.getByRole('button', { name: 'Add a rank and alpha of its own for Wv layer 2' }).press('Enter');
  await expect(group.getByRole('textbox', { name: 'Rank of Wv layer 2' })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('2');
  await page.keyboard.press('Tab');
  await expect(group.getByRole('textbox', { name: 'Alpha of Wv layer 2' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/rank_pattern=1\.v:2&alpha_pattern=1\.v:31/);
  await expectAccessible(page);
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
  await expect(figure(page, 'What is trained')).toContainText('/ 2');
  const { config } = await exportedRun(page);
  expect(config.method).toMatchObject({ rank_pattern: { '1.v': 2 }, alpha_pattern: { '1.v': 31 } });
  await group.getByRole('button', { name: 'Remove the rank and alpha of Wv layer 2' }).press('Enter');
  await expect(group.getByRole('combobox', { name: 'Matrix' })).toBeFocused();
  await expect(page).not.toHaveURL(/pattern/);
});

test('a locked budget is kept by the ranks, whatever matrices are chosen and whichever rank is moved, by keyboard', async ({
  page,
}) => {
  await open(page, `${SMALL}&target_modules=q,v`);
  const line = page.locator('.rank .parameters-line');
  const slider = page.getByRole('slider', { name: 'Rank r' });
  // Part of what comes after the first paint.
  await expect(button(page, 'Lock budget')).toBeVisible();
  await page.getByRole('button', { name: 'Details' }).focus();
  await page.keyboard.press('Tab');
  await expect(button(page, 'Lock budget')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Unlock budget')).toBeFocused();
  await expect(line).toContainText('Budget 2,048: all of it is used.');
  await expectAccessible(page);

  // The paper's Table 5: one budget, spread over one matrix, two and four.
  const box = (name: string) => page.getByRole('checkbox', { name, exact: true });
  await box('Wv').uncheck();
  await expect(slider).toHaveAttribute('aria-valuetext', '8');
  for (const name of ['Wk', 'Wv', 'Wo']) await box(name).check();
  await expect(slider).toHaveAttribute('aria-valuetext', '2');
  await expect(line).toContainText('2,048 of');
  await slider.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', '2');
  await expect(line).toContainText('r follows from the budget.');

  await button(page, 'Details').click();
  const ranks = page.getByRole('dialog').getByRole('group', { name: 'Ranks under the budget' });
  const rankOf = (matrix: string) => ranks.getByRole('textbox', { name: `Rank of ${matrix}` });
  await rankOf('Wo').fill('4');
  for (const [matrix, rank] of Object.entries({ Wq: '2', Wk: '1', Wv: '1', Wo: '4' }))
    await expect(rankOf(matrix)).toHaveValue(rank);
  await rankOf('Wo').fill('9');
  await expect(page.getByRole('dialog')).toContainText('Wo has rank 5, the most that leaves rank 1');
  await rankOf('Wo').press('Enter');
  await expect(rankOf('Wo')).toHaveValue('5');
  await rankOf('Wq').fill('1');
  await expect(page.getByRole('dialog')).toContainText('all of it is used');
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await box('W1').check();
  await box('W2').click();
  // Six matrices at rank 1 take 2,304 weights.
  await expect(box('W2')).not.toBeChecked();
  await expect(line).toContainText('This needs 2,304 weights at rank 1, more than the budget.');
  await expect(line).toContainText('128 unused');
  await expect(page).not.toHaveURL(/budget|lock/);
  await button(page, 'Unlock budget').click();
  await box('W2').check();
  await expect(box('W2')).toBeChecked();
  await expect(line).not.toContainText('Budget 2,048');
});
