/** The kernels of the WASM backend. Each does a part of its work, from `begin` up to `end`: threads take parts in turn. */
export { attention, attentionGradient } from './attention';
export { cachedAttention } from './cached-attention';
export { outputNorms } from './direction';
export { finish, geluGradient, geluValues } from './gelu';
export { multiply, pack } from './matmul';
export {
  crossEntropy,
  crossEntropyGradient,
  embedding,
  embeddingGradient,
  layerNorm,
  layerNormGradient,
  normParameterGradients,
  pickRows,
  pickRowsGradient,
} from './rows';
export { turn } from './stored';
export { topLogits } from './top-logits';
