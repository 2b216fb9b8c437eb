/**
 * What the build of the worker does for the sake of TensorFlow.js's WASM backend, whose script Emscripten made: it lets that
 * script keep its names while all others get short ones, and keeps threads from being started that nothing uses.
 */
import { minify } from 'vite';

/**
 * Emscripten's script. Its threads are started from the source text of one of its functions, which breaks when names are
 * shortened or code is rewritten: white space alone may go.
 */
export const EMSCRIPTEN = /tfjs-backend-wasm[\\/]wasm-out[\\/]/;

const THREADED = /wasm-out[\\/]tfjs-backend-wasm-threaded-simd\.js$/;
/**
 * The script starts so many threads, and is not ready before all of them are. TensorFlow.js takes half of the computer's, four at
 * most, its own among them: three to start.
 */
const POOL = { from: 'pthreadPoolSize=8', to: 'pthreadPoolSize=3' };

/** @returns {import('vite').Plugin} */
export function tfjsWasm() {
  return {
    name: 'tfjs-wasm',
    apply: 'build',
    transform(code, id) {
      if (!THREADED.test(id)) return null;
      if (!code.includes(POOL.from)) throw new Error(`${id} does not say "${POOL.from}".`);
      return { code: code.replace(POOL.from, POOL.to), map: null };
    },
    async renderChunk(code, { fileName, moduleIds }) {
      if (moduleIds.some((id) => EMSCRIPTEN.test(id))) return null;
      const { code: short, errors } = await minify(fileName, code, { module: true });
      if (errors[0]) throw new Error(`${fileName} cannot be minified: ${errors[0].message}`);
      return { code: short, map: null };
    },
  };
}
