/**
 * LoRA from PEFT's files. The fused c_attn has one A for q, k and v there; here each has a copy of its own, equal to the bit, and
 * its rows of B, which is the same ΔW. `write-lora.ts` writes equal ones as one again. Trained on, they part.
 */
import { loraConfigSchema, type LoraConfig } from '../../core/methods/lora-config.ts';
import { loraName, magnitudeName, trainedBiases } from '../../core/methods/lora.ts';
import {
  matricesIn,
  PROJECTIONS,
  siteId,
  siteShape,
  sitesOf,
  type Site,
  type TransformerConfig,
} from '../../core/site.ts';
import { moduleOf } from '../../core/models/family.ts';
import type { NamedTensors, TensorValues } from '../../core/tensors.ts';
import { FormatError } from '../format-error.ts';
import { byPattern, namingFor, PREFIX, rowsFromFile, targetedModules, type Module } from './modules.ts';
import { checked, pieceOf, type Read } from './reading.ts';
import { SETTINGS, type SettingsOf } from './settings.ts';
import type { TensorFile } from './tensor-file.ts';
import { readWhole, wholeModules } from './whole-modules.ts';

/** LoRA at one site. */
interface Part {
  site: Site;
  r: number;
  alpha: number;
  tensors: NamedTensors;
}

/**
 * @param root where the blocks lie: `Naming.root`, or nothing
 * @returns of PiSSA and OLoRA without A0 and B0, which the files lack: `startFactors` computes them
 * @throws FormatError where the files do not fit each other or the model, or hold what LoRA here has not
 */
export function readLora(
  settings: SettingsOf<'LORA'>,
  file: TensorFile,
  model: TransformerConfig,
  root: string,
): Read {
  const { lora_alpha, lora_dropout, use_rslora, use_dora, bias } = settings;
  const start = startOf(settings.init_lora_weights);
  const modules = targetedModules(settings, model, root);
  const whole = wholeModules(settings.modules_to_save, model, root, modules);
  if (whole.length > 0 && settings.ensure_weight_tying)
    throw new FormatError(
      `${SETTINGS}: ensure_weight_tying is set, so the embedding and the head are trained as one matrix. Here modules_to_save trains each as a matrix of its own.`,
    );
  const parts = modules.flatMap((module) => readModule(module, settings, file, model));
  const layers = [...new Set(parts.map(({ site }) => site.layer))];
  const target_modules = PROJECTIONS.filter((own) => parts.some(({ site }) => site.projection === own));
  const present = new Set(parts.map(({ site }) => siteId(site)));
  const absent = sitesOf(model, target_modules, layers).filter((site) => !present.has(siteId(site)));
  if (absent.length > 0 && (use_dora || bias === 'lora_only' || start !== 'gaussian'))
    throw new FormatError(
      `${SETTINGS}: layers adapt different modules, which has no form here together with DoRA, trained biases, PiSSA or OLoRA.`,
    );
  const all = [...parts, ...absent.map((site) => notAdapted(site, lora_alpha, model))];
  const [r, alpha] = [mostCommon(all, 'r'), mostCommon(all, 'alpha')];
  const method = checked(loraConfigSchema, {
    type: 'lora',
    r,
    lora_alpha: alpha,
    lora_dropout,
    use_rslora,
    use_dora,
    init_lora_weights: start,
    target_modules,
    rank_pattern: patternOf(all, 'r', r),
    alpha_pattern: patternOf(all, 'alpha', alpha),
    layers_to_transform: layers.length === model.n_layer ? null : layers,
    bias,
    modules_to_save: whole,
  });
  const wrapped = new Set(modules.map(({ path }) => path));
  const naming = namingFor(model);
  const biases = trainedBiases(model, method).map(({ name, shape }): [string, TensorValues] => {
    const path = naming.pathOf(moduleOf(name), root);
    // PEFT wraps an adapted module, and keeps the module itself, with its bias, within.
    const values = file.take(`${PREFIX}${path}${wrapped.has(path) ? '.base_layer' : ''}.bias`, shape);
    return [name, { shape: [...shape], values: rowsFromFile(values, model, moduleOf(name)) }];
  });
  return {
    method,
    tensors: {
      ...Object.fromEntries([...all.flatMap((part) => Object.entries(part.tensors)), ...biases]),
      ...readWhole(whole, file, model, root),
    },
  };
}

/** Starts of A and B that leave W0 as it is, so that nothing needs to be known of them. */
const PLAIN = ['gaussian', 'eva', 'orthogonal', 'mica'];
/** What others have in W0's place, which is in no file. */
const CHANGED: Readonly<Record<string, string>> = {
  loftq: 'a quantised W₀',
  corda: 'W₀ without the directions that PEFT found by activations of the data',
  lora_ga: 'W₀ less a product of the gradients of the data',
};
const REMEDY =
  'Save the adapter with path_initial_model_for_weight_conversion: PEFT then writes plain LoRA beside W₀.';

/**
 * How A and B started, where that matters.
 * @throws FormatError where they stand beside weights that nothing here tells
 */
