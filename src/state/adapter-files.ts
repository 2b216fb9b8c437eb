/** Which of some files make adapters for PEFT, and what such an adapter is called. */
import { plainName } from '../core/plain-name.ts';
import { NAME_LENGTH } from '../core/run-record.ts';
import type { OwnFile } from '../worker/protocol.ts';

/** One of PEFT's two files, or weights in another form, which the parser refuses with the reason. */
const PART = /(^|[\\/])adapter_config\.json$|\.(safetensors|bin|pt|pth|ckpt|pkl)$/i;

/** A zip archive ends with the names of what it holds: of few files in fewer bytes. */
const TAIL_BYTES = 65_536;

async function holdsAdapter({ name, bytes }: OwnFile): Promise<boolean> {
  if (!/\.zip$/i.test(name)) return false;
  try {
    return /adapter_(config\.json|model\.(safetensors|bin))/.test(await bytes.slice(-TAIL_BYTES).text());
  } catch {
    // It cannot be read any more, which who reads it will tell.
    return false;
  }
}

/** Parts that lie side by side are of one adapter; a zip is one by itself. */
export async function findAdapterFiles(
  files: readonly OwnFile[],
): Promise<{ adapters: OwnFile[][]; others: OwnFile[] }> {
  const parts = files.filter(({ name }) => PART.test(name));
  const zips: OwnFile[] = [];
  for (const file of files) if (await holdsAdapter(file)) zips.push(file);
  return {
    adapters: [...(parts.length > 0 ? [parts] : []), ...zips.map((zip) => [zip])],
    others: files.filter((file) => !parts.includes(file) && !zips.includes(file)),
  };
}

/** The name of the zip, if it is one. */
export function adapterNameOf([first]: readonly OwnFile[]): string {
  const [, zip] = /^(.+)\.zip$/i.exec(first?.name ?? '') ?? [];
  return plainName(zip ?? '').slice(0, NAME_LENGTH) || 'adapter';
}
