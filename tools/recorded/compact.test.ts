import { expect, it } from 'vitest';
import { recordedRunSchema, type RecordedRun, type RunRecord } from '../../src/core/run-record.ts';
import { readRunFile } from '../../src/formats/run-file.ts';
import { record, step } from '../../src/state/testing.ts';
import { compact } from './compact.ts';

const recorded = (parts: Partial<RunRecord>): RecordedRun => ({ ...record('a', parts), weights: 'abc' });
const sample = (prompt: string, at: number) => ({ step: at, prompt, reference: 'r', text: 't' });

it('keeps the curves to five digits and the texts of two prompts', () => {
  const run = recorded({
    steps: [{ ...step(3), loss: 1.23456789, elapsedMs: 1234567 }],
    samples: ['p', 'q', 's'].flatMap((prompt) => [sample(prompt, 0), sample(prompt, 20)]),
    answers: [{ prompt: 'p', references: ['r'], text: 't', score: 50 }],
  });
  const small = recordedRunSchema.parse(JSON.parse(compact(run)));
  expect(small.steps).toEqual([{ ...step(3), loss: 1.2346, elapsedMs: 1234567 }]);
  expect(small.samples).toEqual([sample('p', 0), sample('p', 20), sample('q', 0), sample('q', 20)]);
  expect(small.answers).toEqual([]);
  expect(small.weights).toBe('abc');
});

it('keeps some of the spectra, alignments and texts, from the first to the last', () => {
  const at = Array.from({ length: 101 }, (_, i) => 3 * i);
  const run = recorded({
    spectra: at.map((each) => ({ step: each, sites: [] })),
    alignments: at.map((each) => ({ step: each, left: [], right: [] })),
    samples: at.map((each) => sample('p', each)),
  });
  const { spectra, alignments, samples } = recordedRunSchema.parse(JSON.parse(compact(run)));
  const kept = [...Array.from({ length: 17 }, (_, i) => 18 * i), 300];
  expect(spectra.map(({ step: each }) => each)).toEqual(kept);
  expect(alignments.map(({ step: each }) => each)).toEqual(kept);
  expect(samples.map(({ step: each }) => each)).toEqual([0, 39, 78, 117, 156, 195, 234, 273, 300]);
});

it('is a file that "Import run" reads', async () => {
  const run = record('a', { steps: [step(1)] });
  // Not the weights, for which a file's word is not enough.
  expect(await readRunFile(compact({ ...run, weights: 'abc' }))).toEqual({ record: run, adapter: null });
});
