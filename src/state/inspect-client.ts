/** Takes figures of runs' trained tensors, in workers that are started for it and then ended. One for the page: it keeps what it finds. */
import { createInspect } from '../worker/inspection-client.ts';

export const inspect = createInspect(new URL('.', document.baseURI).href);
