import { describe, expect, test } from 'vitest';
import { jsonl, lines, readKnown, readPlain } from './testing.ts';

const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });
const GOOD = 'It is red.';
const BAD = 'Go away.';

/** Format, first prompt, completions and what is left out of a file in JSON Lines. */
function read(...records: unknown[]) {
  const { recognised, pairs, dropped } = readKnown({ name: 'a.jsonl', text: jsonl(...records) });
  return {
    id: recognised.id,
    prompt: pairs[0]?.prompt,
    completions: pairs.map(({ completion }) => completion),
    leftOut: dropped.map(({ reason }) => reason),
  };
}

describe('preference data: the chosen answer is learned, the rejected one never', () => {
  const PLAIN = 'What colour?';
  const CHAT = 'User: What colour?';
  test.each<[string, unknown, string]>([
    ['TRL, texts', { prompt: PLAIN, chosen: GOOD, rejected: BAD }, PLAIN],
    ['TRL, messages', { prompt: [user(PLAIN)], chosen: [assistant(GOOD)], rejected: [assistant(BAD)] }, CHAT],
    [
      'TRL, the prompt within',
      { chosen: [user(PLAIN), assistant(GOOD)], rejected: [user(PLAIN), assistant(BAD)] },
      CHAT,
    ],
    [
      'UltraFeedback, binarized',
      {
        prompt: PLAIN,
        prompt_id: 'x',
        chosen: [user(PLAIN), assistant(GOOD)],
        rejected: [user(PLAIN), assistant(BAD)],
        messages: [user(PLAIN), assistant(GOOD)],
        score_chosen: 8,
        score_rejected: 2,
      },
      CHAT,
    ],
    [
      'LLaMA-Factory, Alpaca',
      { instruction: 'What', input: 'colour?', chosen: GOOD, rejected: BAD },
      'What\ncolour?',
    ],
    [
      'LLaMA-Factory, ShareGPT',
      {
        conversations: [{ from: 'human', value: PLAIN }],
        chosen: { from: 'gpt', value: GOOD },
        rejected: { from: 'gpt', value: BAD },
      },
      CHAT,
    ],
    ['LLaMA-Factory, ranked outputs', { instruction: PLAIN, input: '', output: [GOOD, BAD] }, PLAIN],
    [
      'axolotl, messages',
      { messages: [user(PLAIN)], chosen: assistant(GOOD), rejected: assistant(BAD) },
      CHAT,
    ],
    ['Orca', { system: 'Be kind.', question: PLAIN, chosen: GOOD, rejected: BAD }, `Be kind.\n\n${PLAIN}`],
    ['Argilla', { instruction: PLAIN, chosen_response: GOOD, rejected_response: BAD }, PLAIN],
    [
      'OpenAI',
      {
        input: { messages: [user(PLAIN)], tools: [] },
        preferred_output: [assistant(GOOD)],
        non_preferred_output: [assistant(BAD)],
      },
      CHAT,
    ],
    [
      'HH-RLHF',
      {
        chosen: `\n\nHuman: ${PLAIN}\n\nAssistant: ${GOOD}`,
        rejected: `\n\nHuman: ${PLAIN}\n\nAssistant: ${BAD}`,
      },
      CHAT,
    ],
    [
      'the prompt repeated in each',
      { prompt: PLAIN, chosen: `${PLAIN} ${GOOD}`, rejected: `${PLAIN} ${BAD}` },
      PLAIN,
    ],
    ['a rejected answer beside a pair', { prompt: PLAIN, response: GOOD, rejected: BAD }, PLAIN],
    [
      'UltraFeedback, scored',
      {
        instruction: PLAIN,
        models: ['x', 'y'],
        completions: [
          { response: BAD, overall_score: 2 },
          { response: GOOD, overall_score: 8.5 },
        ],
      },
      PLAIN,
    ],
  ])('%s', (_layout, record, prompt) => {
    expect(read(record)).toEqual({ id: 'preference', prompt, completions: [GOOD], leftOut: ['rejected'] });
  });

  test('of a long conversation the answer that was chosen is learned, all before is told', () => {
    const record = {
      conversations: [
        { from: 'system', value: 'Be kind.' },
        { from: 'human', value: 'Hello.' },
        { from: 'gpt', value: 'Ask me.' },
        { from: 'human', value: 'Colour?' },
      ],
      chosen: { from: 'gpt', value: GOOD },
      rejected: { from: 'gpt', value: BAD },
    };
    expect(read(record)).toEqual({
      id: 'preference',
      prompt: 'System: Be kind.\nUser: Hello.\nAssistant: Ask me.\nUser: Colour?',
      completions: [GOOD],
      leftOut: ['rejected'],
    });
  });

  test('as CSV, too', () => {
    const text = lines('prompt,chosen,rejected', `a,"${GOOD}",${BAD}`, `b,,${BAD}`);
    const { recognised, pairs, dropped } = readKnown({ name: 'a.csv', text });
    expect(recognised.id).toBe('preference');
    expect(pairs).toEqual([{ prompt: 'a', completion: GOOD, line: 2 }]);
    expect(dropped).toEqual([
      { reason: 'rejected', line: 2 },
      { reason: 'rejected', line: 3 },
    ]);
  });

  test('a prompt is cut off where every answer in the file repeats it, else answers stay as they are', () => {
    const repeated = { prompt: PLAIN, chosen: `${PLAIN} ${GOOD}`, rejected: `${PLAIN} ${BAD}` };
    const hello = { prompt: 'Hello', chosen: 'Hello! How can I help you?', rejected: 'Hello? Who is it?' };
    const short = { prompt: 'b', chosen: 'bad', rejected: 'bet' };
    expect(read(repeated, repeated).completions).toEqual([GOOD, GOOD]);
    expect(read(short).completions).toEqual(['bad']);
    expect(read(hello, { prompt: 'a', chosen: 'x', rejected: 'y' }).completions).toEqual([hello.chosen, 'x']);
    expect(read({ ...hello, rejected: 'Go.' }).completions).toEqual([hello.chosen]);
    expect(read({ instruction: 'Hello', output: [hello.chosen, 'Go.'] }).completions).toEqual([hello.chosen]);
    const spoken = '\n\nHuman: A?\n\nAssistant:';
    expect(
      read({ prompt: spoken, chosen: `${spoken} ${GOOD}`, rejected: `${spoken} ${BAD}` }).completions,
    ).toEqual([GOOD]);
  });

  test('records of other shapes among them are bad rows', () => {
    const good = { prompt: 'a', chosen: GOOD, rejected: BAD };
    expect(
      read(good, { prompt: 'b' }, { prompt: 'c', chosen: 'x' }, { chosen: 'alone', rejected: 'y' }),
    ).toMatchObject({
      completions: [GOOD, 'x'],
      leftOut: ['rejected', 'bad-row', 'bad-row', 'rejected'],
    });
  });

  test('no text that was rejected is ever within a pair', () => {
    for (const text of [
      jsonl({ prompt: 'a', chosen: '', rejected: BAD }),
      jsonl({ instruction: 'a', completions: [{ response: BAD }] }),
    ])
      expect(() => readPlain({ name: 'a.jsonl', text })).toThrow(/its only answer is a rejected one/);
  });
});

