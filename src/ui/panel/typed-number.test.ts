import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LORA_LIMITS } from '../../core/methods/lora-config.ts';
import { LIMITS } from '../../core/run-config.ts';
import { plain } from '../format.ts';
import { readTyped, stepped } from './typed-number.ts';

const { max_steps: steps, learning_rate: rate } = LIMITS;
const { lora_alpha: alpha } = LORA_LIMITS;

test.each([
  ['1e-4', rate, 0.0001],
  ['1E-04', rate, 0.0001],
  ['5.e-3', rate, 0.005],
  ['.5', rate, 0.5],
  ['0,0001', rate, 0.0001],
  [' 0.005\n', rate, 0.005],
  ['1e-4 ', rate, 0.0001],
  ['1e3', steps, 1000],
  ['1,000', steps, 1000],
  ['1 000', steps, 1000],
  ['300.0', steps, 300],
  ['1e2', alpha, 100],
  ['1,5', alpha, 1.5],
  ['+16', alpha, 16],
  ['1,024.5', alpha, 1024.5],
])('%j is %d of its setting', (typed, limit, value) => {
  expect(readTyped(typed, limit)).toBe(value);
});

test.each([
  ['1.5', steps, 'not-whole'],
  ['-5', steps, 'too-small'],
  ['−5', steps, 'too-small'],
  ['0', steps, 'too-small'],
  ['1e9', steps, 'too-large'],
  ['1,5', steps, 'not-whole'],
  ['-1', rate, 'too-small'],
  ['1e-9', rate, 'too-small'],
  ['1e', rate, 'not-a-number'],
  ['-', rate, 'not-a-number'],
  ['1e-', rate, 'not-a-number'],
  ['1e1.5', rate, 'not-a-number'],
  ['0x10', steps, 'not-a-number'],
  ['Infinity', alpha, 'not-a-number'],
  ['1 2', alpha, 'not-a-number'],
  ['1,2,3', alpha, 'not-a-number'],
  ['abc', alpha, 'not-a-number'],
  ['1,024', alpha, 'ambiguous'],
  ['  ', alpha, 'empty'],
])('%j is refused', (typed, limit, reason) => {
  expect(readTyped(typed, limit)).toBe(reason);
});

test('a word stands for 0 where the setting has one, and there alone', () => {
  const layers = { min: 0, max: 64, default: 0, integer: true };
  expect(readTyped(' All', layers, 'all')).toBe(0);
  expect(readTyped('2', layers, 'all')).toBe(2);
  expect(readTyped('all', layers)).toBe('not-a-number');
});

test('every value is read back from however it may be written', () => {
  fc.assert(
    fc.property(fc.integer({ min: steps.min, max: steps.max }), (value) => {
      for (const text of [String(value), plain(value), value.toExponential()])
        expect(readTyped(text, steps)).toBe(value);
    }),
  );
  fc.assert(
    fc.property(fc.double({ min: rate.min, max: rate.max, noNaN: true }), (value) => {
      for (const text of [String(value), value.toExponential(), String(value).replace('.', ',')])
        expect(readTyped(text, rate)).toBe(value);
    }),
  );
});

test('a text is a number only if JavaScript reads the same digits as that number', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789.e-+x ')), maxLength: 8 }),
      (typed) => {
        const read = readTyped(typed, alpha);
        if (typeof read === 'number' && !/\s/.test(typed)) expect(read).toBe(Number(typed));
      },
    ),
  );
});

test('arrow keys step, in tenths where the value is smaller than the step, and stay within the limits', () => {
  expect(stepped(300, 10, steps)).toBe(310);
  expect(stepped(5, -10, steps)).toBe(1);
  expect(stepped(0.005, 0.0005, rate)).toBe(0.0055);
  expect(stepped(0.0001, 0.0005, rate)).toBe(0.00015);
  expect(stepped(0.0001, -0.0005, rate)).toBe(0.00005);
  expect(stepped(1, -1, alpha)).toBe(0.9);
  expect(stepped(1e-6, -0.0005, rate)).toBe(1e-6);
  expect(stepped(0, 0.05, LORA_LIMITS.lora_dropout)).toBe(0.05);
});
