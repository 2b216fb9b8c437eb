/** What matrices are called on the page, in its language. */
import i18next from 'i18next';
import { PROJECTION_LABEL, projectionLabels, readSiteName, type Site } from '../core/site.ts';
import { isMapName, MAPS } from '../core/models/gpt2.ts';

/** `"Wq · layer 1"` with layers counted from one, as people do. */
export const siteWords = ({ layer, projection }: Site): string =>
  i18next.t('siteLayer', { ns: 'charts', matrix: PROJECTION_LABEL[projection], layer: String(layer + 1) });

/** `"Wq · 1"`, along an axis whose name is "matrix · layer". */
export const siteTick = ({ layer, projection }: Site): string =>
  `${PROJECTION_LABEL[projection]} · ${layer + 1}`;

/** `"Wq"` or `"Wq layer 1"` for a name of `SITE_NAME`'s form, which is left as it is where it has another. */
export function siteNameWords(name: string): string {
  const { layer, projection } = readSiteName(name) ?? {};
  if (!projection) return name;
  const matrix = PROJECTION_LABEL[projection];
  return typeof layer === 'number'
    ? i18next.t('siteNameLayer', { ns: 'charts', matrix, layer: String(layer + 1) })
    : matrix;
}

/** What transformers calls modules that are no matrices, in GPT-2. */
const MODULE_LABEL: Readonly<Record<string, string>> = {
  head: 'lm_head',
  lnE: 'embeddings.LayerNorm',
  lnF: 'ln_f',
  dense: 'pooler.dense',
  ln1: 'ln_1',
  ln2: 'ln_2',
};

/** `"lm_head"`, `"W1 layer 2"` for a module by the name of `modulesOf`, of a layer with its number. */
export function moduleWords(name: string): string {
  const [layer = '', part] = name.split('.');
  if (part === undefined) return MODULE_LABEL[name] ?? name;
  const matrix = isMapName(part) ? projectionLabels(MAPS[part]).join(' ') : MODULE_LABEL[part];
  return matrix === undefined
    ? siteNameWords(name)
    : i18next.t('siteNameLayer', { ns: 'charts', matrix, layer: String(Number(layer) + 1) });
}
