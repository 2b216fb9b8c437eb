import { describe, expect, it } from 'vitest';
import { NLI_LABELS } from '../../core/nli-labels.ts';
import { nli } from './nli.ts';
import { generate } from './splits.ts';

const { train, validation, test } = generate(nli, 1);
const read = ({ prompt, completion }: { prompt: string; completion: string }) => {
  const [, premise = '', hypothesis = ''] = /^Premise: (.+\.)\nHypothesis: (.+\.)$/.exec(prompt) ?? [];
  return { premise, hypothesis, label: completion };
};
type Read = ReturnType<typeof read>;
const [learned, held] = [train.map(read), test.map(read)];
const everything = [...learned, ...validation.map(read), ...held];
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\d£]+/gu) ?? [];

/** Naive Bayes with add-one smoothing: percent of the test split that it gets right. */
function naiveBayes(features: (pair: Read) => string[]): number {
  const classes = NLI_LABELS.map((label) => {
    const members = learned.filter((pair) => pair.label === label);
    const counts = new Map<string, number>();
    for (const pair of members)
      for (const feature of new Set(features(pair))) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    const score = (pair: Read) =>
      [...new Set(features(pair))].reduce(
        (sum, feature) => sum + Math.log(((counts.get(feature) ?? 0) + 1) / (members.length + 2)),
        0,
      );
    return { label, score };
  });
  const right = held.filter(
    (pair) => classes.reduce((a, b) => (b.score(pair) > a.score(pair) ? b : a)).label === pair.label,
  );
  return (100 * right.length) / held.length;
}

/** Pairs whose premise and hypothesis both match, with what matched. */
const matching = (premise: RegExp, hypothesis: RegExp) =>
  everything.flatMap((pair) => {
    const [told, asked] = [premise.exec(pair.premise), hypothesis.exec(pair.hypothesis)];
    return told && asked ? [{ ...pair, told: told.groups ?? {}, asked: asked.groups ?? {} }] : [];
  });

