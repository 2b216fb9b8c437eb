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
    /** The walls, which come after this plugin, put themselves before what it puts first. */
    transformIndexHtml(_, { bundle = {} }) {
      const file = Object.values(bundle).find(({ name, type }) => type === 'chunk' && name === EARLY);
      if (!file) throw new Error(`There is no file "${EARLY}".`);
      return [
        {
          tag: 'script',
          // Asked for before the page's script, whose evaluation the worker's start would wait for, and waiting for nothing.
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
