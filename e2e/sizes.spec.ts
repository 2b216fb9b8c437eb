/** What can be pressed is large enough to hit, and type grows with the window. */
import type { Page } from '@playwright/test';
import { button, expect, go, open, status, test } from './lab.ts';

/** What can be pressed and is smaller than `least` CSS pixels; a label counts with its field, and a slider's track is asked, not its thumb. */
const tooSmall = (page: Page, least: number): Promise<string[]> =>
  page.evaluate((atLeast) => {
    const pressable =
      'button, a[href], input, select, textarea, summary, [role="tab"], .mantine-Slider-trackContainer';
    return [...document.querySelectorAll<HTMLElement>(pressable)]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .flatMap((element) => {
        const parts = [element, ...(element instanceof HTMLInputElement ? (element.labels ?? []) : [])].map(
          (part) => part.getBoundingClientRect(),
        );
        const width =
          Math.max(...parts.map(({ right }) => right)) - Math.min(...parts.map(({ left }) => left));
        const height =
          Math.max(...parts.map(({ bottom }) => bottom)) - Math.min(...parts.map(({ top }) => top));
        const name = element.getAttribute('aria-label') ?? (element.textContent || element.outerHTML);
        // Half a pixel of rounding.
        return Math.min(width, height) < atLeast - 0.5 && width > 0
          ? [`${name.slice(0, 60)}: ${width.toFixed(1)} × ${height.toFixed(1)}`]
          : [];
      });
  }, least);

async function trainShortly(page: Page): Promise<void> {
  await open(page, '?backend=wasm&max_steps=6&eval_steps=6&batch_size=2&metric_steps=0');
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 60_000 });
}

test('every target is 24 px high and wide, 44 px for fingers', async ({ page, browser }) => {
  await trainShortly(page);
  for (const workspace of ['Train', 'Compare', 'Inspect ΔW', 'Deploy', 'Learn'] as const) {
    await go(page, workspace);
    await expect.poll(() => tooSmall(page, 24)).toEqual([]);
  }

  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const phone = await context.newPage();
  await trainShortly(phone);
  await button(phone, 'Settings').click();
  await expect(phone.getByRole('dialog')).toBeVisible();
  await expect.poll(() => tooSmall(phone, 44)).toEqual([]);
  await phone.keyboard.press('Escape');
  for (const workspace of ['Train', 'Compare', 'Inspect ΔW', 'Deploy', 'Learn'] as const) {
    await go(phone, workspace);
    await expect.poll(() => tooSmall(phone, 44)).toEqual([]);
  }
  await context.close();
});

test('at 1920 × 1080 all text is 15 px or larger, that of the drawing too', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await trainShortly(page);
  const small = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent?.trim() ?? '';
      // What is there for screen readers alone is one pixel wide.
      if (!element?.checkVisibility() || text === '' || element.getBoundingClientRect().width < 2) continue;
      const drawing = element.closest('svg');
      const scale = drawing?.viewBox.baseVal.width
        ? drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width
        : 1;
      if (parseFloat(getComputedStyle(element).fontSize) * scale < 15) found.push(text.slice(0, 40));
    }
    return found;
  });
  expect(small).toEqual([]);
});
