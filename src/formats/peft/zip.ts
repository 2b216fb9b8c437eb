/** PEFT's two files as one zip that unpacks to an adapter's folder, beside whatever else is unpacked there. */
import { zipSync } from 'fflate';
import { writePeftAdapter } from './write.ts';

/**
 * @param folder its name
 * @throws FormatError as `writePeftAdapter`
 */
export function zipPeftAdapter(
  folder: string,
  adapter: Parameters<typeof writePeftAdapter>[0],
): Uint8Array<ArrayBuffer> {
  const files = Object.entries(writePeftAdapter(adapter));
  return zipSync(Object.fromEntries(files.map(([name, bytes]) => [`${folder}/${name}`, bytes])));
}
