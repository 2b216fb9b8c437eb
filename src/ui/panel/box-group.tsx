/** Check boxes of which one must stay ticked: a press on the last one says why it stays. */
import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Field } from '../../core/methods/method.ts';
import { isLast } from '../../core/run-config.ts';
import { useConfig } from '../page-context.tsx';
import { FixedMark, useFixed } from './control.tsx';
import { Explain, Note } from './fields.tsx';

interface BoxGroupProps<T> {
  /** The beginning of the ids of its parts. */
  id: string;
  field: Field;
  className: string;
  items: readonly T[];
  labelOf: (item: T) => string | number;
  chosen: readonly T[];
  /** Never told of the last one that is chosen. */
  onToggle: (item: T) => void;
  /** Why the last one stays. */
  note: string;
}

export function BoxGroup<T extends string | number>(props: BoxGroupProps<T>) {
  const { id, field, className, items, labelOf, chosen, onToggle, note } = props;
  const form = useConfig((state) => state.config);
  /** The form when somebody tried to leave the last one out. */
  const [tried, setTried] = useState<typeof form | null>(null);
  const explains = tried === form;
  const isFixed = useFixed();
  const [labelId, noteId] = [`${id}-label`, `${id}-note`];
  return (
    <div className={className} role="group" aria-labelledby={labelId}>
      <div className="field-label">
        <span id={labelId}>{field.label}</span>
        <Explain label={field.label} text={field.help} />
        <FixedMark label={field.label} />
      </div>
      <div className="boxes">
        {items.map((item) => (
          <Checkbox
            key={item}
            size="xs"
            label={labelOf(item)}
            disabled={isFixed}
            checked={chosen.includes(item)}
            aria-disabled={isLast(chosen, item) || undefined}
            aria-describedby={explains ? noteId : undefined}
            onChange={() => (isLast(chosen, item) ? setTried(form) : onToggle(item))}
          />
        ))}
      </div>
      <div role="status">{explains && <Note id={noteId}>{note}</Note>}</div>
    </div>
  );
}
