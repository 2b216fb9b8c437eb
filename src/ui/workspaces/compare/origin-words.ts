/** Words where a run was trained. */
import type { TFunction } from 'i18next';
import type { DeviceInfo } from '../../../core/run-record.ts';

/** `WASM, 2 threads`, `WebGPU, nvidia ampere` */
export function wordDevice({ backend, adapter, threads }: DeviceInfo, t: TFunction<'charts'>): string {
  const detail = backend === 'wasm' ? t('device.threads', { ns: 'app', count: threads }) : adapter;
  const name = t(`device.${backend}`, { ns: 'app' });
  return detail ? t('deviceWith', { backend: name, detail }) : name;
}
