import { expect, it } from 'vitest';
import { createRows } from './decoder-rows.ts';

const LENGTH = 5;
const originsOf = ({ origins, slots }: ReturnType<typeof createRows>) =>
  Array.from(slots, (slot, row) => [...origins.subarray(row * LENGTH, row * LENGTH + slot + 1)]);

it('goes on place by place, and stays at the end of a row that is full', () => {
  const rows = createRows([2, 4], 1, LENGTH);
  expect([...rows.slots]).toEqual([1, 3]);
  rows.advance();
  rows.advance();
  expect([...rows.slots]).toEqual([3, 4]);
  expect(originsOf(rows)).toEqual([
    [0, 0, 0, 0],
    [1, 1, 1, 1, 1],
  ]);
});

it('lets rows share what comes before they part', () => {
  const rows = createRows([2], 2, LENGTH);
  rows.advance([0, 0]);
  rows.advance([1, 0]);
  expect(originsOf(rows)).toEqual([
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ]);
});

it('lets rows that are kept write where they wrote, so that none overwrites what another sees', () => {
  const rows = createRows([1, 3, 2], 1, LENGTH);
  rows.keep([1, 2]);
  rows.advance();
  expect(rows.count).toBe(2);
  expect([...rows.slots]).toEqual([3, 2]);
  expect(originsOf(rows)).toEqual([
    [1, 1, 1, 1],
    [2, 2, 2],
  ]);
});
