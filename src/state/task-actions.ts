/** Choosing the form's task, and the secret of a hidden rank. */
import { HIDDEN_RANK, PROPOSED } from '../core/secret.ts';
import type { ActionsContext } from './actions-context.ts';
import type { TaskId } from './shelf.ts';

export interface TaskActions {
  /**
   * Makes this the task. `hidden-rank` hides a rank of its own each time that it is taken, sets what lets it be seen and
   * says so; another task taken after it brings back the settings before.
   */
  takeTask: (task: TaskId) => void;
  /** Hides another rank for the task `hidden-rank`: another seed, and k drawn from it. */
  anotherSecret: () => void;
}

/** A seed that no one has seen, and k drawn from it. */
const freshSecret = () => {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return { secret_seed: word >>> 1, secret_rank: null };
};

export function createTaskActions({ config }: Pick<ActionsContext, 'config'>): TaskActions {
  return {
    takeTask: (task) => {
      const { config: form, update } = config.getState();
      if (task === form.task) return;
      if (task !== HIDDEN_RANK) {
        update({ task });
        return;
      }
      update({ task, ...freshSecret(), ...PROPOSED });
    },
    anotherSecret: () => config.getState().update(freshSecret()),
  };
}
