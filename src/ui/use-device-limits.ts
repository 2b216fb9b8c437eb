/** The limits of the device that trains, once the browser has told them. */
import { useEffect, useState } from 'react';
import type { DeviceLimits } from '../core/memory-estimate.ts';
import type { BackendName } from '../core/run-record.ts';
import { deviceLimits } from '../state/device-limits.ts';

export function useDeviceLimits(backend: BackendName): DeviceLimits | null {
  const [limits, setLimits] = useState<DeviceLimits | null>(null);
  useEffect(() => {
    let isWanted = true;
    void deviceLimits(backend).then((found) => isWanted && setLimits(found));
    return () => {
      isWanted = false;
    };
  }, [backend]);
  return limits;
}
