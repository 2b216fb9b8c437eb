/**
 * LoRA (Hu et al. 2021): ΔW = s·BA beside each chosen matrix. A is Gaussian, B is zero, so training starts at the base
 * model. The draws of A nest: at rank r, A is the first r rows of one draw per site, so runs that differ in rank alone
 * share their start. With PiSSA (Meng et al. 2024) and OLoRA (Büyükakyüz 2024) A and B start as factors A0 and B0 of W0, which
 * nest too; W0 − s·B0A0 stays frozen in W0's place, so ΔW = s·(BA − B0A0), and training starts at the base model again.
 */
import { biasedParts, biasTensors, moduleOf, tensorsOfModules } from '../models/family.ts';
import type { BaseTensor } from '../models/gpt2.ts';
import { createRng } from '../rng.ts';
import {
  everySite,
  mapOf,
  siteId,
  siteLabel,
  siteShape,
  sitesOf,
  type Site,
  type TransformerConfig,
} from '../site.ts';
import type { NamedTensors } from '../tensors.ts';
import { baseSlots } from './base-slots.ts';
import {
  atSite,
  loraConfigSchema,
  loraScale,
  startsFactored,
  type LoraConfig,
  type LoraSettings,
} from './lora-config.ts';
import type { Mark } from './marks.ts';
import type { LowRankDelta, MethodSpec, Slot } from './method.ts';

/** The name of A or B at a site, e.g. `0.q.lora_A`, or of the A0 or B0 that it started from as a factor of W0. */
export const loraName = (site: Site, matrix: 'A' | 'B' | 'A0' | 'B0'): string =>
  `${siteId(site)}.lora_${matrix}`;

/** The name of DoRA's magnitude vector m at a site. */
export const magnitudeName = (site: Site): string => `${siteId(site)}.lora_magnitude_vector`;

/**
 * The first `r` rows of the site's draw of A, row-major r × dIn. Each entry is N(0, 1/dIn), so that |Ax| does not
 * depend on the width; the paper says Gaussian and leaves the variance open.
 */
export function drawA(site: Site, r: number, dIn: number, seed: number): Float32Array {
  const rng = createRng(seed, `lora-A/${siteId(site)}`);
  const deviation = 1 / Math.sqrt(dIn);
  return Float32Array.from({ length: r * dIn }, () => rng.normal() * deviation);
}

const sites: MethodSpec<LoraConfig>['sites'] = (model, { target_modules, layers_to_transform }) =>
  sitesOf(model, target_modules, layers_to_transform);

