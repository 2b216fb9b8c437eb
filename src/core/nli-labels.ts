/** The classes of the nli task, which are also those that an encoder's head tells apart, in the order of its outputs. */
export const NLI_LABELS = ['entailment', 'neutral', 'contradiction'] as const;
export type NliLabel = (typeof NLI_LABELS)[number];
