/**
 * What the browser keeps between visits, in one IndexedDB database: runs, their adapters, and the visitor's own
 * data. It never leaves the computer. Any method rejects where the browser refuses storage; callers say so.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { z } from 'zod';
import { loraName } from '../core/methods/lora.ts';
import { runRecordSchema, siteSchema, type RunRecord } from '../core/run-record.ts';
import { namedTensorsSchema } from '../core/tensors.ts';
import { ownDataSchema, ownFileSchema, type OwnData } from '../worker/protocol.ts';

/** An adapter as earlier pages kept and exported it: LoRA's A [r, dIn] and B [dOut, r] by site. */
const siteAdapterSchema = z.object({
  step: z.number(),
  sites: z.array(
    z.object({
      site: siteSchema,
      r: z.number(),
      dIn: z.number(),
      dOut: z.number(),
      a: z.unknown(),
      b: z.unknown(),
    }),
  ),
});

/** An adapter of either form as the newer one has it; anything else as it is. */
function withNamedTensors(adapter: unknown): unknown {
  const { data } = siteAdapterSchema.safeParse(adapter);
  if (!data) return adapter;
  const tensors = data.sites.flatMap(({ site, r, dIn, dOut, a, b }): [string, unknown][] => [
    [loraName(site, 'A'), { shape: [r, dIn], values: a }],
    [loraName(site, 'B'), { shape: [dOut, r], values: b }],
  ]);
  return { step: data.step, tensors: Object.fromEntries(tensors) };
}

/** A run's trained tensors, as kept and as exported. */
export const keptAdapterSchema = z.preprocess(
  withNamedTensors,
  z.object({
    /** How many updates it had. */
    step: z.number().int(),
    tensors: namedTensorsSchema,
  }),
);
export type KeptAdapter = z.infer<typeof keptAdapterSchema>;

/** Own data as pages kept it that read files as text. */
const textDataSchema = z
  .object({
    name: z.string(),
    text: z.string(),
    columns: ownDataSchema.shape.columns,
    companions: z.array(z.object({ name: z.string(), text: z.string() })).optional(),
    metrics: ownDataSchema.shape.metrics,
  })
  .transform(({ name, text, columns, companions, metrics }): OwnData => ({
    name,
    bytes: new Blob([text]),
    encoding: 'utf-8',
    columns,
    ...(metrics && { metrics }),
    ...(companions && {
      companions: companions.map((file) => ({ name: file.name, bytes: new Blob([file.text]) })),
    }),
  }));
/** Own data as pages kept it that read files as bytes. */
const asBlob = z
  .custom<Uint8Array<ArrayBuffer>>((held) => held instanceof Uint8Array)
  .transform((bytes) => new Blob([bytes]));
const bytesDataSchema = ownDataSchema.extend({
  bytes: asBlob,
  companions: z.array(ownFileSchema.extend({ bytes: asBlob })).optional(),
});
const keptDataSchema = z.union([ownDataSchema, bytesDataSchema, textDataSchema]);

/** A run that was ended, with its A and B unless the worker could not give them. */
export interface EndedRun {
  record: RunRecord;
  adapter: KeptAdapter | null;
}

export interface PageStorage {
  /** All kept runs, oldest first, runs started together in their order. An entry that an older or broken page left unreadable is passed over. */
  runs(): Promise<RunRecord[]>;
  putRun(record: RunRecord): Promise<void>;
  /** Forgets a run and its adapter. */
  deleteRun(id: string): Promise<void>;
  adapter(runId: string): Promise<KeptAdapter | null>;
  putAdapter(runId: string, adapter: KeptAdapter): Promise<void>;
  ownData(): Promise<OwnData | null>;
  putOwnData(own: OwnData): Promise<void>;
}

interface Schema extends DBSchema {
  runs: { key: string; value: unknown };
  adapters: { key: string; value: unknown };
  own: { key: 'data'; value: unknown };
}

/** @param name the database's name */
export function createStorage(name = 'rankscope'): PageStorage {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const open = () =>
    (opened ??= openDB<Schema>(name, 1, {
      upgrade(db) {
        db.createObjectStore('runs');
        db.createObjectStore('adapters');
        db.createObjectStore('own');
      },
    }));
  return {
    async runs() {
      const entries = await (await open()).getAll('runs');
      return entries
        .flatMap((entry) => runRecordSchema.safeParse(entry).data ?? [])
        .sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
    },
    async putRun(record) {
      await (await open()).put('runs', record, record.id);
    },
    async deleteRun(id) {
      const db = await open();
      await Promise.all([db.delete('runs', id), db.delete('adapters', id)]);
    },
    async adapter(runId) {
      return keptAdapterSchema.safeParse(await (await open()).get('adapters', runId)).data ?? null;
    },
    async putAdapter(runId, adapter) {
      await (await open()).put('adapters', adapter, runId);
    },
    async ownData() {
      return keptDataSchema.safeParse(await (await open()).get('own', 'data')).data ?? null;
    },
    async putOwnData(own) {
      // Blobs: the browser copies them without the page's thread.
      await (await open()).put('own', own, 'data');
    },
  };
}
