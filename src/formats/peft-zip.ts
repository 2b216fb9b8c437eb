/** PEFT's two files as one zip: what a person saves and unpacks as an adapter's folder. */
import { strToU8, zipSync } from 'fflate';
import { writePeftAdapter } from './peft.ts';

/** @throws FormatError as `writePeftAdapter` */
export function zipPeftAdapter(adapter: Parameters<typeof writePeftAdapter>[0]): Uint8Array<ArrayBuffer> {
  const files = writePeftAdapter(adapter);
  return zipSync({
    'adapter_model.safetensors': files['adapter_model.safetensors'],
    'adapter_config.json': strToU8(files['adapter_config.json']),
  });
}