export const lora: MethodSpec<LoraConfig> = {
  name: 'LoRA',
  about: 'A trained update BA of low rank beside each chosen weight matrix, which stays frozen.',
  schema: loraConfigSchema,
  learningRate: 1e-2,
  encoderRate: 2e-3,
  adaptsDecoders: true,
  adaptsEncoders: true,
  fields: [
    {
      key: 'r',
      label: 'Rank r',
      short: 'r',
      help: 'The highest rank that ΔW = s·BA can have (2r with PiSSA or OLoRA). A is r × k and B is d × r, so the number of trained weights grows in proportion to r.',
    },
    {
      key: 'lora_alpha',
      label: 'Alpha',
      short: 'α',
      help: 'How strongly the trained update counts: its output is multiplied by α/r. A higher α acts much like a higher learning rate.',
    },
    {
      key: 'target_modules',
      label: 'Target matrices',
      short: 'matrices',
      help: 'The weight matrices that get a trained update BA beside them. The LoRA paper adapts Wq and Wv of the attention; W1 and W2 belong to the MLP.',
    },
    {
      key: 'lora_dropout',
      label: 'LoRA dropout',
      short: 'dropout',
      help: 'The share of the input to A that is randomly left out during training. 0 switches it off.',
      isRare: true,
      step: 0.05,
    },
    {
      key: 'use_rslora',
      label: 'rsLoRA scaling (α/√r)',
      short: 'rsLoRA',
      help: 'Scales by α/√r instead of α/r, so that updates of a large rank are not scaled down too far (rank-stabilised LoRA).',
      isRare: true,
    },
    {
      key: 'loraplus_lr_ratio',
      label: 'LoRA+ ratio λ',
      short: 'LoRA+ λ',
      help: 'B learns at λ times the learning rate, and A at the learning rate itself (LoRA+). 1 is plain LoRA; the authors of LoRA+ suggest 16.',
      isRare: true,
    },
    {
      key: 'use_dora',
      label: 'DoRA',
      short: 'DoRA',
      help: 'Trains the length of each row of W apart from its direction: W′ = m · (W + s·BA)/‖W + s·BA‖, with one trained m for each row. It costs more time than LoRA alone.',
      isRare: true,
    },
    {
      key: 'init_lora_weights',
      label: 'Start of A and B',
      short: 'start',
      help: 'Gaussian: A is random and B is 0. PiSSA starts A and B as the first r singular directions of W₀, OLoRA as the first r columns and rows of its QR factors; what they leave of W₀ stays frozen, in a copy of its own (Wq, Wk and Wv have one together). ΔW = s·(BA − B₀A₀) then has rank 2r at most. All three start at the base model’s loss.',
      isRare: true,
      choices: { gaussian: 'Gaussian', pissa: 'PiSSA', olora: 'OLoRA' },
    },
    {
      key: 'bias',
      label: 'Biases',
      short: 'biases',
      help: 'Which bias vectors of the model are trained beside A and B: none; those of the adapted matrices (Wq, Wk and Wv have one in common); or all, of LayerNorm too.',
      isRare: true,
      choices: { none: 'frozen', lora_only: 'trained with their matrices', all: 'all trained' },
    },
    {
      key: 'modules_to_save',
      label: 'Whole modules',
      short: 'whole',
      help: 'Modules of the model whose own weights are trained beside A and B, as PEFT’s modules_to_save. A head that is the token embedding becomes a matrix of its own when it is trained whole.',
      isRare: true,
    },
    {
      key: 'rank_pattern',
      label: 'Ranks of single matrices',
      short: 'own r',
      help: 'A matrix can have a rank and an α of its own, in all layers or in one; all others have those above. A row for one layer decides over the row for all.',
      isRare: true,
    },
    {
      key: 'alpha_pattern',
      label: 'Alphas of single matrices',
      short: 'own α',
      help: 'A matrix can have an α of its own, in all layers or in one.',
      isRare: true,
    },
    {
      key: 'layers_to_transform',
      label: 'Layers',
      short: 'layers',
      help: 'The layers whose target matrices are adapted: all of them, unless you choose.',
      isRare: true,
    },
  ],
  noSpectrum: null,
  spectrumNote(config) {
    const isFactored = startsFactored(config);
    const update = isFactored ? 's·(BA − B₀A₀)' : 's·BA';
    if (config.use_dora)
      return `With DoRA these are the singular values of ${update}, the update of the direction. W′ − W₀ also rescales the rows of W₀, so its rank is not bounded by ${isFactored ? '2r' : 'r'}.`;
    return isFactored
      ? 'ΔW = s·(BA − B₀A₀) is what training has changed. A and B started as factors A₀ and B₀ of W₀, so its rank can be 2r.'
      : null;
  },
  sites,
  marks: (model, config) => [
    ...sites(model, config).flatMap((site): Mark[] => [
      { kind: 'low-rank', site, r: atSite(config, site).r, isFrozen: false },
      ...(config.use_dora ? [{ kind: 'vector', site, role: 'length', symbol: 'm' } as const] : []),
    ]),
    ...biasedParts(model)
      .filter((part) => trainsBias(model, config, part))
      .map((part): Mark => ({ kind: 'bias', part })),
    ...wholeMarks(model, config),
  ],
  /**
   * A [r, dIn] and B [dOut, r] of every adapted site, m [dOut] with DoRA, and the frozen A0 and B0 where A and B start as
   * factors of W0, in the order of the sites; then the biases and whole modules that are trained, under the base model's names.
   */
  slots(model, config, seed) {
    const isFactored = startsFactored(config);
    const matrices = sites(model, config).flatMap((site): Slot[] => {
      const own = atSite(config, site);
      const { r, loraplus_lr_ratio: rateFactor, use_dora } = own;
      const { dIn, dOut } = siteShape(model, site.projection);
      const place = siteLabel(site);
      const decayFactor = isFactored ? 0 : 1;
      const a = {
        shape: [r, dIn],
        place,
        decayFactor,
        initial: startOf(own, site, 'A', () => drawA(site, r, dIn, seed)),
      };
      const b = {
        shape: [dOut, r],
        place,
        decayFactor,
        initial: startOf(own, site, 'B', () => new Float32Array(dOut * r)),
      };
      return [
        { ...a, name: loraName(site, 'A') },
        { ...b, name: loraName(site, 'B'), rateFactor },
        ...(isFactored
          ? [
              { ...a, name: loraName(site, 'A0'), isFrozen: true },
              { ...b, name: loraName(site, 'B0'), isFrozen: true },
            ]
          : []),
        ...(use_dora
          ? [
              {
                name: magnitudeName(site),
                shape: [dOut],
                place,
                initial: { rowNormsOf: site },
                decayFactor: 0,
              },
            ]
          : []),
      ];
    });
    return [...matrices, ...baseSlots(trainedBaseTensors(model, config))];
  },
  /** s·BA, or s·(BA − B0A0), with DoRA too: the update of the direction. Its W′ − W0 also rescales the rows of W0, which is not of rank r. */
  deltas(config, tensors) {
    return loraPairs(tensors).map((pair) => ({ ...pair, scale: loraScale(atSite(config, pair.site)) }));
  },
};

