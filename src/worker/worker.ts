/** The worker's entry: validates what arrives and hands it to the lab. */
import '../core/no-eval.ts';
import { startHeartbeat } from './heartbeat.ts';
import { createLab } from './lab.ts';
import { commandSchema, type LabEvent } from './protocol.ts';

const post = (event: LabEvent) => self.postMessage(event);
const lab = createLab(post);
startHeartbeat(post);

self.onmessage = ({ data }: MessageEvent<unknown>) => {
  const command = commandSchema.safeParse(data);
  if (command.success) void lab.handle(command.data);
  else
    post({
      type: 'error',
      code: 'bad-message',
      detail: `The page sent a command of an unknown shape: ${command.error.message}`,
      requestId: null,
      runId: null,
    });
};
