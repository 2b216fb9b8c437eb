/** An adapter as a file for the person to save, of a run or from a file alike. */
import { findMisfit } from '../core/adapter-fit.ts';
import type { ImportedAdapter } from '../core/imported-adapter.ts';
import { LabError, messageOf } from '../core/lab-error.ts';
import type { MethodConfig } from '../core/methods/methods.ts';
import type { HeadMap } from '../core/models/bert.ts';
import type { TransformerConfig } from '../core/site.ts';
import type { NamedTensors } from '../core/tensors.ts';

/** A file for the person to save. */
export interface Download {
  name: string;
  blob: Blob;
}

/**
 * PEFT's two files in one zip.
 * @param folder the folder that it unpacks to
 * @throws LabError bad-adapter where the tensors do not fit, or PEFT has no form for them; file-fetch where the writer cannot be loaded
 */
export async function zipForPeft(
  folder: string,
  adapter: {
    method: MethodConfig;
    model: string;
    tensors: NamedTensors;
    shape?: TransformerConfig | undefined;
    drawn?: readonly HeadMap[] | undefined;
    dtype?: ImportedAdapter['dtype'];
    dtypes?: ImportedAdapter['dtypes'];
  },
): Promise<Download> {
  // Earlier pages kept what files brought without a check.
  const misfit = findMisfit(adapter, adapter.tensors, adapter.shape);
  if (misfit) throw new LabError('bad-adapter', `${misfit.name}: ${misfit.problem}.`);
  // Fetched when it is asked for: few visits export.
  const peft = await import('../formats/peft/zip.ts').catch(() => {
    throw new LabError('file-fetch', 'The part of the page that writes PEFT’s files.');
  });
  try {
    const zip = peft.zipPeftAdapter(folder, adapter);
    return { name: `${folder}.zip`, blob: new Blob([zip], { type: 'application/zip' }) };
  } catch (error) {
    throw new LabError('bad-adapter', messageOf(error));
  }
}
