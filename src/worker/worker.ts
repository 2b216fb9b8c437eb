/** The worker's entry. Browsers keep the compiled code of what a worker imports while it runs, and not that of its own file. */
import '../core/no-eval.ts';

const lab = import('./answer.ts');
lab.catch(reportError);
self.onmessage = ({ data }: MessageEvent<unknown>) => void lab.then(({ answer }) => answer(data));
