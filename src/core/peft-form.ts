/** Which methods PEFT has, too, and how large its files of an adapter are, from the dimensions alone. */
import { atSite, deltaRank, loraScale, type LoraConfig } from './methods/lora-config.ts';
import { trainedBaseTensors } from './methods/lora.ts';
import { isBert, trainedHeadTensors } from './models/bert.ts';
import { isLlama } from './models/llama.ts';
import { isNeox } from './models/neox.ts';
import { slotsOf, type ConfigOf, type MethodConfig } from './methods/methods.ts';
import { countSiteParameters, weightBytes } from './params.ts';
import { siteShape, sitesOf, type Projection, type Site, type TransformerConfig } from './site.ts';
import { sizeOf } from './tensors.ts';

const isFused = (projection: Projection) => projection === 'q' || projection === 'k' || projection === 'v';

/** What holds Wq, Wk and Wv side by side in the files of a model's family, and the family's name; null where they lie apart. */
export function fusedModule(model: object): { family: string; module: string } | null {
  if (isLlama(model) || isBert(model)) return null;
  return isNeox(model)
    ? { family: 'GPT-NeoX', module: 'query_key_value' }
    : { family: 'GPT-2', module: 'c_attn' };
}

/** Of some matrices, those that lie side by side in a `fusedModule`: their updates are exported as one. */
export const fusedProjections = (projections: readonly Projection[]): Projection[] =>
  projections.filter(isFused);

/** The methods that PEFT has, too, computing the same. */
export type PeftMethod = ConfigOf<'lora' | 'ia3' | 'vera' | 'prefix-kv' | 'prefix-embed'>;

/**
 * True where this page can write the adapter in PEFT's format. DoRA's magnitudes of q, k and v are one vector in a GPT-2's files,
 * which needs all three or none; VeRA's B has rows for each of them, which is a setting here.
 * @param model its dimensions, of a GPT-2 if they are not told
 */
export function hasPeftForm(method: MethodConfig, model: object = {}): method is PeftMethod {
  switch (method.type) {
    case 'lora':
      return (
        !method.use_dora ||
        !fusedModule(model) ||
        [0, 3].includes(fusedProjections(method.target_modules).length)
      );
    case 'vera':
      return method.fused_qkv || fusedProjections(method.target_modules).length === 0;
    case 'prefix-embed':
      return method.takes_positions && method.infix_tokens === 0;
    default:
      return method.type === 'ia3' || method.type === 'prefix-kv';
  }
}

/** Scales that differ by less, as a share, do so by rounding. */
const ROUNDING = 1e-6;

/** Whether PEFT can train an adapter as it was trained here: its one `fusedModule` has one scale α/r, where Wq, Wk and Wv each have one. */
export function isTrainedAlike(method: MethodConfig, model: TransformerConfig): boolean {
  if (method.type !== 'lora' || !fusedModule(model)) return true;
  const sites = sitesOf(model, fusedProjections(method.target_modules), method.layers_to_transform);
  const scaleOf = (site: Site) => loraScale(atSite(method, site));
  return sites.every((site) =>
    sites.every(
      (other) => other.layer !== site.layer || Math.abs(scaleOf(other) / scaleOf(site) - 1) < ROUNDING,
    ),
  );
}

/** Tensor bytes of the adapter exported for PEFT; the file adds a header of some kilobytes. */
export function adapterFileBytes(model: TransformerConfig, method: PeftMethod): number {
  if (method.type === 'lora') return loraFileBytes(model, method);
  const slots = slotsOf(model, method, 0);
  const own = slots.reduce((total, { shape }) => total + weightBytes(sizeOf(shape)), 0);
  const hasVectors = method.type === 'ia3' || method.type === 'vera';
  const fused = hasVectors && fusedModule(model) ? fusedProjections(method.target_modules).length : 0;
  // Of the fused c_attn IA³'s l and VeRA's λ_b are one vector, which is 1 or 0 where q, k or v is not adapted.
  return fused === 0 ? own : own + weightBytes((3 - fused) * model.n_embd * model.n_layer);
}

/**
 * Of LoRA more than the trained weights where several of q, k, v are adapted: PEFT holds them as one update of the `fusedModule`,
 * whose B (3·n_embd rows, r columns per matrix) is zero outside its blocks. DoRA adds a magnitude for each row; PiSSA and OLoRA
 * double r, since a ΔW beside the unchanged W0 takes as many more. Trained biases, whole modules and an encoder's head stand beside.
 */
function loraFileBytes(model: TransformerConfig, lora: LoraConfig): number {
  const { n_embd } = model;
  const beside = [...trainedBaseTensors(model, lora), ...trainedHeadTensors(model)].reduce(
    (total, { shape }) => total + sizeOf(shape),
    0,
  );
  return sitesOf(model, lora.target_modules, lora.layers_to_transform).reduce((total, site) => {
    const { projection } = site;
    const r = deltaRank(atSite(lora, site));
    return (
      total +
      weightBytes(
        (isFused(projection) && fusedModule(model)
          ? r * (n_embd + 3 * n_embd)
          : countSiteParameters(model, projection, r)) +
          (lora.use_dora ? siteShape(model, projection).dOut : 0),
      )
    );
  }, weightBytes(beside));
}
