/** Files for the person to save: runs, adapters in PEFT's format, base models. */
import { findMisfit } from '../core/adapter-fit.ts';
import type { ErrorCode } from '../core/lab-error.ts';
import { writeRunFile } from '../formats/run-file.ts';
import { findRun, sayWithout, type ActionsContext } from './actions-context.ts';
import { adapterFolder, fileName } from './file-name.ts';
import { errorNotice } from './notices-store.ts';

/** A file for the person to save. */
export interface Download {
  name: string;
  blob: Blob;
}

export interface ExportActions {
  /** The run as JSON, or null if there is no such run. A notice tells where its adapter is not at hand, and why. */
  exportRun: (id: string) => Promise<Download | null>;
  /** PEFT's two files in one zip, or null (with a notice) where A and B are not here or they cannot be written. */
  exportAdapter: (id: string) => Promise<Download | null>;
  /** A shipped base model's folder as a zip, or null (with a notice) where it cannot be fetched. */
  exportBaseModel: (model: string) => Promise<Download | null>;
}

export function createExportActions(context: ActionsContext): ExportActions {
  const { notices, keeper, baseUrl } = context;
  const { say } = notices.getState();
  return {
    exportRun: async (id) => {
      const record = findRun(context, id);
      if (!record) return null;
      const adapter = await keeper.adapter(id);
      if (!adapter) await sayWithout(context, 'exported-bare', record);
      const text = writeRunFile(record, adapter);
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
      // The page offers no other export.
      if (method.type !== 'lora') return null;
      const fail = (code: ErrorCode, detail: string) => {
        say({ type: 'error', code, detail });
        return null;
      };
      // Earlier pages kept what files brought without a check.
      const misfit = findMisfit(record.config, adapter.tensors, record.shape);
      if (misfit) return fail('bad-adapter', `${misfit.name}: ${misfit.problem}.`);
      // Fetched when it is asked for: few visits export.
      const peft = await import('../formats/peft/zip.ts').catch(() => null);
      if (!peft) return fail('file-fetch', 'The part of the page that writes PEFT’s files.');
      try {
        const folder = adapterFolder(record);
        const zip = peft.zipPeftAdapter(folder, {
          method,
          model,
          tensors: adapter.tensors,
          shape: record.shape,
        });
        return {
          name: `${folder}.zip`,
          blob: new Blob([zip], { type: 'application/zip' }),
        };
      } catch (error) {
        return fail('bad-adapter', errorNotice(error).detail);
      }
    },
    exportBaseModel: async (model) => {
      try {
        const { zipBaseModel } = await import('../formats/model-zip.ts');
        const zip = await zipBaseModel(baseUrl, model);
        return { name: `${model}.zip`, blob: new Blob([zip], { type: 'application/zip' }) };
      } catch (error) {
        say({ type: 'error', code: 'file-fetch', detail: errorNotice(error).detail });
        return null;
      }
    },
  };
}
