/** The views of Inspect ΔW in the order of the choice; their names are under `views` in strings/inspect.ts. */
export const INSPECT_VIEWS = [
  'spectra',
  'map',
  'time',
  'similarity',
  'base',
  'direction',
  'cut',
  'intruders',
] as const;
export type InspectView = (typeof INSPECT_VIEWS)[number];
