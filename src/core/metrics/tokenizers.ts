/**
 * How BLEU and ROUGE cut a text into tokens. BLEU's tokenizers are sacreBLEU's (version 2) under its own names, equal to
 * them token by token. ROUGE's are that of Google's rouge-score package, which knows a–z and 0–9 alone, and the same rule
 * for all of Unicode. None needs a dictionary: `Intl.Segmenter` does for Chinese, Japanese and Thai, and each
 * browser brings another one, so that one text would score differently in two browsers.
 */
import type { Segmentation, TokenizerId } from './tokenizer-id.ts';

type Tokenize = (text: string) => string[];

const split: Tokenize = (text) => text.split(/\s+/).filter((token) => token !== '');

/** What mteval does to text of Western languages: sets punctuation apart, but for points and commas within numbers. */
const separatePunctuation = (line: string): string =>
  line
    // All of ASCII's punctuation but the apostrophe, the comma, the hyphen and the point.
    .replace(/[!-&(-+:-@[-`{-~/]/g, ' $& ')
    .replace(/([^0-9])([.,])/gu, '$1 $2 ')
    .replace(/([.,])([^0-9])/gu, ' $1 $2')
    .replace(/([0-9])-/g, '$1 - ');

/** sacreBLEU's default: tokens as mteval-v13a of the WMT has them. */
export const tokenize13a: Tokenize = (text) => {
  const line = text
    .trimEnd()
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  return split(separatePunctuation(` ${line} `));
};

/**
 * What sacreBLEU's `zh` takes for a Chinese character. Its table writes two planes with four digits, `\u20000`, so that
 * it takes in U+2001 to U+2A6D and leaves out the ideographs beyond U+FFFF; so does this one.
 */
const CHINESE =
  /[\u2001-\u2a6d\u2e80-\u2fdf\u2ff0-\u303f\u3100-\u312f\u31a0-\u31bf\u31c0-\u31ef\u3200-\u4db5\u4e00-\u9fbb\uf900-\ufa2d\ufa30-\ufa6a\ufa70-\ufad9\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uffef]/g;

/** sacreBLEU's `zh`: Chinese characters and punctuation one by one, the rest by words. */
export const tokenizeZh: Tokenize = (text) =>
  split(separatePunctuation(text.trim().replace(CHINESE, ' $& ')));

/** sacreBLEU's `char`: every code point but white space. */
export const tokenizeChar: Tokenize = (text) => text.match(/\S/gu) ?? [];

/** rouge-score's default without stemming. A letter outside a–z splits a word. */
export const tokenizeRouge: Tokenize = (text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

/** A letter or digit of a script that is written without spaces between words, or of Hangul, whose words change by suffixes. */
const UNSPACED = String.raw`(?=[\p{L}\p{N}])[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}\p{scx=Yiii}]`;
const PICTURE = String.raw`\p{Extended_Pictographic}[\p{M}\p{EMod}]*`;
const FLAG = String.raw`\p{RI}\p{RI}?`;
/** Persian and the scripts of India join and part letters within a word by U+200C and U+200D. */
const WORD = String.raw`(?:(?!${UNSPACED})[\p{L}\p{M}\p{N}\u200c\u200d])+`;
const UNICODE_TOKEN = new RegExp(
  String.raw`${PICTURE}(?:\u200d${PICTURE})*|${FLAG}|${UNSPACED}\p{M}*|${WORD}`,
  'gu',
);

/**
 * rouge-score's rule for any script: runs of letters and digits in lower case. Characters of scripts that are written
 * without spaces, Hangul syllables and emoji are tokens of their own; accents stay with their letter. Canonically equal
 * texts (NFC) have equal tokens.
 */
export const tokenizeUnicode: Tokenize = (text) =>
  text.toLowerCase().normalize('NFC').match(UNICODE_TOKEN) ?? [];

export const TOKENIZERS: Readonly<Record<TokenizerId, Tokenize>> = {
  '13a': tokenize13a,
  zh: tokenizeZh,
  char: tokenizeChar,
  'rouge-score': tokenizeRouge,
  // One rule under two names: which of its tokens are the usual ones is what a reader of a score must know.
  words: tokenizeUnicode,
  characters: tokenizeUnicode,
};

/** Above this share of letters outside a–z, rouge-score's tokenizer would tear too many words. English has fewer (E2E a thousandth), German more. */
const FOREIGN_SHARE = 0.01;
/** From this share of letters of unspaced scripts on, texts are cut by character; Latin words among them are common. */
const UNSPACED_SHARE = 0.2;
/** Japanese has kana between its Chinese characters; Chinese may quote some. */
const KANA_SHARE = 0.05;

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const UNSPACED_LETTER = new RegExp(UNSPACED, 'gu');

/** How to cut a data set's texts, by the scripts its references are written in. */
export function segmentationOf(references: readonly string[]): Segmentation {
  const sum = (pattern: RegExp) => references.reduce((n, reference) => n + countOf(reference, pattern), 0);
  const letters = sum(/\p{L}/gu);
  const unspaced = sum(UNSPACED_LETTER);
  if (unspaced > 0 && unspaced >= UNSPACED_SHARE * letters) {
    const kana = sum(/(?=\p{L})[\p{scx=Hira}\p{scx=Kana}]/gu);
    const han = sum(/(?=[\p{L}\p{N}])\p{Script=Han}/gu);
    return kana < KANA_SHARE * unspaced && han > unspaced / 2 ? 'chinese' : 'characters';
  }
  const ascii = sum(/[a-z0-9]/gi);
  const foreign = sum(/[\p{L}\p{M}\p{N}\p{Extended_Pictographic}\p{RI}]/gu) - ascii;
  return foreign <= FOREIGN_SHARE * (ascii + foreign) ? 'ascii' : 'words';
}
