/** Times the loaded model with each way of adapting it: the measurement that is under way, and the last one. */
import { useEffect, useRef, useState } from 'react';
import { waysOn, workOn } from '../../../core/latency.ts';
import { countVirtual } from '../../../core/methods/method.ts';
import { methodOf } from '../../../core/methods/methods.ts';
import { useConfig, useSession } from '../../page-context.tsx';
import type { Measured } from './latency-table.tsx';
import { useDeployment } from './use-deployment.ts';

/** @param most of the works are timed, the first ones */
export function useLatency(most = Infinity) {
  const deployment = useDeployment();
  const model = useSession((state) => state.model);
  const device = useSession((state) => state.device);
  const method = useConfig((state) => state.config.method);
  const [measured, setMeasured] = useState<Measured | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const ending = useRef<AbortController>(null);
  useEffect(() => () => ending.current?.abort(), []);
  const ways = model ? waysOn(model.config, method) : [];
  const prefix = Math.max(
    0,
    ...ways.map(({ method: own }) => (own ? countVirtual(methodOf(own).virtual?.(own)) : 0)),
  );
  const works = model ? workOn(model.config.n_positions - prefix).slice(0, most) : [];
  const measure = async () => {
    if (!model || !device) return;
    const { signal } = (ending.current = new AbortController());
    setShare(0);
    const times = await deployment.time(ways, works, setShare, signal);
    setShare(null);
    if (times) setMeasured({ ways, times, works: works.length, model: model.model, device });
  };
  return { model, prefix, ways, works, measured, share, measure, stop: () => ending.current?.abort() };
}
