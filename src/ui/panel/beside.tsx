/** A tooltip for what stands in the form: it opens beside the form, level with what it explains, and covers none of its controls. */
import type { ComponentProps } from 'react';
import { Tooltip } from '../overlays.ts';

type Shift = Exclude<
  NonNullable<NonNullable<ComponentProps<typeof Tooltip>['middlewares']>['shift']>,
  boolean
>;

/** Between the form and the tooltip, in CSS pixels. */
const GAP = 12;

/** Moves the tooltip from the right of its control to the right of the form. Elsewhere, as in a dialog, it stays. */
const pastTheForm: Shift = {
  limiter: {
    fn: ({ x, y, rects, elements }) => {
      const reference: unknown = elements.reference;
      if (!(reference instanceof Element)) return { x, y };
      const form = reference.closest('.panel');
      if (!form) return { x, y };
      const away = form.getBoundingClientRect().right - reference.getBoundingClientRect().right;
      return { x: rects.reference.x + rects.reference.width + away + GAP, y };
    },
  },
};

export function Beside({ label, children }: Pick<ComponentProps<typeof Tooltip>, 'label' | 'children'>) {
  return (
    <Tooltip
      label={label}
      multiline
      w={260}
      position="right"
      middlewares={{ shift: pastTheForm, flip: false }}
      events={{ hover: true, focus: true, touch: true }}
      openDelay={150}
    >
      {children}
    </Tooltip>
  );
}
