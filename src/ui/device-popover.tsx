/** Opens beside its child, a button, and says more about the device that computes. */
import { Popover } from '@mantine/core';
import { useEffect, useState, useSyncExternalStore, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceInfo } from '../core/run-record.ts';
import { keepForOffline, keptBytes, offline } from '../state/offline.ts';
import { bytes } from './format.ts';
import { usePage, useSession } from './page-context.tsx';

/** Whether the page opens without a network, and how much of this browser's room its files take. */
function OfflineLine() {
  const { t } = useTranslation();
  const state = useSyncExternalStore(offline.subscribe, offline.getState);
  const [size, setSize] = useState<number | null>(null);
  useEffect(() => {
    if (state !== 'kept') return;
    void keptBytes().then(setSize, () => setSize(null));
  }, [state]);
  if (state !== 'kept') return <p>{t(`device.offline.${state}`)}</p>;
  return size === null ? null : <p>{t('device.offline.kept', { size: bytes(size) })}</p>;
}

interface DevicePopoverProps {
  device: DeviceInfo;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  children: ReactElement;
}

export function DevicePopover({ device, isOpen, onOpen, children }: DevicePopoverProps) {
  const { t } = useTranslation();
  const { notices } = usePage();
  const isReady = useSession(({ phase }) => phase === 'ready');
  // The files that the page itself waits for come first.
  useEffect(() => {
    if (isReady) keepForOffline(() => notices.getState().say({ type: 'new-version' }));
  }, [isReady, notices]);
  return (
    <Popover opened={isOpen} onChange={onOpen} width={320} position="bottom-end" withArrow shadow="md">
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown className="small">
        <p>{t(`device.more.${device.reason}`)}</p>
        {device.adapter && <p>{t('device.adapter', { adapter: device.adapter })}</p>}
        {device.backend === 'webgpu' && <p>{t(device.f16 ? 'device.f16' : 'device.f32')}</p>}
        {device.backend === 'wasm' && <p>{t('device.threads', { count: device.threads })}</p>}
        <OfflineLine />
      </Popover.Dropdown>
    </Popover>
  );
}
