/**
 * Parts of the page that load once it has been painted and can train, or half a second after the paint: before that a browser
 * would compile them beside the scripts that painting and training wait for. What is shown is fetched first, the others half a
 * second after the page can train, needed or not: what is pressed later is there already.
 */
import {
  lazy,
  startTransition,
  Suspense,
  useEffect,
  useState,
  type ComponentType,
  type ReactNode,
} from 'react';
import { messageOf } from '../core/lab-error.ts';
import { sleep } from '../core/sleep.ts';
import { Catch, PartFailure } from './boundary.tsx';
import { lateStrings } from './strings/index.ts';

/** A page behind another one counts as visible and paints nothing: after so many milliseconds it goes on without. */
const PAINT_PATIENCE = 3000;

/** The words of all parts that come later. */
let words: Promise<void> | null = null;

/** Resolves when something of the page is on screen. A page that opens in the background paints nothing: it goes on at once. */
const painted = new Promise<void>((resolve) => {
  if (typeof document === 'undefined' || document.visibilityState === 'hidden') {
    resolve();
    return;
  }
  document.addEventListener('visibilitychange', () => resolve(), { once: true });
  setTimeout(resolve, PAINT_PATIENCE);
  new PerformanceObserver((list) => {
    if (list.getEntriesByName('first-contentful-paint').length > 0) resolve();
  }).observe({ type: 'paint', buffered: true });
});

/** So long after the paint the page counts as settled whatever it says, in milliseconds: a large model may take minutes to load. */
const SETTLED_PATIENCE = 10_000;

let goOn: () => void = () => undefined;
const settled = new Promise<void>((resolve) => {
  goOn = resolve;
});
/** The page can train now, or says why it cannot, or opens where nobody waits for that: parts keep it from nothing. */
export const settle = (): void => {
  goOn();
};
void painted.then(() => {
  if (typeof document === 'undefined') settle();
  else setTimeout(settle, SETTLED_PATIENCE);
});

/** Milliseconds before each further try to fetch a part. */
const RETRIES = [500, 2000, 8000];

/** So long parts that are shown wait for the page to be able to train, in milliseconds, and the others for those that are shown. */
const PATIENCE = 500;
/** Parts that are shown may be fetched. */
export const soon = painted.then(() => Promise.race([settled, sleep(PATIENCE)]));
const last = Promise.all([soon, settled]).then(() => sleep(PATIENCE));

/** What `load` gives, once shown parts may be fetched; a fetch that fails is tried again a few times. */
export async function fetchPart<T>(load: () => Promise<T>): Promise<T> {
  await soon;
  for (const pause of RETRIES) {
    try {
      return await load();
    } catch {
      await sleep(pause);
    }
  }
  return load();
}

/** The code of a part could not be fetched. */
class PartError extends Error {
  override name = 'PartError';
}

/**
 * Fetches a component and the words of all parts once, however often it is asked for; unasked in the end.
 * @returns `begin` rejects with PartError
 */
function fetchLater<P>(load: () => Promise<ComponentType<P>>) {
  words ??= fetchPart(lateStrings);
  let part: Promise<ComponentType<P>> | null = null;
  const begin = () => {
    part ??= Promise.all([fetchPart(load), words]).then(
      ([component]) => component,
      (cause: unknown) => {
        throw new PartError(messageOf(cause), { cause });
      },
    );
    return part;
  };
  // Where it is shown, the message says that it failed.
  void last.then(() => begin().catch(() => undefined));
  return { begin, hasBegun: () => part !== null };
}

/**
 * A component whose code is fetched after the first paint: soon where it is shown, else in the end. Where it could not be fetched, or fails, its place says so.
 * @param load a dynamic import of the component; several that import one module share its file
 * @param Placeholder stands in its place until then; of the same size, so that nothing moves
 * @param Failed stands there instead of the message
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Placeholder: ComponentType<P> = () => null,
  Failed: ComponentType<P> | null = null,
): ComponentType<P> {
  const { begin, hasBegun } = fetchLater(load);
  const Part = lazy(async () => ({ default: await begin() }));
  return function Later(props: P) {
    // A dialog that nobody has opened.
    if (!hasBegun() && 'opened' in props && !props.opened) return null;
    const failure = (error: unknown, retry: () => void) => {
      if (Failed) return <Failed {...props} />;
      const said = <PartFailure error={error} onRetry={error instanceof PartError ? undefined : retry} />;
      if (!('opened' in props)) return said;
      // A dialog that nobody opened is not missed.
      return props.opened ? <div className="failed-dialog">{said}</div> : null;
    };
    return (
      <Catch fallback={failure}>
        <Suspense fallback={<Placeholder {...props} />}>
          <Part {...props} />
        </Suspense>
      </Catch>
    );
  };
}

/**
 * The same for what is put around a child, as a tooltip is: until it is there, and where it fails, the child stands alone. A page
 * has many tooltips, and React throws twice for each part that it suspends, so these are not suspended.
 */
export function laterAround<P extends { children?: ReactNode }>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> {
  const { begin } = fetchLater(load);
  let fetched: ComponentType<P> | null = null;
  return function LaterAround(props: P) {
    const [Around, setAround] = useState(() => fetched);
    useEffect(() => {
      if (Around) return;
      const show = (component: ComponentType<P>) => {
        fetched = component;
        startTransition(() => setAround(() => component));
      };
      begin().then(show, () => undefined);
    }, [Around]);
    return Around ? (
      <Catch fallback={() => props.children}>
        <Around {...props} />
      </Catch>
    ) : (
      props.children
    );
  };
}
