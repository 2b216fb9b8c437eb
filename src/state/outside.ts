/** A run as a folder that goes on without this page, in one zip (src/formats/outside). Loaded when it is asked for. */
import { LabError, messageOf } from '../core/lab-error.ts';
import { shapeOf } from '../core/models/shape.ts';
import { shippedModel } from '../core/models/shipped.ts';
import { fetchBaseModel, zipFolder } from '../formats/model-zip.ts';
import { outsideFiles } from '../formats/outside/files.ts';
import { findRun, sayWithout, type ActionsContext } from './actions-context.ts';
import { fileName } from './file-name.ts';
import { lendWorker, readyFor } from './ready-for.ts';
import type { Download } from './zip-for-peft.ts';

/** Loads the run's model and data where others are loaded. Null, with a notice, where that or the writing failed. */
export const zipOutside = (context: ActionsContext, id: string): Promise<Download | null> =>
  lendWorker(context, async () => {
    const { client, keeper, baseUrl, imported } = context;
    const record = findRun(context, id);
    const adapter = await keeper.adapter(id);
    if (!record) return null;
    if (!adapter) {
      await sayWithout(context, 'no-adapter', record);
      return null;
    }
    const ready = await readyFor(context, record);
    if (!ready) return null;
    const { config } = record;
    const start = config.start && (await (await imported()).tensorsFor(config.start));
    const packed = await client.request('pack', { config, ...(start && { start }) });
    const model = shippedModel(config.model) ? await fetchBaseModel(baseUrl, config.model) : null;
    const folder = fileName(record);
    return {
      name: `${folder}.zip`,
      blob: new Blob(
        [
          zipFolder(
            folder,
            filesOf({
              record,
              shape: shapeOf(record) ?? ready.model.config,
              start: packed.start,
              trained: adapter.tensors,
              data: packed.files,
              model,
            }),
          ),
        ],
        { type: 'application/zip' },
      ),
    };
  });

function filesOf(run: Parameters<typeof outsideFiles>[0]) {
  try {
    return outsideFiles(run);
  } catch (error) {
    throw new LabError('no-form', messageOf(error));
  }
}
