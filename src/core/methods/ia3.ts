/**
 * IA³ (Liu et al. 2022): a learned vector multiplies the output of each chosen matrix, column by column. That of W2 multiplies
 * its input instead: the MLP's inner activation. All vectors start at 1, so training starts at the base model.
 */
import { z } from 'zod';
import { PROJECTIONS, siteId, siteLabel, siteShape, sitesOf, type Site } from '../site.ts';
import type { MethodSpec } from './method.ts';

export const ia3ConfigSchema = z.object({
  type: z.literal('ia3'),
  /** The paper's choice by default: keys, values and the MLP's inner activation. */
  target_modules: z.array(z.enum(PROJECTIONS)).min(1).default(['k', 'v', 'down']),
});
export type Ia3Config = z.infer<typeof ia3ConfigSchema>;

/** The name of a matrix's vector, as PEFT ends it. */
export const ia3Name = (site: Site): string => `${siteId(site)}.ia3_l`;

/** Whether the vector multiplies what flows into the matrix, not what comes out: PEFT's `feedforward_modules`. */
export const scalesInput = ({ projection }: Site): boolean => projection === 'down';

const sites: MethodSpec<Ia3Config>['sites'] = (model, { target_modules }) =>
  sitesOf(model, target_modules, null);

export const ia3: MethodSpec<Ia3Config> = {
  name: 'IA³',
  about:
    'A learned vector multiplies the output of each chosen matrix; for W2 it multiplies the input. All weights stay frozen.',
  schema: ia3ConfigSchema,
  learningRate: 1e-1,
  encoderRate: 1e-2,
  adaptsEncoders: true,
  fields: [
    {
      key: 'target_modules',
      label: 'Target matrices',
      short: 'matrices',
      help: 'The weight matrices whose output a learned vector multiplies, column by column. The vector of W2 multiplies its input, the MLP’s inner activation. The paper of IA³ chooses Wk, Wv and W2.',
    },
  ],
  noSpectrum:
    'IA³ rescales rows or columns of W. Its ΔW can have full rank, so singular values are not shown.',
  sites,
  marks: (model, config) =>
    sites(model, config).map((site) => ({
      kind: 'vector',
      site,
      role: scalesInput(site) ? 'input' : 'output',
      symbol: 'l',
    })),
  /** One vector for each adapted matrix, in the order of the sites. */
  slots: (model, config) =>
    sites(model, config).map((site) => {
      const { dIn, dOut } = siteShape(model, site.projection);
      const size = scalesInput(site) ? dIn : dOut;
      const initial = () => new Float32Array(size).fill(1);
      return { name: ia3Name(site), shape: [size], place: siteLabel(site), initial, decayFactor: 0 };
    }),
  deltas: () => [],
};