/** True where the bias of a linear map or norm, which is not trained whole, is trained beside A and B. @param name of either: `0.qkv`, `0.qkv.bias`, `lnF` */
function trainsBias(
  model: object,
  { bias, target_modules, layers_to_transform: layers, modules_to_save }: LoraSettings,
  name: string,
): boolean {
  if (modules_to_save.includes(moduleOf(name))) return false;
  if (bias !== 'lora_only') return bias === 'all';
  const [layer = '', map] = name.split('.');
  return (
    target_modules.some((projection) => mapOf(model, projection) === map) &&
    (layers === null || layers.includes(Number(layer)))
  );
}

/** The base model's biases that are trained beside A and B, but for those of modules that are trained whole. */
export const trainedBiases = (model: Parameters<typeof biasTensors>[0], config: LoraSettings): BaseTensor[] =>
  biasTensors(model).filter(({ name }) => trainsBias(model, config, name));

/** The base model's tensors that are trained beside A and B: biases, then those of whole modules. */
export const trainedBaseTensors = (
  model: Parameters<typeof tensorsOfModules>[0],
  config: LoraSettings,
): BaseTensor[] => [...trainedBiases(model, config), ...tensorsOfModules(model, config.modules_to_save)];

/** Where modules are trained whole. Of layers that the model lacks there are none. */
function wholeMarks(
  model: Pick<TransformerConfig, 'n_layer'>,
  { modules_to_save }: Pick<LoraConfig, 'modules_to_save'>,
): Mark[] {
  const biased = biasedParts(model);
  return modules_to_save
    .filter((part) => !(Number.parseInt(part, 10) >= model.n_layer))
    .flatMap((part): Mark[] => [
      { kind: 'weight', part },
      ...(biased.includes(part) ? [{ kind: 'bias', part } as const] : []),
    ]);
}

/**
 * What A or B starts as. PiSSA's B0A0 is the first r terms of W0's singular value decomposition divided by s, so that s·B0A0 is
 * those terms; OLoRA's is QR's, as in PEFT, whatever s is.
 * @param drawn the start of plain LoRA
 */
function startOf(
  config: LoraSettings,
  site: Site,
  matrix: 'A' | 'B',
  drawn: () => Float32Array,
): Slot['initial'] {
  const { init_lora_weights: by } = config;
  if (by === 'gaussian') return drawn;
  return { factorOf: site, by, matrix, multiplier: by === 'pissa' ? 1 / Math.sqrt(loraScale(config)) : 1 };
}

/** A and B of ΔW = s·BA at one site. */
export interface LoraPair extends Omit<LowRankDelta, 'scale'> {
  /** DoRA's magnitude vector, [dOut]; absent without DoRA. */
  m?: Float32Array;
}

/**
 * ΔW of every site among named tensors as one pair, ordered by layer, then as in `PROJECTIONS`: their A and B, or, where these
 * started from A0 and B0, a pair of rank 2r. A lone A or B is passed over.
 */
export function loraPairs(tensors: NamedTensors): LoraPair[] {
  const layers = Object.keys(tensors).map((name) => Number.parseInt(name, 10));
  return everySite(1 + Math.max(-1, ...layers.filter(Number.isInteger))).flatMap((site) => {
    const [a, b] = [tensors[loraName(site, 'A')], tensors[loraName(site, 'B')]];
    if (!a || !b) return [];
    const [r = 0, dIn = 0] = a.shape;
    const m = tensors[magnitudeName(site)]?.values;
    const [a0, b0] = [tensors[loraName(site, 'A0')], tensors[loraName(site, 'B0')]];
    const pair = { site, r, dIn, dOut: b.shape[0] ?? 0, a: a.values, b: b.values, ...(m && { m }) };
    return [a0 && b0 ? changeSince(pair, a0.values, b0.values) : pair];
  });
}

/**
 * BA − B0A0 as one pair of rank 2r: [B − B0, B0]·[A; A − A0]. In this form it is 0 to the bit where nothing has changed, and
 * nothing of it is lost in a difference of two large products, as it would be in [B, −B0]·[A; A0].
 */
function changeSince<P extends LoraPair>(pair: P, a0: Float32Array, b0: Float32Array): P {
  const { r, dOut, a, b } = pair;
  const wide = new Float32Array(2 * b.length);
  for (let row = 0; row < dOut; row++)
    for (let k = 0; k < r; k++) {
      const start = b0[row * r + k] ?? NaN;
      wide[2 * row * r + k] = (b[row * r + k] ?? NaN) - start;
      wide[2 * row * r + r + k] = start;
    }
  const tall = new Float32Array(2 * a.length);
  tall.set(a);
  tall.set(
    a.map((value, i) => value - (a0[i] ?? NaN)),
    a.length,
  );
  return { ...pair, r: 2 * r, a: tall, b: wide };
}

/** Pairs as named tensors. */
export function loraTensors(pairs: readonly LoraPair[]): NamedTensors {
  return Object.fromEntries(
    pairs.flatMap(({ site, r, dIn, dOut, a, b }) => [
      [loraName(site, 'A'), { shape: [r, dIn], values: a }],
      [loraName(site, 'B'), { shape: [dOut, r], values: b }],
    ]),
  );
}
