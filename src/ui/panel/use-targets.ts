/** The next run's target matrices, chosen by the form's check boxes and on the drawing alike. At least one stays. */
import { isLast } from '../../core/run-config.ts';
import type { Projection } from '../../core/site.ts';
import { useConfig } from '../page-context.tsx';

/** @returns null where the form's method has no target matrices */
export function useTargets(): {
  targets: readonly Projection[];
  /** Adds a matrix, or leaves it out unless it is the last. */
  toggle: (projection: Projection) => void;
} | null {
  const targets = useConfig(({ config: { method } }) =>
    'target_modules' in method ? method.target_modules : null,
  );
  const update = useConfig((state) => state.update);
  if (!targets) return null;
  const toggle = (projection: Projection) => {
    if (isLast(targets, projection)) return;
    const others = targets.filter((target) => target !== projection);
    update({ method: { target_modules: targets.includes(projection) ? others : [...targets, projection] } });
  };
  return { targets, toggle };
}
