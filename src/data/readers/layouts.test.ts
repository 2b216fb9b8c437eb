/** Layouts of chats and instructions beside those that have tests of their own. */
import { describe, expect, test } from 'vitest';
import { jsonl, lines, readKnown, readPlain } from './testing.ts';

const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown, more: object = {}) => ({ role: 'assistant', content, ...more });

function read(...records: unknown[]) {
  const { recognised, pairs, dropped } = readKnown({ name: 'a.jsonl', text: jsonl(...records) });
  return {
    id: recognised.id,
    pairs: pairs.map(({ prompt, completion }) => [prompt, completion]),
    leftOut: dropped.map(({ reason }) => reason),
  };
}

describe('chats', () => {
  test.each([
    ['conversations with role and content', { conversations: [user('A?'), assistant('B.')] }, 'messages'],
    [
      'messages with from and value',
      {
        messages: [
          { from: 'human', value: 'A?' },
          { from: 'gpt', value: 'B.' },
        ],
      },
      'sharegpt',
    ],
    [
      'one conversation a row, under another name',
      { conversation: [user('A?'), assistant('B.')], id: 7 },
      'messages',
    ],
    ['messages as JSON in a cell', { messages: JSON.stringify([user('A?'), assistant('B.')]) }, 'messages'],
    ['TRL’s two lists', { prompt: [user('A?')], completion: [assistant('B.')] }, 'trl'],
    ['TRL, a text and a list', { prompt: 'A?', completion: [assistant('B.')] }, 'trl'],
    [
      'parts with text',
      { messages: [user([{ type: 'text', text: 'A?' }]), assistant([{ type: 'text', text: 'B.' }])] },
      'messages',
    ],
    [
      'parts with value',
      { messages: [user([{ type: 'text', value: 'A?' }]), assistant([{ type: 'text', value: 'B.' }])] },
      'messages',
    ],
  ])('%s', (_name, record, id) => {
    expect(read(record)).toEqual({ id, pairs: [['User: A?', 'B.']], leftOut: [] });
  });

  test('a list a row, with no key around it', () => {
    const conversation = [user('A?'), assistant('B.')];
    expect(read(conversation, conversation).id).toBe('messages');
  });

  test('the system’s text is kept, as a message or beside', () => {
    const said = [user('A?'), assistant('B.')];
    const expected = { pairs: [['System: Be kind.\nUser: A?', 'B.']] };
    const system = { role: 'system', content: 'Be kind.' };
    expect(read({ messages: [system, ...said] })).toMatchObject(expected);
    expect(read({ system: 'Be kind.', messages: said })).toMatchObject(expected);
    expect(read({ prompt: [system, user('A?')], completion: [assistant('B.')] })).toMatchObject(expected);
  });

  test.each([
    ['a turn of weight 0', assistant('B.', { weight: 0 })],
    ['a weight as text', assistant('B.', { weight: '0' })],
    ['train: false', assistant('B.', { train: false })],
    ['a part of weight 0', assistant([{ type: 'text', value: 'B.', weight: 0 }])],
  ])('%s is told, not learned, and counted', (_name, unlearned) => {
    expect(read({ messages: [user('A?'), unlearned, user('C?'), assistant('D.', { weight: 1 })] })).toEqual({
      id: 'messages',
      pairs: [['User: A?\nAssistant: B.\nUser: C?', 'D.']],
      leftOut: ['zero-weight'],
    });
  });

  test('chat templates in one text are plain text', () => {
    const text = '<|im_start|>user\nA?<|im_end|>\n<|im_start|>assistant\nB.<|im_end|>';
    expect(readPlain({ name: 'a.jsonl', text: jsonl({ text }, { text: 'x' }) })).toMatchObject({
      pairs: [
        { prompt: '', completion: text, line: 1 },
        { prompt: '', completion: 'x', line: 2 },
      ],
    });
  });
});

