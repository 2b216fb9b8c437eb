/** Large files and files that change: the page answers while they are read, and says what to do where they cannot be. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { button, expect, open, status, test } from './lab.ts';
import { tasksOf } from './main-tasks.ts';

/** Just below the most that the page reads, 64 MB. */
const SIZE = 62e6;

/**
 * CPU milliseconds. No benchmark: a page that parsed such a file itself would hold its thread for longer on any machine. What
 * is measured stands in docs/reliability.md.
 */
const HELD = 250;

/** `text(i)` for i = 0, 1 … until they fill the size. */
function filled(text: (i: number) => string): string {
  const parts: string[] = [];
  for (let i = 0, size = 0; size < SIZE; i++) {
    const part = text(i);
    parts.push(part);
    size += part.length;
  }
  return parts.join('');
}

/** Drops a file of the disk on the page, as a person does. */
async function dropFromDisk(page: Page, path: string): Promise<void> {
  await page.evaluate(() =>
    document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'disk' })),
  );
  await page.locator('#disk').setInputFiles(path);
  const transfer = await page.evaluateHandle(() => {
    const input = document.querySelector<HTMLInputElement>('#disk');
    const data = new DataTransfer();
    for (const file of input?.files ?? []) data.items.add(file);
    input?.remove();
    return data;
  });
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
}

const ANSWER = 'It lies at the harbour, and it is open on all days of the week but the last. '.repeat(4);
const LARGE: [name: string, content: () => string][] = [
  ['large.csv', () => 'prompt,completion\n' + filled((i) => `Where is inn ${i}?,"${ANSWER}"\n`)],
  [
    'large.json',
    () =>
      `[${filled((i) => `${i > 0 ? ',' : ''}{"prompt": "Where is inn ${i}?", "completion": "${ANSWER}"}\n`)}]`,
  ],
];

/** Counts what the page's own thread reads of blobs: the recorded run, and a file's head, which tells what it is. */
const watchReads = (page: Page) =>
  page.addInitScript(() => {
    for (const method of ['arrayBuffer', 'text', 'stream'] as const) {
      const read = Reflect.get(Blob.prototype, method) as () => never;
      Blob.prototype[method] = function (this: Blob) {
        const { dataset } = document.documentElement;
        dataset['read'] = String(Number(dataset['read'] ?? 0) + this.size);
        return read.call(this);
      };
    }
  });

async function expectFewReads(page: Page): Promise<void> {
  const read = await page.evaluate(() => Number(document.documentElement.dataset['read']));
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(200_000);
}

/**
 * Has the page press a button as soon as a number of what is read stands beside it. From here it would come too late on a fast
 * machine, which reads the rest while the press is on its way.
 */
