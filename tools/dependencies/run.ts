/**
 * `npm run dependencies`: licences of all packages, by the lock file, and `npm audit`, which is skipped with a word where the
 * registry does not answer. Exits with 1 if anything must be mended.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { auditFaults, licenceFaults } from './check.ts';

const lock: unknown = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));

function audit(): unknown {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=20000'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return null;
  }
}

const licences = licenceFaults(lock);
console.log(
  licences.length === 0 ? 'Licences: all allowed.' : `Licences not allowed:\n${licences.join('\n')}`,
);
const known = auditFaults(audit(), lock);
if (known === null) console.log('npm audit: skipped, since the registry did not answer it.');
else console.log(known.length === 0 ? 'npm audit: nothing to mend.' : `npm audit:\n${known.join('\n')}`);
if (licences.length + (known?.length ?? 0) > 0) process.exitCode = 1;
