/** An adapter from PEFT's files for a base model of this page. */
import { findMisfit } from '../../core/adapter-fit.ts';
import { SHIPPED } from '../../core/models/shipped.ts';
import type { TransformerConfig } from '../../core/site.ts';
import { FormatError } from '../format-error.ts';
import { findPeftFiles, type NamedFile, type PeftFiles } from './files.ts';
import { readPeftAdapter, type PeftAdapter } from './read.ts';
import { lacksStart } from './start-factors.ts';
import { ShapeError, TENSORS } from './tensor-file.ts';

/** A base model by its folder's name, with its dimensions. */
export interface NamedModel {
  name: string;
  config: TransformerConfig;
}

/**
 * @param files as `findPeftFiles` takes them
 * @returns without A0 and B0 where it `lacksStart`: `startFactors` computes them of the base model
 * @throws FormatError as `findPeftFiles` and `readPeftAdapter`. Where the adapter fits another model, it names that
 */
export function importPeftAdapter(files: readonly NamedFile[], model: NamedModel): PeftAdapter {
  const found = findPeftFiles(files);
  try {
    const adapter = readPeftAdapter(found, model.config);
    const { method: own, tensors } = adapter;
    const method = lacksStart(own) ? { ...own, init_lora_weights: 'gaussian' as const } : own;
    const misfit = findMisfit({ method, model: model.name }, tensors, model.config);
    if (misfit) throw new FormatError(`${TENSORS}: ${misfit.name} ${misfit.problem}.`);
    return adapter;
  } catch (error) {
    throw error instanceof ShapeError ? new FormatError(`${error.message} ${remedy(found, model)}`) : error;
  }
}

/** Which base model the files are for, as far as they tell. */
function remedy(files: PeftFiles, { name }: NamedModel): string {
  const fitting = Object.entries(SHIPPED).find(([other, config]) => other !== name && fits(files, config));
  return fitting
    ? `It fits the base model ${fitting[0]}: choose that one, then import the adapter again.`
    : `Neither ${name} nor another base model of this page fits, or the two files are not of one adapter.`;
}

function fits(files: PeftFiles, config: TransformerConfig): boolean {
  try {
    readPeftAdapter(files, config);
    return true;
  } catch {
    return false;
  }
}
