/** IA³ and VeRA in PEFT's files. */
import { ia3Name, scalesInput, type Ia3Config } from '../../core/methods/ia3.ts';
import { VERA_A, VERA_B, veraName, type VeraConfig } from '../../core/methods/vera.ts';
import { mapOf, matricesIn, readSiteName, type LinearName, type Site } from '../../core/site.ts';
import type { NamedTensors } from '../../core/tensors.ts';
import { FormatError } from '../format-error.ts';
import { namesOfMaps, namingFor, PREFIX } from './modules.ts';
import type { Written } from './writing.ts';

/** A linear map of one layer. */
interface LayerMap {
  layer: number;
  map: LinearName;
}

/** The linear maps that tensors of this ending belong to. */
function mapsOf(tensors: NamedTensors, ending: string, model: object): LayerMap[] {
  const found = Object.keys(tensors)
    .filter((name) => name.endsWith(ending))
    .flatMap((name): [string, LayerMap][] => {
      const { layer = null, projection } = readSiteName(name.slice(0, -ending.length)) ?? {};
      if (layer === null || !projection) return [];
      const map = mapOf(model, projection);
      return [[`${layer}.${map}`, { layer, map }]];
    });
  return [...new Map(found).values()];
}

const pathOf = (model: object, { layer, map }: LayerMap): string => {
  const naming = namingFor(model);
  return PREFIX + naming.root + naming.path(layer, map);
};

/** c_attn has one vector, which is 1 where a matrix of q, k and v is not adapted. */
export function writeIa3(_config: Ia3Config, tensors: NamedTensors, model: object = {}): Written {
  const naming = namingFor(model);
  const maps = mapsOf(tensors, '.ia3_l', model);
  return {
    settings: {
      peft_type: 'IA3',
      target_modules: namesOfMaps(naming, maps),
      feedforward_modules: namesOfMaps(
        naming,
        maps.filter(({ map }) => map === 'down'),
      ),
      fan_in_fan_out: naming.isConv1D,
    },
    tensors: maps.map(({ layer, map }) => {
      const sites = matricesIn(map).map((projection): Site => ({ layer, projection }));
      const vectors = sites.map((site) => tensors[ia3Name(site)]?.values);
      const length = vectors.find((values) => values)?.length ?? 0;
      const data = new Float32Array(sites.length * length).fill(1);
      vectors.forEach((values, i) => values && data.set(values, i * length));
      const shape = sites.some(scalesInput) ? [1, data.length] : [data.length, 1];
      return { name: `${pathOf(model, { layer, map })}.ia3_l`, shape, data };
    }),
  };
}

/** @throws FormatError where q, k or v is adapted without `fused_qkv`: PEFT's c_attn has rows of B for each, ours then share the first */
export function writeVera(config: VeraConfig, tensors: NamedTensors): Written {
  // Where both λ are 0, nothing can train them: `readVera` puts such ones where one layer alone has no adapter.
  const naming = namingFor();
  const maps = mapsOf(tensors, '.vera_lambda_b', {}).filter(({ layer, map }) =>
    (['b', 'd'] as const).some((part) =>
      matricesIn(map).some((projection) =>
        tensors[veraName(config, { layer, projection }, part)]?.values.some((value) => value !== 0),
      ),
    ),
  );
  if (!config.fused_qkv && maps.some(({ map }) => map === 'qkv'))
    throw new FormatError(
      'PEFT’s VeRA has rows of B for Wq, Wk and Wv each, where these share them. Adapt Wq, Wk and Wv as one, or Wo, W1 or W2.',
    );
  const layers = [...new Set(maps.map(({ layer }) => layer))];
  const modules = namesOfMaps(naming, maps);
  const isEven = maps.length === layers.length * modules.length;
  return {
    settings: {
      peft_type: 'VERA',
      r: config.r,
      target_modules: isEven ? modules : maps.map(({ layer, map }) => naming.path(layer, map)),
      layers_to_transform: isEven ? layers : null,
      d_initial: config.d_initial,
      projection_prng_key: config.projection_prng_key,
      save_projection: true,
      bias: 'none',
      fan_in_fan_out: true,
    },
    tensors: [
      ...[VERA_A, VERA_B].flatMap((name) => {
        const tensor = tensors[name];
        return tensor ? [{ name: `base_model.${name}`, shape: tensor.shape, data: tensor.values }] : [];
      }),
      ...maps.flatMap(({ layer, map }) => {
        const sites = matricesIn(map).map((projection): Site => ({ layer, projection }));
        const valuesOf = (site: Site, part: 'b' | 'd') => tensors[veraName(config, site, part)]?.values;
        const own = sites.map((site) => valuesOf(site, 'b'));
        const length = own.find((values) => values)?.length ?? 0;
        // 0 where a matrix of c_attn is not adapted.
        const b = new Float32Array(sites.length * length);
        own.forEach((values, i) => values && b.set(values, i * length));
        const [d = new Float32Array()] = sites.flatMap((site) => valuesOf(site, 'd') ?? []);
        const vectorOf = (part: 'b' | 'd', data: Float32Array) => ({
          name: `${pathOf({}, { layer, map })}.vera_lambda_${part}`,
          shape: [data.length],
          data,
        });
        return [vectorOf('b', b), vectorOf('d', d)];
      }),
    ],
  };
}
