/** The manifests of the shipped base models: what a visitor's page holds each fetched file against. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  MANIFEST,
  manifestSchema,
  type FileMark,
  type Manifest,
  type ModelFile,
} from '../../src/core/manifest.ts';
import { sha256 } from '../../src/formats/sha256.ts';

const MODELS_URL = new URL('../../public/models/', import.meta.url);

/** A file in a shipped model's folder. */
export const modelFile = (model: string, file: string): URL => new URL(`${model}/${file}`, MODELS_URL);

/** @throws Error if the model has no manifest, or one that is not as it should be */
export function readManifest(model: string): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(modelFile(model, MANIFEST), 'utf8')));
}

/** SHA-256 of a shipped model's weights, as its manifest has it. */
export const weightsOf = (model: string): string => readManifest(model).files['model.safetensors'].sha256;

/** The manifest of a model's files as they are now. @throws Error if one that every model needs is missing */
export async function makeManifest(model: string): Promise<Manifest> {
  const mark = async (file: ModelFile): Promise<FileMark> => {
    const bytes = new Uint8Array(readFileSync(modelFile(model, file)));
    return { bytes: bytes.byteLength, sha256: await sha256(bytes) };
  };
  const found = async (file: ModelFile) => existsSync(modelFile(model, file)) && { [file]: await mark(file) };
  return {
    format: 'rankscope-model',
    version: 1,
    files: {
      'config.json': await mark('config.json'),
      'tokenizer.json': await mark('tokenizer.json'),
      'model.safetensors': await mark('model.safetensors'),
      ...(await found('heldout.txt')),
      ...(await found('baseline.json')),
    },
  };
}

/** Writes a model's manifest anew. */
export async function writeManifest(model: string): Promise<void> {
  writeFileSync(modelFile(model, MANIFEST), `${JSON.stringify(await makeManifest(model), null, 2)}\n`);
}
