/** All runs as files, for a page that failed: gathered from whatever still answers. */
import { MOST_FILE_BYTES } from '../core/most-file-bytes.ts';
import { writeReadableRun, writeRunsFile } from '../formats/run-file.ts';
import { answered } from './answered.ts';
import type { Download } from './zip-for-peft.ts';
import type { PageModel } from './page-model.ts';
import { createStorage } from './storage.ts';

/** How long the browser's storage may take to answer, in milliseconds. */
const PATIENCE_MS = 5000;

/**
 * The runs in the page's memory and those that the browser keeps, each with its A and B where they are known: in one file,
 * or in several where one would be larger than the page reads; none where there is no run. A run that is too large with its A and
 * B comes without them.
 * @param page null where it could not be opened
 */
export async function saveRuns(
  page: Pick<PageModel, 'runs' | 'keeper'> | null,
  storage = createStorage(),
  mostBytes = MOST_FILE_BYTES,
): Promise<Download[]> {
  const stored = await answered(storage.load(), PATIENCE_MS).catch(() => null);
  // The page's copy of a run is the newer one.
  const runs = new Map(
    [...(stored?.runs ?? []), ...(page?.runs.getState().records ?? [])].map((run) => [run.id, run]),
  );
  const adapterOf = (id: string) => (page ? page.keeper.adapter(id) : storage.adapter(id));
  const written = await Promise.all(
    [...runs.values()].map(async (run) => {
      const adapter = await answered(adapterOf(run.id), PATIENCE_MS).catch(() => null);
      return writeReadableRun(run, adapter, mostBytes).text;
    }),
  );
  const day = new Date().toISOString().slice(0, 10);
  const files = split(written, mostBytes).map(writeRunsFile);
  return files.map((blob, i) => ({
    name: `runs-${day}${files.length > 1 ? `-${i + 1}` : ''}.rankscope.json`,
    blob,
  }));
}

/** For what a file has beside its runs, and the comma before each run. */
const FRAME_BYTES = 100;

/** The runs in their order, in groups whose files are no larger than `mostBytes`; a run that alone is larger has its own. */
function split(runs: readonly string[], mostBytes: number): string[][] {
  const groups: string[][] = [];
  let bytes = Infinity;
  for (const run of runs) {
    const size = new Blob([run]).size + 1;
    bytes += size;
    if (bytes > mostBytes) {
      groups.push([]);
      bytes = FRAME_BYTES + size;
    }
    groups.at(-1)?.push(run);
  }
  return groups;
}