describe('instructions', () => {
  test('Dolly: the context stands below the instruction, after a blank line, and the page says so', () => {
    const { recognised, pairs } = readKnown({
      name: 'dolly.jsonl',
      text: jsonl(
        { instruction: 'What colour?', context: 'Red, they say.\n', response: 'Red.', category: 'closed_qa' },
        { instruction: 'Sing.', context: '', response: 'La.', category: 'creative_writing' },
      ),
    });
    expect(recognised).toMatchObject({
      id: 'dolly',
      evidence: expect.stringContaining('below a blank line') as string,
    });
    expect(pairs.map(({ prompt, completion }) => [prompt, completion])).toEqual([
      ['What colour?\n\nRed, they say.', 'Red.'],
      ['Sing.', 'La.'],
    ]);
  });

  test('Alpaca as CSV, with numbers as answers, a system’s text and a history', () => {
    expect(readKnown({ name: 'a.csv', text: lines('instruction,input,output', 'Add.,1 2,3') }).pairs).toEqual(
      [{ prompt: 'Add.\n1 2', completion: '3', line: 2 }],
    );
    expect(
      read({ instruction: 'Add.', input: '', output: 3 }, { instruction: 'Is it?', output: false }).pairs,
    ).toEqual([
      ['Add.', '3'],
      ['Is it?', 'false'],
    ]);
    const more = { system: 'Be kind.', history: [['Hi.', 'Hello.']] };
    expect(read({ instruction: 'A?', input: '', output: 'B.', ...more }).pairs).toEqual([
      ['System: Be kind.\nUser: Hi.\nAssistant: Hello.\nUser: A?', 'B.'],
    ]);
  });

  test('SQuAD, one question a row, as the Hub exports it', () => {
    const about = { id: '1', title: 'Boxes', context: 'Box 1 is red.', question: 'What colour?' };
    expect(
      read(
        { ...about, answers: { text: ['red', 'Red.'], answer_start: [9, 9] } },
        { ...about, answers: { text: [], answer_start: [] } },
      ),
    ).toEqual({
      id: 'squad',
      pairs: [['What colour?\n\nBox 1 is red.', 'red']],
      leftOut: ['empty-completion'],
    });
    expect(read({ question: 'What colour?', context: 'Red.', answer: 'red' }).id).toBe('squad');
  });

  test('OpenOrca: the system’s text stands above the question', () => {
    expect(
      read(
        { id: 'x', system_prompt: 'Be kind.', question: 'A?', response: 'B.' },
        { system_prompt: '', question: 'C?', response: 'D.' },
      ),
    ).toEqual({
      id: 'orca',
      pairs: [
        ['Be kind.\n\nA?', 'B.'],
        ['C?', 'D.'],
      ],
      leftOut: [],
    });
  });
});

describe('lines of text', () => {
  test.each(['train.txt', 'Pasted text'])('meaning || sentence, in %s', (name) => {
    const text = lines(
      'name : The Kite | food : Thai||The Kite is Thai .',
      '',
      'name : Oak||Oak .',
      'no bars at all, far below',
    );
    const rest = Array.from({ length: 10 }, (_, i) => `name : Inn ${i}||Inn ${i} .`);
    const file = { name, text: text.replace('no bars', `${rest.join('\n')}\nno bars`) };
    const { recognised, pairs, dropped } = readKnown(file);
    expect(recognised.id).toBe('e2e-lines');
    expect(pairs[0]).toEqual({
      prompt: 'name : The Kite | food : Thai',
      completion: 'The Kite is Thai .',
      line: 1,
    });
    expect(pairs).toHaveLength(12);
    expect(dropped).toEqual([{ reason: 'bad-row', line: 14 }]);
  });

  test('MRPC’s own file is a .txt', () => {
    const text = lines(
      'Quality\t#1 ID\t#2 ID\t#1 String\t#2 String',
      '1\t1\t2\tHe said " no .\tNo , he said .',
    );
    expect(readKnown({ name: 'msr_paraphrase_train.txt', text }).recognised.id).toBe('mrpc');
  });

  test('E2E: a slot named twice is no fault', () => {
    const text = lines('mr,ref', '"name[A], eatType[pub], eatType[restaurant]",A is a pub and restaurant.');
    expect(readKnown({ name: 'a.csv', text }).pairs).toHaveLength(1);
  });
});
