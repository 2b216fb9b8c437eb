/**
 * Vite's way to WASM kernels: `import builds from './assembly/index.ts?kernels'` compiles that AssemblyScript into four
 * modules, for memory that is shared between threads or not, with relaxed SIMD or without. Each is given in base64.
 */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SUFFIX = '?kernels';
const inModules = (/** @type {string} */ name) =>
  fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url));
const COMPILER = inModules('assemblyscript/bin/asc.js');
/** Compiling takes seconds, so what was compiled is kept. */
const CACHE = inModules('.cache/kernels');

const PLAIN = ['simd', 'bulk-memory'];
const VARIANTS = {
  plain: PLAIN,
  relaxed: [...PLAIN, 'relaxed-simd'],
  shared: [...PLAIN, 'threads'],
  sharedRelaxed: [...PLAIN, 'threads', 'relaxed-simd'],
};

/** @param {string} entry @param {string[]} features @param {string} outFile */
async function compile(entry, features, outFile) {
  const shared = features.includes('threads');
  await promisify(execFile)(process.execPath, [
    COMPILER,
    entry,
    ...['--outFile', outFile, '--optimizeLevel', '3', '--noAssert'],
    ...features.flatMap((feature) => ['--enable', feature]),
    // The memory is TensorFlow.js's, so the module must keep nothing of its own in it.
    ...['--runtime', 'stub', '--use', 'abort=', '--importMemory', '--noExportMemory'],
    ...(shared ? ['--sharedMemory', '--maximumMemory', '65536'] : []),
  ]);
}

/** @returns {import('vite').Plugin} */
export function assemblyScript() {
  return {
    name: 'assemblyscript',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const entry = id.slice(0, -SUFFIX.length);
      const folder = path.dirname(entry);
      const sources = readdirSync(folder).map((file) => path.join(folder, file));
      sources.forEach((file) => this.addWatchFile(file));
      const hash = createHash('sha256');
      const makers = [fileURLToPath(import.meta.url), inModules('assemblyscript/package.json')];
      for (const file of [...makers, ...sources]) hash.update(readFileSync(file));
      const version = hash.digest('hex').slice(0, 16);
      const builds = await Promise.all(
        Object.entries(VARIANTS).map(async ([name, features]) => {
          const file = path.join(CACHE, version, `${name}.wasm`);
          if (!existsSync(file)) {
            // Whole or not there: another build, in this process too, may be compiling it or looking for it.
            const unfinished = `${file}.${randomUUID()}`;
            await compile(entry, features, unfinished);
            renameSync(unfinished, file);
          }
          return [name, readFileSync(file).toString('base64')];
        }),
      );
      return `export default ${JSON.stringify(Object.fromEntries(builds))};`;
    },
  };
}
