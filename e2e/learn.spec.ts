/** Learn: a guess, the lab's own experiment, the guess beside the result; the quiz, the glossary, and links to each. */
import { button, download, expect, expectAccessible, figure, go, open, test, trainToEnd } from './lab.ts';

test('a lesson asks for a guess, trains the runs, and draws both', async ({ page }) => {
  await open(page, '?backend=wasm');
  await go(page, 'Learn');
  await button(page, 'Start with lesson 1').click();
  await expect(page).toHaveURL(/lesson=full/);
  await expect(button(page, 'Train 2 runs')).toBeDisabled();
  await expectAccessible(page);

  const lora = page.getByRole('slider', { name: 'Guess for LoRA' });
  await expect(lora).toHaveAttribute('aria-valuetext', '10,000');
  await lora.press('ArrowDown');
  await expect(lora).toHaveAttribute('aria-valuetext', '8,300');
  // By the pointer, upwards.
  const full = page.getByRole('slider', { name: 'Guess for Full fine-tuning' });
  await full.scrollIntoViewIfNeeded();
  const box = await full.boundingBox();
  if (!box) throw new Error('The ring has no place.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 30);
  await page.mouse.up();
  expect(Number(await full.getAttribute('aria-valuenow'))).toBeGreaterThan(10_000);
  await button(page, 'That is my guess').click();

  await button(page, 'Train 2 runs').click();
  await expect(page.getByText('2 of 2 runs are finished.')).toBeVisible({ timeout: 180_000 });
  const result = figure(page, 'Trained weights');
  await expect(result).toContainText('your guess');
  await expect(page.getByText(/You said 8,300; it is 2,048\./)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What it means' })).toBeVisible();
  await expectAccessible(page);

  // It is known after a reload, and the runs are the lab's own.
  await page.reload();
  await expect(page.getByText(/You said 8,300; it is 2,048\./)).toBeVisible();
  await expect(button(page, 'Why not train all the weights?, done')).toBeVisible();
  await button(page, 'See their curves in Compare').click();
  await expect(page.locator('[role="rowheader"] > button')).toHaveCount(2);
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Why not train all the weights?' })).toBeVisible();
});

test('lessons take figures of weights, of bytes and of times, and draw them beside the guess', async ({
  page,
}) => {
  await open(page, '?backend=wasm&view=learn&lesson=amplify');
  await page.getByRole('slider', { name: 'Guess for random' }).press('ArrowDown');
  await button(page, 'That is my guess').click();
  await button(page, 'Train 1 run').click();
  await expect(page.getByText(/You said \d+\s%; it is \d+\.\d\s%\./)).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/Were they random, it would be [\d.]+\./)).toBeVisible();
  await expectAccessible(page);
  await button(page, 'See each matrix in Inspect').click();
  await expect(page.getByRole('radio', { name: 'Against W₀' })).toBeChecked();
  await expect(figure(page, 'ΔW against W₀')).toContainText('Wq');

  await go(page, 'Learn');
  await button(page, 'Next: No added latency').click();
  await button(page, 'I would rather not guess').click();
  await button(page, 'Measure').click();
  await expect(page.getByText(/Merged LoRA can(not)? be told from the base model/)).toBeVisible({
    timeout: 120_000,
  });

  await button(page, 'Next: Switch tasks in an instant').click();
  await button(page, 'I would rather not guess').click();
  // The run on restaurant descriptions is lesson 6's.
  await button(page, 'Train 1 run').click();
  await button(page, 'Measure').click({ timeout: 120_000 });
  await expect(page.getByText(/an adapter takes [\d.]+ ms and a whole model [\d.]+ ms/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(figure(page, 'Bytes that move').getByRole('img').first()).toBeVisible();
  await expectAccessible(page);
  await expect(button(page, 'Switch tasks in an instant, done')).toBeVisible();
});

test('the product of A and B is changed by hand, and has no more singular values than its rank', async ({
  page,
}) => {
  await open(page, '?view=learn&lesson=product');
  await page.getByRole('radiogroup', { name: 'Your guess' }).getByText('4').click();
  await button(page, 'That is my guess').click();
  await expect(page.getByText('You said 4. B has 2 columns, so at most 2.')).toBeVisible();
  const counts = page.getByText(/Singular values above zero/);
  await expect(counts).toHaveText('A and B hold 24 numbers, ΔW holds 36. Singular values above zero: 2.');
  // The largest singular value has the longest bar.
  const bars = page
    .getByRole('list', { name: 'Singular values of ΔW' })
    .getByRole('listitem')
    .locator('span:first-child');
  const widths = await bars.evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  expect(widths[0]).toBeGreaterThan(100);
  expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  const done = button(page, 'W0 + BA by hand, done');
  await expect(done).toHaveCount(0);
  const entry = page.getByRole('slider', { name: 'A, row 1, column 1' });
  const before = await entry.getAttribute('aria-valuenow');
  await entry.press(before === '2' ? 'ArrowDown' : 'ArrowUp');
  await expect(entry).not.toHaveAttribute('aria-valuenow', before ?? '');
  await expect(done).toBeVisible();
  await page.getByText('r = 3', { exact: true }).click();
  await expect(counts).toContainText('above zero: 3.');
  await button(page, 'Set B to zero').click();
  await expect(counts).toContainText('above zero: 0.');
  await expect(page.getByText(/B = 0: so does LoRA start/)).toBeVisible();
  await expectAccessible(page);
});

test('two training steps are gone through stage by stage: A gets a gradient at the second', async ({
  page,
}) => {
  await open(page, '?backend=wasm&view=learn&lesson=step');
  await button(page, 'Take two steps').click();
  const viewer = page.getByRole('group', { name: 'The two steps' });
  await expect(viewer).toContainText('Step 1 of 2, stage 1 of 8', { timeout: 60_000 });
  await expect(viewer).toBeFocused();
  await expectAccessible(page);
  // The lesson scrolls in its own part: the page stays one screen.
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThanOrEqual(
    0,
  );
  // By the keyboard.
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await expect(viewer).toContainText('The gradient of A');
  const ofA = viewer.getByRole('figure').filter({ hasText: '∂L/∂A' });
  await expect(ofA).toContainText('all zero');
  await page.keyboard.press('ArrowLeft');
  await expect(viewer).toContainText('The gradient of B');
  const ofB = viewer.getByRole('figure').filter({ hasText: '∂L/∂B' });
  await expect(ofB).toContainText('norm of the whole');
  await expect(ofB.getByRole('cell')).toHaveCount(32);
  await viewer.getByRole('switch', { name: 'Numbers in the cells' }).press(' ');
  await expectAccessible(page);
  // By the button, through Adam and the new ΔW to the second step.
  const next = viewer.getByRole('button', { name: 'Next' });
  for (let i = 0; i < 9; i++) await next.click();
  await expect(viewer).toContainText('Step 2 of 2, stage 6 of 8');
  await expect(ofA).toContainText('norm of the whole');
  await next.click();
  await next.click();
  await expect(next).toBeDisabled();
  await expect(viewer).toContainText('ΔW goes from norm');
  await expect(button(page, 'One step in slow motion, done')).toBeVisible();
  // Another choice has steps of its own.
  await page.getByText('r = 8', { exact: true }).click();
  await expect(viewer).toHaveCount(0);
  await button(page, 'Take two steps').click();
  await expect(viewer).toContainText('Step 1 of 2, stage 1 of 8', { timeout: 60_000 });
});

test('the quiz explains each answer, leads to its lesson, and has other numbers the next time', async ({
  page,
}) => {
  await open(page, '?view=learn&lesson=quiz');
  const questions = page.getByRole('article').getByRole('listitem');
  await expect(questions).toHaveCount(13);
  const trained = questions.filter({ hasText: 'What does LoRA train?' });
  await trained.getByLabel('The biases of the chosen matrices.').click();
  await trained.getByRole('button', { name: 'Answer' }).click();
  await expect(trained).toContainText('Not this one. The right answer: A and B, beside the chosen matrices.');
  await expect(page.getByText('0 of 1 answered questions are right; 12 are left.')).toBeVisible();
  await expectAccessible(page);
  const reckoned = questions.filter({ hasText: 'How many weights does it train?' });
  const asked = await reckoned.textContent();
  await button(page, 'Other numbers and order').click();
  await expect(reckoned).not.toHaveText(asked ?? '');
  // By the keyboard every option can be reached before one is answered.
  await trained.getByRole('radio').first().focus();
  const right = trained.getByLabel('A and B, beside the chosen matrices.');
  for (let i = 0; i < 4 && !(await right.isChecked()); i++) await page.keyboard.press('ArrowDown');
  await expect(right).toBeChecked();
  await trained.getByRole('button', { name: 'Answer' }).press('Enter');
  await expect(trained).toContainText('Right.');
  await trained.getByRole('button', { name: /See it in the lesson/ }).click();
  await expect(page.getByRole('heading', { name: 'Why not train all the weights?' })).toBeVisible();
});

test('an essay keeps its text and the runs attached to it, and is saved with their figures', async ({
  page,
}) => {
  await open(page, '?backend=wasm&max_steps=10&eval_steps=10&metric_steps=0');
  await trainToEnd(page);
  await go(page, 'Learn');
  await button(page, 'Essays').click();
  const essay = page.getByRole('article').locator('details').first();
  await expect(essay.getByRole('button', { name: 'Download as Markdown' })).toBeDisabled();
  const text = essay.getByRole('textbox', { name: 'Your text' });
  await text.fill('A task asks for *few* directions.\n\nMy run has <b>one</b>.');
  await expect(essay).toContainText('10 words');
  await essay.getByRole('checkbox').first().check();
  const table = essay.getByRole('table');
  await expect(table).toContainText('2,048');
  await expect(table).toContainText('Lowest validation loss');
  await page.getByRole('article').locator('summary').nth(3).press('Enter');
  await expect(page.getByText(/47\.8 % and full fine-tuning to 47\.2 %/)).toBeVisible();
  await expectAccessible(page);

  // It is kept, and goes into files.
  await page.reload();
  await expect(text).toHaveValue(/few/);
  await expect(table).toContainText('2,048');
  const saved = async (name: string) =>
    (await download(page, () => essay.getByRole('button', { name }).click())).toString();
  const markdown = await saved('Download as Markdown');
  expect(markdown).toContain('# Why is a low rank enough?');
  expect(markdown).toContain('A task asks for *few* directions.');
  expect(markdown).toMatch(/\| .* \| 2,048 \| \d\.\d+ \|/);
  const written = await saved('Download as HTML');
  expect(written).toContain('&lt;b&gt;one&lt;/b&gt;');
  expect(written).toContain('<td>2,048</td>');
});

test('a term in a lesson explains itself on hover, focus and touch, until Escape', async ({
  page,
  browser,
}) => {
  await open(page, '?view=learn&lesson=rank');
  const term = button(page, 'intrinsic rank');
  const card = page.getByRole('tooltip');
  await term.hover();
  await expect(card).toContainText('The rank that the change for a task really needs.');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(card).toHaveCount(0);
  await page.mouse.move(0, 0);
  await button(page, 'Wq and Wv').focus();
  await expect(card).toContainText('The four matrices of attention');
  await page.keyboard.press('Tab');
  // One card leaves while the other comes.
  await expect(card).toHaveCount(1);
  await expect(card).toContainText('The rank that the change for a task really needs.');
  await expect(term).toHaveAccessibleDescription(/The rank that the change/);

  const context = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } });
  const phone = await context.newPage();
  await open(phone, '?view=learn&lesson=rank');
  // The card comes after the page.
  await expect(async () => {
    await button(phone, 'intrinsic rank').tap();
    await expect(phone.getByRole('tooltip')).toBeVisible({ timeout: 2000 });
  }).toPass();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
    0,
  );
  await context.close();
});

