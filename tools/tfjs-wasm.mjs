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
 * The script starts eight threads, and is ready when the last of them is. The lab lets TensorFlow.js have no thread but its own, so
 * none is started, and it is ready at once.
 */
const CHANGES = [
  ['var pthreadPoolSize=8;', 'var pthreadPoolSize=0;'],
  [
    'var numWorkersToLoad=PThread.unusedWorkers.length;',
    'var numWorkersToLoad=PThread.unusedWorkers.length;if(numWorkersToLoad===0)removeRunDependency("wasm-instantiate");',
  ],
];

/** @returns {import('vite').Plugin} */
export function tfjsWasm() {
  return {
    name: 'tfjs-wasm',
    apply: 'build',
    transform(code, id) {
      if (!THREADED.test(id)) return null;
      return {
        code: CHANGES.reduce((changed, [from = '', to = '']) => {
          if (!changed.includes(from)) throw new Error(`${id} does not say "${from}".`);
          return changed.replace(from, to);
        }, code),
        map: null,
      };
    },
    async renderChunk(code, { fileName, moduleIds }) {
      if (moduleIds.some((id) => EMSCRIPTEN.test(id))) return null;
      const { code: short, errors } = await minify(fileName, code, { module: true });
      if (errors[0]) throw new Error(`${fileName} cannot be minified: ${errors[0].message}`);
      return { code: short, map: null };
    },
  };
}
