/** Exported runs on their way from the parser to the page: sent run by run, long ones in pieces, and put together again. */
import type { KeptRun, KeptRuns } from '../core/kept-run.ts';
import { FINDINGS, joinFindings, noFindings } from '../core/run-record.ts';
import { runParser, type Listener } from './parser-client.ts';
import type { ParserEvent } from './parser-protocol.ts';
import type { OwnFile } from './protocol.ts';

/** So many findings of a kind cross at once: some milliseconds of work for the page. */
const PIECE = 2000;

export function postRuns({ runs, faults }: KeptRuns, post: (event: ParserEvent) => void): void {
  for (const { record, adapter } of runs) {
    post({ type: 'run', run: { record: { ...record, ...noFindings() }, adapter } });
    for (const kind of FINDINGS)
      for (let at = 0; at < record[kind].length; at += PIECE)
        post({
          type: 'findings',
          findings: { ...noFindings(), [kind]: record[kind].slice(at, at + PIECE) },
        });
  }
  post({ type: 'runs', faults });
}

/**
 * Reads a file of exported runs in a parser.
 * @throws LabError `data-format` where no run can be read, `file-unreadable`, or `abandoned` where the listener's signal ends it
 */
export function readRunsApart({ name, bytes }: OwnFile, listener: Listener): Promise<KeptRuns> {
  const runs: KeptRun[] = [];
  return runParser({ type: 'readRuns', file: { name, bytes } }, listener, (event) => {
    const record = runs.at(-1)?.record;
    if (event.type === 'run') runs.push(event.run);
    if (event.type === 'findings' && record) Object.assign(record, joinFindings(record, event.findings));
    return event.type === 'runs' ? { runs, faults: event.faults } : null;
  });
}
