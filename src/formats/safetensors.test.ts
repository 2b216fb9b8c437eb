import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError } from './format-error.ts';
import fixture from './safetensors.fixture.json';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const bytes = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(base64, 'base64'));

/** A file with this header and so many data bytes. */
function file(header: unknown, dataBytes = 0): ArrayBuffer {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const out = new Uint8Array(8 + text.length + dataBytes);
  new DataView(out.buffer).setBigUint64(0, BigInt(text.length), true);
  out.set(text, 8);
  return out.buffer;
}

describe('against the reference library', () => {
  const values = [0, -0, 1, -2.5, 2 ** -14, 240];

  test('reads what it wrote', () => {
    const tensors = readSafetensors(bytes(fixture.mixed).buffer);
    for (const [name, dtype] of [
      ['f32', 'F32'],
      ['f16', 'F16'],
      ['bf16', 'BF16'],
    ] as const) {
      expect(tensors.get(name)).toMatchObject({ dtype, shape: [2, 3] });
      expect(tensors.get(name)?.data).toEqual(Float32Array.from(values));
    }
    expect(tensors.get('empty')).toMatchObject({ shape: [0, 4], data: new Float32Array(0) });
    expect(tensors.get('scalar')).toMatchObject({ shape: [], data: Float32Array.of(3) });
    expect(tensors.has('__metadata__')).toBe(false);
  });

  test('another dtype does no harm until it is read', () => {
    const tensor = readSafetensors(bytes(fixture.mixed).buffer).get('i64');
    expect(tensor).toMatchObject({ dtype: 'I64', shape: [1] });
    expect(() => tensor?.data).toThrow('Tensor "i64" is I64; only F32, F16 and BF16 can be read.');
  });

  test('writes the same bytes', () => {
    const written = writeSafetensors(
      [
        { name: 'a.weight', shape: [2, 3], data: Float32Array.from(values) },
        { name: 'b.é', shape: [5], data: Float32Array.of(0, 1, 2, 3, 4) },
      ],
      { format: 'pt' },
    );
    expect(Buffer.from(written).toString('base64')).toBe(fixture.float32Only);
  });
});

test('half precision: subnormals, extremes, infinities and NaN', () => {
  // Published bit patterns of IEEE 754 binary16.
  const known = [
    [0x0001, 2 ** -24],
    [0x03ff, 0.00006097555160522461],
    [0x0400, 2 ** -14],
    [0x3555, 0.333251953125],
    [0x3c01, 1.0009765625],
    [0x7bff, 65504],
    [0xfbff, -65504],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ] as const;
  const buffer = file({ x: { dtype: 'F16', shape: [10], data_offsets: [0, 20] } }, 20);
  const view = new DataView(buffer);
  known.forEach(([bits], i) => view.setUint16(buffer.byteLength - 20 + 2 * i, bits, true));
  expect([...(readSafetensors(buffer).get('x')?.data ?? [])]).toEqual(known.map(([, value]) => value));
});

test('a written file reads back the same, its data on a multiple of 8 bytes', () => {
  const tensor = fc.tuple(fc.string(), fc.array(fc.nat(4), { maxLength: 3 })).chain(([name, shape]) => {
    const length = shape.reduce((size, n) => size * n, 1);
    const data = fc.float32Array({ minLength: length, maxLength: length });
    return fc.record({ name: fc.constant(`t${name}`), shape: fc.constant(shape), data });
  });
  fc.assert(
    fc.property(fc.uniqueArray(tensor, { selector: (t) => t.name }), (tensors) => {
      const written = writeSafetensors(tensors, {});
      const read = readSafetensors(written.buffer);
      expect(read.size).toBe(tensors.length);
      for (const { name, shape, data } of tensors) {
        expect(read.get(name)?.shape).toEqual(shape);
        expect(read.get(name)?.data).toEqual(data);
      }
      expect(new DataView(written.buffer).getBigUint64(0, true) % 8n).toBe(0n);
    }),
  );
});

