/**
 * `npm test`: installs what is missing (a Chromium too), then checks types, lint and dependencies and runs unit,
 * browser and end-to-end tests. Ends with one line, `N passed, N failed`, over all of them; each check counts as one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, findShell } from './chromium.mjs';
import { installPackages, run } from './install.mjs';

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
 * Runs one part and adds what its report says; a part that fails and names no failed test counts as one.
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @param {(ok: boolean) => { passed: number, failures: string[] }} read
 */
function part(name, command, args, read) {
  console.log(`\n── ${name} ──`);
  const ok = run(command, args);
  const { passed, failures } = read(ok);
  total.passed += passed;
  const unnamed = ok || failures.length > 0 ? [] : ['see above'];
  total.failures.push(...[...failures, ...unnamed].map((failure) => `${name}: ${failure}`));
}

const asOne = (ok) => ({ passed: ok ? 1 : 0, failures: [] });

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
  part(project, 'npx', [...args, `--outputFile.json=${file}`], () =>
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

part('types', 'npm', ['run', '--silent', 'types'], asOne);
part('lint', 'npm', ['run', '--silent', 'lint'], asOne);
part('dependencies', 'npm', ['run', '--silent', 'dependencies'], asOne);
vitest('unit');
vitest('browser');
const e2e = join(reports, 'e2e.json');
process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = e2e;
part('end to end', 'npx', ['playwright', 'test', '--reporter=list,json'], () =>
  readReport(e2e, (report) => {
    const tests = testsOf(report);
    const failed = tests.filter(({ status }) => status === 'unexpected' || status === 'skipped');
    for (const { name, status } of tests)
      if (status === 'flaky') console.log(`Passed when tried again: ${name}`);
    return { passed: tests.length - failed.length, failures: failed.map(({ name }) => name) };
  }),
);

const { passed, failures } = total;
// Again at the end, where the whole output is cut short.
for (const failure of failures) console.log(`Failed in ${failure}`);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
