/** What engine tests share: running a test on every backend, and closeness with a message that says where. */
import { beforeAll, describe, expect } from 'vitest';
import { BACKENDS, type BackendName } from '../core/run-record.ts';
import { pickDevice } from './device.ts';

/** Declares a suite once per backend. A backend that does not start fails its suite; it does not skip. */
export function onEveryBackend(name: string, body: (backend: BackendName) => void): void {
  describe.each(BACKENDS)(`${name} on %s`, (backend) => {
    beforeAll(async () => {
      const device = await pickDevice(backend);
      expect(device.backend).toBe(backend);
    });
    body(backend);
  });
}

/** Every |actual − expected| ≤ tolerance · the largest |expected|, or `floor` where that is larger. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  floor = 0,
): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(floor, ...Array.from(expected, Math.abs));
  let worst = { index: -1, error: 0 };
  for (let index = 0; index < expected.length; index++) {
    const error = Math.abs((actual[index] ?? NaN) - (expected[index] ?? NaN));
    if (!(error <= worst.error)) worst = { index, error };
  }
  const { index, error } = worst;
  expect(error, `at ${index}: ${actual[index]} is not ${expected[index]}`).toBeLessThanOrEqual(
    tolerance * scale,
  );
}