describe('faulty files are refused with a reason', () => {
  const f32 = (from: number, to: number, shape = [(to - from) / 4]) => ({
    dtype: 'F32',
    shape,
    data_offsets: [from, to],
  });

  test.each<[string, ArrayBuffer, string]>([
    ['empty', new ArrayBuffer(0), 'shorter than 8 bytes'],
    ['a header longer than the file', new Uint8Array(8).fill(255).buffer, 'longer than the file'],
    ['not JSON', file('{"a":'), 'not JSON'],
    ['not UTF-8', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe).buffer, 'not JSON'],
    ['an array for a header', file('[]'), 'not a JSON object'],
    ['no offsets', file({ x: { dtype: 'F32', shape: [1] } }, 4), 'Tensor "x" has a malformed header'],
    ['an unknown dtype', file({ x: { ...f32(0, 4), dtype: 'F31' } }, 4), 'unknown dtype'],
    ['a dtype from Object', file({ x: { ...f32(0, 4), dtype: 'constructor' } }, 4), 'unknown dtype'],
    ['a negative size', file({ x: f32(0, 4, [-1]) }, 4), 'malformed'],
    ['a fractional size', file({ x: f32(0, 4, [1.5]) }, 4), 'malformed'],
    ['offsets backwards', file({ x: f32(4, 0, [1]) }, 4), 'begins at byte 4'],
    ['size and shape at odds', file({ x: f32(0, 8, [3]) }, 8), 'F32 [3]) cannot take 8 bytes'],
    ['a size past all bounds', file({ x: f32(0, 4, [2 ** 53 - 1, 2 ** 53 - 1]) }, 4), 'cannot take 4 bytes'],
    [
      'an overlap',
      file({ x: f32(0, 8), y: f32(4, 12) }, 12),
      'Tensor "y" begins at byte 4 of the data, not at 8',
    ],
    ['a gap', file({ x: f32(0, 4), y: f32(8, 12) }, 12), 'Tensor "y" begins at byte 8 of the data, not at 4'],
    ['missing bytes', file({ x: f32(0, 8) }, 4), 'take 8 bytes but the file holds 4'],
    ['bytes left over', file({ x: f32(0, 4) }, 8), 'take 4 bytes but the file holds 8'],
    [
      'a name given twice',
      file(
        '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}',
        8,
      ),
      'begins at byte 4',
    ],
  ])('%s', (_, buffer, message) => {
    expect(() => readSafetensors(buffer)).toThrow(FormatError);
    expect(() => readSafetensors(buffer)).toThrow(message);
  });

  test('cut off anywhere', () => {
    const whole = bytes(fixture.mixed);
    for (let length = 0; length < whole.length; length++)
      expect(() => readSafetensors(whole.slice(0, length).buffer)).toThrow(FormatError);
  });

  test('any flipped bits are either refused as a FormatError or leave a readable file', () => {
    const whole = bytes(fixture.mixed);
    const flips = fc.array(fc.nat(whole.length * 8 - 1), { minLength: 1, maxLength: 4 });
    let refused = 0;
    fc.assert(
      fc.property(flips, (bits) => {
        const damaged = whole.slice();
        for (const bit of bits) damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        try {
          for (const [, tensor] of readSafetensors(damaged.buffer))
            if (tensor.dtype !== 'I64') expect(tensor.data).toBeInstanceOf(Float32Array);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          refused++;
        }
      }),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(1000);
  });

  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (random) => {
        expect(() => readSafetensors(Uint8Array.from(random).buffer)).toThrow(FormatError);
      }),
    );
  });

  test('what cannot be written is refused too', () => {
    const x = { name: 'x', shape: [2], data: new Float32Array(2) };
    expect(() => writeSafetensors([x, x], {})).toThrow('Two tensors are named "x"');
    expect(() => writeSafetensors([{ ...x, shape: [3] }], {})).toThrow('has 2 values, not [3]');
    expect(() => writeSafetensors([{ ...x, name: '__metadata__' }], {})).toThrow(FormatError);
  });
});
