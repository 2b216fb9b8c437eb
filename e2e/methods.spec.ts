/** Every method from the page: chosen, trained, its ΔW or the reason why there is none, kept and exported. */
import { button, expect, exportedRun, expectAccessible, figure, go, open, status, test } from './lab.ts';

const SMALL = '?backend=wasm&max_steps=6&eval_steps=3&batch_size=2&metric_steps=0';

/** Each with why it has no spectrum, or null, and what the drawing says of where it acts. */
const METHODS = [
  ['Full fine-tuning', 'full', null, 'Both embeddings are trained'],
  ['BitFit', 'bitfit', 'bias vectors only', 'b: a trained bias vector'],
  ['IA³', 'ia3', 'learned factors', 'l before a matrix'],
  ['VeRA', 'vera', null, 'λ_b, a trained vector'],
  ['AdapterH', 'adapter-h', 'new layers', 'a trained bottleneck'],
  ['Prefix-layer tuning', 'prefix-layer', 'virtual tokens', '8 virtual tokens before the text'],
] as const;

test('a method is chosen, trained, shown and exported', async ({ page }) => {
  await open(page, SMALL);
  const select = page.getByRole('combobox', { name: 'Method' });
  for (const [label, type, reason, mark] of METHODS) {
    await select.selectOption({ label });
    await expect(page).toHaveURL(new RegExp(`method=${type}(&|$)`));
    await expect(button(page, 'Compare ranks')).toBeDisabled();
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
  for (const [label] of METHODS) await expect(page.getByRole('checkbox', { name: label })).toBeVisible();
  await go(page, 'Train');
  await select.selectOption({ label: 'LoRA' });
  await expect(button(page, 'Compare ranks')).toBeEnabled();
});
