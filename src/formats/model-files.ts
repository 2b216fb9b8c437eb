/** A base model's files as its manifest names them: what was damaged on the way or exchanged is refused. */
import { LabError } from '../core/lab-error.ts';
import { MANIFEST, manifestSchema, type FileMark, type Manifest, type ModelFile } from '../core/manifest.ts';
import { fetchFile, type FetchOptions } from './fetch-file.ts';
import { parseAs } from './parse-json.ts';
import { sha256 } from './sha256.ts';

/** Files that not every model has. */
type Optional = 'heldout.txt' | 'baseline.json';

/** Of files that the manifest does not name, null. */
export type ModelFiles = Record<Exclude<ModelFile, Optional>, Uint8Array<ArrayBuffer>> &
  Record<Optional, Uint8Array<ArrayBuffer> | null> & {
    /** SHA-256 of model.safetensors, as hex. */
    weights: string;
  };

async function fetchManifest(folder: URL, options: FetchOptions): Promise<Manifest> {
  const url = new URL(MANIFEST, folder);
  // Always as the server has it now, lest files of today be held against an older one.
  return parseAs(manifestSchema, url.pathname, await fetchFile(url, { ...options, cache: 'no-cache' }));
}

/** Where a model's files are. @param baseUrl the page's folder */
export const modelFolder = (name: string, baseUrl: string): URL =>
  new URL(`models/${encodeURIComponent(name)}/`, baseUrl);

/**
 * Fetches all files of a model, and sees that each is the one that the manifest names. Where one fails, the others are
 * given up.
 * @param folder the model's, with a slash at its end
 * @param onWeights hears of the weights' bytes so far, and in all (0 until the manifest has come)
 * @throws LabError `file-fetch`, or `model-format` naming the file that is not what the manifest says
 */
export async function fetchModelFiles(
  folder: URL,
  onWeights: ((loaded: number, total: number) => void) | undefined,
  options: Pick<FetchOptions, 'patienceMs'> = {},
): Promise<ModelFiles> {
  const load = new AbortController();
  const shared = { ...options, signal: load.signal };
  let weightBytes = 0;
  const manifest = fetchManifest(folder, shared).then((found) => {
    weightBytes = found.files['model.safetensors'].bytes;
    return found;
  });
  const fetchNamed = async (file: ModelFile, onProgress?: FetchOptions['onProgress']) => {
    const url = new URL(file, folder);
    const ways = { ...shared, ...(onProgress && { onProgress }) };
    const first = await fetchFile(url, ways);
    const mark = (await manifest).files[file];
    if (!mark || (await isMarked(first, mark))) return first;
    // A cache may keep what an earlier version of the site had.
    const second = await fetchFile(url, { ...ways, cache: 'reload' });
    if (await isMarked(second, mark)) return second;
    throw new LabError(
      'model-format',
      `${url.pathname} is not the file that ${MANIFEST} names: ${second.byteLength} bytes with SHA-256 ` +
        `${short(await sha256(second))} came, where ${mark.bytes} bytes with ${short(mark.sha256)} belong.`,
    );
  };
  const fetchOptional = async (file: Optional) => ((await manifest).files[file] ? fetchNamed(file) : null);
  const [config, tokenizer, weights, heldOut, baseline] = await Promise.all([
    fetchNamed('config.json'),
    fetchNamed('tokenizer.json'),
    fetchNamed('model.safetensors', (loaded) => onWeights?.(loaded, weightBytes)),
    fetchOptional('heldout.txt'),
    fetchOptional('baseline.json'),
  ]).catch((error: unknown) => {
    load.abort(error);
    throw error;
  });
  return {
    weights: (await manifest).files['model.safetensors'].sha256,
    'config.json': config,
    'tokenizer.json': tokenizer,
    'model.safetensors': weights,
    'heldout.txt': heldOut,
    'baseline.json': baseline,
  };
}

const short = (hash: string) => `${hash.slice(0, 12)}…`;

const isMarked = async (found: Uint8Array<ArrayBuffer>, { bytes, sha256: wanted }: FileMark) =>
  found.byteLength === bytes && (await sha256(found)) === wanted;
