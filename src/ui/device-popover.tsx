/** Opens beside its child, a button, and says more about the device that computes. */
import { Popover } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceInfo } from '../core/run-record.ts';

export function DevicePopover({ device, children }: { device: DeviceInfo; children: ReactElement }) {
  const { t } = useTranslation();
  return (
    <Popover width={320} position="bottom-end" withArrow shadow="md">
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown className="small">
        <p>{t(`device.more.${device.reason}`)}</p>
        {device.adapter && <p>{t('device.adapter', { adapter: device.adapter })}</p>}
        {device.backend === 'webgpu' && <p>{t(device.f16 ? 'device.f16' : 'device.f32')}</p>}
        {device.backend === 'wasm' && <p>{t('device.threads', { count: device.threads })}</p>}
      </Popover.Dropdown>
    </Popover>
  );
}
