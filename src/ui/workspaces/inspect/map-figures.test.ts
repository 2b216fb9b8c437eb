import { expect, it } from 'vitest';
import { sitesOf } from '../../../core/site.ts';
import { mapCells, mostRecorded, recordedFigure, takenFigure } from './map-figures.ts';

const adapted = sitesOf({ n_layer: 2 }, ['q', 'v'], null).filter(
  ({ layer, projection }) => layer === 1 || projection === 'q',
);

it('has a cell for every layer and matrix, empty where none is adapted', () => {
  const { layers, projections, cells } = mapCells(adapted, (site, place) => ({
    value: 10 * site.layer + place,
    chance: null,
  }));
  expect([layers, projections]).toEqual([
    [0, 1],
    ['q', 'v'],
  ]);
  expect(cells.map(({ isAdapted, value }) => (isAdapted ? value : 'none'))).toEqual([0, 'none', 11, 12]);
});

it('takes ranks and the norm from singular values; zeros have no rank, but a norm', () => {
  // By hand, of σ = 4, 2, 1, 0.5.
  const sigma = [4, 2, 1, 0.5];
  const figures = ['effectiveRank', 'stableRank', 'k90', 'norm'] as const;
  expect(figures.map((figure) => recordedFigure(figure, sigma)?.toFixed(4))).toEqual([
    '3.1171',
    '1.3281',
    '2.0000',
    '4.6098',
  ]);
  expect(figures.map((figure) => recordedFigure(figure, [0, 0]))).toEqual([null, null, null, 0]);
});

it('knows the most of all steps and matrices, and what a worker has not found as nothing', () => {
  const [first, second] = adapted;
  if (!first || !second) throw new Error('two matrices are adapted');
  const spectra = [
    { step: 0, sites: [{ site: first, singularValues: [0] }] },
    {
      step: 5,
      sites: [
        { site: first, singularValues: [3, 4] },
        { site: second, singularValues: [1] },
      ],
    },
    { step: 9, sites: [{ site: first, singularValues: [2] }] },
  ];
  expect(mostRecorded({ spectra }, 'norm')).toBe(5);
  expect(takenFigure('amplification', undefined)).toEqual({ value: null, chance: null });
});
