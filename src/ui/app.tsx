/** The page: header, experiment panel, transport, charts, runs and text. Layout only; each part sees to itself. */
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { usePage } from './page-context.tsx';
import { Notices } from './notices.tsx';
import { OwnDataDialog } from './panel/own-data.tsx';
import { Panel } from './panel/panel.tsx';
import { Charts, RunsAndText } from './results.tsx';
import { ShownRuns } from './shown-runs.tsx';
import { Transport } from './transport.tsx';
import { openFiles, useFileDrop } from './use-file.ts';

export function App() {
  const { t } = useTranslation();
  const page = usePage();
  const [dataOpened, setDataOpened] = useState(false);
  const [helpOpened, setHelpOpened] = useState(false);
  const onFiles = useCallback(
    (files: File[]) => {
      const before = page.session.getState().own;
      void openFiles(page, files).then(() => {
        // What was read, or what must be asked or mended, is shown wherever the files were dropped.
        const { own, pick, ownError } = page.session.getState();
        if (own !== before || pick || ownError) setDataOpened(true);
      });
    },
    [page],
  );
  const dropping = useFileDrop(onFiles);
  const onHelp = () => setHelpOpened(true);
  const onOwnData = () => setDataOpened(true);
  return (
    <div className="shell">
      <a className="skip" href="#charts">
        {t('skip')}
      </a>
      <Header onHelp={onHelp} />
      <Notices />
      <Panel onOwnData={onOwnData} />
      <main className="main">
        <Transport onHelp={onHelp} />
        <ShownRuns>
          <div className="charts" id="charts" tabIndex={-1}>
            <Charts />
          </div>
          <div className="below">
            <RunsAndText />
          </div>
        </ShownRuns>
        {/* Tooltips and menus come to stand here, within the page's main landmark. */}
        <div id="overlays" />
      </main>
      <OwnDataDialog opened={dataOpened} onClose={() => setDataOpened(false)} onFiles={onFiles} />
      <Help opened={helpOpened} onClose={() => setHelpOpened(false)} />
      {dropping && <div className="drop-veil">{t('own.dropHere')}</div>}
    </div>
  );
}
