/** What training would need and the device lacks is said before a run starts, with the settings that fit. */
import { button, expect, expectAccessible, open, test, trainToEnd } from './lab.ts';

test('the panel warns of settings that exceed the computer’s memory, and gives ones that fit', async ({
  page,
}) => {
  await page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 0.125, configurable: true }),
  );
  await open(page, '?backend=wasm&batch_size=48&max_steps=2&eval_steps=2&metric_steps=0');
  const note = page.getByRole('note').filter({ hasText: 'Training would take about' });
  await expect(note).toContainText('of memory in this computer');
  await expect(note).toContainText('This would fit:');
  await expectAccessible(page);
  const use = button(page, 'Use these settings');
  await use.focus();
  await page.keyboard.press('Enter');
  await expect(note).toHaveCount(0);
  await expect(page.getByText(/Set now, and fits: /)).toBeFocused();
  // Layers computed again take no result away, so that is tried first, and here it is enough.
  await expect(page.getByLabel('Gradient checkpointing', { exact: true })).toBeChecked();
  await expect(page.getByLabel('Batch size', { exact: true })).toHaveValue('48');
  await trainToEnd(page);
});