test('the glossary is searched, and a link to a lesson that is none says so', async ({ page }) => {
  await open(page, '?view=learn&lesson=glossary');
  await expect(page.getByRole('term')).toHaveCount(35);
  await page.getByRole('searchbox', { name: 'Find a term' }).fill('bias');
  await expect(page.getByRole('term')).toHaveText(['BitFit']);
  await expectAccessible(page);
  await open(page, '?view=learn&lesson=nowhere');
  await expect(page.getByText('There is no lesson “nowhere”.')).toBeVisible();
});

test('on a phone a lesson has no sideways scroll', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const lesson of ['', 'full', 'product', 'step', 'secret', 'latency', 'quiz', 'essays', 'glossary']) {
    await open(page, `?view=learn&lesson=${lesson}`);
    await expect(page.getByRole('article').getByRole('heading').first()).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide, lesson).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  }
});

test('without room for a list beside the lesson its pages are a select, and the lesson is seen at once', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await open(page, '?view=learn&lesson=full');
  await expect(page.getByRole('heading', { name: 'Why not train all the weights?' })).toBeInViewport();
  const pages = page.getByRole('combobox', { name: 'Pages of Learn' });
  await pages.selectOption('rank');
  await expect(page.getByRole('heading', { name: 'Which rank?' })).toBeInViewport();
  await expectAccessible(page);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/learn-1024.png` });
});
