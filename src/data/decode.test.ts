import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeText } from './decode.ts';

/** The same small table as people of each script write it, and what iconv and the page call its encoding. */
const FILES: [encoding: string, iconvName: string, text: string][] = [
  // Node reads windows-1252 as Latin-1 and knows no syllable of CP949 beyond EUC-KR: e2e tests have those.
  [
    'windows-1252',
    'win1252',
    'prompt,completion\nWo ist die grüne Kiste?,Sie steht drüben, hinter dem großen Schrank.\n',
  ],
  ['windows-1252', 'win1252', 'prompt,completion\nOù est la clé ?,La clé est à côté de la fenêtre.\n'],
  ['windows-1252', 'win1252', 'prompt,completion\n¿Dónde está?,Está allí, señor, en el rincón.\n'],
  ['euc-kr', 'cp949', '질문,대답\n상자 안에 무엇이 있습니까?,상자 안에는 사과가 있습니다.\n'],
  ['euc-kr', 'cp949', 'q,a\n예,아니오\n'],
  ['shift_jis', 'shift_jis', '質問,答え\n箱の中に何がありますか？,箱の中にはりんごがあります。\n'],
  ['shift_jis', 'shift_jis', '商品,説明\nカメラ,デジタルカメラのバッテリーです。\n'],
  ['euc-jp', 'euc-jp', '質問,答え\n箱の中に何がありますか？,箱の中にはりんごがあります。\n'],
  ['gb18030', 'gb18030', '问题,答案\n箱子里有什么？,箱子里有苹果。\n'],
  ['gb18030', 'gb18030', 'q,a\n是,不是\n'],
  ['big5', 'big5', '問題,答案\n箱子裡有什麼？,箱子裡有蘋果。\n'],
  ['big5', 'big5', 'q,a\n是,不是\n'],
  ['windows-1251', 'win1251', 'вопрос,ответ\nЧто в коробке?,В коробке лежат яблоки.\n'],
  ['koi8-u', 'koi8-u', 'вопрос,ответ\nЧто в коробке?,В коробке лежат яблоки.\n'],
  ['utf-16le', 'utf-16le', 'q,a\nBox?,Red.\n'],
  ['utf-16be', 'utf-16be', 'q,a\nBox?,Red.\n'],
  ['utf-16le', 'utf-16le', '질문,대답\n상자는?,빨강.\n一丁,七万\n'],
  ['utf-16be', 'utf-16be', '問題,答案\n箱子？,蘋果。\n一丁,七万\n'],
  ['utf-8', 'utf-8', 'q,a\nBox?,Red.\n'],
  ['utf-8', 'utf-8', 'q,a\n예,아니오\n'],
  ['utf-8', 'utf-8', 'q,a\nnaïve,é\n'],
];

const long = (text: string) => {
  const [header = '', row = ''] = text.split('\n');
  return [header, ...Array.from({ length: 500 }, (_, i) => row.replace(',', ` ${i},`))].join('\n');
};

describe.each(FILES)('%s', (encoding, iconvName, text) => {
  test.each([
    ['short', text],
    ['long', long(text)],
    ['long, with its first letters late', 'id,n\n' + '1,2\n'.repeat(400_000) + text],
  ])('is detected and read: %s', async (_length, written) => {
    const bytes = new Uint8Array(iconv.encode(written, iconvName));
    expect(await decodeText(bytes, null)).toEqual({ text: written, encoding, damaged: null });
  });

  test('is read the same where a person names it', async () => {
    const bytes = new Uint8Array(iconv.encode(text, iconvName));
    expect(await decodeText(bytes, encoding)).toEqual({ text, encoding, damaged: null });
  });
});

test.each(['utf-8', 'utf-16le', 'utf-16be'])(
  'a byte order mark decides, and is taken off: %s',
  async (encoding) => {
    const bytes = new Uint8Array(iconv.encode('é,猫\n', encoding, { addBOM: true }));
    expect(await decodeText(bytes, null)).toEqual({ text: 'é,猫\n', encoding, damaged: null });
  },
);

test('ISO-2022-JP, whose bytes are all ASCII', async () => {
  // "猫" in JIS X 0208 is 0x47 0x2d.
  const bytes = Uint8Array.of(0x61, 0x2c, 0x1b, 0x24, 0x42, 0x47, 0x2d, 0x1b, 0x28, 0x42, 0x0a);
  expect(await decodeText(bytes, null)).toMatchObject({ text: 'a,猫\n', encoding: 'iso-2022-jp' });
});

test('whatever UTF-8 holds is read as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
      fc.pre(!text.includes('\0') && !text.includes('\x1b') && !text.startsWith('\uFEFF'));
      const decoded = await decodeText(new TextEncoder().encode(text), null);
      expect(decoded).toEqual({ text, encoding: 'utf-8', damaged: null });
    }),
  );
});

describe('UTF-8 with bad bytes', () => {
  const withBad = (...places: number[]) => {
    const bytes = new TextEncoder().encode('ü ä\nß é\n한국어\n'.repeat(4));
    for (const place of places) bytes[place] = 0xe9;
    return bytes;
  };

  test('stays UTF-8; the lines are counted', async () => {
    const { text, encoding, damaged } = await decodeText(withBad(2, 6, 8), null);
    expect(encoding).toBe('utf-8');
    expect(text.startsWith('ü\uFFFDä\n\uFFFD')).toBe(true);
    expect(damaged).toEqual({ lines: 2, firstLine: 1 });
  });

  test('a file cut within a character', async () => {
    const bytes = new TextEncoder().encode('q,a\n상자,사과');
    expect(await decodeText(bytes.subarray(0, -1), null)).toEqual({
      text: 'q,a\n상자,사\uFFFD',
      encoding: 'utf-8',
      damaged: { lines: 1, firstLine: 2 },
    });
  });
});

test('a wrong choice damages the text and says so; an unknown one is refused', async () => {
  const korean = new Uint8Array(iconv.encode('예,아니오', 'cp949'));
  expect((await decodeText(korean, 'utf-8')).damaged).toEqual({ lines: 1, firstLine: 1 });
  await expect(decodeText(korean, 'klingon')).rejects.toThrow('no encoding "klingon"');
});

test('a picture is not taken for UTF-16', async () => {
  const png = Uint8Array.of(
    0x89,
    0x50,
    0x4e,
    0x47,
    0x0d,
    0x0a,
    0x1a,
    0x0a,
    0,
    0,
    0,
    0x0d,
    0x49,
    0x48,
    0x44,
    0x52,
  );
  expect((await decodeText(png, null)).text).toContain('\0');
});
