/** Single steps in their worker: those of the shipped model on the page's first task. */
import { expect, it } from 'vitest';
import { normOf, traceRequest } from '../core/step-trace.ts';
import { traceApart } from './trace-client.ts';

const baseUrl = new URL('/', location.href).href;
const never = new AbortController().signal;

it('takes two steps of the lesson’s run, of which only the second has a gradient of A', async () => {
  const trace = await traceApart({ baseUrl, ...traceRequest(2, 'v') }, never);
  expect(trace.w0.shape).toEqual([64, 64]);
  expect(trace.steps.map(({ a, b }) => [normOf(a.gradient) > 0, normOf(b.gradient) > 0])).toEqual([
    [false, true],
    [true, true],
  ]);
  const [first] = trace.steps;
  expect(first?.texts).toBe(8);
  // The base model's loss on restaurant descriptions is about 2.7 nats a token.
  expect(first?.loss).toBeGreaterThan(2);
  expect(first?.loss).toBeLessThan(3.5);
  expect(first?.tokens.join('')).toContain('name');
  expect(first?.targets.filter(Boolean).length).toBeGreaterThan(5);
});

it('says that there is no such task, and ends where nobody waits any more', async () => {
  const { config, ...request } = traceRequest(2, 'q');
  await expect(
    traceApart({ baseUrl, ...request, config: { ...config, task: 'nothing' } }, never),
  ).rejects.toThrow('There is no task “nothing”'.replace(/[“”]/g, '"'));
  const ending = new AbortController();
  const abandoned = traceApart({ baseUrl, ...request, config }, ending.signal);
  ending.abort();
  await expect(abandoned).rejects.toMatchObject({ code: 'abandoned' });
});
