/** The worker's entry. Chromium keeps the compiled code of what a worker imports while it runs, and not that of its own file. */
import '../core/no-eval.ts';

const answering = import('./answer.ts');
// The page hears of it as an error of the worker.
answering.catch(reportError);
self.onmessage = ({ data }: MessageEvent<unknown>) =>
  void answering.then(({ answer }) => answer(data)).catch(reportError);
