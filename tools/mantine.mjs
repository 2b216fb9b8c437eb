/**
 * Mantine's `useId` takes React's id first and a random one once its component is on screen, whether an id was given or not, so that
 * each field of the form is drawn twice. Here it is React's, which is as unique.
 */
const USE_ID = /@mantine[\\/]hooks[\\/]esm[\\/]use-id[\\/]use-id\.mjs$/;

const SOURCE = `import { useId as useReactId } from 'react';
export function useId(given) {
  const id = useReactId();
  return typeof given === 'string' ? given : id;
}
`;

/** @returns {import('vite').Plugin} */
export function mantineIds() {
  let isFound = false;
  return {
    name: 'mantine-ids',
    apply: 'build',
    load: {
      filter: { id: USE_ID },
      handler() {
        isFound = true;
        return SOURCE;
      },
    },
    buildEnd(error) {
      if (!error && !isFound) throw new Error(`No file of Mantine is named as ${USE_ID}.`);
    },
  };
}
