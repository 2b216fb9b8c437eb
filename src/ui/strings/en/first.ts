/** English words of the first paint, by namespace. They are in the page's first file, as what to fall back on. */
import { app } from './app.ts';
import { charts } from './charts.ts';
import { workspaces } from './workspaces.ts';

export const words = { app, charts, workspaces } as const;
