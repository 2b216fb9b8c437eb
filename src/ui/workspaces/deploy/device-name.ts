/** What a device is called beside figures that were measured on it. */
import { useTranslation } from 'react-i18next';
import type { DeviceInfo } from '../../../core/run-record.ts';

export function useDeviceName(): (device: DeviceInfo) => string {
  const { t } = useTranslation('deploy');
  return ({ backend, adapter, software, threads }) => {
    if (backend === 'cpu') return t('latency.device.cpu');
    if (backend === 'wasm') return t('latency.device.wasm', { count: threads });
    return t(software ? 'latency.device.webgpuSoftware' : 'latency.device.webgpu', { adapter });
  };
}
