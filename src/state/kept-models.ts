/**
 * Models that a person brought, kept in this browser with their files. In a database of their own: no run needs it to be read. The
 * files of a downloaded model stay the pieces in which they came (kept-downloads.ts): they are not written a second time.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Piece } from '../formats/hub-download.ts';
import type { HubModel } from '../formats/hub.ts';
import type { OwnFile } from '../worker/protocol.ts';

/** Where on the Hugging Face Hub a model is from. */
export interface HubOrigin {
  /** `owner/name` */
  id: string;
  commit: string;
}

/** A model folder that a person brought: its id, and its files by their names in it. */
export interface OwnModel {
  id: string;
  files: readonly OwnFile[];
  /** Absent of one from a disk. */
  origin?: HubOrigin;
  /** `ModelInfo.weights`, once it was loaded. */
  weights?: string;
}

/** One that is kept, without its files. */
export interface KeptModel {
  id: string;
  bytes: number;
  origin?: HubOrigin;
  weights?: string;
}

export const withoutFiles = ({ id, files, origin, weights }: OwnModel): KeptModel => ({
  id,
  ...(origin && { origin }),
  ...(weights !== undefined && { weights }),
  bytes: files.reduce((sum, { bytes }) => sum + bytes.size, 0),
});

/** All reject where the browser keeps nothing, or has no room. */
export interface KeptModels {
  /** In the order of their ids. */
  list(): Promise<KeptModel[]>;
  /** The files of one; null where none of that id is kept. */
  files(id: string): Promise<readonly OwnFile[] | null>;
  /** Keeps one, in the place of another of its id. */
  keep(model: OwnModel): Promise<void>;
  remove(id: string): Promise<void>;
}

/** A downloaded model: the names of its files, whose bytes are in pieces. */
interface DownloadedModel extends KeptModel {
  origin: HubOrigin;
  names: readonly string[];
}

interface Schema extends DBSchema {
  models: { key: string; value: OwnModel | DownloadedModel };
  /** By `downloadKey`, those whose model is not kept yet. */
  downloads: { key: string; value: HubModel };
  /** By `downloadKey`, the file, and how many of its bytes stand before the piece. */
  pieces: { key: [string, string, number]; value: Piece };
}

export const downloadKey = ({ id, commit }: HubOrigin): string => `${id}@${commit}`;

/** The keys of a download's pieces, or of one file's. In a key's order an array is after every number and every text. */
export const piecesOf = (...start: [key: string, file?: string]): IDBKeyRange =>
  IDBKeyRange.bound(start, [...start, []]);

/** @returns gives the connection, which is opened anew where it has ended */
export function modelsDatabase(name = 'rankscope-models'): () => Promise<IDBPDatabase<Schema>> {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  return () => {
    if (opened) return opened;
    const opening = openDB<Schema>(name, 2, {
      upgrade(db, version) {
        if (version < 1) db.createObjectStore('models', { keyPath: 'id' });
        db.createObjectStore('downloads');
        db.createObjectStore('pieces');
      },
      // Another page waits until this connection is closed.
      blocking: () => {
        forget();
        void opening.then((db) => db.close());
      },
      terminated: () => forget(),
    });
    const forget = () => {
      if (opened === opening) opened = null;
    };
    opening.catch(forget);
    opened = opening;
    return opening;
  };
}

/** The key of the pieces that a kept model's files are; null where it has its files with it. */
export const piecesKey = (model: OwnModel | DownloadedModel | undefined): string | null =>
  model && 'names' in model ? downloadKey(model.origin) : null;

/** @param name the database's */
export function createKeptModels(name?: string): KeptModels {
  const database = modelsDatabase(name);
  return {
    list: async () =>
      (await (await database()).getAll('models')).map((model) => {
        if (!('names' in model)) return withoutFiles(model);
        const { id, bytes, origin, weights } = model;
        return { id, bytes, origin, ...(weights !== undefined && { weights }) };
      }),
    async files(id) {
      const db = await database();
      const model = await db.get('models', id);
      if (!model) return null;
      if (!('names' in model)) return model.files;
      const key = downloadKey(model.origin);
      return Promise.all(
        model.names.map(async (file) => {
          const pieces = await db.getAll('pieces', piecesOf(key, file));
          return { name: file, bytes: new Blob(pieces.map(({ bytes }) => bytes)) };
        }),
      );
    },
    async keep(model) {
      const transaction = (await database()).transaction(['models', 'downloads', 'pieces'], 'readwrite');
      const models = transaction.objectStore('models');
      const downloads = transaction.objectStore('downloads');
      const before = piecesKey(await models.get(model.id));
      const { origin, files } = model;
      const key = origin ? downloadKey(origin) : null;
      const isInPieces = key !== null && (key === before || (await downloads.get(key)) !== undefined);
      await Promise.all([
        models.put(
          isInPieces && origin
            ? { ...withoutFiles(model), origin, names: files.map((file) => file.name) }
            : model,
        ),
        ...(isInPieces ? [downloads.delete(key)] : []),
        ...(before !== null && !(isInPieces && before === key)
          ? [transaction.objectStore('pieces').delete(piecesOf(before))]
          : []),
        transaction.done,
      ]);
    },
    async remove(id) {
      const transaction = (await database()).transaction(['models', 'pieces'], 'readwrite');
      const models = transaction.objectStore('models');
      const key = piecesKey(await models.get(id));
      await Promise.all([
        models.delete(id),
        ...(key === null ? [] : [transaction.objectStore('pieces').delete(piecesOf(key))]),
        transaction.done,
      ]);
    },
  };
}
