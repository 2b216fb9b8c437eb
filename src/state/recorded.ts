/**
 * The run that was recorded of each shipped model, and how it looked on the way. It is not a run of this visitor: it never
 * enters the runs store, the browser's storage or a file.
 */
import { runRecordSchema, stepsDone, type RunRecord } from '../core/run-record.ts';
import { fetchFile } from '../formats/fetch-file.ts';
import { parseAs } from '../formats/parse-json.ts';

/**
 * Fetches a model's recorded run.
 * @param baseUrl the page's folder
 * @returns null where there is none, or none that this page can read: the page does without it
 */
export async function fetchRecorded(baseUrl: string, model: string): Promise<RunRecord | null> {
  try {
    const bytes = await fetchFile(new URL(`models/${model}/recorded.json`, baseUrl));
    const record = parseAs(runRecordSchema, 'recorded.json', bytes);
    return record.config.model === model ? record : null;
  } catch {
    return null;
  }
}

/**
 * A run as it was after `step` of its updates: what was measured later is left out. Before its last step it counts as
 * running, so that charts keep the axis of a run that goes on.
 */
export function playback(record: RunRecord, step: number): RunRecord {
  if (step >= stepsDone(record)) return record;
  const reached = (entry: { step: number }) => entry.step <= step;
  return {
    ...record,
    state: 'running',
    steps: record.steps.filter(reached),
    evals: record.evals.filter(reached),
    spectra: record.spectra.filter(reached),
    alignments: [],
    samples: record.samples.filter(reached),
    scores: record.scores.filter(reached),
    answers: [],
  };
}
