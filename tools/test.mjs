/**
 * `npm test`: installs what is missing (a Chromium too), then checks types, lint and dependencies and runs unit,
 * browser and end-to-end tests. Ends with one line, `N passed, N failed`, over all of them; each check counts as one.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { installPackages, run } from './install.mjs';

installPackages();

/** A system browser if there is one; else Debian's, where we may install it; else Playwright's own download. */
function installChromium() {
  if (findChromium()) return;
  console.log('Installing Chromium …');
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command = '', ...rest] = [...sudo, 'apt-get', '-qq', ...args];
    return spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  };
  if (apt('update') && apt('install', '-y', 'chromium') && findChromium()) return;
  if (run('npx', ['playwright', 'install', '--with-deps', 'chromium'])) return;
  console.error('No Chromium was found or could be installed. Set CHROMIUM_PATH to one and try again.');
  process.exit(1);
}
installChromium();

const reports = mkdtempSync(join(tmpdir(), 'rankscope-tests-'));
const total = { passed: 0, failed: 0 };

/** Runs one part and adds what `count` reads from it; a part that fails without a failed test counts as one. */
function part(name, command, args, count) {
  console.log(`\n── ${name} ──`);
  const ok = run(command, args);
  const { passed, failed } = count(ok);
  total.passed += passed;
  total.failed += failed || (ok ? 0 : 1);
}

const asOne = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

function readReport(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function vitest(project) {
  const file = join(reports, `${project}.json`);
  const args = ['vitest', 'run', '--project', project, '--reporter=default', '--reporter=json'];
  part(project, 'npx', [...args, `--outputFile.json=${file}`], () =>
    readReport(file, ({ numPassedTests, numFailedTests }) => ({
      passed: numPassedTests,
      failed: numFailedTests,
    })),
  );
}

part('types', 'npm', ['run', '--silent', 'types'], asOne);
part('lint', 'npm', ['run', '--silent', 'lint'], asOne);
part('dependencies', 'npm', ['run', '--silent', 'dependencies'], asOne);
vitest('unit');
vitest('browser');
const e2e = join(reports, 'e2e.json');
process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = e2e;
part('end to end', 'npx', ['playwright', 'test', '--reporter=list,json'], () =>
  readReport(e2e, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + stats.skipped,
  })),
);

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
