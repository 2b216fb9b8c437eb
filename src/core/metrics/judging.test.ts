import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgingOf } from './judging.ts';
import type { MetricId } from './metric-id.ts';
import { evaluate, METRICS } from './metrics.ts';

const pairsOf = (completions: readonly string[]) =>
  completions.map((completion, i) => ({ prompt: `question ${i}`, completion }));
const repeat = <T>(items: readonly T[], times: number): T[] =>
  Array.from({ length: times }, () => items).flat();

describe('an answer equal to its reference scores 100 by every metric that is offered', () => {
  const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
    Latin: ['yes', 'no', 'a', 'The pub', 'is near', 'the river.', 'É', 'naïve', 'e\u0301', 'Đây', 'ß', '?'],
    Korean: ['예', '아니요', '더 밀은', '강가에', '있습니다.', '3번', '\u1112\u1161\u11ab'],
    Chinese: ['是', '不是', '磨坊餐厅在河边。', '𠮷', '（二）', '〇'],
    Japanese: ['はい', 'ガ', 'ザ・ミル', 'は', '川沿い', 'ー', '々'],
    Arabic: ['نعم', 'لا', 'طعامًا', 'می\u200cخواهم', '؟', '٣'],
    Hindi: ['हाँ', 'नहीं', 'क्\u200dष', 'है।', '३'],
    Thai: ['ใช่', 'ไม่', 'น้ำ', 'ๆ'],
    Cyrillic: ['Да', 'нет', 'Ресторан', '«Мельница»', 'об’єкт'],
    emoji: ['🍕', '👨\u200d👩\u200d👧', '👍🏽', '🇰🇷', '❤️', '1️⃣', '☺', '\u{E0067}'],
    marks: ['\u0301', '\u20dd', '\u0e31', '€', '=', '«', '\u200d'],
    numbers: ['1', '2.5', '3', '−4', '0'],
  };
  const all = Object.values(SCRIPTS).flat();

  const holds = (pieces: readonly string[]) => {
    const reference = fc
      .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 })
      .chain((words) => fc.constantFrom(words.join(''), words.join(' ')));
    fc.assert(
      // Few scored texts of many, and any of them: short ones alone, too.
      fc.property(
        fc.array(reference, { minLength: 10, maxLength: 40 }),
        fc.nat(),
        fc.nat(),
        (references, from, n) => {
          const { offered, segmentation, positiveLabel } = judgingOf(pairsOf(references));
          const first = from % references.length;
          const examples = references
            .slice(first, first + 1 + (n % 5))
            .map((text, i) => ({ prompt: `question ${i}`, prediction: text, references: ['else', text] }));
          const alone = examples.map((example) => ({ ...example, references: [example.prediction] }));
          for (const id of offered) {
            const { value, notDefined, perExample } = evaluate(id, alone, { segmentation, positiveLabel });
            // What correlates needs two classes, or numbers, among the texts, and says so.
            if (notDefined) expect(['matthews', 'f1', 'pearson', 'spearman']).toContain(id);
            else expect(value, id).toBeCloseTo(100, 9);
            const best = METRICS[id].exampleKind === 'error' ? 0 : 100;
            for (const each of perExample) expect(each, id).toBeCloseTo(best, 9);
          }
          for (const id of offered.filter((metric) => /bleu|rouge|exact/.test(metric)))
            expect(evaluate(id, examples, { segmentation }).value, id).toBeCloseTo(100, 9);
        },
      ),
      { numRuns: 60 },
    );
  };

  test.each(Object.entries(SCRIPTS))('%s', (_, pieces) => {
    holds(pieces);
  });
  test('all of them mixed', () => {
    holds(all);
  });

  test('any text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((each) => each.trim() !== '');
    fc.assert(
      fc.property(fc.array(text, { minLength: 10, maxLength: 20 }), (references) => {
        const { offered, segmentation, positiveLabel } = judgingOf(pairsOf(references));
        for (const id of offered)
          for (const reference of references.slice(0, 3)) {
            const examples = [{ prompt: '?', prediction: reference, references: [reference] }];
            const { value } = evaluate(id, examples, { segmentation, positiveLabel });
            if (value !== null) expect(value, `${id} of ${reference}`).toBeCloseTo(100, 9);
          }
      }),
    );
  });
});

const offeredTo = (completions: readonly string[]) => judgingOf(pairsOf(completions)).offered;

