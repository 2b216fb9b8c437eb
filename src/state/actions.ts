/** What a person can do with runs: each is one call here, whichever button, key or dropped file asks for it. */
import type { ActionsContext } from './actions-context.ts';
import { createExportActions, type ExportActions } from './export-actions.ts';
import { createImportActions, type ImportActions } from './import-actions.ts';
import { createInferenceActions, type InferenceActions } from './inference-actions.ts';
import { createRemovalActions, type RemovalActions } from './removal-actions.ts';
import { createTaskActions, type TaskActions } from './task-actions.ts';
import { createTrainingActions, type TrainingActions } from './training-actions.ts';

export interface Actions
  extends TrainingActions, InferenceActions, RemovalActions, TaskActions, ImportActions, ExportActions {}

export const createActions = (context: ActionsContext): Actions => ({
  ...createTrainingActions(context),
  ...createInferenceActions(context),
  ...createRemovalActions(context),
  ...createTaskActions(context),
  ...createImportActions(context),
  ...createExportActions(context),
});
