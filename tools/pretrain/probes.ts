/**
 * Writes probes for copying: documents that name a freshly invented place several times, with the positions of the
 * tokens of its first mention and of later ones. A model that copies finds the later ones far easier.
 *
 *   npx tsx tools/pretrain/probes.ts --tokenizer public/models/nano/tokenizer.json --out probes.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Tokenizer } from '@huggingface/tokenizers';
import { createRng } from '../../src/core/rng.ts';
import { placeName } from '../../src/data/tasks/lexicon.ts';
import { END_OF_TEXT } from '../tokenizer/train.ts';
import { aboutName } from '../world/lists.ts';

const PROBES = 400;
const LONGEST = 120;

const { values } = parseArgs({ options: { tokenizer: { type: 'string' }, out: { type: 'string' } } });
if (!values.tokenizer || !values.out)
  throw new Error('Usage: tsx tools/pretrain/probes.ts --tokenizer tokenizer.json --out probes.json');
const tokenizer = new Tokenizer(JSON.parse(readFileSync(values.tokenizer, 'utf8')) as object, {});
const encode = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids;

/** The document's tokens, and which of them spell the first mention of the name and which the later ones. */
function probe(text: string, name: string): { ids: number[]; first: number[]; again: number[] } {
  const ids = [tokenizer.token_to_id(END_OF_TEXT) ?? 0];
  const found: { first: number[]; again: number[] } = { first: [], again: [] };
  let mentions = 0;
  // Names stand at word boundaries, so a document's pieces encode as the whole does; the space goes with the name.
  for (const piece of text.split(new RegExp(`( ?${name})`))) {
    const tokens = encode(piece);
    if (piece.endsWith(name))
      (mentions++ === 0 ? found.first : found.again).push(...tokens.map((_, i) => ids.length + i));
    ids.push(...tokens);
  }
  return { ids, ...found };
}

const rng = createRng(1, 'probes');
const probes = [];
while (probes.length < PROBES) {
  const name = placeName(rng);
  const made = probe(aboutName(name, rng), name);
  if (made.ids.length <= LONGEST && made.again.length > 0) probes.push(made);
}
writeFileSync(values.out, JSON.stringify(probes));
