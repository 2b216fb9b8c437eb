/** The page's head: name, what it is, the device that computes and why, theme, link to this experiment, help. */
import {
  ActionIcon,
  Popover,
  Tooltip,
  UnstyledButton,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useState } from 'react';
import { Icon } from './icons.tsx';
import { useSession } from './page-context.tsx';

function DeviceBadge() {
  const { t } = useTranslation();
  const device = useSession((state) => state.device);
  const failed = useSession((state) => state.phase === 'failed');
  if (!device) return <span className="badge">{t(failed ? 'device.absent' : 'device.starting')}</span>;
  return (
    <Popover width={320} position="bottom-end" withArrow shadow="md">
      <Popover.Target>
        <UnstyledButton className="badge" data-fast={device.backend === 'webgpu' && !device.software}>
          <strong>{t(`device.${device.backend}`)}</strong>
          <span className="badge-reason">{t(`device.reason.${device.reason}`)}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className="small">
        <p>{t(`device.more.${device.reason}`)}</p>
        {device.adapter && <p>{t('device.adapter', { adapter: device.adapter })}</p>}
        {device.backend === 'webgpu' && <p>{t(device.f16 ? 'device.f16' : 'device.f32')}</p>}
        {device.backend === 'wasm' && <p>{t('device.threads', { count: device.threads })}</p>}
      </Popover.Dropdown>
    </Popover>
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

export function Header({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  return (
    <header className="header">
      <h1>{t('name')}</h1>
      <p className="tagline">{t('tagline')}</p>
      <DeviceBadge />
      <CopyLink />
      <ThemeToggle />
      <Tooltip label={t('header.help')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('header.help')} onClick={onHelp}>
          <Icon name="keyboard" />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}
