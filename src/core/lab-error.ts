/** The failures that the lab names. The page words each code with its remedy; the message names the place. */

export const ERROR_CODES = [
  /** No backend could start, or not the one that was forced. */
  'backend-unavailable',
  /** A file of the site could not be fetched: a model's, a backend's. */
  'file-fetch',
  /** A model's file is not what it should be. */
  'model-format',
  /** A model that a person brought in a folder, which this tab does not hold. */
  'model-absent',
  /** A visitor's file was changed, moved or deleted after it was chosen. */
  'file-unreadable',
  /** A visitor's data cannot be read. */
  'data-format',
  /** A visitor's file can be read, but only together with another that is not there. */
  'data-incomplete',
  /** Too few examples to split. */
  'data-too-small',
  /** Data of which an encoder cannot learn classes. */
  'no-classes',
  /** What needs a model that writes text is asked of an encoder. */
  'no-text',
  /** A prompt of which an encoder is to tell a class, without the two texts that its data have. */
  'prompt-parts',
  /** A prompt that the model cannot read whole. */
  'prompt-too-long',
  'no-model',
  /** What is asked for is of another base model, or of other weights of it, than are loaded. */
  'other-model',
  /** What is asked of an encoder's run is asked with the data of other classes. */
  'other-classes',
  /** A combined adapter would need a higher rank than LoRA has here. */
  'rank-too-high',
  'no-data',
  'no-run',
  /** A run has settings that PEFT would not train alike. */
  'no-form',
  /** What was kept of a run does not fit its settings. */
  'bad-adapter',
  /** What was kept of a run in training cannot be gone on from. */
  'bad-checkpoint',
  /** Work was given up because something else is wanted by now. */
  'abandoned',
  /** A loss, gradient or weight became NaN or infinite. */
  'non-finite',
  'out-of-memory',
  /** The worker's script could not be fetched or run. */
  'no-worker',
  /** The GPU device or the whole worker is gone. */
  'device-lost',
  /** The two sides of the worker disagree. */
  'bad-message',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** What anything that was thrown says of itself. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export class LabError extends Error {
  override name = 'LabError';
  readonly code: ErrorCode;
  /** @param detail names the problem and its place (file, line, step, site), in English */
  constructor(code: ErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** A value that must be there. @throws LabError with this code and detail where it is not */
export function need<T>(value: T | null | undefined, code: ErrorCode, detail: string): T {
  if (value === null || value === undefined) throw new LabError(code, detail);
  return value;
}
