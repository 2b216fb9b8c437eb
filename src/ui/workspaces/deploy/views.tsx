/** The views of this workspace. All but the first are files of their own that are fetched after the page's first paint. */
import type { ComponentType } from 'react';
import { later } from '../../later.tsx';
import { NeedsText } from './needs-text.tsx';
import { Shelf } from './shelf.tsx';

/** In the order of the choice; their names are under `views` in strings/deploy.ts. */
export const DEPLOY_VIEWS = ['shelf', 'merge', 'latency', 'switch', 'combine', 'savings'] as const;
export type DeployView = (typeof DEPLOY_VIEWS)[number];

/** A view takes runs and adapters from the page and lays its own cells out. */
export const VIEW_COMPONENTS: Readonly<Record<DeployView, ComponentType>> = {
  shelf: Shelf,
  merge: later(async () => (await import('./merge.tsx')).Merge),
  latency: later(async () => (await import('./latency.tsx')).Latency),
  switch: later(async () => (await import('./switch.tsx')).Switch),
  combine: later(async () => (await import('./combine.tsx')).Combine),
  savings: later(async () => (await import('./savings.tsx')).Savings),
};

/** The same where an encoder is loaded: what is measured of text that a model writes has no place. */
export const ENCODER_COMPONENTS: typeof VIEW_COMPONENTS = {
  ...VIEW_COMPONENTS,
  merge: later(async () => (await import('./encoder-merge.tsx')).EncoderMerge),
  latency: NeedsText,
  switch: NeedsText,
  combine: NeedsText,
};
