/** The singular values of ΔW at every adapted site, taken while training goes on. */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../core/lab-error.ts';
import type { DenseDelta, LowRankDelta } from '../core/methods/method.ts';
import { methodOf, type MethodConfig } from '../core/methods/methods.ts';
import type { SpectrumSnapshot } from '../core/run-record.ts';
import { siteLabel } from '../core/site.ts';
import { denseSingularValues, singularValues } from '../core/singular-values.ts';
import type { NamedTensors, TensorValues } from '../core/tensors.ts';
import type { Method } from './methods/method.ts';
import { baseTensor, type BaseModel } from './model/base-model.ts';

export interface PendingSpectrum {
  /** Null where it was given up. Never rejects. */
  taken: Promise<SpectrumSnapshot | null>;
}

/**
 * Takes the singular values of changes that have no low-rank form, where each costs a whole SVD.
 * @param signal aborted where nobody wants them any more
 * @returns the values of each change, largest first; null where they were given up
 */
export type DenseSpectra = (
  changes: readonly DenseDelta[],
  step: number,
  signal: AbortSignal,
) => Promise<number[][] | null>;

/** At once, while all else waits. */
const denseSpectraHere: DenseSpectra = (changes) =>
  Promise.resolve(changes.map(({ values, dIn, dOut }) => denseSingularValues(values, dIn, dOut)));

export interface Spectra {
  /** As `Trainer.spectrum`. @param step that the method has reached */
  take(step: number): Promise<PendingSpectrum | null>;
  /** Gives up those that are being taken. */
  end(): void;
}

/** @param method stays the caller's */
export function createSpectra(
  model: BaseModel,
  method: Method,
  config: { method: MethodConfig; seed: number },
  denseSpectra: DenseSpectra = denseSpectraHere,
): Spectra {
  const spec = methodOf(config.method);
  const ending = new AbortController();
  /** What ΔW is measured against, once it was asked for. */
  let base: NamedTensors | null = null;
  return {
    async take(step) {
      if (spec.noSpectrum !== null) return null;
      base ??= await readBase(model, config);
      const changes = spec.deltas(config.method, await method.read(), base, model.config);
      assertFinite(changes, step);
      const dense = changes.filter((change) => 'values' in change);
      const found = dense.length > 0 ? denseSpectra(dense, step, ending.signal) : Promise.resolve([]);
      const taken = found.then((values) => {
        if (!values) return null;
        const inOrder = values.values();
        const sites = changes.map((change) => ({
          site: change.site,
          singularValues: 'a' in change ? singularValues(change, change.scale) : (inOrder.next().value ?? []),
        }));
        return { step, sites };
      });
      return { taken };
    },
    end: () => ending.abort(),
  };
}

/** The weights that training started from, where they are the base model's. */
async function readBase(
  model: BaseModel,
  { method, seed }: { method: MethodConfig; seed: number },
): Promise<NamedTensors> {
  const spec = methodOf(method);
  const started = spec.hasFullRank ? spec.slots(model.config, method, seed) : [];
  const tensors: Record<string, TensorValues> = {};
  for (const { name, shape, initial } of started) {
    // The embeddings are no sites.
    if (initial !== 'base' || shape.length !== 2 || !name.includes('.')) continue;
    const weight = tf.tidy(() => tf.clone(baseTensor(model, name)));
    tensors[name] = { shape: [...shape], values: await weight.data<'float32'>() };
    weight.dispose();
  }
  return tensors;
}

/** @throws LabError `non-finite` naming step and site */
function assertFinite(changes: readonly (LowRankDelta | DenseDelta)[], step: number): void {
  for (const change of changes) {
    const trained = 'a' in change ? [change.a, change.b] : [change.values];
    if (!trained.every((values) => values.every(Number.isFinite)))
      throw new LabError(
        'non-finite',
        `Step ${step}: ΔW holds infinite values at ${siteLabel(change.site)}.`,
      );
  }
}
