/** Model folders that a person brought, kept in this browser with their files. In a database of their own: no run needs it to be read. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
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

interface Schema extends DBSchema {
  models: { key: string; value: OwnModel };
}

/** @param name the database's */
export function createKeptModels(name = 'rankscope-models'): KeptModels {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const database = () => {
    if (opened) return opened;
    const opening = openDB<Schema>(name, 1, {
      upgrade: (db) => void db.createObjectStore('models', { keyPath: 'id' }),
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
  return {
    list: async () => (await (await database()).getAll('models')).map(withoutFiles),
    files: async (id) => (await (await database()).get('models', id))?.files ?? null,
    async keep(model) {
      await (await database()).put('models', model);
    },
    remove: async (id) => (await database()).delete('models', id),
  };
}
