/** The page: header, transport and the workspace that the address names. Layout only; each part sees to itself. */
import { Activity, memo, useCallback, useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorNotice } from '../state/notices-store.ts';
import type { SessionState } from '../state/session-store.ts';
import { VIEWS, type View } from '../state/view-store.ts';
import { Boundary } from './boundary.tsx';
import { Header, Tools } from './header.tsx';
import type * as ImportFiles from './import-files.ts';
import { later } from './later.tsx';
import { Drawer } from './overlays.ts';
import { usePage, useSession, useView } from './page-context.tsx';
import { Notices } from './notices.tsx';
import { Panel } from './panel/panel.tsx';
import { RecordedRun } from './recorded-run.tsx';
import { ShownRuns } from './shown-runs.tsx';
import { Transport } from './transport.tsx';
import { useFileDrop } from './use-file.ts';
import { useNarrow } from './use-narrow.ts';
import { useReleaseOnEscape } from './use-release.ts';
import { IsOpen } from './use-return.ts';
import { isReadingLong } from './use-stage.ts';
import { WORKSPACES, type WorkspaceProps } from './workspaces/registry.tsx';

const Help = later(async () => (await import('./help.tsx')).Help);
const Modes = later(
  async () => (await import('./modes.tsx')).Modes,
  undefined,
  () => null,
);
const OwnModelDialog = later(async () => (await import('./panel/own-model.tsx')).OwnModelDialog);
const OwnDataDialog = later(async () => (await import('./panel/own-data.tsx')).OwnDataDialog);

/** Whether there is something of own data to show: how far it is read, how it was read, or why it was refused. */
const hasOwnData = (state: SessionState) =>
  isReadingLong(state) || state.offer !== null || state.refusal !== null;

export function App() {
  const { t } = useTranslation();
  const { t: words } = useTranslation('workspaces');
  const page = usePage();
  const [dataOpened, setDataOpened] = useState(false);
  const [helpOpened, setHelpOpened] = useState(false);
  const [formOpened, setFormOpened] = useState(false);
  const isBringing = useSession((state) => state.brought !== null);
  const narrow = useNarrow();
  useReleaseOnEscape();
  const take = useCallback(
    (open: (part: typeof ImportFiles) => Promise<void>) =>
      void import('./import-files.ts')
        .then(open)
        .catch((error: unknown) => page.notices.getState().say(errorNotice(error))),
    [page],
  );
  const onFiles = useCallback((files: File[]) => take((part) => part.openFiles(page, files)), [page, take]);
  // What is read, or what must be mended, is shown wherever the files were dropped.
  useEffect(
    () =>
      page.session.subscribe((state, before) => {
        if (hasOwnData(state) && !hasOwnData(before)) setDataOpened(true);
      }),
    [page],
  );
  const onFolders = useCallback(
    (folders: FileSystemEntry[]) => take((part) => part.importDroppedFolders(page, folders)),
    [page, take],
  );
  const dropping = useFileDrop(onFiles, onFolders);
  const onHelp = () => setHelpOpened(true);
  const onOwnData = useCallback(() => setDataOpened(true), []);
  return (
    <div className="shell">
      <a className="skip" href="#workspace">
        {t('skip')}
      </a>
      <Boundary>
        <Header />
      </Boundary>
      <Boundary>
        <Transport onHelp={onHelp} onSettings={narrow ? () => setFormOpened(true) : null} />
      </Boundary>
      <Boundary>
        <Tools onHelp={onHelp} />
      </Boundary>
      <Boundary>
        <Notices />
      </Boundary>
      <RecordedRun>
        <Workspaces onOwnData={onOwnData} />
        {narrow && (
          <Drawer
            opened={formOpened}
            onClose={() => setFormOpened(false)}
            // The dialog before it closes first.
            closeOnEscape={!isBringing && !dataOpened}
            title={words('settings')}
            size="min(100%, 420px)"
            closeButtonProps={{ 'aria-label': t('close') }}
          >
            <Boundary>
              <ShownRuns>
                <Panel onOwnData={onOwnData} />
              </ShownRuns>
            </Boundary>
          </Drawer>
        )}
      </RecordedRun>
      <OwnModelDialog opened={isBringing} />
      <OwnDataDialog opened={dataOpened} onClose={() => setDataOpened(false)} onFiles={onFiles} />
      <Help opened={helpOpened} onClose={() => setHelpOpened(false)} />
      <Modes />
      {dropping && <div className="drop-veil">{t('header.dropHere')}</div>}
    </div>
  );
}

/**
 * The open workspace. One that was left keeps what was typed and chosen in it, and rests: it hears of no run until it is
 * opened again. It is drawn in small tasks, after the tab that opens it.
 */
function Workspaces(props: WorkspaceProps) {
  const { t, i18n } = useTranslation('workspaces');
  const wanted = useView((state) => state.view);
  const view = useDeferredValue(wanted);
  const [visited, setVisited] = useState<readonly View[]>([view]);
  if (!visited.includes(view)) setVisited([...visited, view]);
  useEffect(() => {
    document.title = wanted === VIEWS[0] ? 'Rankscope' : `${t(`view.${wanted}`)} · Rankscope`;
    document.documentElement.lang = i18n.language;
  }, [wanted, t, i18n.language]);
  return (
    <main className="main" id="workspace" tabIndex={-1} aria-busy={view !== wanted}>
      {visited.map((id) => (
        <Place key={id} id={id} isOpen={id === view} {...props} />
      ))}
      {/* Tooltips and menus come to stand here, within the page's main landmark. */}
      <div id="overlays" />
    </main>
  );
}

const Place = memo(function Place({ id, isOpen, ...props }: WorkspaceProps & { id: View; isOpen: boolean }) {
  const Workspace = WORKSPACES[id];
  return (
    <IsOpen value={isOpen}>
      <Activity mode={isOpen ? 'visible' : 'hidden'}>
        <Boundary>
          <ShownRuns>
            <Workspace {...props} />
          </ShownRuns>
        </Boundary>
      </Activity>
    </IsOpen>
  );
});
