/**
 * `npm test`: installs what is missing (a Chromium too), then checks types, lint and dependencies and runs unit,
 * browser and end-to-end tests. Ends with one line, `N passed, N failed`, over all of them; each check counts as one.
 */
import { exec, spawnSync } from 'node:child_process';
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
 * Runs one part and adds what its report says.
 * @param {string} name
 * @param {string[]} args of npx
 * @param {() => { passed: number, failures: string[] }} read
 */
function part(name, args, read) {
  console.log(`\n── ${name} ──`);
  const ok = run('npx', args);
  count(name, ok, read());
}

/**
 * Runs one of the project's scripts beside others; what it says is printed once it has ended. It counts as one.
 * @param {string} name
 * @returns {Promise<void>}
 */
const check = (name) =>
  new Promise((resolve) => {
    exec(`npm run --silent ${name}`, { cwd: ROOT, maxBuffer: Infinity }, (error, stdout, stderr) => {
      console.log(`\n── ${name} ──\n${stdout}${stderr}${error ? 'failed' : 'passed'}`);
      count(name, !error, { passed: error ? 0 : 1, failures: [] });
      resolve();
    });
  });

function readReport(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return { passed: 0, failures: [`its report could not be read: ${error}`] };
  }
}

function vitest(project) {
  const file = join(reports, `${project}.json`);
  const args = ['vitest', 'run', '--project', project, '--reporter=default', '--reporter=json'];
  part(project, [...args, `--outputFile.json=${file}`], () =>
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
  part(
    `end to end, ${project}`,
    // A run empties its folder.
    [
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
vitest('unit');
vitest('browser');
playwright('paths');
playwright('measured');

const { passed, failures } = total;
// Again at the end, where the whole output is cut short.
for (const failure of failures) console.log(`Failed in ${failure}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
