/**
 * Seeded random numbers: the same seed and stream give the same values on every machine. Streams with
 * different names are independent, so drawing more in one place never shifts another. Not for cryptography.
 * The generator is Chris Doty-Humphrey's sfc32 (PractRand, public domain).
 */
import { fnv1a } from './hash.ts';

export interface Rng {
  /** A real number in [0, 1), all 53 bits random. */
  uniform: () => number;
  /** A whole number in [0, n), each equally likely. Throws RangeError unless n is whole, 1 … 2³². */
  int: (n: number) => number;
  /** A draw from the standard normal distribution. */
  normal: () => number;
  /** One item, each equally likely. Throws RangeError if there is none. */
  pick: <T extends string | number | boolean | object>(items: readonly T[]) => T;
  /** The items in a random order, each order equally likely, as a new array. */
  shuffle: <T>(items: readonly T[]) => T[];
}

const TWO_32 = 2 ** 32;
/** Half the width of the rectangle that ratio-of-uniforms draws from, √(2/e). Written out: no Math.exp, see `normal`. */
const NORMAL_HALF_WIDTH = 0.8577638849607068;

/** sfc32's stream of 32-bit words from three words of seed. */
export function sfc32(a: number, b: number, c: number): () => number {
  let counter = 1;
  const next = () => {
    const word = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    return word >>> 0;
  };
  for (let i = 0; i < 15; i++) next(); // the author's warm-up, so that near seeds part
  return next;
}

/**
 * @param seed a whole number; its low 32 bits count.
 * @param stream what the numbers are for, e.g. `'init/0.q'`.
 */
export function createRng(seed: number, stream = ''): Rng {
  const word = sfc32(seed | 0, fnv1a(stream), stream.length);

  const uniform = () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;

  const int = (n: number) => {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32)
      throw new RangeError(`int(n) needs a whole n from 1 to 2^32, not ${n}`);
    // Words past the last whole multiple of n would favour small results: draw again.
    const limit = TWO_32 - (TWO_32 % n);
    let w = word();
    while (w >= limit) w = word();
    return w % n;
  };

  return {
    uniform,
    int,
    /**
     * Ratio of uniforms (Kinderman & Monahan 1977). The logarithm, whose last bit differs between browsers,
     * only accepts or rejects; the value itself is plain arithmetic and so the same everywhere.
     */
    normal: () => {
      for (;;) {
        const u = 1 - uniform();
        const x = (NORMAL_HALF_WIDTH * (2 * uniform() - 1)) / u;
        if (x * x <= -4 * Math.log(u)) return x;
      }
    },
    pick: (items) => {
      const item = items.length > 0 ? items[int(items.length)] : undefined;
      if (item === undefined) throw new RangeError('pick needs a list with at least one item');
      return item;
    },
    // By random key: a tie, which would favour the earlier item, has odds of n²/2⁵⁴.
    shuffle: (items) =>
      items
        .map((item) => ({ item, key: uniform() }))
        .sort((x, y) => x.key - y.key)
        .map(({ item }) => item),
  };
}
