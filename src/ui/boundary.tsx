/**
 * Error boundaries. Where a part of the page fails, its place says what happened and what to do, and the rest goes on; the
 * outermost boundary needs neither Mantine nor a store, and i18next only for another language than English.
 */
import i18next from 'i18next';
import { Component, useContext, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../core/lab-error.ts';
import type { PageModel } from '../state/page-model.ts';
import { saveRuns } from '../state/save-runs.ts';
import { save } from './download.ts';
import { PageContext } from './page-context.tsx';
import { app } from './strings/en/app.ts';
import { said } from './strings/index.ts';

interface CatchProps {
  /** What stands in the place of children that threw. @param retry renders the children anew */
  fallback: (error: unknown, retry: () => void) => ReactNode;
  children: ReactNode;
}

/** React has no hook for this. */
export class Catch extends Component<CatchProps, { caught: { error: unknown } | null }> {
  override state: { caught: { error: unknown } | null } = { caught: null };
  static getDerivedStateFromError(error: unknown) {
    return { caught: { error } };
  }
  override render() {
    const { caught } = this.state;
    if (!caught) return this.props.children;
    return this.props.fallback(caught.error, () => this.setState({ caught: null }));
  }
}

interface FailureProps {
  words: Record<keyof typeof app.failure, string>;
  text: string;
  error: unknown;
  /** Null where the page itself could not be opened. */
  page: PageModel | null;
  /** Absent where trying again would fail again. */
  onRetry?: (() => void) | undefined;
}

/** What failed, and the ways out of it. */
function Failure({ words, text, error, page, onRetry }: FailureProps) {
  const [outcome, setOutcome] = useState('');
  const saveAll = async () => {
    try {
      const files = await saveRuns(page);
      files.forEach(save);
      setOutcome(files.length > 0 ? words.saved : words.noRuns);
    } catch {
      setOutcome(words.notSaved);
    }
  };
  return (
    <div className="failure" role="alert">
      <p>{text}</p>
      <p className="hint">{said(messageOf(error))}</p>
      <div>
        {onRetry && (
          <button type="button" onClick={onRetry}>
            {words.retry}
          </button>
        )}
        <button type="button" onClick={() => void saveAll()}>
          {words.save}
        </button>
        <button type="button" onClick={() => location.reload()}>
          {words.reload}
        </button>
        <span aria-live="polite">{outcome}</span>
      </div>
    </div>
  );
}

/** In the place of a part that failed, or whose code could not be fetched. */
export function PartFailure({ error, onRetry }: Pick<FailureProps, 'error' | 'onRetry'>) {
  const { t } = useTranslation();
  const words = t('failure', { returnObjects: true });
  const text = onRetry ? words.part : words.absent;
  return <Failure words={words} text={text} error={error} page={useContext(PageContext)} onRetry={onRetry} />;
}

/** Round a part of the page that the rest can do without. */
export function Boundary({ children }: { children: ReactNode }) {
  return <Catch fallback={(error, retry) => <PartFailure error={error} onRetry={retry} />}>{children}</Catch>;
}

/** In the place of the whole page. @param page null where it could not be opened */
export function PageFailure({ error, page }: Pick<FailureProps, 'error' | 'page'>) {
  const words = i18next.isInitialized ? i18next.t('failure', { returnObjects: true }) : app.failure;
  return (
    <main>
      <h1>{app.name}</h1>
      <Failure words={words} text={words.page} error={error} page={page} />
    </main>
  );
}
