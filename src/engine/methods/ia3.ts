/** IA³ on the device: trained factors of the columns of a linear map's input or output (src/core/methods/ia3.ts). */
import { ia3Name, scalesInput, type Ia3Config } from '../../core/methods/ia3.ts';
import { matricesIn } from '../../core/site.ts';
import { sideBySide } from '../ops/column-scale.ts';
import type { Changes, Variables } from './method.ts';

export function ia3Changes(_config: Ia3Config, variables: Variables): Changes {
  return {
    linear(layer, map) {
      const sites = matricesIn(map).map((projection) => ({ layer, projection }));
      const factors = sideBySide(sites.map((site) => variables.vector(ia3Name(site))));
      if (!factors) return null;
      const isInput = sites.some(scalesInput);
      return {
        pairs: [],
        dropout: null,
        weight: null,
        bias: null,
        ...(isInput ? { inScale: factors } : { outScale: factors }),
      };
    },
  };
}
