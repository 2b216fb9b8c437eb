/** Reads and writes adapters as PEFT would, independently of the product's own reader, writer and analysis. */
import { unzipSync } from 'fflate';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import fixtures from '../src/formats/peft/fixtures/adapters.json' with { type: 'json' };

interface Tensor {
  shape: number[];
  data: Float32Array;
}

/** safetensors: 8 bytes of header length, a JSON header, then the data. */
export function tensorsOf(file: Uint8Array): Map<string, Tensor> {
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
    tensors.set(name, { shape, data: new Float32Array(Uint8Array.from(file.subarray(from, to)).buffer) });
  }
  return tensors;
}

function safetensorsOf(tensors: ReadonlyMap<string, Tensor>): Buffer {
  let end = 0;
  const header = Object.fromEntries(
    [...tensors].map(([name, { shape, data }]) => {
      const from = end;
      end += data.byteLength;
      return [name, { dtype: 'F32', shape, data_offsets: [from, end] }];
    }),
  );
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const data = [...tensors.values()].map((tensor) => Buffer.from(tensor.data.buffer));
  return Buffer.concat([length, json, ...data]);
}

/** The golden model's lengths, and nano's. Both have two layers. */
const LENGTHS = new Map([
  [12, 64],
  [36, 192],
  [48, 256],
]);

/** PEFT's own files for the golden model, with settings of one's own. */
export function goldenAdapter(id: keyof typeof fixtures, changes: Record<string, unknown> = {}) {
  const { config, tensors } = fixtures[id];
  return {
    'adapter_config.json': Buffer.from(
      JSON.stringify({ ...(JSON.parse(config) as object), base_model_name_or_path: 'nano', ...changes }),
    ),
    'adapter_model.safetensors': Buffer.from(tensors, 'base64'),
  };
}

/** PEFT's settings, and tensors of the names that PEFT gave them, in nano's shapes. */
export function nanoAdapter(id: keyof typeof fixtures, changes: Record<string, unknown> = {}) {
  const files = goldenAdapter(id, changes);
  const tensors = [...tensorsOf(files['adapter_model.safetensors'])].map(([name, { shape }], n) => {
    const own = shape.map((length) => LENGTHS.get(length) ?? length);
    const size = own.reduce((product, length) => product * length, 1);
    const data = Float32Array.from({ length: size }, (_, i) => Math.sin(n + i) / 20);
    return [name, { shape: own, data }] as const;
  });
  return { ...files, 'adapter_model.safetensors': safetensorsOf(new Map(tensors)) };
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
