import { expect, it } from 'vitest';
import type { Checkpoint } from '../core/checkpoint.ts';
import { packCheckpoint, unpackCheckpoint } from './checkpoint.ts';

const tensor = (...values: number[]) => ({ shape: [values.length], values: Float32Array.from(values) });
const CHECKPOINT: Checkpoint = {
  step: 12,
  elapsedMs: 34.5,
  tensors: { 'h.0.q.lora_A': tensor(0.1, -2), frozen: tensor(7) },
  first: { 'h.0.q.lora_A': tensor(1e-30, 3) },
  second: { 'h.0.q.lora_A': tensor(4, 5e-9) },
};

it('comes back to the last bit', async () => {
  expect(await unpackCheckpoint(await packCheckpoint(CHECKPOINT))).toEqual(CHECKPOINT);
});

it('is refused wherever it is cut or one bit of it is changed', async () => {
  const packed = await packCheckpoint(CHECKPOINT);
  const refused = { code: 'bad-checkpoint' };
  for (let length = 0; length < packed.length; length += 7)
    await expect(unpackCheckpoint(packed.slice(0, length))).rejects.toMatchObject(refused);
  for (let at = 0; at < packed.length; at += 5) {
    const flipped = packed.slice();
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    await expect(unpackCheckpoint(flipped)).rejects.toMatchObject(refused);
  }
});
