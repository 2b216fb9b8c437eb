/** The component of each workspace. The first is part of the page; the others are fetched after its first paint. */
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { View } from '../../state/view-store.ts';
import { later } from '../later.tsx';
import { Train } from './train/train.tsx';

export interface WorkspaceProps {
  /** Opens the dialog for the visitor's own data. */
  onOwnData: () => void;
}

function Loading() {
  const { t } = useTranslation('workspaces');
  return <p className="hint loading">{t('loading')}</p>;
}

export const WORKSPACES: Readonly<Record<View, ComponentType<WorkspaceProps>>> = {
  train: Train,
  compare: later(async () => (await import('./compare/compare.tsx')).Compare, Loading),
  inspect: later(async () => (await import('./inspect/inspect.tsx')).Inspect, Loading),
  deploy: later(async () => (await import('./deploy/deploy.tsx')).Deploy, Loading),
  learn: later(async () => (await import('./learn/learn.tsx')).Learn, Loading),
};
