/** The public formats that own data is recognised by. A reader listed here is tried; the first that recognises a file reads it. */
import { alpaca } from './alpaca.ts';
import { cola } from './cola.ts';
import { dolly } from './dolly.ts';
import { e2e } from './e2e.ts';
import { e2eLines } from './e2e-lines.ts';
import { feedback } from './feedback.ts';
import { messages } from './messages.ts';
import { mnli } from './mnli.ts';
import { mrpc } from './mrpc.ts';
import { orca } from './orca.ts';
import { preference } from './preference.ts';
import { qqp } from './qqp.ts';
import { ratings } from './ratings.ts';
import type { Reader } from './reader.ts';
import { rounds } from './rounds.ts';
import { samsum } from './samsum.ts';
import { sentencePairs, sentenceScores } from './sentence-pairs.ts';
import { sharegpt } from './sharegpt.ts';
import { squad } from './squad.ts';
import { sst2 } from './sst2.ts';
import { stsb } from './stsb.ts';
import { trl } from './trl.ts';
import { wikisql } from './wikisql.ts';

export const READERS: readonly Reader[] = [
  e2e,
  e2eLines,
  wikisql,
  mnli,
  mrpc,
  qqp,
  stsb,
  sst2,
  cola,
  sentencePairs,
  sentenceScores,
  samsum,
  // Before those whose layouts they share: no rejected answer may pass for one to learn.
  preference,
  feedback,
  ratings,
  trl,
  sharegpt,
  messages,
  rounds,
  alpaca,
  dolly,
  squad,
  orca,
];
