/** The views of this workspace. Each is a file of its own that is fetched after the page's first paint. */
import type { ComponentType } from 'react';
import { later } from '../../later.tsx';
import type { InspectView } from './view-names.ts';

/** A view takes the shown runs from the page (`useChartProps`) and lays its own cells out. */
export const VIEW_COMPONENTS: Readonly<Record<InspectView, ComponentType>> = {
  spectra: later(async () => (await import('./spectra.tsx')).Spectra),
  map: later(async () => (await import('./map.tsx')).SiteMap),
  time: later(async () => (await import('./time.tsx')).WeightsInTime),
  similarity: later(async () => (await import('./similarity.tsx')).Similarity),
  base: later(async () => (await import('./base.tsx')).AgainstW0),
  direction: later(async () => (await import('./direction.tsx')).WhatADirectionDoes),
  cut: later(async () => (await import('./cut.tsx')).CutRuns),
  intruders: later(async () => (await import('./intruders.tsx')).IntruderDimensions),
};
