/** Slot: a trained tensor before it exists. A method's slots decide what is trained, counted, kept and exported. */
export interface Slot {
  /** Unique among a method's slots, e.g. `0.q.lora_A`. */
  name: string;
  shape: readonly number[];
  /** Where it belongs, in words, for messages. */
  place: string;
  /** The values that training starts from, row-major. */
  initial: () => Float32Array;
}
