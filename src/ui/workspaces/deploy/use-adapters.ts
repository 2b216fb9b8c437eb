/**
 * The adapters that can be put to use: of runs that are over and from files; the latest first. Beside a
 * loaded encoder those of encoders, else those of models that write.
 */
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { MethodConfig } from '../../../core/methods/methods.ts';
import { isOfEncoder, shapeOf } from '../../../core/models/shape.ts';
import { isLive, stepsDone } from '../../../core/run-record.ts';
import { haveSameClasses, isOfModel } from '../../../state/ready-for.ts';
import { usePage, useSession } from '../../page-context.tsx';
import { runTitles } from '../../runs/index.ts';
import { useIsEncoder } from '../../use-is-encoder.ts';
import { useResults } from '../../shown-runs.tsx';

export interface UsableAdapter {
  /** Its run's, or its own. */
  id: string;
  name: string;
  method: MethodConfig;
  /** What a run is of; null for an adapter from a file. */
  task: string | null;
  /** Whether it is of the base model that is loaded. */
  isLoaded: boolean;
}

export function useAdapters(): UsableAdapter[] {
  const { t } = useTranslation('charts');
  const imported = use(usePage().imported());
  const { records, isRecorded } = useResults();
  const files = useStore(imported.store, (state) => state.adapters);
  const model = useSession((state) => state.model);
  const isEncoder = useIsEncoder();
  const isOther = (adapter: Parameters<typeof isOfEncoder>[0]) => isOfEncoder(adapter) !== isEncoder;
  const titles = runTitles(records, t);
  const ofRuns = isRecorded
    ? []
    : records.flatMap((record, i): UsableAdapter[] =>
        isLive(record) || stepsDone(record) === 0 || isOther(record)
          ? []
          : [
              {
                ...{ id: record.id, name: titles[i]?.first ?? record.name, method: record.config.method },
                ...{ task: record.config.task, isLoaded: isOfModel(record, model) },
              },
            ],
      );
  const ofFiles = files
    .filter((adapter) => !isOther({ config: adapter, ...adapter }))
    .map(({ id, name, method, ...adapter }): UsableAdapter => {
      const isLoaded =
        adapter.weights === model?.weights &&
        haveSameClasses(shapeOf({ config: adapter, ...adapter }), model.config);
      return { id, name, method, task: null, isLoaded };
    });
  return [...ofRuns, ...ofFiles].reverse();
}
