import { afterEach, expect, it, vi } from 'vitest';
import { fetchRecorded, playback } from './recorded.ts';
import { record, step } from './testing.ts';

const run = record('recorded', {
  steps: [step(1), step(2), step(3)],
  evals: [
    { step: 0, loss: 3 },
    { step: 2, loss: 2 },
  ],
  spectra: [0, 1, 3].map((at) => ({ step: at, sites: [] })),
  samples: [0, 2].map((at) => ({ step: at, prompt: 'p', reference: 'r', text: 't' })),
  answers: [{ prompt: 'p', references: ['r'], text: 't', score: 50 }],
});

const serve = (answer: () => Response) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(() => Promise.resolve(answer())),
  );
afterEach(() => {
  vi.unstubAllGlobals();
});

it('plays a run: at a step there is what was measured by then, and at the end all of it', () => {
  const early = playback(run, 0);
  expect(early.steps).toEqual([]);
  expect(early.evals).toEqual([{ step: 0, loss: 3 }]);
  expect(early.state).toBe('running');
  const later = playback(run, 2);
  expect(later.steps).toEqual([step(1), step(2)]);
  expect(later.evals.map((entry) => entry.step)).toEqual([0, 2]);
  expect(later.spectra.map((entry) => entry.step)).toEqual([0, 1]);
  expect(later.samples.map((entry) => entry.step)).toEqual([0, 2]);
  expect(later.answers).toEqual([]);
  expect(playback(run, 3)).toEqual(run);
});

it('fetches the run of a model', async () => {
  serve(() => Response.json({ ...run, weights: 'abc' }));
  expect(await fetchRecorded('http://localhost/some/folder/', 'nano')).toEqual({ ...run, weights: 'abc' });
  expect(vi.mocked(fetch).mock.calls[0]?.[0]).toEqual(
    new URL('http://localhost/some/folder/models/nano/recorded.json'),
  );
});

it.each([
  ['there is none', () => new Response('', { status: 404 })],
  ['a server answers with its page', () => new Response('<!doctype html>')],
  ['it is of an older page', () => Response.json({ ...run, version: 0, weights: 'abc' })],
  [
    'it is of another model',
    () => Response.json({ ...run, weights: 'abc', config: { ...run.config, model: 'micro' } }),
  ],
  [
    'the connection fails',
    () => {
      throw new TypeError('Failed to fetch');
    },
  ],
])('gives nothing where %s', async (_, answer) => {
  serve(answer);
  expect(await fetchRecorded('http://localhost/', 'nano')).toBeNull();
});
