/** What every chart is given. Charts are pure: they draw records and report the cursor, nothing else. */
import type { RunRecord } from '../../core/run-record.ts';

/** A run as drawn: its record and the look that tells it from its neighbours on every chart. */
export interface ShownRun {
  record: RunRecord;
  /** CSS colour, from an Okabe–Ito order in which neighbours differ most. */
  colour: string;
  /** SVG stroke-dasharray; '' is solid. Never colour alone. */
  dash: string;
}

export interface ChartProps {
  /** The runs to overlay, in a steady order; the one in focus comes first. */
  runs: readonly ShownRun[];
  /** The step under the cursor, shared by all charts, or null for "now" (each run's latest). */
  cursor: number | null;
  onCursor: (step: number | null) => void;
}
