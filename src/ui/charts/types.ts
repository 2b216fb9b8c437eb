/** What every chart is given. Charts are pure: they draw records and report the cursor, nothing else. */
import type { ReactNode } from 'react';
import type { RunRecord } from '../../core/run-record.ts';
import type { Site, SiteId } from '../../core/site.ts';

/** How a run is drawn everywhere. */
export interface RunStyle {
  /** CSS colour, from an Okabe–Ito order in which neighbours differ most. */
  colour: string;
  /** The same, as pale as a line may be. */
  faint: string;
  /** SVG stroke-dasharray; '' is solid. Never colour alone. */
  dash: string;
}

/** A run as drawn: its record and the look that tells it from its neighbours on every chart. */
export interface ShownRun extends RunStyle {
  record: RunRecord;
  /** The run to its end, where `record` is only what has been played of it: scales are known from the start. */
  whole?: RunRecord;
  /** What charts, their tables and summaries call it: what sets it apart ("r 8"), its name too where others have the same. */
  label: string;
}

export interface ChartProps extends StepCursor {
  /** The runs to overlay, in a steady order; the one in focus comes first. */
  runs: readonly ShownRun[];
  /** The same as of now, where `runs` waits for its turn to be drawn. */
  latest?: readonly ShownRun[];
  /** Why the next run will have no singular values; null where it will have some. */
  nextCaveat?: string | null;
  /** Says on screen whose numbers are drawn. A chart that is drawn later than others says what it has drawn by then. */
  chip?: (drawn: readonly Drawn[]) => ReactNode;
}

/** What the pictures that compare runs are given. */
export interface ComparedProps extends Pick<ChartProps, 'runs' | 'chip'> {
  /** Leaves out the energy rank, which looks like the answer where the rank is the question and is not answered yet. */
  hidesRank?: boolean;
}

/** What a chart draws of a run. */
export interface Drawn {
  record: RunRecord;
  /** The step that its numbers are of; absent where all steps are drawn. */
  step?: number;
}

/** The step that all charts show. */
export interface StepCursor {
  /** The step under the pointer, else the one held, or null for "now" (each run's latest). */
  cursor: number | null;
  /** The step that a press chose: it stays when the pointer leaves. Null while none is held. */
  held: number | null;
  /**
   * With `hold`, holds `step`, or with null lets go of the one held. Without, shows `step` until it is called with null, as
   * while a pointer passes.
   */
  onCursor: (step: number | null, hold: boolean) => void;
}

/** A spectrum at one step, or over all steps. */
export type SpectrumView = 'now' | 'time';

/** What was hidden in the data of the task `hidden-rank`, for who has answered. */
export interface Truth {
  /** k */
  rank: number;
  /** The size of the k singular values hidden at a site; null where none are hidden. */
  sigmaOf: (site: Site) => number | null;
}

/** Which matrix the spectrum charts show; a choice the focused run lacks falls back to its first site. */
export interface SiteChoice {
  site: SiteId | null;
  onSite: (site: SiteId) => void;
}
