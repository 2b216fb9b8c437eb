/**
 * Downloads of models of the Hugging Face Hub that are not complete or not opened yet, kept in this browser in pieces. Once its model
 * is loaded, a download is that kept model (`KeptModels.keep`). Loaded with the dialog that shows them.
 */
import { bytesOf, type Pieces } from '../formats/hub-download.ts';
import { ModelError } from '../formats/model-error.ts';
import type { HubModel } from '../formats/hub.ts';
import { downloadKey, modelsDatabase, piecesKey, piecesOf } from './kept-models.ts';

export interface KeptDownload {
  model: HubModel;
  /** So many bytes of its files are kept. */
  loaded: number;
}

/** All reject where the browser keeps nothing, or has no room. */
export interface KeptDownloads {
  /** In the order of their models' ids. */
  list(): Promise<KeptDownload[]>;
  /** The pieces of a model's download, which is listed from now on. */
  begin(model: HubModel): Promise<Pieces>;
  /** Deletes a download with its pieces. @throws ModelError `elsewhere` */
  remove(model: HubModel): Promise<void>;
  /** Works on a download. @throws ModelError `elsewhere` while another tab does, which only locks tell */
  alone<T>(model: HubModel, work: () => Promise<T>): Promise<T>;
}

/**
 * @param name the database's
 * @param locks the browser's; null where it has none, as on plain http
 */
export function createKeptDownloads(name?: string, locks: LockManager | null = null): KeptDownloads {
  const database = modelsDatabase(name);
  const alone: KeptDownloads['alone'] = async (model, work) => {
    if (!locks) return work();
    return await locks.request(`rankscope-download ${downloadKey(model)}`, { ifAvailable: true }, (lock) => {
      if (!lock) throw new ModelError('elsewhere');
      return work();
    });
  };
  return {
    alone,
    async list() {
      const db = await database();
      return Promise.all(
        (await db.getAll('downloads')).map(async (model) => ({
          model,
          loaded: bytesOf(await db.getAll('pieces', piecesOf(downloadKey(model)))),
        })),
      );
    },
    async begin(model) {
      const key = downloadKey(model);
      await (await database()).put('downloads', model, key);
      return {
        of: async (file) => (await database()).getAll('pieces', piecesOf(key, file)),
        async add(file, from, piece) {
          await (await database()).put('pieces', piece, [key, file, from]);
        },
        drop: async (file) => (await database()).delete('pieces', piecesOf(key, file)),
      };
    },
    remove: (model) =>
      alone(model, async () => {
        const key = downloadKey(model);
        const transaction = (await database()).transaction(['models', 'downloads', 'pieces'], 'readwrite');
        // Another tab may have made it a kept model by now.
        const isKept = (await transaction.objectStore('models').getAll()).some(
          (kept) => piecesKey(kept) === key,
        );
        await Promise.all([
          transaction.objectStore('downloads').delete(key),
          ...(isKept ? [] : [transaction.objectStore('pieces').delete(piecesOf(key))]),
          transaction.done,
        ]);
      }),
  };
}
