/** What the worker does with a message: it validates it and hands it to the lab. */
import { startHeartbeat } from './heartbeat.ts';
import { createLab } from './lab.ts';
import { commandSchema, type LabEvent } from './protocol.ts';

const post = (event: LabEvent) => self.postMessage(event);
const lab = createLab(post);
startHeartbeat(post);

export function answer(message: unknown): void {
  const command = commandSchema.safeParse(message);
  if (command.success) void lab.handle(command.data);
  else
    post({
      type: 'error',
      code: 'bad-message',
      detail: `The page sent a command of an unknown shape: ${command.error.message}`,
      requestId: null,
      runId: null,
    });
}
