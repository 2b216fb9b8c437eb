/**
 * Lets the built page load the file that starts its worker before all others: the page's own file is fetched, compiled and evaluated
 * while the browser does the same with the worker's.
 */

/** The built file's name, before its hash. */
export const EARLY = 'first-worker';

/** @returns {import('vite').Plugin} */
export function early() {
  return {
    name: 'early',
    apply: 'build',
    /** The plugin of the walls comes later, and so puts their policy before this script. */
    transformIndexHtml(_, { bundle = {} }) {
      const file = Object.values(bundle).find(({ name, type }) => type === 'chunk' && name === EARLY);
      if (!file) throw new Error(`There is no file "${EARLY}".`);
      return [
        {
          tag: 'script',
          // It waits for nothing, and is asked for before the page's script: else the worker would start only after that was evaluated.
          attrs: {
            type: 'module',
            async: true,
            crossorigin: true,
            fetchpriority: 'high',
            src: `./${file.fileName}`,
          },
          injectTo: 'head-prepend',
        },
      ];
    },
  };
}
