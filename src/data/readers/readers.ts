/** The public formats that own data is recognised by. A reader listed here is tried; the first that recognises a file reads it. */
import { alpaca } from './alpaca.ts';
import { cola } from './cola.ts';
import { e2e } from './e2e.ts';
import { messages } from './messages.ts';
import { mnli } from './mnli.ts';
import { mrpc } from './mrpc.ts';
import { qqp } from './qqp.ts';
import type { Reader } from './reader.ts';
import { samsum } from './samsum.ts';
import { sharegpt } from './sharegpt.ts';
import { sst2 } from './sst2.ts';
import { stsb } from './stsb.ts';
import { wikisql } from './wikisql.ts';

export const READERS: readonly Reader[] = [
  e2e,
  wikisql,
  mnli,
  mrpc,
  qqp,
  stsb,
  sst2,
  cola,
  samsum,
  alpaca,
  sharegpt,
  messages,
];
