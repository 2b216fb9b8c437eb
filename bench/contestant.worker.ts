/** A contestant in a worker of its own. */
import { answer } from './answer.ts';
import type { BenchCommand } from './contestant.ts';

self.onmessage = ({ data }: MessageEvent<BenchCommand>) => {
  void answer(data).then((event) => self.postMessage(event));
};