describe('what is offered', () => {
  test.each<[string, string[], MetricId[]]>([
    [
      'one answer to all',
      new Array<string>(20).fill('예'),
      ['rouge-1', 'rouge-l', 'exact-match', 'accuracy'],
    ],
    [
      'two labels',
      repeat(['yes', 'no'], 10),
      ['rouge-1', 'rouge-l', 'exact-match', 'accuracy', 'f1', 'matthews'],
    ],
    [
      'three labels',
      repeat(['entailment', 'neutral', 'contradiction'], 10),
      ['rouge-1', 'rouge-l', 'exact-match', 'accuracy', 'matthews'],
    ],
    [
      'numbers',
      Array.from({ length: 30 }, (_, i) => String(i / 10)),
      // "0.1" is two of rouge-score's tokens.
      ['rouge-1', 'rouge-2', 'rouge-l', 'exact-match', 'pearson', 'spearman'],
    ],
    [
      'signs without a letter',
      Array.from({ length: 30 }, (_, i) => '?'.repeat(i + 1)),
      ['bleu', 'exact-match'],
    ],
    [
      'sentences',
      Array.from({ length: 30 }, (_, i) => `The pub number ${i} is near the river.`),
      ['bleu', 'bleu-lc', 'rouge-1', 'rouge-2', 'rouge-l', 'exact-match'],
    ],
    [
      'Thai, which has no case',
      Array.from({ length: 30 }, (_, i) => `ร้านที่ ${i} อยู่ใกล้แม่น้ำ`),
      ['bleu', 'rouge-1', 'rouge-2', 'rouge-l', 'exact-match'],
    ],
  ])('%s', (_, completions, offered) => {
    expect(offeredTo(completions)).toEqual(offered);
  });

  test('the slot error rate to English texts of meanings alone', () => {
    const meanings = (text: string) =>
      Array.from({ length: 12 }, (_, i) => ({
        prompt: `name[Mill ${i}], food[French]`,
        completion: `${text} ${i}.`,
      }));
    expect(judgingOf(meanings('The Mill has French food')).offered).toContain('slot-error-rate');
    expect(judgingOf(meanings('더 밀은 프랑스 식당입니다')).offered).not.toContain('slot-error-rate');
    expect(judgingOf(pairsOf(['a', 'b'])).offered).not.toContain('slot-error-rate');
  });

  test('the execution accuracy where there are tables', () => {
    const pairs = pairsOf(['SELECT 1', 'SELECT 2']);
    expect(judgingOf(pairs).offered).not.toContain('execution-accuracy');
    expect(judgingOf(pairs.map((pair) => ({ ...pair, table: {} }))).offered).toContain('execution-accuracy');
  });

  test('nothing to plain text', () => {
    expect(judgingOf([{ prompt: '', completion: 'Once upon a time' }])).toMatchObject({
      offered: [],
      metrics: [],
    });
    expect(judgingOf([])).toMatchObject({ offered: [], metrics: [] });
  });
});

describe('what is proposed', () => {
  const sentences = pairsOf(Array.from({ length: 20 }, (_, i) => `It is number ${i} of them`));
  const labels = pairsOf(repeat(['acceptable', 'unacceptable'], 10));

  test('accuracy for labels, ROUGE-L and exact match for other texts', () => {
    expect(judgingOf(labels).metrics).toEqual(['accuracy']);
    expect(judgingOf(sentences).metrics).toEqual(['rouge-l', 'exact-match']);
  });

  test('the format’s usual ones, as far as they can judge', () => {
    const usual = ['bleu', 'slot-error-rate', 'rouge-2'] as const;
    expect(judgingOf(sentences, { usual }).metrics).toEqual(['bleu', 'rouge-2']);
    expect(judgingOf(labels, { usual: ['bleu'] }).metrics).toEqual(['accuracy']);
  });

  test('the person’s choice before both, as far as it can judge', () => {
    const usual = ['matthews', 'accuracy'] as const;
    expect(judgingOf(labels, { usual, chosen: ['f1', 'accuracy'] }).metrics).toEqual(['f1', 'accuracy']);
    expect(judgingOf(labels, { usual, chosen: ['pearson'] }).metrics).toEqual(usual);
  });

  test('the class that F1 is of', () => {
    expect(judgingOf(labels).positiveLabel).toBe('acceptable');
    expect(judgingOf(labels, { positiveLabel: 'Unacceptable' }).positiveLabel).toBe('unacceptable');
    expect(judgingOf(sentences).positiveLabel).toBeUndefined();
  });
});
