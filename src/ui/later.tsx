/**
 * Parts of the page that load once it has been painted, so that the first paint waits for nothing that can come after it.
 * All of them are fetched then, needed or not: what is pressed later is there already.
 */
import { Component, lazy, Suspense, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Resolves when something of the page is on screen. A page that opens in the background paints nothing: it goes on at once. */
export const painted = new Promise<void>((resolve) => {
  if (typeof document === 'undefined' || document.visibilityState === 'hidden') {
    resolve();
    return;
  }
  document.addEventListener('visibilitychange', () => resolve(), { once: true });
  new PerformanceObserver((list) => {
    if (list.getEntriesByName('first-contentful-paint').length > 0) resolve();
  }).observe({ type: 'paint', buffered: true });
});

/** Milliseconds before each further try to fetch a part. */
const RETRIES = [500, 2000, 8000];

/** What `load` gives, once the page is painted; a fetch that fails is tried again a few times. */
export async function fetchPart<T>(load: () => Promise<T>): Promise<T> {
  await painted;
  for (const pause of RETRIES) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return load();
}

function Absent() {
  const { t } = useTranslation();
  return (
    <p className="hint" role="alert">
      {t('partFailed')}
    </p>
  );
}

/** Shows `absent` where a part could not be fetched; the rest of the page goes on. An error of the part itself is not caught. */
class Fetched extends Component<{ absent: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError(error: unknown) {
    if (!(error instanceof PartError)) throw error;
    return { failed: true };
  }
  override render() {
    return this.state.failed ? this.props.absent : this.props.children;
  }
}

class PartError extends Error {
  override name = 'PartError';
}

/**
 * A component whose code is fetched after the first paint.
 * @param load a dynamic import of the component; several that import one module share its file
 * @param Placeholder stands in its place until then; of the same size, so that nothing moves
 * @param Failed stands there where it could not be fetched
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Placeholder: ComponentType<P> = () => null,
  Failed: ComponentType<P> = Absent,
): ComponentType<P> {
  const part = fetchPart(load).then(
    (component) => ({ default: component }),
    (cause: unknown) => {
      throw new PartError('A part of the page could not be fetched.', { cause });
    },
  );
  // Where it is shown, `Fetched` says that it failed.
  part.catch(() => undefined);
  const Part = lazy(() => part);
  return function Later(props: P) {
    return (
      <Fetched absent={<Failed {...props} />}>
        <Suspense fallback={<Placeholder {...props} />}>
          <Part {...props} />
        </Suspense>
      </Fetched>
    );
  };
}

const Bare = ({ children }: { children?: ReactNode }) => children;

/** The same for what is put around a child, as a tooltip is: until it is there, and where it fails, the child stands alone. */
export function laterAround<P extends { children?: ReactNode }>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> {
  return later(load, Bare, Bare);
}
