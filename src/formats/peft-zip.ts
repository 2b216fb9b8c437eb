/** PEFT's two files as one zip that unpacks to an adapter's folder, beside whatever else is unpacked there. */
import { strToU8, zipSync } from 'fflate';
import { writePeftAdapter } from './peft.ts';

/**
 * @param folder its name
 * @throws FormatError as `writePeftAdapter`
 */
export function zipPeftAdapter(
  folder: string,
  adapter: Parameters<typeof writePeftAdapter>[0],
): Uint8Array<ArrayBuffer> {
  const files = writePeftAdapter(adapter);
  return zipSync({
    [`${folder}/adapter_model.safetensors`]: files['adapter_model.safetensors'],
    [`${folder}/adapter_config.json`]: strToU8(files['adapter_config.json']),
  });
}
