/** Files for the person to save: runs, adapters in PEFT's format, base models. */
import type { ModelInfo } from '../core/model-info.ts';
import type { HeadMap } from '../core/models/bert.ts';
import type { RunRecord } from '../core/run-record.ts';
import { writeReadableRun } from '../formats/run-file.ts';
import { zipBaseModel } from '../formats/model-zip.ts';
import { withClassOrder } from './class-order.ts';
import { findRun, sayWithout, type ActionsContext } from './actions-context.ts';
import { adapterFolder, fileName } from './file-name.ts';
import { errorNotice } from './notices-store.ts';
import { isOfModel } from './ready-for.ts';
import { zipForPeft, type Download } from './zip-for-peft.ts';

/** The maps of an encoder's head that were drawn for a run. Older runs do not tell, but the model that is loaded may be theirs. */
const drawnFor = (record: RunRecord, model: ModelInfo | null): readonly HeadMap[] | undefined =>
  record.drawn ?? (isOfModel(record, model) ? model?.drawn : undefined);

export interface ExportActions {
  /** The run as JSON, or null if there is no such run. A notice tells where it is without its adapter, and why. */
  exportRun: (id: string) => Promise<Download | null>;
  /** PEFT's two files in one zip, or null (with a notice) where A and B are not here or they cannot be written. */
  exportAdapter: (id: string) => Promise<Download | null>;
  /** The run as a folder that goes on in Python, as a zip, or null (with a notice) where it cannot be made. */
  exportOutside: (id: string) => Promise<Download | null>;
  /** A shipped base model's folder as a zip, or null (with a notice) where it cannot be fetched. */
  exportBaseModel: (model: string) => Promise<Download | null>;
}

export function createExportActions(context: ActionsContext): ExportActions {
  const { notices, keeper, session, baseUrl } = context;
  const { say } = notices.getState();
  return {
    exportRun: async (id) => {
      const record = findRun(context, id);
      if (!record) return null;
      const adapter = await keeper.adapter(id);
      if (!adapter) await sayWithout(context, 'exported-bare', record);
      const { text, isTooLarge } = writeReadableRun(record, adapter);
      if (isTooLarge) say({ type: 'exported-bare', run: record, why: 'large' });
      return {
        name: `${fileName(record)}.rankscope.json`,
        blob: new Blob([text], { type: 'application/json' }),
      };
    },
    exportAdapter: async (id) => {
      const record = findRun(context, id);
      if (!record) return null;
      const adapter = await keeper.adapter(id);
      if (!adapter) {
        await sayWithout(context, 'no-adapter', record);
        return null;
      }
      const { method, model } = record.config;
      try {
        return await zipForPeft(adapterFolder(record), {
          method,
          model,
          tensors: adapter.tensors,
          shape: withClassOrder(record, session.getState().model) ?? undefined,
          drawn: drawnFor(record, session.getState().model),
        });
      } catch (error) {
        say(errorNotice(error));
        return null;
      }
    },
    exportOutside: async (id) => (await import('./outside.ts')).zipOutside(context, id),
    exportBaseModel: async (model) => {
      try {
        const zip = await zipBaseModel(baseUrl, model);
        return { name: `${model}.zip`, blob: new Blob([zip], { type: 'application/zip' }) };
      } catch (error) {
        say({ type: 'error', code: 'file-fetch', detail: errorNotice(error).detail });
        return null;
      }
    },
  };
}
