/**
 * The page's end of the worker: typed requests that resolve or reject, and a stream of events. It holds no state
 * of the lab. A worker that ends or hangs is given up: what was asked of it is rejected and `device-lost` reported, or `no-worker` where it never started. The next message starts a fresh one.
 */
import { z } from 'zod';
import { LabError, type ErrorCode } from '../core/lab-error.ts';
import { commandSchema, eventSchema, type Command, type CommandOf, type LabEvent } from './protocol.ts';
import { watchWorker, type Watch } from './watch.ts';

/** The part of `Worker` that the client needs. */
export interface WorkerPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'error' | 'messageerror', listener: (event: Event) => void): void;
  terminate(): void;
}

/** Which events answer which request. */
const REPLIES = {
  init: ['ready'],
  loadModel: ['model'],
  readData: ['offer'],
  takeOffer: ['dataset'],
  loadData: ['dataset'],
  generate: ['generated'],
  evaluate: ['evaluated'],
  measure: ['measured'],
  probe: ['probed'],
  score: ['scored'],
  merge: ['merged'],
  time: ['timed'],
  switch: ['switched'],
  mix: ['mixed'],
  mergeModel: ['mergedModel'],
  pack: ['packed'],
  readAdapter: ['adapter'],
  memory: ['memory'],
} as const satisfies Partial<Record<Command['type'], readonly LabEvent['type'][]>>;

type RequestType = keyof typeof REPLIES;
/** What a request says besides its type and its number, which the client gives it. */
export type LabRequest<T extends RequestType> = Omit<CommandOf<T>, 'type' | 'requestId'>;
/** A command that is not answered. */
export type LabNotice = Exclude<Command, { requestId: number }>;
export type LabReply<T extends RequestType> = Extract<LabEvent, { type: (typeof REPLIES)[T][number] }>;

export interface LabClient {
  /** Sends a command that has no answer. */
  send(command: LabNotice): void;
  /** Sends a request. Rejects with `LabError` when the worker reports a failure or dies. */
  request<T extends RequestType>(type: T, fields: LabRequest<T>): Promise<LabReply<T>>;
  /** Hears every event, answers included. Returns the way to stop. */
  subscribe(listener: (event: LabEvent) => void): () => void;
  /** Ends the worker. */
  dispose(): void;
}

function isReply<T extends RequestType>(type: T, event: LabEvent): event is LabReply<T> {
  const answers: readonly string[] = REPLIES[type];
  return answers.includes(event.type);
}

/** What can still be told of an event of an unknown shape: whose answer it was meant to be. */
const numberedSchema = z.object({ requestId: z.number().int() });

interface Pending {
  settle: (event: LabEvent) => void;
  reject: (error: LabError) => void;
  /** Milliseconds for which the worker may be silent over it. */
  allowance: number;
}

/** Milliseconds for which the worker may be silent while it loads: tokenising has no operations between which to beat. */
const LOADING_MS = 30_000;

function allowanceFor(command: Command): number {
  switch (command.type) {
    case 'init':
    case 'loadModel':
    case 'loadData':
    case 'readData':
      return LOADING_MS;
    default:
      return 0;
  }
}

/** Starts the worker and keeps it until `dispose`. */
export function createLabClient(spawn: () => WorkerPort): LabClient {
  const listeners = new Set<(event: LabEvent) => void>();
  const pending = new Map<number, Pending>();
  let port: WorkerPort | null = null;
  let watch: Watch | null = null;
  let lastId = 0;

  const announce = (event: LabEvent) => {
    for (const listener of listeners) listener(event);
  };

  const receive = (message: unknown) => {
    const parsed = eventSchema.safeParse(message);
    if (!parsed.success) {
      const detail = `The worker sent an event of an unknown shape: ${parsed.error.message}`;
      const { data: answer } = numberedSchema.safeParse(message);
      if (answer) {
        pending.get(answer.requestId)?.reject(new LabError('bad-message', detail));
        pending.delete(answer.requestId);
      }
      announce({
        type: 'error',
        code: 'bad-message',
        detail,
        requestId: answer?.requestId ?? null,
        runId: null,
      });
      return;
    }
    const event = parsed.data;
    watch?.heard(event);
    if (event.type === 'alive' || event.type === 'beat') return;
    // A worker whose device is gone has nothing left to work with: the next message starts a fresh one.
    if (event.type === 'error' && event.code === 'device-lost') {
      fail(event.detail);
      return;
    }
    if ('requestId' in event && event.requestId !== null) {
      const waiting = pending.get(event.requestId);
      pending.delete(event.requestId);
      if (event.type === 'error') waiting?.reject(new LabError(event.code, event.detail));
      else waiting?.settle(event);
    }
    announce(event);
  };

  /** Lets go of the worker. What it was asked for is rejected. */
  const giveUp = (reason: LabError) => {
    watch?.stop();
    watch = null;
    port?.terminate();
    port = null;
    for (const { reject } of pending.values()) reject(reason);
    pending.clear();
  };

  const fail = (detail: string) => {
    const code: ErrorCode = watch?.started ? 'device-lost' : 'no-worker';
    giveUp(new LabError(code, detail));
    announce({ type: 'error', code, detail, requestId: null, runId: null });
  };

  const start = (): WorkerPort => {
    const spawned = spawn();
    // What a worker says after it was given up no longer counts.
    spawned.addEventListener('message', (event) => {
      if (port === spawned && event instanceof MessageEvent) receive(event.data);
    });
    const onError = (event: Event) => {
      if (port !== spawned) return;
      fail(event instanceof ErrorEvent && event.message ? event.message : 'The worker stopped.');
    };
    spawned.addEventListener('error', onError);
    spawned.addEventListener('messageerror', onError);
    const allowance = () => [...pending.values()].reduce((sum, request) => sum + request.allowance, 0);
    watch = watchWorker(allowance, fail);
    return spawned;
  };

  const post = (command: Command) => {
    port ??= start();
    port.postMessage(command);
  };

  port = start();

  return {
    send: post,
    request(type, fields) {
      const requestId = ++lastId;
      const command = commandSchema.parse({ ...fields, type, requestId });
      return new Promise((resolve, reject) => {
        pending.set(requestId, {
          settle(event) {
            if (isReply(type, event)) resolve(event);
            else reject(new LabError('bad-message', `${type} was answered by ${event.type}.`));
          },
          reject,
          allowance: allowanceFor(command),
        });
        try {
          post(command);
        } catch (error) {
          // No answer will come to what was not sent.
          pending.delete(requestId);
          throw error;
        }
      });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      giveUp(new LabError('device-lost', 'The worker was ended.'));
    },
  };
}
