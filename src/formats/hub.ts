/** A model on the Hugging Face Hub, looked up before any of its weights are fetched: the list of its files, and their description. */
import { z } from 'zod';
import type { HubAddress } from './hub-address.ts';
import { ask, fetchJson, type HubWays } from './hub-request.ts';
import { describeModel, type ModelDescription } from './model-description.ts';
import { ModelError } from './model-error.ts';

/** The Hub's host, the only one that the page asks by its name; large files lie on hosts that it sends to (tools/walls.mjs). */
export const HUB = 'https://huggingface.co';

/** A file as the Hub lists it. */
export interface HubFile {
  name: string;
  bytes: number;
  /** SHA-256 as hex, of a large file; else null. */
  sha256: string | null;
  /** SHA-1 as hex of git's blob, where it is told. */
  gitSha1: string | null;
}

export interface HubModel extends ModelDescription<HubFile> {
  /** As the Hub writes it. */
  id: string;
  /** What was asked for, and the commit that this is. */
  revision: string;
  commit: string;
  /** As the Hub tags it, e.g. `apache-2.0`; null where it has no such tag. */
  licence: string | null;
}

const size = z.number().int().min(0);
const infoSchema = z.looseObject({
  id: z.string().min(1),
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  gated: z.union([z.boolean(), z.string()]).default(false),
  disabled: z.boolean().default(false),
  tags: z.array(z.string()).catch([]),
  siblings: z.array(
    z.looseObject({
      rfilename: z.string(),
      size: size.nullish(),
      blobId: z.string().nullish(),
      lfs: z.looseObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size }).nullish(),
    }),
  ),
});

/** Where a file of a model is. */
export const fileUrl = (hub: string, id: string, commit: string, file: string): URL =>
  new URL(`${hub}/${id}/resolve/${commit}/${file.split('/').map(encodeURIComponent).join('/')}`);

/**
 * Asks the Hub what a model is. Some 100 kB come, of the weights their headers alone.
 * @throws ModelError where it is not there, not to be had, or cannot be run here
 */
export async function lookUp({ id, revision }: HubAddress, ways: HubWays): Promise<HubModel> {
  const { hub } = ways;
  const listing = new URL(`${hub}/api/models/${id}/revision/${encodeURIComponent(revision)}?blobs=true`);
  const { data: info } = infoSchema.safeParse(
    await fetchJson(listing, '', ways).catch(withRevision(revision)),
  );
  if (!info) throw new ModelError('unclear', { file: id });
  if (info.disabled) throw new ModelError('disabled');
  if (info.gated !== false) throw new ModelError('gated');
  const listed = new Map(
    info.siblings.map(({ rfilename: name, size, blobId, lfs }): [string, HubFile] => [
      name,
      {
        name,
        bytes: lfs?.size ?? size ?? 0,
        sha256: lfs?.sha256 ?? null,
        gitSha1: lfs ? null : (blobId ?? null),
      },
    ]),
  );
  const urlOf = ({ name }: HubFile) => fileUrl(hub, info.id, info.sha, name);
  const description = await describeModel({
    listed,
    json: (file) => fetchJson(urlOf(file), file.name, ways),
    start: (file, bytes) => readStart(urlOf(file), file.name, bytes, ways),
  });
  return {
    id: info.id,
    revision,
    commit: info.sha,
    ...description,
    licence: info.tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? null,
  };
}

/** The Hub does not repeat which revision it has not. */
const withRevision = (revision: string) => (error: unknown) => {
  if (error instanceof ModelError && error.fault === 'no-revision')
    throw new ModelError('no-revision', { revision }, error.said);
  throw error;
};

/** The first bytes of a file, from a server that knows ranges or not. */
async function readStart(url: URL, name: string, bytes: number, ways: HubWays): Promise<ArrayBuffer> {
  if (bytes === 0) return new ArrayBuffer(0);
  const { chunks } = await ask(url, name, ways, `0-${bytes - 1}`);
  const found: Uint8Array<ArrayBuffer>[] = [];
  let come = 0;
  for await (const chunk of chunks()) {
    found.push(chunk);
    come += chunk.byteLength;
    if (come >= bytes) break;
  }
  if (come < bytes) throw new ModelError('cut', { file: name });
  return await new Blob(found).slice(0, bytes).arrayBuffer();
}
