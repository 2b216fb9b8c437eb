/** Reads an exported adapter as PEFT would, independently of the product's own reader and analysis. */
import { unzipSync } from 'fflate';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';

interface Tensor {
  shape: number[];
  data: Float32Array;
}

/** safetensors: 8 bytes of header length, a JSON header, then the data. */
function tensorsOf(file: Uint8Array): Map<string, Tensor> {
  const view = new DataView(file.buffer, file.byteOffset);
  const headerLength = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength))) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    if (dtype !== 'F32') throw new Error(`${name} is ${dtype}`);
    const [from, to] = data_offsets.map((offset) => 8 + headerLength + offset) as [number, number];
    tensors.set(name, { shape, data: new Float32Array(file.slice(from, to).buffer) });
  }
  return tensors;
}

/**
 * The singular values of ΔW = (lora_alpha / r)·B·A of one third of a fused c_attn, by a full SVD of the dense matrix.
 * @param part 0 for Wq, 1 for Wk, 2 for Wv
 */
export function attentionSpectrum(zip: Uint8Array, layer: number, part: 0 | 1 | 2): number[] {
  const files = unzipSync(zip);
  const fileOf = (name: string) =>
    Object.entries(files).find(([path]) => path.endsWith(`-adapter/${name}`))?.[1];
  const weights = fileOf('adapter_model.safetensors');
  const configFile = fileOf('adapter_config.json');
  if (!weights || !configFile) throw new Error(`the zip holds ${Object.keys(files).join(', ')}`);
  const config = JSON.parse(new TextDecoder().decode(configFile)) as { r: number; lora_alpha: number };
  const tensors = tensorsOf(weights);
  const matrix = (name: string) => {
    const tensor = tensors.get(`base_model.model.transformer.h.${layer}.attn.c_attn.${name}.weight`);
    if (!tensor) throw new Error(`the adapter lacks ${name} of layer ${layer}`);
    const [rows = 0, columns = 0] = tensor.shape;
    return Matrix.from1DArray(rows, columns, tensor.data);
  };
  const fused = matrix('lora_B')
    .mmul(matrix('lora_A'))
    .mul(config.lora_alpha / config.r);
  const third = fused.rows / 3;
  const delta = fused.subMatrix(part * third, (part + 1) * third - 1, 0, fused.columns - 1);
  return new SingularValueDecomposition(delta).diagonal;
}
