/** A tooltip for what stands in the form: it opens beside the form, near what it explains, and covers no control there or in the form. */
import type { ComponentProps } from 'react';
import { Tooltip } from '../overlays.ts';
import { freePlace } from './free-place.ts';

type Shift = Exclude<
  NonNullable<NonNullable<ComponentProps<typeof Tooltip>['middlewares']>['shift']>,
  boolean
>;

/** Between the form and the tooltip, and between it and what can be pressed, in CSS pixels. */
const GAP = 12;

/** What can be pressed. */
const CONTROLS = 'button, a[href], input, select, textarea, summary, [role="button"]';

/**
 * Moves the tooltip from the right of its control to the right of the form, up or down to where nothing can be pressed.
 * Elsewhere, as in a dialog, it stays.
 */
const pastTheForm: Shift = {
  limiter: {
    fn: ({ x, y, rects, elements }) => {
      const reference: unknown = elements.reference;
      if (!(reference instanceof Element)) return { x, y };
      const form = reference.closest('.panel');
      if (!form) return { x, y };
      const at = reference.getBoundingClientRect();
      const left = form.getBoundingClientRect().right + GAP;
      const { width, height } = rects.floating;
      const taken = [...document.querySelectorAll(CONTROLS)]
        .filter((control) => !form.contains(control))
        .map((control) => control.getBoundingClientRect())
        .filter((box) => box.width > 0 && box.left < left + width && box.right > left)
        .map(({ top, bottom }) => ({ start: top - GAP / 2, end: bottom + GAP / 2 }));
      // The tooltip's own place is told from the page's top, the controls' from the window's.
      const offset = at.y - rects.reference.y;
      const top = freePlace(y + offset, height, taken, { start: 0, end: window.innerHeight });
      return { x: rects.reference.x + left - at.left, y: top - offset };
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
