import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainName } from './plain-name.ts';

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);
/** Unicode's Cc, and its Bidi_Control property (PropList.txt). */
const CONTROLS = [
  ...range(0, 0x1f),
  ...range(0x7f, 0x9f),
  0x061c,
  0x200e,
  0x200f,
  ...range(0x202a, 0x202e),
  ...range(0x2066, 0x2069),
].map((code) => String.fromCodePoint(code));

it('leaves out every control character, and nothing else but line separators', () => {
  const anything = fc.oneof(fc.constantFrom(...CONTROLS), fc.string({ unit: 'binary', maxLength: 5 }));
  fc.assert(
    fc.property(fc.array(anything), (parts) => {
      const name = parts.join('');
      const plain = plainName(name);
      expect(CONTROLS.filter((control) => plain.includes(control))).toEqual([]);
      const visible = (text: string) =>
        Array.from(text).filter((c) => !CONTROLS.includes(c) && !/\s/.test(c));
      expect(visible(plain)).toEqual(visible(name));
      expect(plainName(plain)).toBe(plain);
    }),
  );
});

it('keeps names in any script, and what joins letters and emoji', () => {
  for (const name of ['שלום', 'سلام', 'नमस्ते', '👩‍💻', 'a b', 'é', '한글']) expect(plainName(name)).toBe(name);
  expect(plainName('two\r\nlines\tand a tab')).toBe('two lines and a tab');
  expect(plainName('\u202e'.repeat(20) + 'evil')).toBe('evil');
});
