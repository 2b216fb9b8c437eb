/** Bundles the Node benchmark, libraries and all, into `.bench/`: `node .bench/node.js` runs where only Node and Dawn are. */
import { defineConfig } from 'vite';
import { assemblyScript } from '../tools/assemblyscript.mjs';

export default defineConfig({
  plugins: [assemblyScript()],
  ssr: { noExternal: true },
  build: { ssr: 'bench/node.ts', outDir: '.bench', target: 'node20', minify: false },
});
