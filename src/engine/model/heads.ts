/** An encoder that is put to several classifications: one body on the device, and a head for the classes of each. */
import { countBaseParameters } from '../../core/params.ts';
import type { BertHead } from '../../formats/bert.ts';
import type { BaseModel } from './base-model.ts';
import { uploadHead, type BertModel } from './bert.ts';
import type { LoadedModel } from './load.ts';
import { createUpload } from './upload.ts';

/**
 * An encoder that `forClasses` gives other heads. Each is made once; freeing the model, with whichever head, frees all of them.
 * @param headFor the head that the model's folder has for some classes, or one that is drawn
 */
export function withHeads(
  loaded: LoadedModel,
  headFor: (labels: readonly string[]) => BertHead,
): LoadedModel {
  const byLabels = new Map<string, LoadedModel>();
  const owned: BaseModel[] = [];
  const dispose = () => {
    for (const base of owned) base.dispose();
  };
  const keep = (labels: readonly string[], own: LoadedModel): LoadedModel => {
    owned.push(own.base);
    const kept = { ...own, base: { ...own.base, dispose }, forClasses };
    byLabels.set(JSON.stringify(labels), kept);
    return kept;
  };
  function forClasses(labels: readonly string[]): LoadedModel {
    return byLabels.get(JSON.stringify(labels)) ?? keep(labels, reheaded(loaded, headFor(labels)));
  }
  return loaded.base.family === 'bert' ? keep(loaded.base.config.labels, loaded) : loaded;
}

/** A model with another head, and all that follows from its classes. */
function reheaded(loaded: LoadedModel, head: BertHead): LoadedModel {
  const { base, info, stored } = loaded;
  const own = base.family === 'bert' ? withHead(base, head) : base;
  const { config, drawn } = head;
  return {
    ...loaded,
    base: own,
    info: { ...info, config, drawn, totalParameters: countBaseParameters(config) },
    stored: stored && (async () => rebased(await stored(), head)),
  };
}

/** A model that was read anew, with another head. Freeing it frees both heads. */
function rebased(base: BaseModel, head: BertHead): BaseModel {
  if (base.family !== 'bert') return base;
  const own = withHead(base, head);
  return {
    ...own,
    dispose: () => {
      own.dispose();
      base.dispose();
    },
  };
}

/** The same encoder with another head. It shares all other tensors with the first, and frees its own head alone. */
function withHead(model: BertModel, head: BertHead): BertModel {
  const upload = createUpload('stored');
  const classification = uploadHead(upload, head);
  const own = upload.finish();
  return {
    ...model,
    config: head.config,
    classification,
    bytes: model.bytes + own.bytes,
    movedBytes: model.movedBytes + own.movedBytes,
    dispose: () => own.dispose(),
  };
}
