/**
 * `npm test`: installs what is missing (a Chromium too), then checks types, lint and dependencies and runs unit,
 * browser and end-to-end tests. Ends with one line, `N passed, N failed`, over all of them; each check counts as one.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, findShell } from './chromium.mjs';
import { installPackages, ROOT, run } from './install.mjs';

installPackages();

/** The system's browsers if there are; else Debian's, where we may install them; else Playwright's own download. */
function installChromium() {
  const isRoot = process.getuid?.() === 0;
  // Who is asked for a password has a browser that serves.
  if (findChromium() && (findShell() || !isRoot)) return;
  console.log('Installing Chromium …');
  const sudo = isRoot ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command = '', ...rest] = [...sudo, 'apt-get', '-qq', ...args];
    return spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  };
  apt('update');
  if (!findChromium()) apt('install', '-y', 'chromium');
  if (!findShell()) apt('install', '-y', 'chromium-headless-shell');
  if (findChromium()) return;
  if (run('npx', ['playwright', 'install', '--with-deps', 'chromium'])) return;
  console.error('No Chromium was found or could be installed. Set CHROMIUM_PATH to one and try again.');
  process.exit(1);
}
installChromium();

const reports = mkdtempSync(join(tmpdir(), 'rankscope-tests-'));
/** @type {{ passed: number, failures: string[] }} */
const total = { passed: 0, failures: [] };

/**
 * Adds what a part's report says; a part that fails and names no failed test counts as one.
 * @param {string} name
 * @param {boolean} ok
 * @param {{ passed: number, failures: string[] }} report
 */
function count(name, ok, { passed, failures }) {
  total.passed += passed;
  const unnamed = ok || failures.length > 0 ? [] : ['see above'];
  total.failures.push(...[...failures, ...unnamed].map((failure) => `${name}: ${failure}`));
}

/**
 * Runs one part, maybe beside others, and adds what its report says.
 * @param {string} name
 * @param {string[]} command and its arguments
 * @param {(ok: boolean) => { passed: number, failures: string[] }} read
 * @returns {Promise<void>}
 */
const part = (name, [command = '', ...args], read) =>
  new Promise((resolve) => {
    console.log(`\n── ${name} ──`);
    // On Windows npm is a script of its shell.
    const shell = process.platform === 'win32';
    const end = (ok) => {
      console.log(`── ${name}: ${ok ? 'passed' : 'failed'} ──`);
      count(name, ok, read(ok));
      resolve();
    };
    spawn(command, args, { cwd: ROOT, stdio: 'inherit', shell })
      .on('error', ({ message }) => {
        console.error(message);
        end(false);
      })
      .on('exit', (code) => end(code === 0));
  });

/** One of the project's scripts, which counts as one. */
const check = (name) =>
  part(name, ['npm', 'run', '--silent', name], (ok) => ({ passed: ok ? 1 : 0, failures: [] }));

function readReport(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return { passed: 0, failures: [`its report could not be read: ${error}`] };
  }
}

/**
 * A project of vite.config.ts.
 * @param {string} project
 * @param {string} shard which part of its files, as in `1/2`
 */
function vitest(project, shard = '1/1') {
  const name = `${project} ${shard}`;
  const file = join(reports, `${name.replace('/', '-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const command = ['npx', 'vitest', 'run', '--project', project, '--shard', shard, ...reporters];
  return part(name, command, () =>
    readReport(file, ({ numPassedTests, testResults }) => ({
      passed: numPassedTests,
      failures: testResults
        .flatMap(({ assertionResults }) => assertionResults)
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages: [message = ''] }) => `${fullName}: ${message.split('\n')[0]}`),
    })),
  );
}

/** The tests of one of Playwright's suites and of those in it. */
const testsOf = ({ specs = [], suites = [] }) => [
  ...specs.flatMap(({ file, title, tests }) =>
    tests.map(({ status }) => ({ name: `${file}: ${title}`, status })),
  ),
  ...suites.flatMap(testsOf),
];

/** A project of playwright.config.ts alone: where one of another fails, its tests run nevertheless. */
function playwright(project) {
  const file = join(reports, `${project}.json`);
  process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = file;
  return part(
    `end to end, ${project}`,
    // A run empties its folder.
    [
      'npx',
      'playwright',
      'test',
      `--project=${project}`,
      '--no-deps',
      `--output=test-results/${project}`,
      '--reporter=list,json',
    ],
    () =>
      readReport(file, (report) => {
        const tests = testsOf(report);
        const failed = tests.filter(({ status }) => status === 'unexpected' || status === 'skipped');
        for (const { name, status } of tests)
          if (status === 'flaky') console.log(`Passed when tried again: ${name}`);
        return { passed: tests.length - failed.length, failures: failed.map(({ name }) => name) };
      }),
  );
}

// Each keeps one core busy.
await Promise.all(['types', 'lint', 'dependencies'].map(check));
await vitest('unit');
// Each half has a browser of its own: one alone leaves a third of two cores idle.
await Promise.all(['1/2', '2/2'].map((shard) => vitest('browser', shard)));
await playwright('paths');
await playwright('measured');

const { passed, failures } = total;
// Again at the end, where the whole output is cut short.
for (const failure of failures) console.log(`Failed in ${failure}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