describe('nli', () => {
  it('has the three labels evenly in each split', () => {
    for (const split of [train, validation, test])
      for (const label of NLI_LABELS) {
        const share = split.filter(({ completion }) => completion === label).length / split.length;
        expect(share).toBeCloseTo(1 / 3, 3);
      }
  });

  it('writes a premise and another sentence as hypothesis', () => {
    for (const { premise, hypothesis } of everything) {
      expect(premise).not.toBe('');
      expect(hypothesis).not.toBe(premise);
    }
  });

  // Chance is 33 %; a split of 300 strays from it by 2.7 points.
  it.each<[string, (pair: Read) => string[]]>([
    ['the words of the hypothesis', ({ hypothesis }) => wordsOf(hypothesis)],
    [
      'the share of its words that the premise repeats',
      ({ premise, hypothesis }) => {
        const told = new Set(wordsOf(premise));
        const asked = wordsOf(hypothesis);
        return [String(Math.round((10 * asked.filter((word) => told.has(word)).length) / asked.length))];
      },
    ],
    ['the length of the premise', ({ premise }) => [String(Math.round(premise.length / 10))]],
    [
      'whether either denies something',
      ({ premise, hypothesis }) =>
        [premise, hypothesis].map((text, i) => `${i} ${/\b(not|no|never|nobody|none|cannot)\b/i.test(text)}`),
    ],
  ])('is not given away by %s', (_, features) => {
    expect(naiveBayes(features)).toBeLessThanOrEqual(45);
  });

  it('is right about opening hours, read back from the text', () => {
    const pairs = matching(
      /^.* is open (from|between) \d+ (to|and) \d+ on \w+/,
      /(?<place>[A-Z].*) is (?<state>open|shut) at (?<hour>\d+)/,
    );
    expect(pairs.length).toBeGreaterThan(200);
    for (const { premise, hypothesis, label, asked } of pairs) {
      const place = (asked.place ?? '').replace(/^On \w+day /, '');
      const day = /\w+day/.exec(hypothesis)?.[0] ?? '';
      const at = premise.indexOf(`${place} is open`);
      const [, from = '', to = '', on = ''] =
        /(\d+) \w+ (\d+) on (\w+)/.exec(premise.slice(at + place.length)) ?? [];
      const open = Number(from) < Number(asked.hour) && Number(asked.hour) < Number(to);
      const right =
        on !== day ? 'neutral' : open === (asked.state === 'open') ? 'entailment' : 'contradiction';
      expect([premise, hypothesis, label]).toEqual([premise, hypothesis, right]);
    }
  });

  it('is right about when and where things are, read back from the text', () => {
    const pairs = matching(
      /^The \w+ is (on|at|in) .*the \w+ is (on|at|in) /,
      /^The (?<event>\w+) is (?<detail>(?<kind>on|at|in) .*)\.$/,
    );
    expect(pairs.length).toBeGreaterThan(200);
    for (const { premise, hypothesis, label, asked } of pairs) {
      const clause =
        new RegExp(`[Tt]he ${asked.event ?? ''} is ([\\w ]+?)(?:[,;.]| and )`).exec(premise)?.[1] ?? '';
      const told = ` ${clause} `;
      const right = told.includes(` ${asked.detail ?? ''} `)
        ? 'entailment'
        : told.includes(` ${asked.kind ?? ''} `)
          ? 'contradiction'
          : 'neutral';
      expect([premise, hypothesis, label]).toEqual([premise, hypothesis, right]);
    }
  });

  it('is right about how many of how many, read back from the text', () => {
    const pairs = matching(
      /\b(are|is) /,
      /^(Just |Exactly )(?<n>\w+) of the (?<things>\w+) at (?<place>.+) are (?<state>\w+)\.$/,
    );
    const count = (word = '') =>
      'one two three four five six seven eight nine ten'.split(' ').indexOf(word.toLowerCase()) + 1;
    expect(pairs.length).toBeGreaterThan(200);
    for (const { premise, hypothesis, label, asked } of pairs) {
      const told =
        /^(?<part>\w+) of the (?<all>\w+) \w+ at (?<place>.+?) are (?<state>\w+)/.exec(premise)?.groups ??
        /^Of the (?<all>\w+) \w+ at (?<place>.+?), (?<part>\w+) are (?<state>\w+)/.exec(premise)?.groups;
      const known = told && told.place === asked.place;
      if (known) expect(told.state).not.toBe(asked.state);
      const rest = count(told?.all) - count(told?.part);
      const right = !known ? 'neutral' : rest === count(asked.n) ? 'entailment' : 'contradiction';
      expect([premise, hypothesis, label]).toEqual([premise, hypothesis, right]);
    }
  });

  it('tells what is known from what is only thought', () => {
    const known = matching(
      /^(?<who>[A-Z]\w+) (knows|is glad|is sorry|found out|remembers|forgot|does not know) that (?<fact>[^,]+)\.$/,
      /(?<claim>.+)\.$/,
    );
    const thought = matching(
      /^(?<who>[A-Z]\w+) (thinks|hopes|says|believes|fears|dreamt|is not sure) that (?<fact>[^,]+)\.$/,
      /(?<claim>.+)\.$/,
    );
    expect(Math.min(known.length, thought.length)).toBeGreaterThan(20);
    for (const { told, asked, label } of known) {
      const same = (told.fact ?? '').toLowerCase() === (asked.claim ?? '').toLowerCase();
      expect([told.fact, asked.claim, label]).toEqual([
        told.fact,
        asked.claim,
        same ? 'entailment' : 'contradiction',
      ]);
    }
    for (const { label } of thought) expect(label).toBe('neutral');
  });
});

it('a prompt is taken apart at its line break, with the marks of its lines or without', () => {
  expect(nli.segments?.('Premise: All sing.\nHypothesis: Some sing.')).toEqual(['All sing.', 'Some sing.']);
  expect(nli.segments?.('All sing.\nSome sing.')).toEqual(['All sing.', 'Some sing.']);
  expect(nli.segments?.('All sing.')).toEqual(['All sing.', '']);
});
