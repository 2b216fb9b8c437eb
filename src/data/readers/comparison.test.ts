/** Two answers and which of them won, answers with ratings: the better one is learned, the other never. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonl, lines, readKnown, readPlain } from './testing.ts';

const ASKED = 'What colour?';
const GOOD = 'It is red.';
const BAD = 'Go away.';
const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });

function read(...records: unknown[]) {
  const { recognised, pairs, dropped } = readKnown({ name: 'a.jsonl', text: jsonl(...records) });
  return {
    id: recognised.id,
    pairs: pairs.map(({ prompt, completion }) => [prompt, completion]),
    leftOut: dropped.map(({ reason }) => reason),
  };
}

describe('the better of two answers', () => {
  test.each<[string, unknown]>([
    ['a winner by letter', { prompt: ASKED, response_a: BAD, response_b: GOOD, winner: 'B' }],
    ['a winner by model', { prompt: ASKED, response_a: BAD, response_b: GOOD, winner: 'model_b' }],
    ['a winner by key', { prompt: ASKED, response_a: GOOD, response_b: BAD, preference: 'response_a' }],
    ['a winner by its text', { prompt: ASKED, response_1: BAD, response_2: GOOD, preferred: GOOD }],
    ['names that count from 1', { question: ASKED, answer_1: GOOD, answer_2: BAD, choice: 1 }],
    [
      'PKU-SafeRLHF',
      { prompt: ASKED, response_0: BAD, response_1: GOOD, better_response_id: 1, safer_response_id: 0 },
    ],
    ['SHP: 1 is A', { history: ASKED, human_ref_A: GOOD, human_ref_B: BAD, labels: 1, score_A: 1 }],
    ['SHP: 0 is B', { history: ASKED, human_ref_A: BAD, human_ref_B: GOOD, labels: 0, score_A: 9 }],
    ['HelpSteer2', { prompt: ASKED, response_1: GOOD, response_2: BAD, preference_strength: -2 }],
    ['HelpSteer3', { prompt: ASKED, response1: BAD, response2: GOOD, overall_preference: 1 }],
    ['a score for each', { question: ASKED, answer_0: BAD, answer_1: GOOD, score_0: -0.5, score_1: 0.5 }],
    [
      'flags',
      {
        prompt: ASKED,
        response_a: BAD,
        response_b: GOOD,
        winner_model_a: 0,
        winner_model_b: 1,
        winner_tie: 0,
      },
    ],
    [
      'flags as CSV has them',
      { prompt: ASKED, response_a: GOOD, response_b: BAD, winner_model_a: 'True', winner_model_b: 'False' },
    ],
    [
      'Nectar',
      {
        prompt: ASKED,
        answers: [
          { answer: BAD, rank: 2 },
          { answer: GOOD, rank: 1 },
        ],
        turns: 1,
      },
    ],
  ])('%s', (_layout, record) => {
    expect(read(record)).toEqual({ id: 'preference', pairs: [[ASKED, GOOD]], leftOut: ['rejected'] });
  });

  test('of Chatbot Arena’s conversations the winner’s last answer; a tie has none', () => {
    const record = (winner: string) => ({
      question_id: 'x',
      model_a: 'm',
      model_b: 'n',
      winner,
      conversation_a: [user(ASKED), assistant(BAD)],
      conversation_b: [user(ASKED), assistant(GOOD)],
    });
    expect(read(record('model_b'), record('tie'), record('tie (bothbad)'))).toEqual({
      id: 'preference',
      pairs: [[`User: ${ASKED}`, GOOD]],
      leftOut: Array.from({ length: 5 }, () => 'rejected'),
    });
  });

  test('LMSYS’s lists of rounds within cells', () => {
    const cell = (...texts: string[]) => `"${JSON.stringify(texts).replaceAll('"', '""')}"`;
    const text = lines(
      'id,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie',
      `1,${cell('Hi.', ASKED)},${cell('Hello.', GOOD)},${cell('Well.', BAD)},1,0,0`,
    );
    expect(readKnown({ name: 'train.csv', text }).pairs).toEqual([
      {
        prompt: `User: Hi.\nAssistant: Hello.\nUser: ${ASKED}`,
        completion: GOOD,
        line: 2,
        group: expect.any(String) as string,
      },
    ]);
  });

  test('whether numbers count from 0 or 1 is told by all rows; where nothing tells, the file is refused', () => {
    const row = (preference: number, better: 'a' | 'b') => ({
      prompt: `${ASKED} ${preference}`,
      response_a: better === 'a' ? GOOD : BAD,
      response_b: better === 'b' ? GOOD : BAD,
      preference,
    });
    expect(read(row(0, 'a'), row(1, 'b')).pairs.map(([, answer]) => answer)).toEqual([GOOD, GOOD]);
    expect(read(row(1, 'a'), row(2, 'b')).pairs.map(([, answer]) => answer)).toEqual([GOOD, GOOD]);
    expect(() => read(row(1, 'a'))).toThrow(/does not say which answer/);
  });

  test('two answers that nothing compares are a plain table', () => {
    const text = jsonl({ prompt: ASKED, response_a: GOOD, response_b: BAD });
    expect(readPlain({ name: 'a.jsonl', text }).kind).toBe('columns');
  });

  test('whatever the verdict is called, no answer that lost is learned', () => {
    const stems = fc.constantFrom('response', 'answer', 'output', 'completion', 'Response');
    const sides = fc.constantFrom(['_a', '_b'], ['_1', '_2'], ['A', 'B'], [' 1', ' 2']);
    const key = fc.constantFrom('winner', 'preference', 'preferred', 'better', 'choice', 'label', 'verdict');
    fc.assert(
      fc.property(
        stems,
        sides,
        key,
        fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 12 }),
        (stem, [one = '', two = ''], by, winners) => {
          const records = winners.map((winner, i) => ({
            prompt: `${ASKED} ${i}`,
            [stem + one]: winner === 0 ? GOOD : BAD,
            [stem + two]: winner === 1 ? GOOD : BAD,
            [by]: winner === 0 ? stem + one : stem + two,
          }));
          const { pairs } = read(...records);
          expect(pairs).toEqual(winners.map((_, i) => [`${ASKED} ${i}`, GOOD]));
        },
      ),
    );
  });
});

test('of HelpSteer’s answers to a prompt the best rated is learned', () => {
  const row = (prompt: string, response: string, helpfulness: number) => ({
    prompt,
    response,
    helpfulness,
    correctness: 4,
    coherence: 4,
    complexity: 1,
    verbosity: 1,
  });
  expect(read(row(ASKED, BAD, 1), row(ASKED, GOOD, 4), row('Sing.', 'La.', 3))).toEqual({
    id: 'ratings',
    pairs: [
      [ASKED, GOOD],
      ['Sing.', 'La.'],
    ],
    leftOut: ['rejected'],
  });
});

describe('conversations as lists of texts', () => {
  test.each([
    ['LIMA', { conversations: ['A?', 'B.', 'C?', 'D.'], source: 'x' }],
    ['UltraChat', { id: '0', data: ['A?', 'B.', 'C?', 'D.'] }],
  ])('%s', (_name, record) => {
    expect(read(record, record).pairs.slice(0, 2)).toEqual([
      ['User: A?', 'B.'],
      ['User: A?\nAssistant: B.\nUser: C?', 'D.'],
    ]);
  });

  test('a question without an answer is left out', () => {
    expect(read({ data: ['A?', 'B.'] }, { data: ['A?'] }).leftOut).toEqual(['empty-completion']);
  });
});
