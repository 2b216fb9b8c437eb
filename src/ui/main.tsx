/** Starts the page: words, the page model with its worker and the browser's storage, then React. */
import '../core/no-eval.ts';
import './mantine.css';
import './theme.css';
import './shell.css';
import './workspaces/workspaces.css';
import './workspaces/train/model.css';
import './panel/panel.css';
import { startTransition, StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
// It starts the worker, so it comes before what else takes long to evaluate.
import { openPage } from '../state/page.ts';
import { VIEWS } from '../state/view-store.ts';
import { firstLanguage } from '../state/language.ts';
import { MantineProvider } from '@mantine/core';
import { App } from './app.tsx';
import { Catch, PageFailure } from './boundary.tsx';
import { settle } from './later.tsx';
import { PageContext } from './page-context.tsx';
import { startStrings } from './strings/index.ts';
import { cssVariables, theme } from './theme.ts';

async function start(root: Root): Promise<void> {
  await startStrings(firstLanguage(new URLSearchParams(location.search).get('lang')));
  const page = await openPage();
  page.session.subscribe(({ phase }) => {
    if (phase === 'ready' || phase === 'failed') settle();
  });
  if (page.view.getState().view !== VIEWS[0]) settle();
  // A transition is drawn in slices: between them the browser hands messages to the worker, which waits for its first.
  startTransition(() =>
    root.render(
      <StrictMode>
        <Catch fallback={(error) => <PageFailure error={error} page={page} />}>
          <MantineProvider
            theme={theme}
            cssVariablesResolver={cssVariables}
            // All of them are written here, rather than the theme's own here and the rest in one more style sheet.
            deduplicateCssVariables={false}
            defaultColorScheme="auto"
          >
            <PageContext value={page}>
              <App />
            </PageContext>
          </MantineProvider>
        </Catch>
      </StrictMode>,
    ),
  );
}

const place = document.getElementById('root');
if (place) {
  const root = createRoot(place);
  start(root).catch((error: unknown) => {
    console.error(error);
    root.render(<PageFailure error={error} page={null} />);
  });
}
