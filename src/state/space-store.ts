/** How much room the site's storage takes, whether the browser promises to keep it, and what in it cannot be read. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PageStorage, Unreadable, Usage } from './storage.ts';

export interface SpaceState {
  /** null until it is measured, and where it cannot be. */
  usage: Usage | null;
  unreadable: readonly Unreadable[];
  measure: () => Promise<void>;
  /** Looks for adapters of these runs that cannot be read. */
  findUnreadable: (runIds: readonly string[]) => Promise<void>;
  /** Asks the browser to keep what is stored. */
  persist: () => Promise<void>;
  /** The same, once a visit: for what a person does that makes something worth keeping. */
  askOnce: () => void;
  /** What cannot be read, as JSON. Rejects where it cannot be written so. */
  exportUnreadable: () => Promise<Blob>;
  /** Rejects at the first entry that storage refuses to delete; that one and those after it stay. */
  deleteUnreadable: () => Promise<void>;
}

export function createSpaceStore(storage: PageStorage): StoreApi<SpaceState> {
  let asked = false;
  return createStore<SpaceState>((set, get) => ({
    usage: null,
    unreadable: [],
    measure: async () => set({ usage: await storage.usage().catch(() => null) }),
    findUnreadable: async (runIds) => {
      const found = await storage.unreadableAdapters(runIds).catch(() => []);
      if (found.length > 0) set({ unreadable: [...get().unreadable, ...found] });
    },
    persist: async () => {
      await storage.persist();
      await get().measure();
    },
    askOnce: () => {
      if (!asked) void storage.persist();
      asked = true;
    },
    exportUnreadable: async () => {
      const { writeUnreadable } = await import('../formats/unreadable-file.ts');
      return writeUnreadable(
        await Promise.all(
          get().unreadable.map(async (entry) => ({
            ...entry,
            adapter:
              entry.store === 'runs' || entry.store === 'imported'
                ? await storage.rawAdapter(entry.key).catch(() => null)
                : null,
          })),
        ),
      );
    },
    deleteUnreadable: async () => {
      for (const entry of get().unreadable) {
        await storage.deleteUnreadable(entry);
        set({ unreadable: get().unreadable.filter((other) => other !== entry) });
      }
      await get().measure();
    },
  }));
}
