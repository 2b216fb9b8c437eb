/** What every way of adapting says of itself, without a device. One file per method; methods.ts lists them. */
import type { Site, TransformerConfig } from '../site.ts';
import type { NamedTensors } from '../tensors.ts';

/** A trained tensor before it exists. A method's slots decide what is trained, counted, kept and exported. */
export interface Slot {
  /** Unique among a method's slots, e.g. `0.q.lora_A`, or the base model's tensor of that name (`BaseTensor`). */
  name: string;
  shape: readonly number[];
  /** Where it belongs, in words, for messages. */
  place: string;
  /** The values that training starts from, row-major; `base` for those of the base model's tensor of that name. */
  initial: 'base' | (() => Float32Array);
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

/** @template C the method's settings */
export interface MethodSpec<C> {
  /** What is trained, in a fixed order. @param seed draws the values that training starts from */
  slots(model: TransformerConfig, config: C, seed: number): Slot[];
  /** ΔW of every matrix that the method changes, in the order of the sites; none where it changes no matrix. */
  deltas(config: C, tensors: NamedTensors): LowRankDelta[];
}
