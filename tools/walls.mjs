/**
 * What the built page may do, told to the browser: scripts, workers and data from its own site alone, and where a person asks for
 * a model of the Hugging Face Hub, its files from there. A `<meta>` tag says it
 * wherever the page is served; our own server says it in headers, too, which reach the worker as well.
 */

/** @param {Record<string, string[]>} directives */
const policy = (directives) =>
  Object.entries(directives)
    .map(([name, values]) => [name, ...values].join(' '))
    .join('; ');

/** What page and worker have in common. */
const COMMON = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

/**
 * The Hugging Face Hub, and the hosts of large files that it sends to (its `/.well-known/meta.json` lists them as lfsDomains and
 * cdnDomains). The page asks them on a person's word alone.
 */
export const HUB_HOSTS = [
  'https://huggingface.co',
  ...['cdn-lfs', 'cdn-lfs-us-1'].map((host) => `https://${host}.huggingface.co`),
  ...['cdn-lfs', 'cdn-lfs-us-1', 'cdn-lfs-eu-1', '*.xethub', '*.xethub-eu', '*.cdn'].map(
    (host) => `https://${host}.hf.co`,
  ),
];

const PAGE = {
  ...COMMON,
  'connect-src': [...COMMON['connect-src'], ...HUB_HOSTS],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  // Mantine writes <style> elements as it goes (its variables, the lock on scrolling under a dialog); no style attributes.
  'style-src': ["'self'", "'unsafe-inline'"],
  'style-src-attr': ["'none'"],
  // A chart becomes a PNG by way of an SVG in a blob.
  'img-src': ["'self'", 'blob:'],
};

/**
 * A worker obeys the headers of its own script. TensorFlow.js takes its WASM file and the scripts of its threads from blobs,
 * which the worker itself makes.
 */
const WORKER = {
  ...COMMON,
  'script-src': [...COMMON['script-src'], 'blob:'],
  'connect-src': ["'self'", 'blob:'],
  'worker-src': ["'self'", 'blob:'],
};

/**
 * Of every answer of our own server. Without cross-origin isolation WASM runs on one thread, until the service worker adds it;
 * everything else works the same.
 */
export const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Permissions-Policy': [
    ...[
      'accelerometer',
      'camera',
      'display-capture',
      'geolocation',
      'gyroscope',
      'magnetometer',
      'microphone',
    ],
    ...['midi', 'payment', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking'],
  ]
    .map((feature) => `${feature}=()`)
    .join(', '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Vite's development server needs scripts within the page, so these walls stand round the built page alone. @returns {import('vite').Plugin} */
export function walls() {
  return {
    name: 'walls',
    apply: (_, { command, isPreview }) => command === 'build' || isPreview === true,
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policy(PAGE) },
        injectTo: 'head-prepend',
      },
      { tag: 'meta', attrs: { name: 'referrer', content: 'no-referrer' }, injectTo: 'head-prepend' },
    ],
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const isScript = /\.m?js(\?|$)/.test(request.url ?? '');
        // Of no use in a `<meta>` tag.
        const framing = { 'frame-ancestors': ["'none'"] };
        response.setHeader('Content-Security-Policy', policy(isScript ? WORKER : { ...PAGE, ...framing }));
        next();
      });
    },
  };
}
