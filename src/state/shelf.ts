/** What the page offers to choose from: the shipped base models and the tasks. Ids only; the UI words them. */

import type { ModelId } from '../core/models/shipped.ts';
import { HIDDEN_RANK } from '../core/secret.ts';

/** The models that write text. */
export const DECODERS = ['nano', 'micro'] as const satisfies readonly ModelId[];
/** Folders under public/models. */
export const MODELS = [...DECODERS, 'encoder'] as const satisfies readonly ModelId[];

/** The visitor's own data, as a task. */
export const OWN_TASK = 'own';
/** Built-in tasks, then the visitor's own data. */
export const TASKS = ['restaurant', 'sql', 'summary', 'nli', HIDDEN_RANK, OWN_TASK] as const;
export type TaskId = (typeof TASKS)[number];
/** The task of which an encoder's head tells the classes. */
export const ENCODER_TASK = 'nli' satisfies TaskId;

/** Ranks that "Compare ranks" trains side by side. */
export const COMPARED_RANKS = [1, 2, 4, 8, 16] as const;
