/**
 * Writes the corpus that the base models are pretrained on: plain English about the invented town of Larkmere, drawn
 * from a seed. Documents are separated by the end mark.
 *
 *   npx tsx tools/world/corpus.ts --seed 1 --megabytes 24 --out /tmp/larkmere.txt
 *
 * With `--of reasons` or `--of claims` each document is something told and what follows from it, and nothing else.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createRng, type Rng } from '../../src/core/rng.ts';
import { notice, person, route, story, weather } from './life.ts';
import { errand, named, pairs, rollCall } from './lists.ts';
import { claim } from './claims.ts';
import { chat } from './messages.ts';
import { cardThenProse, cardTwice, guide, quiz } from './places.ts';
import { reason, reasons } from './reasons.ts';
import { table } from './tables.ts';
import { dialogue } from './talk.ts';

/** Kinds of document, and how often each is written. */
const KINDS: readonly { weight: number; write: (rng: Rng) => string }[] = [
  { weight: 40, write: cardThenProse },
  { weight: 14, write: table },
  { weight: 9, write: chat },
  { weight: 11, write: reasons },
  { weight: 8, write: cardTwice },
  { weight: 8, write: quiz },
  { weight: 6, write: guide },
  { weight: 5, write: dialogue },
  { weight: 5, write: rollCall },
  { weight: 4, write: pairs },
  { weight: 4, write: errand },
  { weight: 4, write: named },
  { weight: 5, write: person },
  { weight: 2, write: weather },
  { weight: 2, write: route },
  { weight: 3, write: story },
  { weight: 4, write: notice },
];

/** One document, of a kind drawn by weight. */
export function document(rng: Rng): string {
  const total = KINDS.reduce((sum, { weight }) => sum + weight, 0);
  let at = rng.uniform() * total;
  const kind = KINDS.find(({ weight }) => (at -= weight) < 0) ?? KINDS[0];
  return kind ? kind.write(rng) : '';
}

/** Kinds of document that a corpus can be of alone. */
const ALONE: Partial<Record<string, (rng: Rng) => string>> = { reasons: reason, claims: claim };

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      megabytes: { type: 'string' },
      out: { type: 'string' },
      of: { type: 'string' },
    },
  });
  const { seed = '1', megabytes = '24', out } = values;
  if (!out) throw new Error('Usage: tsx tools/world/corpus.ts --seed 1 --megabytes 24 --out corpus.txt');
  const write = values.of === undefined ? document : ALONE[values.of];
  if (!write) throw new Error(`--of is one of ${Object.keys(ALONE).join(', ')}.`);
  const rng = createRng(Number(seed), 'corpus');
  const documents: string[] = [];
  for (let size = 0; size < Number(megabytes) * 1e6;) {
    const text = write(rng);
    documents.push(text);
    size += text.length;
  }
  writeFileSync(out, documents.join('<|endoftext|>'));
}
