import { expect, it } from 'vitest';
import { drawQuiz, OPTIONS, QUESTIONS } from './quiz.ts';

it('asks every question once, with all its options, in an order of the seed’s', () => {
  const { questions } = drawQuiz(1);
  expect(questions.map(({ id }) => id).sort()).toEqual([...QUESTIONS].sort());
  for (const { options } of questions) expect([...options].sort()).toEqual([...OPTIONS].sort());
  expect(drawQuiz(1)).toEqual(drawQuiz(1));
  expect(drawQuiz(2).questions).not.toEqual(questions);
});

it('has four answers to each reckoned question, of which one is right', () => {
  for (let seed = 0; seed < 300; seed++)
    for (const { id, right, options } of drawQuiz(seed).reckoned) {
      expect(new Set(options).size, `${id}, seed ${seed}`).toBe(4);
      expect(options).toContain(right);
    }
});

it('reckons as the paper does', () => {
  const all = Array.from({ length: 300 }, (_, seed) => drawQuiz(seed).reckoned).flat();
  for (const { id, given, right } of all) {
    const { d = 0, r = 1, matrices = 0, alpha = 0 } = given;
    // Section 5.1: 2 × L_LoRA × d_model × r.
    if (id === 'count') expect(right).toBe(2 * matrices * d * r);
    if (id === 'share') expect(right).toBeCloseTo((100 * 2 * d * r) / (d * d), 12);
    if (id === 'scale') expect(right).toBe(alpha / r);
  }
  // RoBERTa large, Wq and Wv of 24 layers, r = 8: 0.8 M in Table 2.
  expect(all.find(({ given }) => given.d === 1024 && given.r === 8 && given.matrices === 48)?.right).toBe(
    786_432,
  );
});
