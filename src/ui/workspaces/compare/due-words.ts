/** Words of runs that have not begun: they have a config, but no dataset yet. */
import type { TFunction } from 'i18next';
import type { RunConfig } from '../../../core/run-config.ts';
import { describeDifference } from '../../../core/run-name.ts';
import { OWN_TASK, TASKS } from '../../../state/shelf.ts';
import { wordConfig, wordDifference } from '../../runs/difference.ts';

/** What sets each of several configs apart from the others, in words; the config where nothing does. */
export function configsApart(configs: readonly RunConfig[], t: TFunction<'charts'>): string[] {
  const nameOf = (task: string) => {
    const builtIn = TASKS.find((id) => id === task && id !== OWN_TASK);
    return builtIn ? t(`panel.tasks.${builtIn}`, { ns: 'app' }) : task;
  };
  const differences = describeDifference(
    configs.map((config) => ({
      config,
      dataset: { name: nameOf(config.task), fingerprint: config.task },
    })),
  );
  return configs.map((config, i) => wordDifference(differences[i] ?? [], t) || wordConfig(config, t));
}
