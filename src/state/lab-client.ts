/** The page's end of its worker. */
import { createLabClient } from '../worker/client.ts';
import { takeWorker } from '../worker/first-worker.ts';

export const client = createLabClient(takeWorker);
