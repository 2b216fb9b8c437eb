/**
 * The settings that the task `hidden-rank` needs do not outlive it: when another task is taken, by whatever way, each of
 * them that still has its proposed value gets back the value that it had before.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { MethodConfig } from '../core/methods/methods.ts';
import { defaultRunConfig, type RunConfig } from '../core/run-config.ts';
import { HIDDEN_RANK, PROPOSED } from '../core/secret.ts';
import type { ConfigState } from './config-store.ts';

/** The settings of `PROPOSED` among a config's training settings. */
const proposedTraining = ({ training }: RunConfig): (typeof PROPOSED)['training'] => ({
  max_steps: training.max_steps,
  weight_decay: training.weight_decay,
  learning_rate: training.learning_rate,
});

/** `now`, with the values of `before` where it has the proposed ones. */
function withdraw<T extends object>(now: T, before: T, proposed: Partial<T>): T {
  const withdrawn = { ...now };
  for (const key in now)
    if (JSON.stringify(now[key]) === JSON.stringify(proposed[key])) withdrawn[key] = before[key];
  return withdrawn;
}

/** The method as it was before, unless a person has changed what was proposed. */
function withdrawMethod(now: MethodConfig, before: MethodConfig): MethodConfig {
  if (now.type !== 'lora') return now;
  if (before.type === 'lora') return withdraw(now, before, PROPOSED.method);
  const { r, target_modules } = now;
  return JSON.stringify({ type: 'lora', r, target_modules }) === JSON.stringify(PROPOSED.method)
    ? before
    : now;
}

export function withdrawSecretSettings(config: StoreApi<ConfigState>): void {
  // Where a link names the task, its settings came with it: what the page opens with takes their place.
  let kept = defaultRunConfig();
  config.subscribe(({ config: form, update }, { config: before }) => {
    if (form.task === before.task) return;
    if (form.task === HIDDEN_RANK) kept = before;
    if (before.task !== HIDDEN_RANK) return;
    update({
      method: withdrawMethod(form.method, kept.method),
      training: withdraw(proposedTraining(form), proposedTraining(kept), PROPOSED.training),
    });
  });
}
