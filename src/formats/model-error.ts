/** Why a model cannot be used, or not be had of the Hugging Face Hub. The page words each fault with its remedy. */

export const MODEL_FAULTS = [
  /** What was typed is no model's id. Value: text. */
  'no-id',
  /** An address of another site. Value: host. */
  'other-host',
  /** An address of the Hub that is no model's: a data set's, a space's. Value: kind. */
  'other-kind',
  /** No model of this id, or a private one: the Hub does not tell which. */
  'absent',
  /** Its owners give it to those alone who have agreed to their terms. */
  'gated',
  /** The Hub has closed the model. */
  'disabled',
  /** Value: revision. */
  'no-revision',
  /** Value: file. */
  'no-file',
  /** Too many questions. Value: seconds until the next, 0 where the Hub does not tell. */
  'too-many',
  /** No answer at all: no network, or something between keeps the page from the Hub. */
  'no-answer',
  /** Another error. Values: status, file. */
  'refused',
  /** An answer that is not what the Hub answers. Value: file. */
  'unclear',
  /** The connection broke, or nothing more came. Value: file. */
  'cut',
  /** Nothing among the files is a model's. */
  'no-model',
  /** An adapter, which is no model. */
  'adapter',
  /** Several models. Value: text, their folders. */
  'several',
  /** A zip that cannot be unpacked. */
  'zip',
  /** A file that is not JSON, or far too large for what it is. Value: file. */
  'json',
  /** An architecture that cannot be run here. Values: architecture, type. */
  'family',
  /** A model of a known family that cannot be run here; the reason is that of its reader. */
  'config',
  /** A file of weights that cannot be read; the reason is that of its reader. Value: file. */
  'weights',
  /** The weights are there only as pickles, which can run code. Value: file. */
  'pickle',
  /** No weights at all. */
  'no-weights',
  /** Value: file. */
  'no-tokenizer',
  /** Values: bytes, limit. */
  'too-large',
  /** Weights in numbers that cannot be read here. Values: tensor, dtype. */
  'dtype',
  /** What came is not the file that the Hub lists. Value: file. */
  'damaged',
  /** The browser has no room for the rest of the download. */
  'no-room',
  /** Another tab works on this download. */
  'elsewhere',
] as const;
export type ModelFault = (typeof MODEL_FAULTS)[number];

/** What the words of a fault name. */
export interface ModelValues {
  text?: string;
  host?: string;
  kind?: string;
  revision?: string;
  file?: string;
  architecture?: string;
  type?: string;
  tensor?: string;
  dtype?: string;
  seconds?: number;
  status?: number;
  bytes?: number;
  limit?: number;
}

export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly fault: ModelFault;
  readonly values: Readonly<ModelValues>;
  /** The reason in the Hub's own words, or a reader's; null where neither gave any. */
  readonly said: string | null;
  constructor(fault: ModelFault, values: Readonly<ModelValues> = {}, said: string | null = null) {
    super([`${fault} ${JSON.stringify(values)}`, ...(said === null ? [] : [said])].join(': '));
    this.fault = fault;
    this.values = values;
    this.said = said;
  }
}
