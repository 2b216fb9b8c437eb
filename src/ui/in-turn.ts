/**
 * Costly parts of the page are drawn one after the other, each in tasks of its own, so that the page answers in between
 * however many there are.
 */
import { startTransition, useEffect, useRef, useState } from 'react';
import { useReturn } from './use-return.ts';

/** A part's place in the line: the same object each time that it asks. */
export type Place = object;

export interface Turns {
  /** Waits for a turn to draw. A part that waits already keeps its place and draws the latest alone. */
  ask: (place: Place, draw: () => void) => void;
  /** Does not wait any more. */
  withdraw: (place: Place) => void;
  /** What the part drew is on screen: the next one's turn. */
  end: (place: Place) => void;
}

/** @param soon runs something in a task of its own */
export function createTurns(soon: (task: () => void) => void): Turns {
  const waiting = new Map<Place, () => void>();
  /** Whose turn it is. */
  let drawing: Place | null = null;
  const next = () => {
    const [first] = waiting.keys();
    drawing = first ?? null;
    if (!first) return;
    soon(() => {
      // It may have gone meanwhile.
      if (drawing !== first) return;
      const draw = waiting.get(first);
      waiting.delete(first);
      if (draw) draw();
      else next();
    });
  };
  return {
    ask: (place, draw) => {
      waiting.set(place, draw);
      if (!drawing) next();
    },
    withdraw: (place) => {
      waiting.delete(place);
    },
    end: (place) => {
      if (drawing === place) next();
    },
  };
}

const turns = createTurns((task) => setTimeout(task));

/** The value as of this component's latest turn, for what is costly to draw. */
export function useInTurn<T>(value: T): T {
  const [drawn, setDrawn] = useState(value);
  const place = useRef<Place>({});
  // A workspace that is opened again is seen with the latest.
  useReturn(() => setDrawn(() => value));
  useEffect(() => turns.end(place.current), [drawn]);
  useEffect(() => {
    if (Object.is(value, drawn)) turns.withdraw(place.current);
    else turns.ask(place.current, () => startTransition(() => setDrawn(() => value)));
  }, [value, drawn]);
  useEffect(() => {
    const { current } = place;
    return () => {
      turns.withdraw(current);
      turns.end(current);
    };
  }, []);
  return drawn;
}
