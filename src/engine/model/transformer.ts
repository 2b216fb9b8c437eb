/** The forward pass of a model of any family, and its language-model head. */
import type * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../../core/lab-error.ts';
import type { Changes, Pass } from '../methods/method.ts';
import { scores, type Head } from '../ops/head.ts';
import type { BaseModel } from './base-model.ts';
import { gpt2Forward } from './gpt2.ts';
import { llamaForward } from './llama.ts';
import { neoxForward } from './neox.ts';
import { wholeTexts, type Part, type Reading } from './reading.ts';

/** The error of what an encoder cannot do. */
export const noText = (): LabError =>
  new LabError('no-text', 'An encoder writes no text: it predicts which of the classes a text is of.');

/**
 * What the model makes of each position, after the last norm and before the language-model head.
 * @param ids [B, T] int32
 * @param method null for the base model
 * @returns [B·T, d], or [C, d] of the places that are asked for
 */
export function forward(
  model: BaseModel,
  method: Changes | null,
  ids: tf.Tensor2D,
  pass: Pass,
  reading: Reading = wholeTexts(model, { ids, virtual: null, packing: null }),
  part: Part = {},
): tf.Tensor2D {
  if (model.family === 'bert') throw noText();
  if (model.family === 'gpt2') return gpt2Forward(model, method, ids, pass, reading, part);
  return model.family === 'llama'
    ? llamaForward(model, method, ids, pass, reading, part)
    : neoxForward(model, method, ids, pass, reading, part);
}

/** The head of the model as a method changes it. @param method null for the base model */
export function headOf(model: BaseModel, method: Changes | null): Head {
  if (model.family === 'bert') throw noText();
  return { frozen: model.head, trained: method?.head?.() ?? null };
}

/**
 * The language-model head: scores of every token for what comes next.
 * @param method null for the base model
 * @param hidden [N, d]
 * @returns [N, V]
 */
export function logits(model: BaseModel, method: Changes | null, hidden: tf.Tensor2D): tf.Tensor2D {
  return scores(hidden, headOf(model, method));
}
