import { expect, it } from 'vitest';
import { readRunsFile } from '../formats/run-file.ts';
import { saveRuns } from './save-runs.ts';
import { ADAPTER, emptyStorage, openBench, record } from './testing.ts';
import type { PageStorage } from './storage.ts';

const storing = (...ids: string[]): PageStorage => ({
  ...emptyStorage,
  load: () => Promise.resolve({ runs: ids.map((id) => record(id)), own: null, queues: [], unreadable: [] }),
  adapter: () => Promise.resolve(ADAPTER),
});

it('gathers the runs of the page and of the storage, each once, the page’s copy before the other', async () => {
  const { page } = await openBench();
  page.runs.getState().add([record('b', { name: 'newer' }), record('c')]);
  const [file] = await saveRuns(page, storing('a', 'b'));
  const { runs, faults } = await readRunsFile((await file?.blob.text()) ?? '');
  expect(faults).toEqual([]);
  expect(runs.map((run) => run.record.name)).toEqual(['run a', 'newer', 'run c']);
});

it('saves what is stored where there is no page', async () => {
  const [file] = await saveRuns(null, storing('a'));
  const { runs } = await readRunsFile((await file?.blob.text()) ?? '');
  expect(runs).toEqual([{ record: record('a'), adapter: ADAPTER }]);
});

it('saves what the page has where the storage refuses, and nothing where there is none', async () => {
  const refusing = {
    ...emptyStorage,
    load: () => Promise.reject(new Error('no')),
    adapter: () => Promise.reject(new Error('no')),
  };
  const { page } = await openBench();
  expect(await saveRuns(page, refusing)).toEqual([]);
  page.runs.getState().add([record('c')]);
  const [file] = await saveRuns(page, refusing);
  const { runs } = await readRunsFile((await file?.blob.text()) ?? '');
  expect(runs).toEqual([{ record: record('c'), adapter: null }]);
});

it('saves several files where one would be larger than the page reads, each of which it reads', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const [whole] = await saveRuns(null, storing(...ids));
  const most = Math.ceil((whole?.blob.size ?? 0) / 2);
  const files = await saveRuns(null, storing(...ids), most);
  expect(files.length).toBeGreaterThan(1);
  expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
  for (const { blob } of files) expect(blob.size).toBeLessThanOrEqual(most);
  const read = await Promise.all(files.map(async ({ blob }) => readRunsFile(await blob.text())));
  expect(read.flatMap(({ runs }) => runs.map(({ record: { id } }) => id))).toEqual(ids);
});
