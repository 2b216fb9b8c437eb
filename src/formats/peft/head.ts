/**
 * The classification head of an encoder in PEFT's files: with `TaskType.SEQ_CLS` PEFT trains a head of its own beside each adapter
 * and names it among the modules that are saved whole.
 */
import {
  headMapShape,
  isBert,
  trainedHeadTensors,
  type BertConfig,
  type HeadMap,
} from '../../core/models/bert.ts';
import { moduleOf } from '../../core/models/family.ts';
import type { NamedTensors } from '../../core/tensors.ts';
import { drawnHeadMap } from '../bert.ts';
import { FormatError } from '../format-error.ts';
import { SETTINGS, type PeftSettings } from './settings.ts';
import { TENSORS, type TensorFile } from './tensor-file.ts';
import { nameInFile, writeWhole } from './whole-modules.ts';
import type { Written } from './writing.ts';

/** What the head is called: PEFT writes both names, whichever of them the model has. */
const HEADS = ['classifier', 'score'];

/** An encoder's settings without the head among the modules that are saved whole, and whether it was there. */
export function withoutHead(settings: PeftSettings): { settings: PeftSettings; hasHead: boolean } {
  if (!('modules_to_save' in settings)) return { settings, hasHead: false };
  const { modules_to_save: named } = settings;
  return {
    settings: { ...settings, modules_to_save: named.filter((name) => !HEADS.includes(name)) },
    hasHead: named.includes('classifier'),
  };
}

/** The refusal of an adapter without a head. */
export const noHead = (): FormatError =>
  new FormatError(
    `${SETTINGS}: modules_to_save does not name the classifier, so the files hold no trained head. An encoder here tells classes apart: train the adapter with task_type SEQ_CLS.`,
  );

/**
 * @param root where the blocks lie: `Naming.root`, or nothing
 * @throws FormatError where the file's classifier tells apart another number of classes than the model's
 */
export function refuseOtherClasses(file: TensorFile, model: BertConfig, root: string): void {
  const classes = file.shapeOf(nameInFile(model, 'classifier.bias', root))?.[0] ?? model.n_labels;
  if (classes !== model.n_labels)
    throw new FormatError(
      `${TENSORS}: its classifier tells ${classes} classes apart, and that of the loaded model ${model.n_labels}. Choose the task or load the data whose classes the adapter learned, then import it again.`,
    );
}

/** A method's own tensors, and those of the head that was trained beside them. */
export function apart(tensors: NamedTensors, model: object): Record<'own' | 'head', NamedTensors> {
  const names = new Set(trainedHeadTensors(model).map(({ name }) => name));
  const those = (isHead: boolean) =>
    Object.fromEntries(Object.entries(tensors).filter(([name]) => names.has(name) === isHead));
  return { own: those(false), head: those(true) };
}

/**
 * The pooler that an adapter of a BERT was trained over where its folder had none: another would be drawn wherever the adapter is loaded.
 * @param drawn the maps of the head that were drawn as the model was loaded
 * @param own the method's tensors, which are saved by the method: the pooler's own where it is trained whole, its bias where all biases are
 * @returns its other tensors; none where there is nothing to be saved
 */
export function drawnPooler(model: object, drawn: readonly HeadMap[], own: NamedTensors): NamedTensors {
  if (!isBert(model) || model.isDenseTrained || !drawn.includes('dense')) return {};
  if ('dense.weight' in own) return {};
  const { dIn, dOut } = headMapShape(model, 'dense');
  const { weight, bias } = drawnHeadMap(model, 'dense');
  return {
    'dense.weight': { shape: [dIn, dOut], values: weight },
    ...(!('dense.bias' in own) && { 'dense.bias': { shape: [dOut], values: bias } }),
  };
}

/**
 * An adapter of an encoder with its head; one of a decoder as it is.
 * @param head its tensors, none of a decoder
 * @param pooler as `drawnPooler` gives it
 */
export function withHead(written: Written, head: NamedTensors, pooler: NamedTensors, model: object): Written {
  const modules = Object.keys(head).map(moduleOf);
  if (modules.length === 0) return written;
  const { modules_to_save: whole = [] } = written.settings;
  const beside = writeWhole(['dense'], pooler, model);
  return {
    settings: {
      ...written.settings,
      task_type: 'SEQ_CLS',
      modules_to_save: [...(whole ?? []), ...(beside.modules_to_save ?? []), ...HEADS],
    },
    tensors: [...written.tensors, ...beside.tensors, ...writeWhole(modules, head, model).tensors],
  };
}
