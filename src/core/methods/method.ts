/** What every way of adapting says of itself, without a device. One file per method; methods.ts lists them. */
import type { z } from 'zod';
import type { Site, TransformerConfig } from '../site.ts';
import type { NamedTensors } from '../tensors.ts';
import type { Mark } from './marks.ts';

/** A method's tensor before it exists. A method's slots decide what is trained, counted, kept and exported. */
export interface Slot {
  /** Unique among a method's slots, e.g. `0.q.lora_A`, or the base model's tensor of that name (`BaseTensor`). */
  name: string;
  shape: readonly number[];
  /** Where it belongs, in words, for messages. */
  place: string;
  /**
   * The values that training starts from, row-major: `base` for those of the base model's tensor of that name, the L2 norms
   * of the rows of a matrix of the base model (dOut × dIn), or a factor of such a matrix.
   */
  initial: 'base' | { rowNormsOf: Site } | FactorOf | (() => Float32Array);
  /** True for the tied embedding, which the forward pass reads twice: as embedding and as head. */
  isShared?: boolean;
  /** What the learning rate is multiplied by; 1 if absent. */
  rateFactor?: number;
  /**
   * What the weight decay is multiplied by; 1 if absent. 0 for biases and norms, as Hugging Face's Trainer has it, and for
   * what does not start near 0, where a pull towards 0 would undo the base model: IA³'s l, DoRA's m, A and B of PiSSA and OLoRA.
   */
  decayFactor?: number;
  /** True for a tensor that is kept with the others, but not trained. */
  isFrozen?: boolean;
}

/** How a matrix W0 of the base model is factored as BA: by singular values, or by QR (src/core/factors.ts). */
export type Factorisation = 'pissa' | 'olora';

/** A leading factor of a matrix W0 ≈ BA of the base model, of as many rows of A, or columns of B, as its slot has. */
export interface FactorOf {
  factorOf: Site;
  by: Factorisation;
  matrix: 'A' | 'B';
  /** What its values are multiplied by. */
  multiplier: number;
}

/** The update ΔW = s·BA of one matrix, row-major: `a` is r × dIn, `b` is dOut × r. */
export interface LowRankDelta {
  site: Site;
  r: number;
  dIn: number;
  dOut: number;
  a: Float32Array;
  b: Float32Array;
  /** s */
  scale: number;
}

/**
 * A setting as the form shows it. Its kind and limits are those of the schema: a number made by `bounded`, a switch, a choice
 * among strings, or `target_modules`. Others need a field of their own in src/ui/panel/method-fields.tsx.
 */
export interface Field {
  /** The setting's name in the schema. */
  key: string;
  /**
   * Some 15 characters for a number, since two share a row of the form. Methods that share a setting share its label and its
   * symbol.
   */
  label: string;
  /** Its symbol, as names of files and, before the value, titles of runs have it. */
  short: string;
  /** The setting with its value, as titles of runs have it where the symbol alone would be a riddle. */
  phrase?(value: number): string;
  /** What the field shows in place of 0. */
  zero?: string;
  help: string;
  /** True for a setting that most runs leave alone. */
  isRare?: boolean;
  /** What an arrow key adds to a number; 1 unless it says otherwise. */
  step?: number;
  /** What a number amounts to on this model, in a sentence; null where its label says it. */
  noteOn?: (model: Pick<TransformerConfig, 'n_layer'>, value: number) => string | null;
  /** What the values of a choice are called; every choice has one. */
  choices?: Readonly<Record<string, string>>;
}

/** The update ΔW of one matrix as it is, row-major dIn × dOut: the transpose of the paper's. */
export interface DenseDelta {
  site: Site;
  dIn: number;
  dOut: number;
  values: Float32Array;
}

/** @template C the method's settings; `type` is the method's id */
export interface MethodSpec<C extends { type: string }> {
  /** What the field calls it. */
  name: string;
  /** What it trains, in a sentence. */
  about: string;
  /** Its settings with their limits and defaults. Their names stand in addresses, so one name has one meaning in all methods. */
  schema: z.ZodObject<Record<string, z.ZodType>>;
  /** The settings that a person can change, in the form's order. */
  fields: readonly Field[];
  /**
   * The learning rate that the method starts with: the best of a sweep on validation data (docs/results.md). Methods differ in
   * it by a hundred times.
   */
  learningRate: number;
  /** The same for an encoder, as docs/results.md has it; absent where the method adapts none. */
  encoderRate?: number;
  /** Why no singular values are drawn, in a sentence; null where the method changes matrices. */
  noSpectrum: string | null;
  /** What the singular values are of where that is not the whole change of W, in a sentence; null or absent elsewhere. */
  spectrumNote?(config: C): string | null;
  /** True where the forward passes of the other decoders, Llama and GPT-NeoX, have the method's seams; a GPT-2's has those of every method. */
  adaptsDecoders?: true;
  /** True where the forward pass of an encoder has the method's seams. */
  adaptsEncoders?: true;
  /** The matrices that the method changes, in the order of `sitesOf`. */
  sites(model: Pick<TransformerConfig, 'n_layer'>, config: C): Site[];
  /** Where the method acts, for the drawing of the model. */
  marks(model: Pick<TransformerConfig, 'n_layer'>, config: C): Mark[];
  /** The method's tensors, in a fixed order. @param seed draws the values that training starts from */
  slots(model: TransformerConfig, config: C, seed: number): Slot[];
  /** True where ΔW has no low-rank form: its singular values cost a whole SVD, and are taken when the validation loss is. */
  hasFullRank?: boolean;
  /**
   * ΔW of every matrix that the method changes, in the order of the sites; none where it changes no matrix.
   * @param base what the slots that start at the base model's values started from, by name
   */
  deltas(
    config: C,
    tensors: NamedTensors,
    base: NamedTensors,
    model: TransformerConfig,
  ): (LowRankDelta | DenseDelta)[];
  /** Virtual tokens beside each text, which take places of the context; absent for none. */
  virtual?(config: C): VirtualTokens;
}

/** How many virtual tokens stand before a text, and between its prompt and its completion. */
export interface VirtualTokens {
  before: number;
  after: number;
  /** True where the positions of the text count them; elsewhere they take no rows of the position embedding. */
  takesPositions?: boolean;
}

/** How many places of the context the virtual tokens take; 0 without any. */
export const countVirtual = (virtual: VirtualTokens | undefined): number =>
  virtual ? virtual.before + virtual.after : 0;
