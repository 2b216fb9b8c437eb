/** Words what a method trains, from its marks: each kind once, and where it stands. */
import type { TFunction } from 'i18next';
import type { Mark } from '../../../core/methods/marks.ts';
import { isMapName, MAPS } from '../../../core/models/gpt2.ts';
import { PROJECTION_LABEL, projectionLabels } from '../../../core/site.ts';
import { count } from '../../format.ts';

/** What a mark of this kind means in the drawing. */
function meaningOf(mark: Mark, t: TFunction<'workspaces'>): string {
  switch (mark.kind) {
    case 'vector':
      return t(`mark.${mark.role}`, { symbol: mark.symbol });
    case 'low-rank':
      return t(mark.isFrozen ? 'mark.frozenPath' : 'mark.path');
    case 'adapter':
      return t(mark.after === 'block' ? 'mark.adapterWithNorm' : 'mark.adapter');
    case 'tokens':
      return mark.after > 0
        ? t('mark.tokensBoth', { before: count(mark.before), after: count(mark.after) })
        : t('mark.tokens', { count: mark.before, before: count(mark.before) });
    case 'keys':
      return t('mark.keys', { count: mark.before, before: count(mark.before) });
    default:
      return t(`mark.${mark.kind}`);
  }
}

/** The layer of a mark, and the part of a block that it stands at; null for what stands outside of the blocks. */
function placeOf(mark: Mark, t: TFunction<'workspaces'>): { layer: number; part: string } | null {
  switch (mark.kind) {
    case 'vector':
    case 'low-rank':
      return { layer: mark.site.layer, part: PROJECTION_LABEL[mark.site.projection] };
    case 'weight':
    case 'bias': {
      const [layer = '', part = ''] = mark.part.split('.');
      if (part === '') return null;
      return {
        layer: Number(layer),
        part: isMapName(part) ? projectionLabels(MAPS[part]).join(', ') : t('block.norm'),
      };
    }
    case 'adapter':
      return { layer: mark.layer, part: t(`place.${mark.after}`) };
    case 'tokens':
      return { layer: mark.layer, part: t('place.tokens') };
    case 'keys':
      return { layer: mark.layer, part: t('block.attention') };
    case 'embeddings':
      return null;
  }
}

/** What each kind of mark means, in the order in which they first come. */
export const markMeanings = (marks: readonly Mark[], t: TFunction<'workspaces'>): string[] => [
  ...new Set(marks.map((mark) => meaningOf(mark, t))),
];

/** The same with the parts and the layers where each stands, for those who do not see the drawing. */
export function markPlaces(marks: readonly Mark[], t: TFunction<'workspaces'>): string[] {
  return markMeanings(marks, t).map((meaning) => {
    const places = marks
      .filter((mark) => meaningOf(mark, t) === meaning)
      .flatMap((mark) => placeOf(mark, t) ?? []);
    if (places.length === 0) return meaning;
    const unique = <T>(values: readonly T[]) => [...new Set(values)];
    return t('mark.where', {
      meaning,
      parts: unique(places.map(({ part }) => part)).join(', '),
      layers: unique(places.map(({ layer }) => count(layer + 1))).join(', '),
    });
  });
}
