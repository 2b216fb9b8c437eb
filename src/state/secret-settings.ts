/**
 * The settings that the task `hidden-rank` needs do not outlive it, nor LoRA, which they are for: when another task or another
 * method is taken, by whatever way, each of them that still has its proposed value gets back the value that it had before.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { LoraConfig } from '../core/methods/lora-config.ts';
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
function withdrawMethod(now: LoraConfig, before: MethodConfig): MethodConfig {
  if (before.type === 'lora') return withdraw(now, before, PROPOSED.method);
  const unchanged = { ...now, ...PROPOSED.method };
  return JSON.stringify(now) === JSON.stringify(unchanged) ? before : now;
}

/** The task and the method that `PROPOSED` is for. */
const isProposedFor = ({ task, method }: RunConfig): boolean =>
  task === HIDDEN_RANK && method.type === PROPOSED.method.type;

export function withdrawSecretSettings(config: StoreApi<ConfigState>): void {
  // Where a link names the task, its settings came with it: what the page opens with takes their place.
  let kept = defaultRunConfig();
  config.subscribe(({ config: form, update }, { config: before }) => {
    if (form.task === HIDDEN_RANK && before.task !== HIDDEN_RANK) kept = before;
    if (!isProposedFor(before) || isProposedFor(form)) return;
    const { method } = form;
    const training = withdraw(proposedTraining(form), proposedTraining(kept), PROPOSED.training);
    update(
      method.type === 'lora'
        ? { method: withdrawMethod(method, kept.method), training }
        : // A method brings its own learning rate.
          { training: { ...training, learning_rate: form.training.learning_rate } },
    );
  });
}
