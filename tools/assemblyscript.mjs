/**
 * Vite's way to WASM kernels: `import builds from './assembly/index.ts?kernels'` compiles that AssemblyScript into four
 * modules, for memory that is shared between threads or not, with relaxed SIMD or without. Each is given in base64.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SUFFIX = '?kernels';
const CACHE = fileURLToPath(new URL('../node_modules/.cache/kernels', import.meta.url));
const PLAIN = ['simd', 'bulk-memory'];
const VARIANTS = {
  plain: PLAIN,
  relaxed: [...PLAIN, 'relaxed-simd'],
  shared: [...PLAIN, 'threads'],
  sharedRelaxed: [...PLAIN, 'threads', 'relaxed-simd'],
};

/** @param {string} entry @param {string[]} features @returns {Promise<string>} the module in base64 */
async function compile(entry, features) {
  // Not at the top: whoever builds nothing need not load the compiler.
  const asc = await import('assemblyscript/asc');
  /** @type {Uint8Array | null} */
  let binary = null;
  const shared = features.includes('threads');
  const { error, stderr } = await asc.main(
    [
      path.basename(entry),
      ...['--baseDir', path.dirname(entry)],
      ...['--outFile', 'kernels.wasm', '--optimizeLevel', '3', '--noAssert'],
      ...features.flatMap((feature) => ['--enable', feature]),
      // The memory is TensorFlow.js's, so the module must keep nothing of its own in it.
      ...['--runtime', 'stub', '--use', 'abort=', '--importMemory', '--noExportMemory'],
      ...(shared ? ['--sharedMemory', '--maximumMemory', '65536'] : []),
    ],
    {
      writeFile: (name, contents) => {
        if (name === 'kernels.wasm' && typeof contents !== 'string') binary = contents;
      },
    },
  );
  if (error || !binary) throw new Error(`${entry} does not compile: ${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
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
      const hash = createHash('sha256').update(readFileSync(new URL(import.meta.url)));
      for (const file of readdirSync(folder)) {
        this.addWatchFile(path.join(folder, file));
        hash.update(readFileSync(path.join(folder, file)));
      }
      // Compiling takes seconds, so what was compiled is kept.
      const cached = path.join(CACHE, `${hash.digest('hex')}.json`);
      if (!existsSync(cached)) {
        /** @type {Record<string, string>} */
        const builds = {};
        for (const [name, features] of Object.entries(VARIANTS))
          builds[name] = await compile(entry, features);
        mkdirSync(CACHE, { recursive: true });
        writeFileSync(cached, JSON.stringify(builds));
      }
      return `export default ${readFileSync(cached, 'utf8')};`;
    },
  };
}
