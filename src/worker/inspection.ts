/** The entry of a worker that takes one figure of trained tensors, site by site, and then is ended. */
import '../core/no-eval.ts';
import type { Delta } from '../core/directions.ts';
import { need } from '../core/lab-error.ts';
import { loraName } from '../core/methods/lora.ts';
import { methodOf } from '../core/methods/methods.ts';
import { MAP_NAMES, MAPS } from '../core/models/gpt2.ts';
import { roundedWeight } from '../core/rounded-weight.ts';
import type { BaseDtype } from '../core/run-config.ts';
import { siteId, siteLabel, siteShape, type Projection, type Site } from '../core/site.ts';
import { SITE_FIGURES, type Figure, type SiteFigures } from '../core/site-figures.ts';
import { dense, transpose, type Dense } from '../core/svd.ts';
import type { NamedTensors, TensorValues } from '../core/tensors.ts';
import type { ReadModel } from '../formats/base-model.ts';
import { sideBySide, type Affine } from '../formats/gpt2.ts';
import { readBase } from './base-weights.ts';
import { toldError } from './error-event.ts';
import type { Failure } from './failure.ts';
import { inspectionSchema, type FigureEvent, type Inspection, type Subject } from './inspection-protocol.ts';

const post = (event: FigureEvent<SiteFigures[Figure]> | Failure) => self.postMessage(event);

/** @throws LabError `other-model` where the folder has other weights by now than the run was trained on */
const baseOf = ({ config: { model }, weights, folder }: Subject, baseUrl: string): Promise<ReadModel> =>
  readBase(
    { model, weights, baseUrl, folder },
    `The run was trained on other weights than "${model}" has now.`,
  );

/** The base model's matrices, as the run had them, under the names that full fine-tuning trains them by. */
function namedMatrices({ family, config, weights }: ReadModel, as: BaseDtype): NamedTensors {
  // Of other families no run trains all weights.
  if (family !== 'gpt2') return {};
  return Object.fromEntries(
    weights.layers.flatMap((layer, i) =>
      MAP_NAMES.map((map): [string, TensorValues] => {
        const { weight, bias } = sideBySide(MAPS[map].map((projection) => layer[projection]));
        const { dIn } = siteShape(config, MAPS[map][0]);
        const values = roundedWeight(weight, dIn, bias.length, as);
        return [`${i}.${map}.weight`, { shape: [dIn, bias.length], values }];
      }),
    ),
  );
}

/** ΔW of each site that a run has changed. */
function deltasOf({ config: { method, training }, tensors }: Subject, base: ReadModel): Map<string, Delta> {
  const spec = methodOf(method);
  const started = spec.hasFullRank ? namedMatrices(base, training.base_dtype) : {};
  return new Map(
    spec
      .deltas(method, tensors, started, base.config)
      .map((delta) => [siteId(delta.site), { ...delta, isStacked: loraName(delta.site, 'A0') in tensors }]),
  );
}

/** W0 of a site as the run had it, dOut × dIn. */
function baseMatrix({ config, weights }: ReadModel, { layer, projection }: Site, as: BaseDtype): Dense {
  const { dIn, dOut } = siteShape(config, projection);
  const matrices: Partial<Record<Projection, Pick<Affine, 'weight'>>> | undefined = weights.layers[layer];
  const label = siteLabel({ layer, projection });
  const { weight } = need(matrices?.[projection], 'other-model', `The model has no ${label}.`);
  return transpose(dense(dIn, dOut, roundedWeight(weight, dIn, dOut, as)));
}

const deltaAt = (deltas: Map<string, Delta>, site: Site): Delta =>
  need(deltas.get(siteId(site)), 'bad-adapter', `The run has changed nothing at ${siteLabel(site)}.`);

async function inspect({ baseUrl, figure, subject, other, sites }: Inspection): Promise<void> {
  const base = await baseOf(subject, baseUrl);
  const deltas = deltasOf(subject, base);
  const others = other && deltasOf(other, await baseOf(other, baseUrl));
  for (const site of sites) {
    const input = {
      w0: baseMatrix(base, site, subject.config.training.base_dtype),
      delta: deltaAt(deltas, site),
      other: others && deltaAt(others, site),
    };
    post({ type: 'figures', site, figures: SITE_FIGURES[figure](input) });
  }
}

self.onmessage = async ({ data }: MessageEvent<unknown>) => {
  try {
    await inspect(inspectionSchema.parse(data));
  } catch (error) {
    post(toldError(error));
  }
};
