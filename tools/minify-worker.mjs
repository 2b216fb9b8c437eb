/**
 * Vite's way to short names in the worker's files. TensorFlow.js starts the threads of its WASM backend from the source text of
 * one of its functions, which breaks when names are shortened or code is rewritten: the file with that function keeps
 * its names, and loses its white space alone, as vite.config.ts says for the whole worker.
 */
import { minify } from 'vite';

/** Where that function is. */
export const READ_AS_TEXT = /tfjs-backend-wasm[\\/]wasm-out[\\/]/;

/** @returns {import('vite').Plugin} */
export function minifyWorker() {
  return {
    name: 'minify-worker',
    apply: 'build',
    async renderChunk(code, { fileName, moduleIds }) {
      if (moduleIds.some((id) => READ_AS_TEXT.test(id))) return null;
      const { code: short, errors } = await minify(fileName, code, { module: true });
      if (errors.length > 0) throw new Error(`${fileName} cannot be minified: ${errors[0]?.message}`);
      return { code: short, map: null };
    },
  };
}
