/** English words of the parts that come after the first paint, by namespace. */
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
} as const;
