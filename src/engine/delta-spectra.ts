/** What ΔW is at every adapted site, taken while training goes on. */
import * as tf from '@tensorflow/tfjs-core';
import { LabError } from '../core/lab-error.ts';
import {
  alignmentsOf,
  denseFigures,
  lowRankFigures,
  type DeltaFigures,
  type LeadingAt,
} from '../core/delta-figures.ts';
import { loraName } from '../core/methods/lora.ts';
import type { DenseDelta, LowRankDelta } from '../core/methods/method.ts';
import { methodOf, type MethodConfig } from '../core/methods/methods.ts';
import type { Alignment, SpectrumSnapshot } from '../core/run-record.ts';
import { siteLabel } from '../core/site.ts';
import type { NamedTensors, TensorValues } from '../core/tensors.ts';
import type { Method } from './methods/method.ts';
import { baseTensor, type BaseModel } from './model/base-model.ts';

export interface PendingSpectrum {
  /** Null where it was given up. Never rejects. */
  taken: Promise<SpectrumSnapshot | null>;
}

/**
 * Takes the figures of changes that have no low-rank form, where each costs a whole SVD.
 * @param signal aborted where nobody wants them any more
 * @returns null where they were given up
 */
export type DenseSpectra = (
  changes: readonly DenseDelta[],
  step: number,
  signal: AbortSignal,
) => Promise<DeltaFigures[] | null>;

/** At once, while all else waits. */
const denseSpectraHere: DenseSpectra = (changes) =>
  Promise.resolve(changes.map(({ values, dIn, dOut }) => denseFigures(values, dIn, dOut)));

export interface Spectra {
  /** As `Trainer.spectrum`. @param step that the method has reached */
  take(step: number): Promise<PendingSpectrum | null>;
  /** As `Trainer.alignments`. */
  alignments(): Alignment[];
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
  /** The leading directions at each step, which wait for the last one: two vectors a site. */
  const snapshots: LeadingAt[] = [];
  return {
    async take(step) {
      if (spec.noSpectrum !== null) return null;
      base ??= await readBase(model, config);
      const tensors = await method.read();
      const changes = spec.deltas(config.method, tensors, base, model.config);
      assertFinite(changes, step);
      const dense = changes.filter((change) => 'values' in change);
      const found = dense.length > 0 ? denseSpectra(dense, step, ending.signal) : Promise.resolve([]);
      const taken = found.then((values) => {
        if (!values) return null;
        const inOrder = values.values();
        const figures = changes.map((change) =>
          'a' in change ? lowRankFigures(change) : inOrder.next().value,
        );
        snapshots.push({ step, leading: figures.map((found) => found?.leading ?? null) });
        const sites = changes.map(({ site }, i) => {
          const { singularValues = [], norms } = figures[i] ?? {};
          // A ΔW since A0 and B0 has other factors than the run's own A and B.
          const isOwn = !(loraName(site, 'A0') in tensors);
          return { site, singularValues, ...(norms && isOwn && { norms }) };
        });
        return { step, sites };
      });
      return { taken };
    },
    alignments: () => alignmentsOf(snapshots),
    end() {
      ending.abort();
      snapshots.length = 0;
    },
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
