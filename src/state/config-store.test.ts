import { describe, expect, it } from 'vitest';
import { defaultRunConfig } from '../core/run-config.ts';
import { createConfigStore, isChanged, sameConfig } from './config-store.ts';
import { DATASET, record } from './testing.ts';

const open = () => createConfigStore(defaultRunConfig());

describe('config store', () => {
  it('starts at the paper’s preset', () => {
    expect(open().getState().preset).toBe('paper');
  });

  it('changes one setting and keeps the others', () => {
    const store = open();
    store.getState().update({ method: { r: 16 } });
    const { config, preset } = store.getState();
    expect(config.method.r).toBe(16);
    expect(config.method.lora_alpha).toBe(defaultRunConfig().method.lora_alpha);
    expect(preset).toBeNull();
  });

  it('clamps what is out of range and passes over what is impossible', () => {
    const store = open();
    store.getState().update({ method: { r: 1000 }, training: { batch_size: 0 } });
    expect(store.getState().config.method.r).toBe(64);
    expect(store.getState().config.training.batch_size).toBe(1);
    store.getState().update({ method: { target_modules: [] } });
    expect(store.getState().config.method.target_modules).toEqual(['q', 'v']);
    store.getState().update({ training: { learning_rate: NaN } });
    expect(store.getState().config.training.learning_rate).toBe(defaultRunConfig().training.learning_rate);
  });

  it('recognises a preset however it was reached, and keeps other settings when one is applied', () => {
    const store = open();
    store.getState().update({ seed: 9, method: { r: 2, target_modules: ['o', 'v', 'q', 'k'] } });
    expect(store.getState().preset).toBe('all-attention');
    store.getState().applyPreset('one-matrix');
    expect(store.getState().config.method).toMatchObject({ r: 8, target_modules: ['q'] });
    expect(store.getState().config.seed).toBe(9);
  });
});

describe('sameConfig', () => {
  it('does not mind the order of matrices, and minds everything else', () => {
    const a = defaultRunConfig();
    const b = defaultRunConfig();
    b.method.target_modules = ['v', 'q'];
    expect(sameConfig(a, b)).toBe(true);
    b.seed = 2;
    expect(sameConfig(a, b)).toBe(false);
  });
});

describe('isChanged', () => {
  const form = defaultRunConfig();
  const ranked = { ...form, method: { ...form.method, r: 64 } };
  const other = { ...DATASET, name: 'second.csv', fingerprint: 'ffff0000' };

  it('minds settings', () => {
    expect(isChanged(form, DATASET, record('a'))).toBe(false);
    expect(isChanged({ ...form, seed: 2 }, DATASET, record('a'))).toBe(true);
    expect(isChanged(ranked, DATASET, record('a'))).toBe(true);
  });
  it('minds other data under the same settings, not data that is still being read', () => {
    expect(isChanged(form, other, record('a'))).toBe(true);
    expect(isChanged(form, null, record('a'))).toBe(false);
  });
  it('does not mind the rank of a comparison', () => {
    expect(isChanged(ranked, DATASET, record('a', { groupId: 'g' }))).toBe(false);
    expect(isChanged({ ...ranked, seed: 2 }, DATASET, record('a', { groupId: 'g' }))).toBe(true);
  });
});
