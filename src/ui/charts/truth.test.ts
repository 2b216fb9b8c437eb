import { expect, test } from 'vitest';
import { DATASET } from '../../state/testing.ts';
import { truthOf } from './truth.ts';

const site = { layer: 1, projection: 'v' } as const;
const dataset = {
  ...DATASET,
  secret: { seed: 1, rank: 3, sites: [{ site, singularValue: 1.5 }], teacherLoss: 1 },
};

test('what is hidden is told to who has answered on that data, right or wrong', () => {
  expect(truthOf({ dataset }, {})).toBeNull();
  expect(truthOf({ dataset }, { other: 3 })).toBeNull();
  const truth = truthOf({ dataset }, { [DATASET.fingerprint]: 5 });
  expect(truth?.rank).toBe(3);
  expect(truth?.sigmaOf(site)).toBe(1.5);
  expect(truth?.sigmaOf({ layer: 0, projection: 'v' })).toBeNull();
});

test('data that hides nothing has no answer', () => {
  expect(truthOf({ dataset: DATASET }, { [DATASET.fingerprint]: 5 })).toBeNull();
});
