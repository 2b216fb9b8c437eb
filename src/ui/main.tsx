/** Starts the page: words, the lab with its worker and the browser's storage, then React. */
import '@mantine/core/styles.css';
import './theme.css';
import './panel/panel.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openPageLab } from '../state/page.ts';
import { App } from './app.tsx';
import { LabContext } from './lab-context.tsx';
import { startStrings } from './strings/index.ts';
import { cssVariables, theme } from './theme.ts';

async function start(root: HTMLElement): Promise<void> {
  await startStrings();
  const lab = await openPageLab();
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <LabContext value={lab}>
          <App />
        </LabContext>
      </MantineProvider>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root) void start(root);
