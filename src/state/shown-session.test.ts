import { afterEach, describe, expect, it, vi } from 'vitest';
import { createShownSession } from './shown-session.ts';
import { openBench } from './testing.ts';

/** A session whose page is still opening, and the phases that were shown of it. */
async function bench() {
  const { session } = (await openBench()).page;
  vi.useFakeTimers();
  session.setState({ phase: 'device' });
  const shown = createShownSession(session);
  const heard: string[] = [];
  const listen = () => shown.subscribe(({ phase }) => heard.push(phase));
  return { session, shown, heard, listen };
}

afterEach(() => void vi.useRealTimers());

describe('the shown session', () => {
  it('stays as it was until somebody listens, then catches up', async () => {
    const { session, shown, heard, listen } = await bench();
    session.setState({ phase: 'model' });
    vi.advanceTimersByTime(1000);
    expect(shown.getState().phase).toBe('device');
    listen();
    vi.advanceTimersByTime(200);
    expect(heard).toEqual(['model']);
    expect(shown.getState()).toBe(session.getState());
  });

  it('gathers changes while the page opens, but not the last one', async () => {
    const { session, heard, listen } = await bench();
    listen();
    session.setState({ phase: 'model' });
    session.setState({ download: { loaded: 1, total: 2 } });
    vi.advanceTimersByTime(199);
    expect(heard).toEqual([]);
    session.setState({ phase: 'ready' });
    expect(heard).toEqual(['ready']);
    vi.advanceTimersByTime(1000);
    expect(heard).toEqual(['ready']);
  });

  it('shows every change at once from then on', async () => {
    const { session, heard, listen } = await bench();
    const stop = listen();
    for (const phase of ['failed', 'device', 'model'] as const) session.setState({ phase });
    expect(heard).toEqual(['failed', 'device', 'model']);
    stop();
    session.setState({ phase: 'data' });
    expect(heard).toHaveLength(3);
  });
});
