/** A note in the form that offers settings, and says in its place when they were taken. */
import { Button } from '@mantine/core';
import { useRef, useState, type ReactNode } from 'react';
import type { TrainingConfig } from '../../core/run-config.ts';
import { isAllowed } from '../../state/class-store.ts';
import { hasAll, withPatch } from '../../state/config-store.ts';
import { focusIfLost } from '../focus.ts';
import { useClassLink, useConfig } from '../page-context.tsx';

interface SuggestionProps<S> {
  /** What there is to say; null where there is nothing. */
  children: ReactNode;
  /** The settings that are offered; null for none. */
  settings: S | null;
  /** On the button. */
  use: string;
  /** Says that settings are in force that were offered. */
  taken: (settings: S) => string;
}

export function Suggestion<S extends Partial<TrainingConfig>>({
  children,
  settings,
  use,
  taken,
}: SuggestionProps<S>) {
  const config = useConfig((state) => state.config);
  const update = useConfig((state) => state.update);
  const allowed = useClassLink(
    (inForce) => settings !== null && isAllowed(inForce, withPatch(config, { training: settings })),
  );
  const [before, setBefore] = useState<S | null>(null);
  const place = useRef<HTMLParagraphElement>(null);
  if (children === null)
    return (
      before &&
      hasAll(config, { training: before }) && (
        <p ref={place} className="hint" role="status" tabIndex={-1}>
          {taken(before)}
        </p>
      )
    );
  const take = (own: S) => {
    update({ training: own });
    setBefore(own);
    // The button that was pressed goes away.
    focusIfLost(place);
  };
  return (
    <div className="own-warning" role="note">
      {children}
      {settings && allowed && (
        <Button size="compact-xs" variant="default" onClick={() => take(settings)}>
          {use}
        </Button>
      )}
    </div>
  );
}
