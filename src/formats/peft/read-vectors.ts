/** IA³ and VeRA from PEFT's files. */
import { ia3ConfigSchema, ia3Name, scalesInput } from '../../core/methods/ia3.ts';
import { VERA_A, VERA_B, veraConfigSchema, veraName } from '../../core/methods/vera.ts';
import {
  matricesIn,
  PROJECTIONS,
  mapOf,
  siteShape,
  sitesOf,
  type Site,
  type TransformerConfig,
} from '../../core/site.ts';
import type { TensorValues } from '../../core/tensors.ts';
import { FormatError } from '../format-error.ts';
import { isFeedforward, namingFor, PREFIX, targetedModules } from './modules.ts';
import { checked, pieceOf, type Read } from './reading.ts';
import { SETTINGS, unknownField, type SettingsOf } from './settings.ts';
import type { TensorFile } from './tensor-file.ts';

const vector = (values: Float32Array): TensorValues => ({ shape: [values.length], values });

/**
 * @param root where the blocks lie: `Naming.root`, or nothing
 * @throws FormatError where the files do not fit each other or the model, or IA³ here has another form
 */
export function readIa3(
  settings: SettingsOf<'IA3'>,
  file: TensorFile,
  model: TransformerConfig,
  root: string,
): Read {
  if (settings.modules_to_save.length > 0) throw unknownField('modules_to_save');
  const { ia3 } = namingFor(model);
  const { target_modules: named, feedforward_modules: feedforward } = settings;
  const targets = { ...settings, target_modules: named ?? [...ia3.targets] };
  const modules = targetedModules(targets, model, root);
  const tensors = modules.flatMap(({ layer, map, path }) => {
    const sites = matricesIn(map).map((projection): Site => ({ layer, projection }));
    const isInput = sites.some(scalesInput);
    if (isFeedforward(feedforward ?? ia3.feedforward, path) !== isInput)
      throw new FormatError(
        `${SETTINGS}: IA³ here scales ${isInput ? 'the input' : 'the output'} of ${path}, and feedforward_modules says otherwise.`,
      );
    const { dIn, dOut } = siteShape(model, matricesIn(map)[0]);
    const name = `${PREFIX}${path}.ia3_l`;
    const values = file.take(name, isInput ? [1, dIn] : [sites.length * dOut, 1]);
    return sites.map((site, i): [string, TensorValues] => [
      ia3Name(site),
      vector(pieceOf(values, i, values.length / sites.length)),
    ]);
  });
  const target_modules = PROJECTIONS.filter((own) =>
    modules.some(({ map }) => matricesIn(map).includes(own)),
  );
  if (tensors.length < sitesOf(model, target_modules, null).length)
    throw new FormatError(`${SETTINGS}: IA³ here adapts the same modules in every layer.`);
  return {
    method: checked(ia3ConfigSchema, { type: 'ia3', target_modules }),
    tensors: Object.fromEntries(tensors),
  };
}

/**
 * c_attn has one λ_d for q, k and v, and rows of B for each, as `fused_qkv` has it. A matrix that is not adapted in one layer, while it is in another, has λ_d = 0 and λ_b = 0: its ΔW and its gradients are 0 for
 * ever.
 * @param root where the blocks lie: `Naming.root`, or nothing
 * @throws FormatError where the files do not fit each other or the model, or VeRA here has another form
 */
export function readVera(
  settings: SettingsOf<'VERA'>,
  file: TensorFile,
  model: TransformerConfig,
  root: string,
): Read {
  const { r, d_initial, projection_prng_key } = settings;
  const modules = targetedModules(settings, model, root);
  if (settings.bias !== 'none')
    throw new FormatError(`${SETTINGS}: bias is ${settings.bias}. VeRA here trains no biases.`);
  if (!settings.save_projection)
    throw new FormatError(
      `${SETTINGS}: save_projection is false, so A and B are not in the file. PyTorch’s random numbers drew them.`,
    );
  const target_modules = PROJECTIONS.filter((own) =>
    modules.some(({ map }) => matricesIn(map).includes(own)),
  );
  const shapes = modules.map(({ map }) => {
    const { dIn, dOut } = siteShape(model, matricesIn(map)[0]);
    return { dIn, dOut: matricesIn(map).length * dOut };
  });
  const [width, height] = [
    Math.max(...shapes.map(({ dIn }) => dIn)),
    Math.max(...shapes.map(({ dOut }) => dOut)),
  ];
  const shared = (name: string, shape: number[]): [string, TensorValues] => [
    name,
    { shape, values: file.take(`base_model.${name}`, shape) },
  ];
  const fused_qkv = modules.some(({ map }) => map === 'qkv');
  const paths = new Map(modules.map(({ layer, map, path }) => [`${layer}.${map}`, path]));
  const maps = [...new Set(target_modules.map((own) => mapOf(model, own)))];
  const vectors = Array.from({ length: model.n_layer }, (_, layer) =>
    maps.flatMap((map): [string, TensorValues][] => {
      const path = paths.get(`${layer}.${map}`);
      const sites = matricesIn(map).map((projection): Site => ({ layer, projection }));
      const [first = { layer, projection: matricesIn(map)[0] }] = sites;
      const { dOut } = siteShape(model, first.projection);
      const take = (part: 'b' | 'd', length: number) =>
        path === undefined
          ? new Float32Array(length)
          : file.take(`${PREFIX}${path}.vera_lambda_${part}`, [length]);
      const b = take('b', sites.length * dOut);
      return [
        [veraName({ fused_qkv }, first, 'd'), vector(take('d', r))],
        ...sites.map((site, i): [string, TensorValues] => [
          veraName({ fused_qkv }, site, 'b'),
          vector(pieceOf(b, i, dOut)),
        ]),
      ];
    }),
  ).flat();
  return {
    method: checked(veraConfigSchema, {
      type: 'vera',
      ...{ r, target_modules, d_initial, projection_prng_key, fused_qkv },
    }),
    tensors: Object.fromEntries([shared(VERA_A, [r, width]), shared(VERA_B, [height, r]), ...vectors]),
  };
}
