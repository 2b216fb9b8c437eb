/** Builds the service worker with the list of all files of the built page, and the manifest by which browsers install it. */
import { VitePWA } from 'vite-plugin-pwa';

/** The built page has no larger file; one that is larger fails the build rather than be left out. */
const MOST_FILE_BYTES = 64 * 2 ** 20;

export const offline = () =>
  VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/worker',
    filename: 'service-worker.ts',
    // The page registers it itself, once it can train.
    injectRegister: null,
    registerType: 'prompt',
    manifest: {
      name: 'Rankscope',
      short_name: 'Rankscope',
      description: 'Fine-tune a small transformer with LoRA in your browser and see, live, what rank means.',
      start_url: './',
      scope: './',
      id: './',
      display: 'standalone',
      background_color: '#ffffff',
      theme_color: '#ffffff',
      icons: [{ src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
    },
    injectManifest: {
      globPatterns: ['**/*'],
      globIgnores: ['**/README.md', 'service-worker.js'],
      rollupFormat: 'iife',
      maximumFileSizeToCacheInBytes: MOST_FILE_BYTES,
      // Vite has a hash of their content in their names.
      dontCacheBustURLsMatching: /^assets\//,
    },
  });
