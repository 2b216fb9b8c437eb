import { beforeEach, expect, it } from 'vitest';
import { createTurns, type Turns } from './in-turn.ts';

const [a, b, c] = [{}, {}, {}];
let tasks: (() => void)[];
let drawn: string[];
let turns: Turns;
const draw = (name: string) => () => void drawn.push(name);
const runTask = () => tasks.shift()?.();

beforeEach(() => {
  tasks = [];
  drawn = [];
  turns = createTurns((task) => tasks.push(task));
});

it('draws one part a task, the next when that is on screen', () => {
  turns.ask(a, draw('a'));
  turns.ask(b, draw('b'));
  expect(drawn).toEqual([]);
  runTask();
  expect(drawn).toEqual(['a']);
  expect(tasks).toEqual([]);
  turns.end(a);
  runTask();
  expect(drawn).toEqual(['a', 'b']);
  turns.end(b);
  expect(tasks).toEqual([]);
});

it('keeps the place of a part that asks again, and draws its latest alone', () => {
  for (const place of [a, b, c]) turns.ask(place, draw('old'));
  runTask();
  for (const [place, name] of [
    [a, 'a'],
    [b, 'b'],
    [c, 'c'],
  ] as const)
    turns.ask(place, draw(name));
  for (const place of [a, b, c]) {
    turns.end(place);
    runTask();
  }
  // However fast the news comes, no part is passed over: the one that was drawn goes to the end.
  expect(drawn).toEqual(['old', 'b', 'c', 'a']);
});

it('passes over a part that withdrew or went away', () => {
  turns.ask(a, draw('a'));
  turns.ask(b, draw('b'));
  turns.withdraw(a);
  runTask();
  turns.withdraw(b);
  turns.end(b);
  turns.ask(c, draw('c'));
  while (tasks.length > 0) runTask();
  expect(drawn).toEqual(['c']);
});
