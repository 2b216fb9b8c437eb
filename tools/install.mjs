/** Installs npm packages when they are missing or older than the lock file. Needs Node and npm alone. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a command in the project's root with its output on this terminal.
 * @param {string} command
 * @param {string[]} args
 * @returns {boolean} whether it exited with 0
 */
export function run(command, args) {
  // On Windows npm is a script of its shell.
  const shell = process.platform === 'win32';
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', shell });
  if (error) console.error(error.message);
  return status === 0;
}

/** Exits with 1 if the installation fails. */
export function installPackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Rankscope needs Node 20.19 or later; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const installed = `${ROOT}node_modules/.package-lock.json`;
  const wanted = `${ROOT}package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return;
  console.log('Installing packages …');
  if (!run('npm', ['ci', '--no-audit', '--no-fund'])) process.exit(1);
}
