/** Korean words of the first paint, by namespace. */
import type { words as english } from '../en/first.ts';
import type { Like } from '../like.ts';
import { app } from './app.ts';
import { charts } from './charts.ts';
import { methodSayings } from './said-methods.ts';
import { sayer } from './sayer.ts';
import { workspaces } from './workspaces.ts';

export const words = { app, charts, workspaces } as const satisfies Like<typeof english>;
export const say = sayer(methodSayings);
