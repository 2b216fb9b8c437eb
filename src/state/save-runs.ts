/** All runs as one file, for a page that failed: gathered from whatever still answers. */
import { answered } from './answered.ts';
import type { Download } from './actions.ts';
import type { PageModel } from './page-model.ts';
import { writeRunFile, writeRunsFile } from './run-file.ts';
import { createStorage } from './storage.ts';

/** How long the browser's storage may take to answer, in milliseconds. */
const PATIENCE_MS = 5000;

/**
 * The runs in the page's memory and those that the browser keeps, each with its A and B where they are known; null where there
 * is no run.
 * @param page null where it could not be opened
 */
export async function saveRuns(
  page: Pick<PageModel, 'runs' | 'keeper'> | null,
  storage = createStorage(),
): Promise<Download | null> {
  const stored = await answered(storage.load(), PATIENCE_MS).catch(() => null);
  // The page's copy of a run is the newer one.
  const runs = new Map(
    [...(stored?.runs ?? []), ...(page?.runs.getState().records ?? [])].map((run) => [run.id, run]),
  );
  if (runs.size === 0) return null;
  const adapterOf = (id: string) => (page ? page.keeper.adapter(id) : storage.adapter(id));
  const files = await Promise.all(
    [...runs.values()].map(async (run) =>
      writeRunFile(run, await answered(adapterOf(run.id), PATIENCE_MS).catch(() => null)),
    ),
  );
  const day = new Date().toISOString().slice(0, 10);
  return { name: `runs-${day}.rankscope.json`, blob: writeRunsFile(files) };
}