describe('feedback data: what is desirable is learned, the rest never', () => {
  const LABELS: [unknown, unknown][] = [
    [true, false],
    ['true', 'false'],
    ['True', 'False'],
    [1, 0],
    ['1', '0'],
    [1, -1],
    ['1.0', '-1.0'],
    ['desirable', 'undesirable'],
    ['Good', 'Bad'],
    ['accepted', 'rejected'],
  ];
  test.each(LABELS)('labels %j and %j', (yes, no) => {
    const records = (fields: (answer: string, label: unknown) => unknown) => [
      fields(GOOD, yes),
      fields(BAD, no),
    ];
    const layouts: [(answer: string, label: unknown) => unknown, string][] = [
      [(completion, label) => ({ prompt: 'a', completion, label }), 'a'],
      [
        (completion, label) => ({ prompt: [user('a')], completion: [assistant(completion)], label }),
        'User: a',
      ],
      [(content, label) => ({ messages: [user('a'), assistant(content)], label }), 'User: a'],
      [
        (value, kto_tag) => ({
          conversations: [
            { from: 'human', value: 'a' },
            { from: 'gpt', value },
          ],
          kto_tag,
        }),
        'User: a',
      ],
      [(output, kto_tag) => ({ instruction: 'a', input: 'b', output, kto_tag }), 'a\nb'],
    ];
    for (const [layout, prompt] of layouts)
      expect(read(...records(layout))).toEqual({
        id: 'feedback',
        prompt,
        completions: [GOOD],
        leftOut: ['undesired'],
      });
  });

  test('as CSV, too, and where the first rows are all undesired', () => {
    const rows = Array.from({ length: 12 }, (_, i) => `q${i},a${i},${i < 11 ? 'False' : 'True'}`);
    const { recognised, pairs, dropped } = readKnown({
      name: 'a.csv',
      text: lines('prompt,completion,label', ...rows),
    });
    expect(recognised.id).toBe('feedback');
    expect(pairs).toEqual([{ prompt: 'q11', completion: 'a11', line: 13 }]);
    expect(dropped).toHaveLength(11);
  });

  test('rows whose label is empty are left out and counted, wherever they stand', () => {
    for (const empty of [null, '', ' ', 'nan', undefined])
      expect(
        read(
          ...Array.from({ length: 12 }, () => ({ prompt: 'a', completion: 'x', label: empty })),
          { prompt: 'a', completion: GOOD, label: true },
          { prompt: 'a', completion: BAD, label: false },
        ),
      ).toMatchObject({
        id: 'feedback',
        completions: [GOOD],
        leftOut: [...Array<string>(12).fill('no-label'), 'undesired'],
      });
    const text = lines('Prompt,Response,Label', 'a,x,', `b,${GOOD},good`, `c,${BAD},bad`);
    const { recognised, pairs, dropped } = readKnown({ name: 'a.csv', text });
    expect(recognised.id).toBe('feedback');
    expect(pairs).toEqual([{ prompt: 'b', completion: GOOD, line: 3 }]);
    expect(dropped).toEqual([
      { reason: 'no-label', line: 2 },
      { reason: 'undesired', line: 4 },
    ]);
  });

  test.each(['kto_tag', 'desirable', 'is_desirable'])('a file with %s is never a plain table', (key) => {
    const alpaca = { instruction: 'a', input: '', output: BAD };
    expect(read({ ...alpaca, [key]: 'perhaps' }, { ...alpaca, output: GOOD, [key]: 'yes' })).toEqual({
      id: 'feedback',
      prompt: 'a',
      completions: [GOOD],
      leftOut: ['bad-row'],
    });
    const text = lines(`document,summary,${key}`, `a,${BAD},perhaps`);
    expect(() => readPlain({ name: 'a.csv', text })).toThrow(/no prompt or no answer/);
  });

  test('a label that says something else is no verdict; one row without is a bad row', () => {
    const text = lines('prompt,completion,label', 'a,b,happy', 'c,d,sad');
    expect(readPlain({ name: 'a.csv', text })).toMatchObject({ pairs: [{ prompt: 'a' }, { prompt: 'c' }] });
    const rows = Array.from({ length: 10 }, () => ({ prompt: 'a', completion: GOOD, label: true }));
    expect(read(...rows, { prompt: 'a', completion: 'x', label: 'perhaps' }).leftOut).toEqual(['bad-row']);
  });
});
