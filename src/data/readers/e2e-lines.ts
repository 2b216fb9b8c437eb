/**
 * The E2E NLG data as the LoRA paper's own code has it (Hu et al. 2021): no table but lines, with the meaning, two bars, and a
 * sentence, "name : The Kite | food : Thai||The Kite serves Thai food."
 */
import { badRow, collectPairs, pairOf } from '../pairs.ts';
import { LOOKED_AT, type Reader } from './reader.ts';

const linesOf = (text: string, limit?: number) =>
  text
    .split('\n', limit)
    .map((line, index) => ({ line: index + 1, sides: line.split('||') }))
    .filter(({ sides }) => sides.length > 1 || sides[0]?.trim() !== '');

const isPair = (sides: readonly string[]) => sides.length === 2 && sides.every((side) => side.trim() !== '');

export const e2eLines: Reader = {
  id: 'e2e-lines',
  name: 'E2E NLG in lines',
  metrics: ['bleu', 'rouge-l'],
  inText: true,
  recognise({ text, kind }) {
    if (kind === 'json' || kind === 'parquet') return null;
    const lines = linesOf(text, LOOKED_AT);
    return lines.length > 0 && lines.every(({ sides }) => isPair(sides))
      ? { sure: true, evidence: 'lines of two sides with || between' }
      : null;
  },
  read: (source) =>
    collectPairs(source, linesOf(source.text), ({ sides: [meaning = '', sentence = '', ...more] }) =>
      more.length > 0 || sentence === ''
        ? badRow('the line has not two sides with || between')
        : pairOf(meaning, sentence),
    ),
};
