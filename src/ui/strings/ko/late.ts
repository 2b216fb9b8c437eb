/** Korean words of the parts that come after the first paint, by namespace. */
import type { words as english } from '../en/late.ts';
import type { Like } from '../like.ts';
import { adapters } from './adapters.ts';
import { compare } from './compare.ts';
import { delta } from './delta.ts';
import { deploy } from './deploy.ts';
import { direction } from './direction.ts';
import { inspect } from './inspect.ts';
import { later, laterWorkspaces } from './later.ts';
import { learn } from './learn.ts';
import { pictures } from './pictures.ts';
import { readings } from './readings.ts';
import { fileSayings } from './said-files.ts';
import { sayer } from './sayer.ts';
import { samples, texts } from './samples.ts';
import { scores } from './scores.ts';
import { time } from './time.ts';

export const words = {
  app: later,
  charts: { ...compare, ...pictures, ...readings, ...samples, ...scores },
  workspaces: { ...laterWorkspaces, ...adapters, texts },
  delta,
  deploy,
  direction,
  inspect,
  learn,
  time,
} as const satisfies Like<typeof english>;
export const say = sayer(fileSayings);