const pressWhileReading = (page: Page, name: string, numbers: RegExp) =>
  page.evaluate(
    ({ name, source }) => {
      const numbers = new RegExp(source);
      const observer = new MutationObserver(() => {
        if (!numbers.test(document.body.innerText)) return;
        const button = [...document.querySelectorAll('button')].find(({ innerText }) => innerText === name);
        if (!button) return;
        observer.disconnect();
        button.click();
        document.documentElement.dataset['pressed'] = name;
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    },
    { name, source: numbers.source },
  );

/** Awaits the press of `pressWhileReading`: within half a second nothing is read any more. */
async function expectCancelled(page: Page, name: string): Promise<void> {
  await expect(page.locator(`html[data-pressed="${name}"]`)).toBeAttached();
  await expect(page.getByRole('button', { name, exact: true })).toBeHidden({ timeout: 500 });
}

for (const [name, content] of LARGE)
  test(`the page answers while it reads ${name}, 62 MB, and cancels at once`, async ({
    page,
    browser,
  }, info) => {
    const path = info.outputPath(name);
    await writeFile(path, content());
    await watchReads(page);
    await open(page);
    const tasks = await tasksOf(page, browser, async () => {
      await pressWhileReading(page, 'Cancel reading', /Reading… \d[\d.,]* (\S+ )?(of|%)/);
      await dropFromDisk(page, path);
      await expectCancelled(page, 'Cancel reading');
      await expect(page.getByLabel('Task', { exact: true }).first()).toContainText('Restaurant descriptions');
      await dropFromDisk(page, path);
      await expect(page.getByText(/[0-9]{3} training, /)).toBeVisible({ timeout: 120_000 });
    });
    expect(tasks.filter((ms) => ms > HELD)).toEqual([]);
    await expectFewReads(page);
  });

test('the page answers while it reads a file of 20 long runs, 61 MB, and cancels at once', async ({
  page,
  browser,
}, info) => {
  const path = info.outputPath('runs.json');
  const { steps, spectra } = JSON.parse(await runFile({})) as { steps: object[]; spectra: object[] };
  const findings = {
    steps: Array.from({ length: 10_000 }, (_, i) => ({ ...steps[0], step: i + 1 })),
    spectra: Array.from({ length: 101 }, (_, i) => ({ ...spectra[0], step: 100 * i })),
    samples: Array.from({ length: 3003 }, (_, i) => ({
      step: 10 * Math.floor(i / 3),
      prompt: `name[Inn ${i % 3}]`,
      reference: ANSWER,
      text: ANSWER,
    })),
  };
  const runs = await Promise.all(
    Array.from({ length: 20 }, (_, i) => runFile({ ...findings, id: `run ${i}` })),
  );
  await writeFile(path, `{"format":"rankscope-runs","version":1,"runs":[${runs.join(',')}]}`);
  expect((await stat(path)).size).toBeGreaterThan(55e6);
  await watchReads(page);
  await open(page);
  const messages = page.getByRole('region', { name: 'Messages' });
  const tasks = await tasksOf(page, browser, async () => {
    await pressWhileReading(page, 'Cancel', /Reading runs\.json… \d[\d.,]* (\S+ )?(of|%)/);
    await dropFromDisk(page, path);
    await expectCancelled(page, 'Cancel');
    await expect(messages).toBeEmpty();
    await expect(status(page)).toContainText('press Train');
    await dropFromDisk(page, path);
    await expect(messages).toContainText('Imported 20 runs', { timeout: 60_000 });
  });
  await expect(status(page)).toContainText('10,000 of');
  expect(tasks.filter((ms) => ms > HELD)).toEqual([]);
  await expectFewReads(page);
});

test('a file that changes on disk after it was chosen is named, with what to do', async ({ page }, info) => {
  const path = info.outputPath('inns.csv');
  const rows = Array.from({ length: 40 }, (_, i) => `Where is inn ${i}?,At the harbour.\n`);
  await writeFile(path, `prompt,completion\n${rows.join('')}`);
  await open(page);
  await dropFromDisk(page, path);
  await expect(page.getByText(/36 training/)).toBeVisible();
  await writeFile(path, 'prompt,completion\n');
  await page.getByText('Read it in another way').click();
  await page.getByLabel('Read as').selectOption('Plain text');
  await expect(page.getByRole('alert')).toContainText(
    'The file could not be read from the disk. Choose it again.',
  );
  await expect(page.getByRole('alert')).toContainText(
    'inns.csv was changed, moved or deleted after it was chosen.',
  );
});

test('an address of 600 unknown keys is told in few words, and the notice can be dismissed', async ({
  page,
}) => {
  const keys = Array.from({ length: 600 }, (_, i) => `wobble${i}=1`);
  await page.setViewportSize({ width: 390, height: 700 });
  await open(page, `?${keys.join('&')}&${'k'.repeat(2000)}=1`);
  const notices = page.getByRole('region', { name: 'Messages' });
  // A phone has no room for more than the message's first words.
  await button(page, 'Read message').click();
  await expect(notices).toContainText(
    'The link sets “wobble0”, which this page does not know; it is ignored.',
  );
  await expect(notices).toContainText('596 more settings of the link are changed or ignored.');
  expect((await notices.innerText()).length).toBeLessThan(1000);
  await expect(button(page, 'Dismiss')).toBeInViewport();
  await button(page, 'Dismiss').click();
  await expect(notices).toBeEmpty();
});

/** A run of the default model, as an exported file holds it, with other findings. */
async function runFile(findings: object): Promise<string> {
  const recorded = await readFile(new URL('../public/models/nano/recorded.json', import.meta.url), 'utf8');
  return JSON.stringify({ ...(JSON.parse(recorded) as object), id: 'large', ...findings });
}

test('a run file with more sites than a run can have is refused with both numbers', async ({
  page,
}, info) => {
  const path = info.outputPath('sites.json');
  const site = { site: { layer: 0, projection: 'q' }, singularValues: [1] };
  await writeFile(
    path,
    await runFile({ spectra: [{ step: 0, sites: Array.from({ length: 6000 }, () => site) }] }),
  );
  await open(page);
  await dropFromDisk(page, path);
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText(
    'At "spectra.0.sites": holds 6,000 sites; a run has at most 336.',
  );
});

test('a run of 30,000 samples and very long texts is shown in part, and soon', async ({ page }, info) => {
  const path = info.outputPath('samples.json');
  const samples = Array.from({ length: 30_000 }, (_, i) => ({
    step: Math.floor(i / 3),
    prompt: `name[Inn ${i}]`,
    reference: 'It is an inn.',
    text: i < 3 ? 'An inn. '.repeat(100_000) : 'An inn.',
  }));
  await writeFile(path, await runFile({ samples }));
  await open(page);
  await dropFromDisk(page, path);
  await expect(page.getByText('Prompt 1 of 30,000')).toBeVisible();
  await expect(page.getByText('… (800,000 characters)').first()).toBeVisible();
  const characters = await page.evaluate(() => document.body.textContent.length);
  expect(characters).toBeLessThan(200_000);
});

test('of a file of 200 runs the charts show as many as can be told apart, and the page says so', async ({
  page,
}, info) => {
  const path = info.outputPath('many.json');
  const runs = await Promise.all(
    Array.from({ length: 200 }, (_, i) => runFile({ id: `many ${i}`, name: `run ${i}`, samples: [] })),
  );
  await writeFile(path, `{"format":"rankscope-runs","version":1,"runs":[${runs.join(',')}]}`);
  await open(page, '?view=compare');
  await dropFromDisk(page, path);
  await expect(page.getByRole('region', { name: 'Messages' })).toContainText(
    'The charts show 72 of them; the others are in the list of runs.',
    { timeout: 60_000 },
  );
  const list = page.getByRole('region', { name: 'Runs', exact: true });
  await expect(list).toContainText('The charts show 72 runs at most. Untick one to show another.');
  const boxes = list.getByRole('checkbox', { name: /^Show / });
  await expect(boxes).toHaveCount(200);
  await expect(list.getByRole('checkbox', { name: /^Show /, checked: true })).toHaveCount(72);
  await expect(boxes.last()).toBeDisabled();
  for (const [width, height] of [
    [1280, 800],
    [1280, 640],
    [390, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    // Of single runs fewer curves can be told apart.
    const loss = page.getByRole('figure', { name: 'Loss', exact: true });
    await expect(loss).toContainText('The first 12 curves are drawn; 60 more are in the table.');
    const names = loss.locator('svg text', { hasText: /^#\d+ · / });
    await expect(names).toHaveCount(12);
    const rows = await names.evaluateAll((texts) =>
      texts.map((text) => text.getBoundingClientRect()).map(({ top, height }) => ({ top, height })),
    );
    rows.forEach(({ top, height: tall }, i) => {
      const next = rows[i + 1];
      if (next) expect(next.top - top).toBeGreaterThan(0.8 * tall);
    });
  }
  await list.getByRole('checkbox', { checked: true }).first().click();
  await boxes.last().click();
  await expect(boxes.last()).toBeChecked();
});

test('a run whose tensors are not its method’s is refused with the place, and a name turns nothing around', async ({
  page,
}, info) => {
  const path = info.outputPath('swapped.json');
  const tensors = { '0.q.lora_A': { shape: [64, 4], values: Array<number>(256).fill(0.5) } };
  await writeFile(path, await runFile({ adapter: { step: 1, tensors } }));
  await open(page);
  await dropFromDisk(page, path);
  const messages = page.getByRole('region', { name: 'Messages' });
  await expect(messages).toContainText('At "adapter.tensors.0.q.lora_A": shape 64×4, expected 4×64.');
  await writeFile(path, await runFile({ name: `${'\u202e'.repeat(20)}evil`, named: true }));
  await dropFromDisk(page, path);
  await expect(messages).toContainText('Imported “evil');
  expect(await page.evaluate(() => document.body.textContent)).not.toContain('\u202e');
});
