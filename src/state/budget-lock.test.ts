import { describe, expect, it } from 'vitest';
import { hasLora } from '../core/methods/lora-config.ts';
import { countTrainable } from '../core/params.ts';
import { budgetLockOf } from './budget-lock.ts';
import { openBench, settled } from './testing.ts';

/** A page with a loaded model, whose budget is locked. */
async function locked(query = '?target_modules=q,v&r=8') {
  const { page } = await openBench({ query });
  await settled();
  const lock = budgetLockOf(page);
  lock.getState().toggle();
  const { update } = page.config.getState();
  const method = () => {
    const { config } = page.config.getState();
    if (!hasLora(config.method)) throw new Error('not LoRA');
    return config.method;
  };
  const trained = () => countTrainable(modelOf(page), method());
  return { page, lock, update, method, trained };
}

function modelOf({ session }: Awaited<ReturnType<typeof openBench>>['page']) {
  const { model } = session.getState();
  if (!model) throw new Error('no model');
  return model.config;
}

describe('the budget lock', () => {
  it('leaves the form alone while it is open', async () => {
    const { lock, update, method } = await locked();
    lock.getState().toggle();
    update({ method: { target_modules: ['q', 'k', 'v', 'o'] } });
    expect(method()).toMatchObject({ r: 8, rank_pattern: {} });
  });

  it('shares the budget anew among other matrices, by check boxes and presets alike', async () => {
    const { page, lock, update, method, trained } = await locked();
    const { budget } = lock.getState();
    update({ method: { target_modules: ['q', 'k', 'v', 'o'] } });
    expect(method()).toMatchObject({ r: 4, rank_pattern: {} });
    page.config.getState().applyPreset('one-matrix');
    expect(method()).toMatchObject({ r: 16, target_modules: ['q'], rank_pattern: {} });
    expect(trained()).toBe(budget);
    expect(lock.getState().note).toBeNull();
  });

  it('lets the others follow a rank that is moved, however it was typed', async () => {
    const { update, method } = await locked();
    for (const q of [1, 12]) update({ method: { rank_pattern: { ...method().rank_pattern, q } } });
    expect(method()).toMatchObject({ r: 4, rank_pattern: { q: 12 } });
    update({ method: { rank_pattern: { ...method().rank_pattern, v: 10 } } });
    expect(method()).toMatchObject({ r: 6, rank_pattern: { q: 6, v: 10 } });
  });

  it('gives a moved matrix what leaves rank 1 to the others, and says so until the next change', async () => {
    const { lock, update, method } = await locked();
    update({ method: { rank_pattern: { q: 64 } } });
    expect(method()).toMatchObject({ r: 1, rank_pattern: { q: 15 } });
    expect(lock.getState().note).toEqual({ why: 'most', name: 'q', rank: 15 });
    update({ training: { max_steps: 5 } });
    expect(lock.getState().note).toBeNull();
  });

  it('undoes a change of the common rank, and one that has no room', async () => {
    const { lock, update, method } = await locked('?target_modules=q&r=2');
    update({ method: { r: 4 } });
    expect(method().r).toBe(2);
    expect(lock.getState().note).toEqual({ why: 'rank-follows' });
    update({ method: { target_modules: ['q', 'k', 'v', 'o'] } });
    expect(method().target_modules).toEqual(['q']);
    expect(lock.getState().note).toMatchObject({ why: 'too-small' });
  });

  it('opens for another method and another model', async () => {
    const { page, lock, update } = await locked();
    page.config.getState().chooseMethod('bitfit');
    expect(lock.getState().budget).toBeNull();
    page.config.getState().chooseMethod('lora');
    lock.getState().toggle();
    expect(lock.getState().budget).not.toBeNull();
    update({ model: 'micro' });
    expect(lock.getState().budget).toBeNull();
  });

  it('is in no link', async () => {
    const { page, lock } = await locked();
    const query = page.queryOf('train');
    lock.getState().toggle();
    expect(page.queryOf('train')).toBe(query);
  });
});
