/** Where a card of the tour stands: beside what it tells of, within the window. Pure; lengths are in CSS pixels. */

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

interface WindowSize {
  width: number;
  height: number;
  /** In a window narrower than this the card is at its foot, or at its head where that would cover the target. */
  narrow: number;
}

/** Between the card and the target, and between the card and the window's edges. */
const GAP = 14;
const EDGE = 8;

/** @param target null where it is not on screen: the card stands at the window's foot then */
export function placeCard(
  target: Box | null,
  card: Pick<Box, 'width' | 'height'>,
  { width, height, narrow }: WindowSize,
): { left: number; top: number } {
  const within = (value: number, room: number, size: number) =>
    Math.max(EDGE, Math.min(room - size - EDGE, value));
  const foot = height - card.height - EDGE;
  const middle = within((width - card.width) / 2, width, card.width);
  if (!target) return { left: middle, top: foot };
  if (width < narrow)
    return { left: middle, top: target.top + target.height > foot && target.top > card.height ? EDGE : foot };
  const beside = within(target.top, height, card.height);
  const sides = [target.left + target.width + GAP, target.left - GAP - card.width];
  const side = sides.find((left) => left >= EDGE && left + card.width <= width - EDGE);
  if (side !== undefined) return { left: side, top: beside };
  const across = within(target.left, width, card.width);
  const below = target.top + target.height + GAP;
  if (below >= EDGE && below + card.height <= height - EDGE) return { left: across, top: below };
  return { left: across, top: within(target.top - GAP - card.height, height, card.height) };
}
