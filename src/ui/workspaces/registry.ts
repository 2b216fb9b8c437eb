/** The component of each workspace. The first is part of the page; the others are fetched when they are opened. */
import { lazy, type ComponentType } from 'react';
import type { View } from '../../state/view-store.ts';
import { Train } from './train/train.tsx';

export interface WorkspaceProps {
  /** Opens the dialog for the visitor's own data. */
  onOwnData: () => void;
}

export const WORKSPACES: Readonly<Record<View, ComponentType<WorkspaceProps>>> = {
  train: Train,
  compare: lazy(() => import('./compare/compare.tsx').then(({ Compare }) => ({ default: Compare }))),
  inspect: lazy(() => import('./inspect/inspect.tsx').then(({ Inspect }) => ({ default: Inspect }))),
  deploy: lazy(() => import('./deploy/deploy.tsx').then(({ Deploy }) => ({ default: Deploy }))),
};
