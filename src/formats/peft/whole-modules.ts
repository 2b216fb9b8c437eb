/**
 * Modules that PEFT's files hold whole beside an adapter: `modules_to_save`. PEFT copies such a module, trains the copy, and saves it
 * under the module's own name; the head of a model whose embedding is its head is a matrix of its own then.
 */
import { moduleOf, modulesOf, tensorsOfModules } from '../../core/models/family.ts';
import { isBert } from '../../core/models/bert.ts';
import type { BaseTensor } from '../../core/models/gpt2.ts';
import type { TransformerConfig } from '../../core/site.ts';
import type { NamedTensors, TensorValues } from '../../core/tensors.ts';
import { FormatError } from '../format-error.ts';
import { isTurned, namingFor, PREFIX, rowsFromFile, rowsInFile, type Module } from './modules.ts';
import { SETTINGS } from './settings.ts';
import type { TensorFile } from './tensor-file.ts';
import type { Written } from './writing.ts';

/** A module's path and those of the modules that it lies in: `h.0.mlp.c_fc`, `h.0.mlp`, `h.0`, `h`. */
const pathsAround = (path: string): string[] => {
  const names = path.split('.');
  return names.map((_, i) => names.slice(0, names.length - i).join('.'));
};

/**
 * The modules that settings name, by PEFT's rule: a name is the end of a module's path, or of one that it lies in.
 * @param named `modules_to_save`
 * @param root where the blocks lie: `Naming.root`, or nothing
 * @param adapted what LoRA adapts
 * @returns as `modulesOf` names them
 * @throws FormatError for a name that means nothing in this model, or what LoRA adapts
 */
export function wholeModules(
  named: readonly string[],
  model: TransformerConfig,
  root: string,
  adapted: readonly Module[],
): string[] {
  const naming = namingFor(model);
  const all = modulesOf(model).map((module) => ({ module, path: naming.pathOf(module, root) }));
  const isNamed = (path: string, name: string) => pathsAround(path).some((around) => around.endsWith(name));
  const unknown = named.find((name) => !all.some(({ path }) => isNamed(path, name)));
  if (unknown !== undefined)
    throw new FormatError(
      isBert(model)
        ? `${SETTINGS}: modules_to_save names ${unknown}, which is not trained whole here. Beside the classifier the modules of the blocks, the embeddings’ norm and a BERT’s pooler can be.`
        : `${SETTINGS}: modules_to_save names ${unknown}, which this model has not. It is a language model: its modules are embeddings, blocks, last norm and ${naming.pathOf('head', root)}; heads of classifiers have no place in it.`,
    );
  const whole = all.filter(({ path }) => named.some((name) => isNamed(path, name)));
  const both = whole.find(({ path }) => adapted.some((module) => module.path === path));
  if (both)
    throw new FormatError(
      `${SETTINGS}: modules_to_save names ${both.path}, which target_modules adapts. Here a module is trained whole or has A and B.`,
    );
  return whole.map(({ module }) => module);
}

/** What a tensor of the base model is called in an adapter's file. @param root as `wholeModules` takes it */
export const nameInFile = (model: object, tensor: string, root: string): string =>
  `${PREFIX}${namingFor(model).pathOf(moduleOf(tensor), root)}.${tensor.endsWith('.bias') ? 'bias' : 'weight'}`;

/** @param values row-major, so many rows */
function transposed(values: Float32Array, rows: number): Float32Array {
  const columns = values.length / rows;
  return Float32Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? NaN);
}

/** The tensors of whole modules. @throws FormatError as `readTensors` */
export const readWhole = (
  modules: readonly string[],
  ...[file, model, root]: [file: TensorFile, model: TransformerConfig, root: string]
): NamedTensors => readTensors(tensorsOfModules(model, modules), file, model, root);

/** Tensors of the base model as an adapter's file has them. @throws FormatError where it lacks one, or has it in another shape */
export const readTensors = (
  tensors: readonly BaseTensor[],
  file: TensorFile,
  model: TransformerConfig,
  root: string,
): NamedTensors =>
  Object.fromEntries(
    tensors.map(({ name, shape }): [string, TensorValues] => {
      const turned = isTurned(model, name);
      const own = rowsFromFile(
        file.take(nameInFile(model, name, root), turned ? shape.toReversed() : shape),
        model,
        moduleOf(name),
      );
      return [name, { shape: [...shape], values: turned ? transposed(own, shape[1] ?? 0) : own }];
    }),
  );

/** What `modules_to_save` says of whole modules, and their tensors. @param model its dimensions, of a GPT-2 if they are not told */
export function writeWhole(
  modules: readonly string[],
  tensors: NamedTensors,
  model: object = {},
): Pick<Written, 'tensors'> & { modules_to_save: string[] | null } {
  const naming = namingFor(model);
  const own = Object.entries(tensors).filter(([name]) => modules.includes(moduleOf(name)));
  // Those that the model lacks have no tensors.
  const present = modules.filter((module) => own.some(([name]) => moduleOf(name) === module));
  return {
    modules_to_save:
      present.length === 0 ? null : present.map((module) => naming.pathOf(module, naming.root)),
    tensors: own.map(([name, { shape, values }]) => ({
      name: nameInFile(model, name, naming.root),
      ...(isTurned(model, name)
        ? {
            shape: shape.toReversed(),
            data: rowsInFile(transposed(values, shape[0] ?? 0), model, moduleOf(name)),
          }
        : { shape, data: rowsInFile(values, model, moduleOf(name)) }),
    })),
  };
}
