import { describe, expect, test } from 'vitest';
import { jsonl, readKnown, readPlain } from './testing.ts';

describe('SAMSum', () => {
  const CHATS = [
    {
      id: '13818513',
      summary: 'Amanda baked cookies.',
      dialogue: 'Amanda: I baked cookies.\r\nJerry: Sure!',
    },
    { id: '13728867', summary: 'Olivia votes.', dialogue: 'Olivia: Who?\n\n Oliver:  Liberals \r\n' },
  ];

  test('has the chat line by line as prompt, the summary as completion', () => {
    const { recognised, pairs } = readKnown({ name: 'train.json', text: JSON.stringify(CHATS, null, 2) });
    expect(recognised).toMatchObject({
      id: 'samsum',
      name: 'SAMSum',
      metrics: ['rouge-1', 'rouge-2', 'rouge-l'],
      sure: true,
    });
    expect(pairs).toEqual([
      { prompt: 'Amanda: I baked cookies.\nJerry: Sure!', completion: 'Amanda baked cookies.', line: 2 },
      { prompt: 'Olivia: Who?\nOliver:  Liberals', completion: 'Olivia votes.', line: 7 },
    ]);
  });

  test('as JSON Lines too; partial records are left out', () => {
    const text = jsonl(
      ...CHATS,
      { id: '1', summary: 'No chat.' },
      { id: '2', summary: '', dialogue: 'A: Hi.' },
      { id: '3', summary: 'Nothing was said.', dialogue: ' \r\n ' },
      ['a list'],
    );
    const { pairs, dropped } = readKnown({ name: 'val.jsonl', text: text.replaceAll('\n', '\r\n') });
    expect(pairs.map(({ line }) => line)).toEqual([1, 2]);
    expect(dropped).toEqual([
      { reason: 'bad-row', line: 3 },
      { reason: 'empty-completion', line: 4 },
      { reason: 'empty-prompt', line: 5 },
      { reason: 'bad-row', line: 6 },
    ]);
  });

  test('a file of which nothing can be used says what is wrong with its first record', () => {
    expect(() => readKnown({ name: 'val.json', text: '[{"dialogue": "", "summary": ""}]' })).toThrow(
      'No row of val.json can be used. The first, on line 1: the prompt is empty.',
    );
  });
});

describe('Alpaca', () => {
  test('puts the input under the instruction, where there is one', () => {
    const text = JSON.stringify([
      { instruction: 'Add the numbers.', input: '1, 2', output: '3' },
      { instruction: 'Say hello.\n', input: '', output: 'Hello!' },
      { instruction: 'Say bye.', output: 'Bye!' },
      { instruction: 'Sing.', input: null, output: 'La.' },
      { instruction: ' ', input: 'alone', output: 'x' },
      { instruction: 'Be silent.', input: '', output: '' },
      { instruction: 'Go.', input: 7, output: 'x' },
    ]);
    const { recognised, pairs, dropped } = readKnown({ name: 'alpaca_data.json', text });
    expect(recognised).toMatchObject({ id: 'alpaca', name: 'Alpaca', metrics: ['rouge-l'] });
    expect(pairs.map(({ prompt, completion }) => [prompt, completion])).toEqual([
      ['Add the numbers.\n1, 2', '3'],
      ['Say hello.', 'Hello!'],
      ['Say bye.', 'Bye!'],
      ['Sing.', 'La.'],
      ['Go.\n7', 'x'],
    ]);
    expect(dropped.map(({ reason }) => reason)).toEqual(['empty-prompt', 'empty-completion']);
  });
});

test('an answer that begins like its prompt is learned as it stands', () => {
  const pairs = [
    ['Hello', 'Hello! How can I help you?'],
    ['Paris', 'Paris'],
    ['b', 'bad'],
  ];
  const layouts: ((asked: string | undefined, answer: string | undefined) => object)[] = [
    (instruction, output) => ({ instruction, input: '', output }),
    (instruction, response) => ({ instruction, context: '', response }),
    (question, response) => ({ system_prompt: '', question, response }),
    (question, answer) => ({ question, context: '', answer }),
    (prompt, completion) => ({ prompt, completion, label: true }),
  ];
  for (const layout of layouts) {
    const text = jsonl(...pairs.map(([asked, answer]) => layout(asked, answer)));
    const read = readKnown({ name: 'a.jsonl', text }).pairs;
    expect(read.map(({ prompt, completion }) => [prompt, completion])).toEqual(pairs);
  }
});

describe('a ready-made prompt beside what it is made of', () => {
  const READY = 'Below is a task.\n\n### Instruction:\nAdd.\n\n### Input:\n1, 2\n\n### Response:';
  test.each<[string, object, string]>([
    [
      'the instruction and its input come first',
      { instruction: 'Add.', input: '1, 2', output: '3', prompt: READY },
      'Add.\n1, 2',
    ],
    ['an input', { input: '1, 2', prompt: READY, completion: '3', label: true }, READY],
    ['a context', { context: '1, 2', prompt: READY, completion: '3', label: true }, READY],
    ['a system text', { system: 'Below is a task.', prompt: READY, completion: '3', label: true }, READY],
    [
      'an input that is new',
      { input: 'a', prompt: 'Translate', completion: 'b', label: true },
      'Translate\na',
    ],
  ])('%s', (_name, record, prompt) => {
    const [pair] = readKnown({ name: 'a.jsonl', text: jsonl(record) }).pairs;
    expect(pair?.prompt).toBe(prompt);
  });
});

