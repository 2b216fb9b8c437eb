/**
 * How long tasks hold the page's main thread. The CPU time of a task (`tdur` in Chromium's trace) counts, not the time on the
 * clock, which the PerformanceObserver's long tasks measure: training fills both cores of a small machine, and how long the
 * system lets the main thread wait for one is not the page's doing. A task here is one turn of the main thread's event loop
 * with all that it runs: handlers, React, styles, layout, paint.
 */
import type { Browser, Page } from '@playwright/test';

interface TraceEvent {
  name: string;
  cat: string;
  ph: string;
  pid: number;
  tid: number;
  /** CPU time, in microseconds; absent where it was not measured. */
  tdur?: number;
  args: { name?: string };
}

/** CPU times of the tasks of the busiest main thread, which is that of the page under test; longest first. Milliseconds. */
function mainTasks(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] };
  const mains = traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain',
  );
  const sum = (times: readonly number[]) => times.reduce((total, time) => total + time, 0);
  const threads = mains.map(({ pid, tid }) =>
    traceEvents
      .filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X')
      .filter(({ name, cat }) => name === 'ThreadControllerImpl::RunTask' && cat === 'toplevel')
      .flatMap(({ tdur }) => (tdur === undefined ? [] : [tdur / 1000])),
  );
  const [busiest = []] = threads.sort((a, b) => sum(b) - sum(a));
  return busiest.sort((a, b) => b - a);
}

/**
 * The tasks of the page while `during` is done, longest first, in milliseconds of CPU. Prints the longest.
 * @throws Error where the trace lacks the page's tasks: it would pass for a smooth page
 */
export async function tasksOf(page: Page, browser: Browser, during: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await during();
  const tasks = mainTasks(await browser.stopTracing());
  console.log(
    `Longest tasks: ${tasks
      .slice(0, 5)
      .map((ms) => ms.toFixed(0))
      .join(', ')} ms of CPU; over 50 ms: ${tasks.filter((ms) => ms > 50).length} of ${tasks.length}`,
  );
  if ((tasks[0] ?? 0) < 1) throw new Error('The trace holds no task of the page.');
  return tasks;
}
