import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenizerOf } from './tokenizer-id.ts';
import { segmentationOf, tokenizeChar, tokenizeRouge, tokenizeUnicode, tokenizeZh } from './tokenizers.ts';

test('on ASCII, Unicode words are rouge-score’s', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      expect(tokenizeUnicode(text)).toEqual(tokenizeRouge(text));
    }),
  );
});

test('canonically equal texts have equal tokens', () => {
  const text = fc
    .array(fc.constantFrom('é', 'ñ ', '한', 'ガ', 'ê̂', 'फ़', 'a', ' '))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (written) => {
      expect(tokenizeUnicode(written.normalize('NFD'))).toEqual(tokenizeUnicode(written));
    }),
  );
});

test('tokens of several scripts in one text', () => {
  expect(tokenizeUnicode('L’été à Québec: 3,5 km')).toEqual(['l', 'été', 'à', 'québec', '3', '5', 'km']);
  expect(tokenizeUnicode('LoRA는 中文, かな 👍🏽!')).toEqual(['lora', '는', '中', '文', 'か', 'な', '👍🏽']);
  expect(tokenizeZh('我爱LoRA，真的。')).toEqual(['我', '爱', 'LoRA', '，', '真', '的', '。']);
  expect(tokenizeChar('a 🍕\n예')).toEqual(['a', '🍕', '예']);
});

/** Some 270 letters. */
const ENGLISH = 'The Mill is a family-friendly pub by the river, and so on. '.repeat(6);

test.each([
  ['ascii', ['Yes, near £20', `${ENGLISH} Café Sicilia`]],
  ['ascii', ['42', '3.8']],
  ['ascii', ['?', '...']],
  ['words', ['Schöne Grüße aus Köln', 'Das Haus ist grün']],
  ['words', ['Ресторан у реки', 'да']],
  ['words', ['نعم', 'لا']],
  ['words', ['हाँ', 'नहीं']],
  ['words', ['🍕', '🍕🍕']],
  ['words', ['é']],
  ['chinese', ['是', '不是']],
  ['chinese', ['我用 iPhone 15 Pro 拍照片很好看', '它叫“カ”，你要不要也来拍一张？我觉得很好。']],
  ['characters', ['はい', '東京都の天気']],
  ['characters', ['예', '아니요']],
  ['characters', ['예 (yes)', '아니요 (no)']],
  ['characters', ['ใช่', 'ไม่']],
] as const)('%s: %j', (segmentation, references) => {
  expect(segmentationOf(references)).toBe(segmentation);
});

test('a few words of another script do not decide', () => {
  const english = new Array<string>(50).fill('The restaurant serves food by the river');
  expect(segmentationOf([...english, '東京'])).toBe('ascii');
  expect(segmentationOf([...english, ...new Array<string>(5).fill('寿司の店')])).toBe('words');
});

test('which tokenizer a metric has', () => {
  expect(tokenizerOf('bleu-lc', 'ascii')).toBe('13a');
  expect(tokenizerOf('bleu', 'chinese')).toBe('zh');
  expect(tokenizerOf('bleu', 'characters')).toBe('char');
  expect(tokenizerOf('rouge-l', 'ascii')).toBe('rouge-score');
  expect(tokenizerOf('rouge-2', 'words')).toBe('words');
  expect(tokenizerOf('rouge-1', 'characters')).toBe('characters');
  expect(tokenizerOf('accuracy', 'characters')).toBeUndefined();
});