/** Prompt, completion and group of each pair. */
const turns = (name: string, ...records: unknown[]) =>
  readKnown({ name, text: jsonl(...records) }).pairs.map(({ prompt, completion, group }) => [
    prompt,
    completion,
    group,
  ]);

describe('chats', () => {
  const OPENING = 'System: Be kind.\nUser: Hi';
  const EXPECTED = [
    [OPENING, 'Hello!', OPENING],
    [`${OPENING}\nAssistant: Hello!\nUser: How are you?`, 'Fine,\nthanks.', OPENING],
  ];

  test('messages: each of the assistant’s turns is a pair, with all before it as prompt', () => {
    expect(
      turns('train.jsonl', {
        messages: [
          { role: 'system', content: 'Be kind.' },
          { role: 'user', content: ' Hi ' },
          { role: 'assistant', content: 'Hello!' },
          { role: 'user', content: 'How are you?' },
          { role: 'assistant', content: 'Fine,\nthanks.' },
        ],
      }),
    ).toEqual(EXPECTED);
  });

  test('ShareGPT: the same under its own names, the system text as a turn or beside', () => {
    const said = [
      { from: 'human', value: 'Hi' },
      { from: 'gpt', value: 'Hello!' },
      { from: 'human', value: 'How are you?' },
      { from: 'gpt', value: 'Fine,\nthanks.' },
    ];
    expect(
      turns('a.json', { id: 'x_0', conversations: [{ from: 'system', value: 'Be kind.' }, ...said] }),
    ).toEqual(EXPECTED);
    expect(turns('a.json', { system: 'Be kind.', conversations: said })).toEqual(EXPECTED);
    const { recognised } = readKnown({ name: 'a.json', text: JSON.stringify([{ conversations: said }]) });
    expect(recognised).toMatchObject({ id: 'sharegpt', name: 'ShareGPT', metrics: ['rouge-l'] });
  });

  test('what the assistant says first, or with weight 0, is told but not learnt', () => {
    const OPENED = 'Assistant: Welcome.\nUser: A?\nAssistant: B.\nUser: C?';
    expect(
      turns('a.jsonl', {
        messages: [
          { role: 'assistant', content: 'Welcome.' },
          { role: 'user', content: 'A?' },
          { role: 'assistant', content: 'B.', weight: 0 },
          { role: 'user', content: 'C?' },
          { role: 'assistant', content: 'D.', weight: 1 },
          { role: 'assistant', content: '' },
        ],
      }),
    ).toEqual([[OPENED, 'D.', OPENED]]);
  });

  test('texts in parts are read; a turn that only calls a tool says nothing', () => {
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'How warm ' },
          { type: 'text', text: 'is it?' },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [{ id: 'a' }], weight: null },
      { role: 'tool', content: '20' },
      { role: 'assistant', content: 'Warm.' },
    ];
    expect(turns('a.jsonl', { messages }).map(([prompt, completion]) => [prompt, completion])).toEqual([
      ['User: How warm is it?\ntool: 20', 'Warm.'],
    ]);
  });

  test('ShareGPT’s weights count too, and an empty turn says nothing', () => {
    const conversations = [
      { from: 'human', value: 'A?' },
      { from: 'gpt', value: 'B.', weight: 0 },
      { from: 'gpt', value: null },
      { from: 'human', value: 'C?', weight: null },
      { from: 'gpt', value: 'D.' },
    ];
    expect(turns('a.json', { conversations }).map(([, completion]) => completion)).toEqual(['D.']);
  });

  test('a speaker of any other name keeps it', () => {
    const messages = [
      { role: 'constructor', content: 'x' },
      { role: 'tool', content: '{"t": 20}' },
      { role: 'assistant', content: 'Warm.' },
    ];
    expect(turns('a.jsonl', { messages })[0]?.[0]).toBe('constructor: x\ntool: {"t": 20}');
  });

  test('conversations without an answer, or with more than text, are left out', () => {
    const text = jsonl(
      {
        messages: [
          { role: 'user', content: 'A?' },
          { role: 'assistant', content: 'B.' },
        ],
      },
      { messages: [{ role: 'user', content: 'Hello?' }] },
      { messages: [] },
      {
        messages: [
          { role: 'user', content: 'A?' },
          { role: 'assistant', content: [{ type: 'image_url', image_url: { url: 'x' } }] },
        ],
      },
      { message: 'x' },
    );
    const { recognised, pairs, dropped } = readKnown({ name: 'a.jsonl', text });
    expect(recognised).toMatchObject({ id: 'messages', name: 'Chat messages', metrics: ['rouge-l'] });
    expect(pairs.map(({ line }) => line)).toEqual([1]);
    expect(dropped).toEqual([
      { reason: 'empty-completion', line: 2 },
      { reason: 'empty-completion', line: 3 },
      { reason: 'bad-row', line: 4 },
      { reason: 'bad-row', line: 5 },
    ]);
  });

  test('ten thousand conversations', () => {
    const records = Array.from({ length: 10_000 }, (_, i) => ({
      messages: [
        { role: 'user', content: `${i}?` },
        { role: 'assistant', content: `${i}.` },
      ],
    }));
    expect(turns('a.jsonl', ...records).at(-1)).toEqual(['User: 9999?', '9999.', 'User: 9999?']);
  });
});

test('records of no known shape are a plain table', () => {
  expect(readPlain({ name: 'a.jsonl', text: '{"prompt": "a", "completion": "b"}' })).toMatchObject({
    pairs: [{ prompt: 'a', completion: 'b' }],
  });
  expect(readPlain({ name: 'a.jsonl', text: '{"dialogue": "a", "title": "b"}' }).kind).toBe('columns');
});