function startOf(given: boolean | string): LoraConfig['init_lora_weights'] {
  const start = typeof given === 'string' ? given.toLowerCase() : 'gaussian';
  if (start === 'pissa' || start === 'olora') return start;
  if (PLAIN.includes(start)) return 'gaussian';
  const refuse = (why: string) =>
    new FormatError(`${SETTINGS}: init_lora_weights is ${given}. ${why} ${REMEDY}`);
  if (start.startsWith('pissa_niter_'))
    throw refuse(
      'A and B stand beside what a singular value decomposition by random numbers left of W₀, and PEFT itself draws others each time that it loads the adapter.',
    );
  const [known] = Object.keys(CHANGED).filter((name) => start.startsWith(name));
  throw refuse(
    known === undefined
      ? 'Whether it changes W₀ is not known here.'
      : `A and B stand beside ${CHANGED[known] ?? ''}, which the files do not hold.`,
  );
}

/** The matrices of a module, each with its rows of B. */
function readModule(
  { layer, map, path }: Module,
  {
    r: anyRank,
    lora_alpha,
    rank_pattern,
    alpha_pattern,
    use_rslora,
    use_dora,
    init_lora_weights: start,
  }: SettingsOf<'LORA'>,
  file: TensorFile,
  model: TransformerConfig,
): Part[] {
  const r = byPattern(rank_pattern, path, anyRank);
  const alpha = byPattern(alpha_pattern, path, lora_alpha);
  const projections = matricesIn(map);
  const { dIn, dOut } = siteShape(model, projections[0]);
  const wide = projections.length * dOut;
  const a = file.take(`${PREFIX}${path}.lora_A.weight`, [r, dIn]);
  const rows = (part: string, shape: readonly number[]) =>
    rowsFromFile(file.take(`${PREFIX}${path}.${part}`, shape), model, map);
  const b = rows('lora_B.weight', [wide, r]);
  const m = use_dora ? rows('lora_magnitude_vector', [wide]) : null;
  // Those that started as factors of W0 are of all matrices together.
  const columns = startOf(start) === 'gaussian' ? columnsOf(b, r, projections.length, use_dora) : [];
  return projections.flatMap((projection, section): Part[] => {
    const site: Site = { layer, projection };
    const { from, to } = columns[section] ?? { from: 0, to: r };
    const rank = to - from;
    if (rank === 0) return [];
    const own = pieceOf(b, section, dOut * r).filter((_, i) => i % r >= from && i % r < to);
    const share = rank / r;
    return [
      {
        site,
        r: rank,
        // The scale stays that of the module.
        alpha: alpha * (use_rslora ? Math.sqrt(share) : share),
        tensors: {
          [loraName(site, 'A')]: { shape: [rank, dIn], values: a.slice(from * dIn, to * dIn) },
          [loraName(site, 'B')]: { shape: [dOut, rank], values: own },
          ...(m && { [magnitudeName(site)]: { shape: [dOut], values: pieceOf(m, section, dOut) } }),
        },
      },
    ];
  });
}

interface Columns {
  from: number;
  to: number;
}

/**
 * The columns of B that each of a module's matrices uses. Each has its own where every column is 0 but in the rows of one matrix,
 * and those of q come before those of k and v: so this page writes matrices that were trained apart. Elsewhere each uses all.
 * @param b the rows of all matrices, one matrix after the other
 * @param isWhole whether no matrix may be without columns
 */
function columnsOf(b: Float32Array, r: number, sections: number, isWhole: boolean): Columns[] {
  const all = Array.from({ length: sections }, () => ({ from: 0, to: r }));
  const size = b.length / sections;
  const users = Array.from({ length: r }, () => new Set<number>());
  b.forEach((value, i) => {
    if (value !== 0) users[i % r]?.add(Math.floor(i / size));
  });
  const owners = users.flatMap((own) => (own.size === 1 ? [...own] : []));
  if (owners.length < r || owners.some((owner, k) => owner < (owners[k - 1] ?? 0))) return all;
  const own = all.map((_, section) => {
    const from = owners.filter((owner) => owner < section).length;
    return { from, to: from + owners.filter((owner) => owner === section).length };
  });
  return isWhole && own.some(({ from, to }) => from === to) ? all : own;
}

/**
 * A matrix that is not adapted in one layer, while it is in another. The settings here name matrices and layers apart, so it has
 * A = 0 and B = 0: its ΔW is 0, and so are its gradients, for ever. `write-lora.ts` leaves it out.
 */
function notAdapted(site: Site, alpha: number, model: TransformerConfig): Part {
  const { dIn, dOut } = siteShape(model, site.projection);
  return {
    site,
    r: 1,
    alpha,
    tensors: {
      [loraName(site, 'A')]: { shape: [1, dIn], values: new Float32Array(dIn) },
      [loraName(site, 'B')]: { shape: [dOut, 1], values: new Float32Array(dOut) },
    },
  };
}

/** The number that most parts have. */
function mostCommon(parts: readonly Part[], key: 'r' | 'alpha'): number {
  const counts = new Map<number, number>();
  for (const { [key]: value } of parts) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((most, next) => (next[1] > most[1] ? next : most), [NaN, 0])[0];
}

/** What differs from the common number: by projection where its layers agree, else by site. */
function patternOf(parts: readonly Part[], key: 'r' | 'alpha', common: number): Record<string, number> {
  const differing = parts.filter((part) => part[key] !== common);
  return Object.fromEntries(
    differing.map(({ site, [key]: value }) => {
      const isEven = parts.every(
        (other) => other.site.projection !== site.projection || other[key] === value,
      );
      return [isEven ? site.projection : siteId(site), value];
    }),
  );
}
