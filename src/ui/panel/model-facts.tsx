/** What a model is, before its weights are read or fetched: its size, what it takes to train, and what of that would not fit here. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { estimateMemory, shortages } from '../../core/memory-estimate.ts';
import { textLength } from '../../core/run-config.ts';
import type { ModelDescription } from '../../state/brought-model.ts';
import { bytes, count, listed } from '../format.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { useDeviceLimits } from '../use-device-limits.ts';

interface ModelFactsProps {
  model: ModelDescription;
  /** What the size of its files is called. */
  size: string;
  /** Further facts, each with its name. */
  more?: readonly (readonly [name: string, value: string])[];
}

export function ModelFacts({ model, size, more = [] }: ModelFactsProps) {
  const { t } = useTranslation();
  const config = useConfig((state) => state.config);
  const backend = useSession((state) => state.device?.backend ?? 'wasm');
  const limits = useDeviceLimits(backend);
  const memory = useMemo(() => estimateMemory(model.shape, config, backend), [model, config, backend]);
  const short = useMemo(
    () => (limits ? shortages(model.shape, config, limits) : []),
    [model, config, limits],
  );
  const facts = [
    [t('hub.architecture'), model.architecture],
    [t('hub.parameters'), count(model.parameters)],
    [t('hub.numbers'), listed(model.dtypes)],
    [size, bytes(model.bytes)],
    ...more,
  ] as const;
  return (
    <>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div className="fact" key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div className="fact hub-memory">
          <dt>{t('hub.memory')}</dt>
          <dd>{t('hub.about', { size: bytes(memory.model + memory.state + memory.step) })}</dd>
          <dd className="beside">
            {t('hub.memoryParts', {
              model: bytes(memory.model),
              state: bytes(memory.state),
              step: bytes(memory.step),
            })}
          </dd>
          <dd className="beside">
            {t('hub.memoryFor', {
              batch: count(config.training.batch_size),
              length: count(textLength(config, model.shape)),
              backend: t(`device.${backend}`),
            })}
          </dd>
        </div>
      </dl>
      {short.map(({ limit, needed, room }) => (
        <p className="own-warning" role="note" key={limit}>
          {t(`hub.shortages.${limit}`, { needed: bytes(needed), room: bytes(room) })}
        </p>
      ))}
    </>
  );
}
