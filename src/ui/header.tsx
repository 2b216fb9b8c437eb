/** The page's head: its name and the workspaces; and the tools beside them, which come after the transport for the keyboard. */
import { ActionIcon, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useState, type KeyboardEvent } from 'react';
import type { DeviceInfo } from '../core/run-record.ts';
import { rememberLanguage } from '../state/language.ts';
import { VIEWS } from '../state/view-store.ts';
import { Icon } from './icons.tsx';
import { later, laterAround } from './later.tsx';
import { Tooltip } from './overlays.ts';
import { useClassLink, useConfig, usePage, useSession, useView } from './page-context.tsx';
import { speak } from './strings/index.ts';

const ClassBadge = later(async () => (await import('./class-badge.tsx')).ClassBadge);
const DevicePopover = laterAround(async () => (await import('./device-popover.tsx')).DevicePopover);

function DeviceBadge() {
  const { t } = useTranslation();
  const device = useSession((state) => state.device);
  const failed = useSession((state) => state.phase === 'failed');
  if (!device) return <span className="badge">{t(failed ? 'device.absent' : 'device.starting')}</span>;
  return <DeviceButton device={device} />;
}

function DeviceButton({ device }: { device: DeviceInfo }) {
  const { t } = useTranslation();
  // Here, so that a press before the popover is loaded opens it.
  const [isOpen, setOpen] = useState(false);
  return (
    <DevicePopover device={device} isOpen={isOpen} onOpen={setOpen}>
      <UnstyledButton
        className="badge"
        data-fast={device.backend === 'webgpu' && !device.software}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
      >
        <strong>{t(`device.${device.backend}`)}</strong>
        <span className="badge-reason">{t(`device.reason.${device.reason}`)}</span>
      </UnstyledButton>
    </DevicePopover>
  );
}

const SCHEMES = [
  { scheme: 'auto', icon: 'auto' },
  { scheme: 'light', icon: 'sun' },
  { scheme: 'dark', icon: 'moon' },
] as const satisfies readonly { scheme: MantineColorScheme; icon: 'auto' | 'sun' | 'moon' }[];

function ThemeToggle() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const at = SCHEMES.findIndex(({ scheme }) => scheme === colorScheme);
  const current = SCHEMES[at] ?? SCHEMES[0];
  const next = SCHEMES[(at + 1) % SCHEMES.length] ?? SCHEMES[0];
  const label = t(`header.theme_${current.scheme}`);
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        onClick={() => setColorScheme(next.scheme)}
      >
        <Icon name={current.icon} />
      </ActionIcon>
    </Tooltip>
  );
}

/** The language that is not the page's, by its own name. */
const OTHER = { en: { language: 'ko', name: '한국어' }, ko: { language: 'en', name: 'English' } } as const;

function LanguageSwitch() {
  const { i18n } = useTranslation();
  const { view, notices } = usePage();
  const { language, name } = OTHER[i18n.language === 'ko' ? 'ko' : 'en'];
  const change = async () => {
    try {
      await speak(language);
      rememberLanguage(language);
      view.getState().setLang(language);
    } catch {
      notices.getState().say({ type: 'error', code: 'file-fetch', detail: '' });
    }
  };
  return (
    <UnstyledButton className="link-button" lang={language} onClick={() => void change()}>
      {name}
    </UnstyledButton>
  );
}

/** The address already says the whole experiment; this copies it. */
function CopyLink() {
  const { t } = useTranslation();
  const [done, setDone] = useState<'header.share' | 'header.shared' | 'header.shareFailed'>('header.share');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setDone('header.shared');
    } catch {
      setDone('header.shareFailed');
    }
    setTimeout(() => setDone('header.share'), 2000);
  };
  return (
    <UnstyledButton className="link-button" onClick={() => void copy()}>
      <Icon name="link" />
      <span aria-live="polite">{t(done)}</span>
    </UnstyledButton>
  );
}

/** The workspaces as tabs that are links: one stop of the Tab key, arrow keys, Home and End between them, and each can be opened in a tab of its own. */
function WorkspaceTabs() {
  const { t } = useTranslation('workspaces');
  const { queryOf } = usePage();
  const view = useView((state) => state.view);
  const go = useView((state) => state.go);
  // The link of each follows the form.
  useConfig((state) => state.config);
  const press = (event: KeyboardEvent<HTMLElement>) => {
    const at = VIEWS.indexOf(view);
    const moves: Partial<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: (at + 1) % VIEWS.length,
      Home: 0,
      End: -1,
    };
    const next = VIEWS.at(moves[event.key] ?? NaN);
    if (!(event.key in moves) || !next) return;
    event.preventDefault();
    go(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-view="${next}"]`)?.focus();
  };
  return (
    <nav aria-label={t('nav')} className="views">
      <div role="tablist" aria-label={t('nav')} onKeyDown={press}>
        {VIEWS.map((id) => (
          <a
            key={id}
            role="tab"
            data-view={id}
            href={queryOf(id)}
            aria-selected={id === view}
            aria-controls="workspace"
            tabIndex={id === view ? 0 : -1}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
              event.preventDefault();
              go(id);
            }}
          >
            {t(`view.${id}`)}
          </a>
        ))}
      </div>
    </nav>
  );
}

export function Header() {
  const { t } = useTranslation();
  return (
    <header className="header">
      <h1>{t('name')}</h1>
      <WorkspaceTabs />
    </header>
  );
}

/** The device that computes and why, the link to this experiment, language, theme and shortcuts. */
export function Tools({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const { t: words } = useTranslation('workspaces');
  const inForce = useClassLink((state) => state);
  return (
    <section className="tools" aria-label={words('tools')}>
      {inForce && <ClassBadge inForce={inForce} />}
      <DeviceBadge />
      <CopyLink />
      <LanguageSwitch />
      <ThemeToggle />
      <Tooltip label={t('header.help')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('header.help')} onClick={onHelp}>
          <Icon name="keyboard" />
        </ActionIcon>
      </Tooltip>
    </section>
  );
}
