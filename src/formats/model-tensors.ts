/** The tensors of a model folder in Hugging Face's layout: in one model.safetensors, or in shards that an index names. */
import { z } from 'zod';
import { FormatError } from './format-error.ts';
import { readSafetensors, type TensorEntry } from './safetensors.ts';

export const SINGLE = 'model.safetensors';
export const INDEX = 'model.safetensors.index.json';

const indexSchema = z.looseObject({ weight_map: z.record(z.string(), z.string()) });

/**
 * @param files the folder's, by name
 * @throws FormatError naming the file, and the tensor where one is at fault
 */
export function modelTensors(files: ReadonlyMap<string, ArrayBuffer>): Map<string, TensorEntry> {
  const single = files.get(SINGLE);
  if (single) return tensorsIn(SINGLE, single);
  const index = files.get(INDEX);
  if (!index) throw new FormatError(`The folder has neither ${SINGLE} nor ${INDEX}.`);
  const placeOf = parseIndex(index);
  const shards = new Map<string, Map<string, TensorEntry>>();
  for (const file of new Set(placeOf.values())) {
    const buffer = files.get(file);
    if (!buffer) throw new FormatError(`${INDEX} names ${file}, which the folder has not.`);
    shards.set(file, tensorsIn(file, buffer));
  }
  const tensors = new Map<string, TensorEntry>();
  for (const [name, file] of placeOf) {
    const tensor = shards.get(file)?.get(name);
    if (!tensor) throw new FormatError(`${INDEX} looks for tensor "${name}" in ${file}, which has it not.`);
    tensors.set(name, tensor);
  }
  for (const [file, shard] of shards)
    for (const name of shard.keys())
      if (placeOf.get(name) !== file)
        throw new FormatError(`${file} holds tensor "${name}", which ${INDEX} does not look for there.`);
  return tensors;
}

function tensorsIn(file: string, buffer: ArrayBuffer): Map<string, TensorEntry> {
  try {
    return readSafetensors(buffer, file);
  } catch (error) {
    throw error instanceof FormatError ? new FormatError(`${file}: ${error.message}`) : error;
  }
}

function parseIndex(bytes: ArrayBuffer): Map<string, string> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new FormatError(`${INDEX} is not JSON.`);
  }
  return readIndex(json);
}

/** The file of each tensor. @param json the parsed index @throws FormatError */
export function readIndex(json: unknown): Map<string, string> {
  const { data } = indexSchema.safeParse(json);
  if (!data) throw new FormatError(`${INDEX} has no weight_map that gives each tensor's file.`);
  return new Map(Object.entries(data.weight_map));
}
