/** The lowest layer of a model that training reaches: no gradient is needed below it. */

/** Modules above all layers, of which a trained tensor needs no gradient of a layer. */
const ABOVE = new Set(['lnF', 'head', 'classifier', 'dense']);

/**
 * @param names of the trained tensors, as their slots have them
 * @returns 0 where something outside the layers may be read by the first, such as the embedding or virtual tokens; at most the last layer
 */
export const lowestTrained = (names: readonly string[], n_layer: number): number =>
  names.reduce((lowest, name) => {
    const [, layer] = /^(\d+)\./.exec(name) ?? [];
    if (layer !== undefined) return Math.min(lowest, Number(layer));
    return ABOVE.has(name.split('.')[0] ?? '') ? lowest : 0;
  }, n_layer - 1);
