import { expect, it } from 'vitest';
import { readPlace, writePlace, type InspectPlace } from './place.ts';

const NOTHING: InspectPlace = { view: 'spectra', run: '', site: null, pair: null };

it('is read as it was written', () => {
  const chosen: InspectPlace[] = [
    { view: 'similarity', run: 'ab-1', site: '1.v', pair: ['ab-1', 'secret 12'] },
    { view: 'map', run: '', site: null, pair: null },
    { view: 'spectra', run: 'ab', site: '0.q', pair: null },
  ];
  for (const place of chosen) expect(readPlace(writePlace(place))).toEqual(place);
  expect(writePlace(chosen[0] ?? NOTHING)).toBe('similarity;1.v;ab-1;ab-1,secret 12');
  expect(writePlace(chosen[1] ?? NOTHING)).toBe('map');
  expect(writePlace({ ...NOTHING, run: 'ab' })).toBe('');
});

it('is nothing chosen where it cannot be read', () => {
  for (const text of ['', 'spectres;9', ';q;;one', ';;;,']) expect(readPlace(text)).toEqual(NOTHING);
});
