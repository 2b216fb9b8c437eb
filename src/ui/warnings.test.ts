import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { lateStrings, startStrings } from './strings/index.ts';
import { wordVerdict } from './warnings.ts';

beforeAll(async () => {
  await startStrings();
  await lateStrings();
});

test('a run whose loss still falls is not told to lower its learning rate', () => {
  const { title, remedy } = wordVerdict(
    {
      kind: 'unfinished',
      by: 'above-base',
      loss: 3.4,
      against: 2.67,
      step: 20,
      scale: null,
      remedies: ['steps'],
    },
    i18next.getFixedT('en', 'app'),
  );
  expect(title).toBe('Worse than the base model so far');
  expect(remedy).toBe('The loss is still falling: train more steps.');
});

test('a run that was stopped later than its last evaluation is worded by that evaluation’s step', () => {
  const { title, about } = wordVerdict(
    { kind: 'worse', by: 'above-base', loss: 2.83, against: 2.67, step: 160, scale: 8, remedies: [] },
    i18next.getFixedT('en', 'app'),
  );
  expect(title).toBe('Worse than the base model');
  expect(about).toMatch(/^At step 160 the validation loss is 2\.83\d*; the base model has 2\.67\d*\.$/);
});
