/**
 * Turns a corpus into token ids for pretraining: documents in order, each followed by the end mark, as little-endian
 * uint16. Every fiftieth document goes to the held-out file, never to the training file.
 *
 *   npx tsx tools/tokenizer/encode.ts --tokenizer public/models/nano/tokenizer.json --out DIR CORPUS_FILE
 *
 * writes DIR/train.bin and DIR/heldout.bin.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Tokenizer } from '@huggingface/tokenizers';
import { END_OF_TEXT } from './train.ts';

const HELD_OUT_EVERY = 50;

const { values, positionals } = parseArgs({
  options: { tokenizer: { type: 'string' }, out: { type: 'string' } },
  allowPositionals: true,
});
const [corpus] = positionals;
if (!values.tokenizer || !values.out || corpus === undefined)
  throw new Error('Usage: tsx tools/tokenizer/encode.ts --tokenizer tokenizer.json --out DIR CORPUS_FILE');

const tokenizer = new Tokenizer(JSON.parse(readFileSync(values.tokenizer, 'utf8')) as object, {});
const endOfText = tokenizer.token_to_id(END_OF_TEXT);
if (endOfText === undefined) throw new Error(`${values.tokenizer} has no ${END_OF_TEXT} token.`);

const train: number[] = [endOfText];
const heldOut: number[] = [endOfText];
for (const [i, document] of readFileSync(corpus, 'utf8').split(END_OF_TEXT).entries()) {
  const split = i % HELD_OUT_EVERY === HELD_OUT_EVERY - 1 ? heldOut : train;
  for (const id of tokenizer.encode(document, { add_special_tokens: false }).ids) split.push(id);
  split.push(endOfText);
}
writeFileSync(join(values.out, 'train.bin'), Uint16Array.from(train));
writeFileSync(join(values.out, 'heldout.bin'), Uint16Array.from(heldOut));
console.log(`${train.length} training tokens, ${heldOut.length} held out.`);
