/**
 * The settings that the task `hidden-rank` needs do not outlive it: when another task is taken, by whatever way, each of
 * them that still has its proposed value gets back the value that it had before.
 */
import type { StoreApi } from 'zustand/vanilla';
import { loraConfigSchema, type LoraConfig } from '../core/methods/lora.ts';
import { defaultRunConfig, type RunConfig } from '../core/run-config.ts';
import { HIDDEN_RANK, PROPOSED } from '../core/secret.ts';
import type { ConfigState } from './config-store.ts';

/** What a config has of the settings of `PROPOSED`; a method that lacks them, LoRA's defaults. */
const proposedOf = ({ method, training }: RunConfig): typeof PROPOSED => ({
  method: proposedMethod(method.type === 'lora' ? method : loraConfigSchema.parse({})),
  training: {
    max_steps: training.max_steps,
    weight_decay: training.weight_decay,
    learning_rate: training.learning_rate,
  },
});

const proposedMethod = ({ type, r, target_modules }: LoraConfig): (typeof PROPOSED)['method'] => ({
  type,
  r,
  target_modules: [...target_modules],
});

/** `now`, with the values of `before` where it has the proposed ones. */
function withdraw<T extends object>(now: T, before: T, proposed: T): T {
  const withdrawn = { ...now };
  for (const key in now)
    if (JSON.stringify(now[key]) === JSON.stringify(proposed[key])) withdrawn[key] = before[key];
  return withdrawn;
}

export function withdrawSecretSettings(config: StoreApi<ConfigState>): void {
  // Where a link names the task, its settings came with it: what the page opens with takes their place.
  let kept = proposedOf(defaultRunConfig());
  config.subscribe(({ config: form, update }, { config: before }) => {
    if (form.task === before.task) return;
    if (form.task === HIDDEN_RANK) kept = proposedOf(before);
    if (before.task !== HIDDEN_RANK) return;
    const { method, training } = proposedOf(form);
    update({
      ...(form.method.type === 'lora' && { method: withdraw(method, kept.method, PROPOSED.method) }),
      training: withdraw(training, kept.training, PROPOSED.training),
    });
  });
}
