import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { assemblyScript } from './tools/assemblyscript.mjs';
import { BROWSER_ARGS, findChromium } from './tools/chromium.mjs';
import { EARLY, early } from './tools/early.mjs';
import { mantineIds } from './tools/mantine.mjs';
import { EMSCRIPTEN, tfjsWasm } from './tools/tfjs-wasm.mjs';
import { offline } from './tools/offline.ts';
import { HEADERS, walls } from './tools/walls.mjs';
import { zodWithoutJsonSchema } from './tools/zod.mjs';

const executablePath = findChromium();

/** The parts of the page that Train shows as soon as they are there. */
const SHOWN_BY_TRAIN =
  /[\\/]ui[\\/](mantine-overlays|notice-card|device-popover|modes|rounded-note|address-words|charts[\\/]drawn|runs[\\/]panels|panel[\\/](memory-note|rate-note|whole-modules|patterns|budget-lock|base-weights|checkpointing))\.tsx?$/;

export default defineConfig({
  // Relative addresses: the built page works from any sub-path.
  base: './',
  plugins: [react(), assemblyScript(), zodWithoutJsonSchema(), mantineIds(), early(), walls(), offline()],
  server: { headers: HEADERS },
  preview: { headers: HEADERS },
  // Its WASM file is imported as a module, which the optimizer cannot bundle.
  optimizeDeps: { exclude: ['chardetng-wasm'] },
  worker: {
    format: 'es',
    plugins: () => [assemblyScript(), zodWithoutJsonSchema(), tfjsWasm()],
    rolldownOptions: {
      output: {
        // White space goes; tfjsWasm shortens the names of what may lose them.
        minify: { compress: false, mangle: false },
        codeSplitting: {
          groups: [
            { name: 'emscripten', test: EMSCRIPTEN, priority: 1, includeDependenciesRecursively: false },
            // What three parts of a worker or more need is one file: each file that is asked for takes time of its own.
            { name: 'shared', minShareCount: 3 },
          ],
        },
      },
    },
  },
  build: {
    target: 'es2023',
    // The limit only warns of growth.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Each file that is asked for takes processor time of its own, so there are three beside the one that starts the
          // worker: what the first paint needs, what Train shows once it is painted, and what a press shows. A language's words stay
          // apart: one language is fetched.
          groups: [
            { name: EARLY, test: /[\\/]first-worker\.ts$/, priority: 3 },
            { name: 'page', tags: ['$initial'], priority: 2 },
            { name: 'train', test: SHOWN_BY_TRAIN, priority: 1 },
            { name: 'rest', test: /^(?!.*[\\/]strings[\\/])/ },
          ],
        },
      },
    },
  },
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          // Test files share modules: loading them anew for each file took half of the total time.
          isolate: false,
          // Some tests of properties take seconds of quiet cores.
          testTimeout: 30_000,
          // Its WASM file is loaded as a module, which Vite can and Node 20 cannot.
          server: { deps: { inline: ['chardetng-wasm'] } },
          include: ['src/{core,formats,data,state,ui}/**/*.test.{ts,tsx}', '{bench,tools}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        // A missing file is answered by the page, whose scripts Vite would then go and prepare.
        server: { preTransformRequests: false },
        // Named up front: a dependency that Vite finds halfway reloads the tests.
        optimizeDeps: {
          include: [
            '@huggingface/tokenizers',
            '@noble/hashes/sha2.js',
            '@noble/hashes/utils.js',
            '@tensorflow/tfjs-backend-cpu',
            '@tensorflow/tfjs-backend-wasm',
            '@tensorflow/tfjs-backend-webgpu',
            '@tensorflow/tfjs-backend-webgpu/dist/buffer_manager',
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-core/dist/register_all_gradients',
            'fast-check',
            'fflate',
            'idb',
            'jsonc-parser',
            'ml-matrix',
            'papaparse',
            'sql.js',
            'zod',
          ],
        },
        test: {
          name: 'browser',
          include: ['src/{engine,worker}/**/*.test.ts'],
          // On two cores, with the other half of the tests beside it, a software adapter compiles kernels for minutes.
          testTimeout: 300_000,
          hookTimeout: 120_000,
          // The pages of one browser share its software adapter, which serves one at a time.
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: BROWSER_ARGS, ...(executablePath ? { executablePath } : {}) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
