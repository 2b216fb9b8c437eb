/**
 * The page's worker, started as soon as this file is read: the browser fetches and compiles the worker's scripts while it
 * evaluates the page's own, and cannot while the page draws for the first time.
 */
import { createLabClient } from '../worker/client.ts';

export const client = createLabClient();
