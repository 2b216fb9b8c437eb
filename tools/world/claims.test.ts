import { expect, test } from 'vitest';
import { NLI_LABELS } from '../../src/core/nli-labels.ts';
import { createRng } from '../../src/core/rng.ts';
import { nli } from '../../src/data/tasks/nli.ts';
import { generate } from '../../src/data/tasks/splits.ts';
import { claim } from './claims.ts';

const rng = createRng(7, 'claims');
const texts = Array.from({ length: 3000 }, () => claim(rng));

test('claims are so, not so and left open about equally often', () => {
  for (const verdict of [/(Yes|True)\."?$/, /(No|Untrue)\."?$/, /(Maybe|Nobody knows)\."?$/]) {
    const share = texts.filter((text) => verdict.test(text)).length / texts.length;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.37);
  }
});

test('claims hold neither the format nor the labels of nli, and hardly a sentence of it', () => {
  const all = texts.join('\n');
  for (const mark of ['Premise', 'Hypothesis', ...NLI_LABELS]) expect(all).not.toContain(mark);
  const { test: pairs } = generate(nli, 0, { train: 0, validation: 0, test: 300 });
  const sentences = pairs.flatMap(({ prompt }) => nli.segments?.(prompt) ?? []);
  expect(sentences.filter((sentence) => all.includes(sentence)).length).toBeLessThan(sentences.length / 100);
});
