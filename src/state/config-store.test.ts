import { describe, expect, it } from 'vitest';
import { full } from '../core/methods/full.ts';
import { asLora, LORA_LIMITS } from '../core/methods/lora-config.ts';
import { defaultMethod } from '../core/methods/methods.ts';
import { SHIPPED } from '../core/models/shipped.ts';
import { defaultRunConfig, withMethod } from '../core/run-config.ts';
import { PROPOSED } from '../core/secret.ts';
import { sameConfig } from '../core/normal-config.ts';
import { createConfigStore, formDiffersFrom, hasAll } from './config-store.ts';
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
    expect(asLora(config.method)).toEqual({ ...defaultRunConfig().method, r: 16 });
    expect(preset).toBeNull();
  });

  it('clamps what is out of range and passes over what is impossible', () => {
    const store = open();
    const method = () => asLora(store.getState().config.method);
    store.getState().update({ method: { r: 1000 }, training: { batch_size: 0 } });
    expect(method().r).toBe(64);
    expect(store.getState().config.training.batch_size).toBe(1);
    store.getState().update({ method: { target_modules: [] } });
    expect(method().target_modules).toEqual(['q', 'v']);
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

describe('another model', () => {
  const { encoder, nano } = SHIPPED;

  it('takes a rate that is the usual one along, there and back', () => {
    const store = open();
    const rate = () => store.getState().config.training.learning_rate;
    store.getState().chooseModel('encoder', { from: nano, to: encoder });
    expect(rate()).toBe(0.002);
    store.getState().chooseModel('nano', { from: encoder, to: nano });
    expect(rate()).toBe(0.01);
    expect(store.getState().config.model).toBe('nano');
  });

  it('leaves a rate that a person set', () => {
    const store = open();
    store.getState().update({ training: { learning_rate: 0.005 } });
    store.getState().chooseModel('encoder', { from: nano, to: encoder });
    expect(store.getState().config.training.learning_rate).toBe(0.005);
  });
});

describe('another method', () => {
  it('starts from its own defaults and keeps the rest of the form', () => {
    const store = open();
    store.getState().update({ seed: 9, method: { r: 16 }, training: { batch_size: 4 } });
    const before = store.getState().config;
    store.getState().update({ method: { type: 'prefix-layer', infix_tokens: 2 } });
    expect(store.getState()).toMatchObject({
      preset: null,
      config: {
        ...withMethod(before, 'prefix-layer'),
        method: { type: 'prefix-layer', prefix_tokens: 8, infix_tokens: 2 },
      },
    });
    store.getState().update({ method: { prefix_tokens: 4 } });
    expect(store.getState().config.method).toEqual({
      type: 'prefix-layer',
      prefix_tokens: 4,
      infix_tokens: 2,
    });
    store.getState().update({ method: { type: 'lora' } });
    expect(store.getState()).toMatchObject({
      preset: 'paper',
      config: { ...before, method: defaultMethod('lora') },
    });
  });

  it('gives way to LoRA with the preset that is applied', () => {
    const store = open();
    store.getState().update({ seed: 9, method: { type: 'bitfit' } });
    expect(store.getState().preset).toBeNull();
    store.getState().applyPreset('one-matrix');
    expect(store.getState()).toMatchObject({
      preset: 'one-matrix',
      config: {
        ...{ seed: 9, method: { type: 'lora', r: 8, target_modules: ['q'], lora_alpha: 32 } },
        training: defaultRunConfig().training,
      },
    });
  });

  it('has its own learning rate, which the form remembers with its settings', () => {
    const store = open();
    const { update, chooseMethod } = store.getState();
    const rate = () => store.getState().config.training.learning_rate;
    update({ training: { learning_rate: 0.003, batch_size: 4 } });
    chooseMethod('full');
    expect(rate()).toBe(full.learningRate);
    expect(store.getState().config.training.batch_size).toBe(4);
    update({ training: { learning_rate: 0.0007, batch_size: 2 } });
    chooseMethod('lora');
    expect(rate()).toBe(0.003);
    chooseMethod('full');
    expect(rate()).toBe(0.0007);
    expect(store.getState().config.training.batch_size).toBe(2);
  });

  it('has nothing of what is proposed for LoRA', () => {
    const form = { ...defaultRunConfig(), method: defaultMethod('bitfit') };
    expect(hasAll(form, PROPOSED)).toBe(false);
    const store = createConfigStore(form);
    store.getState().update(PROPOSED);
    expect(hasAll(store.getState().config, PROPOSED)).toBe(true);
    expect(store.getState().config.method).toMatchObject(PROPOSED.method);
  });
});

describe('α that follows the rank', () => {
  it('goes with r, however r is set, and stays where it is when it is fixed again', () => {
    const store = open();
    const method = () => asLora(store.getState().config.method);
    store.getState().update({ method: { alpha_ratio: 2 } });
    expect(method().lora_alpha).toBe(8);
    store.getState().update({ method: { r: 64 } });
    expect(method().lora_alpha).toBe(128);
    store.getState().applyPreset('one-matrix');
    expect(method()).toMatchObject({ r: 8, lora_alpha: 16, alpha_ratio: 2 });
    store.getState().update({ method: { lora_alpha: 99 } });
    expect(method().lora_alpha).toBe(16);
    store.getState().update({ method: { alpha_ratio: null } });
    store.getState().update({ method: { r: 1 } });
    expect(method()).toMatchObject({ lora_alpha: 16, alpha_ratio: null });
  });

  it('is within its limits for every c and r', () => {
    const { alpha_ratio: c, r, lora_alpha } = LORA_LIMITS;
    expect(c.max * r.max).toBeLessThanOrEqual(lora_alpha.max);
    expect(c.min * r.min).toBeGreaterThanOrEqual(lora_alpha.min);
  });
});

describe('sameConfig', () => {
  it('does not mind the order of matrices, and minds everything else', () => {
    const a = defaultRunConfig();
    const b = defaultRunConfig();
    asLora(b.method).target_modules = ['v', 'q'];
    expect(sameConfig(a, b)).toBe(true);
    b.seed = 2;
    expect(sameConfig(a, b)).toBe(false);
    expect(sameConfig(a, { ...a, method: { type: 'bitfit' } })).toBe(false);
  });
});

describe('formDiffersFrom', () => {
  const form = defaultRunConfig();
  const ranked = { ...form, method: { ...form.method, r: 64 } };
  const other = { ...DATASET, name: 'second.csv', fingerprint: 'ffff0000' };

  it('minds settings', () => {
    expect(formDiffersFrom(form, DATASET, record('a'))).toBe(false);
    expect(formDiffersFrom({ ...form, seed: 2 }, DATASET, record('a'))).toBe(true);
    expect(formDiffersFrom(ranked, DATASET, record('a'))).toBe(true);
  });
  it('minds other data under the same settings, not data that is still being read', () => {
    expect(formDiffersFrom(form, other, record('a'))).toBe(true);
    expect(formDiffersFrom(form, null, record('a'))).toBe(false);
  });
  it('does not mind the rank of a comparison that goes on, and minds it once that has ended', () => {
    const live = record('a', { groupId: 'g', state: 'paused' });
    expect(formDiffersFrom(ranked, DATASET, live)).toBe(false);
    expect(formDiffersFrom({ ...ranked, seed: 2 }, DATASET, live)).toBe(true);
    expect(formDiffersFrom(ranked, DATASET, record('a', { groupId: 'g' }))).toBe(true);
    expect(formDiffersFrom({ ...form, method: { type: 'bitfit' } }, DATASET, live)).toBe(true);
  });
  it('does not mind by which rule α came to be what it is', () => {
    const follows = { ...form, method: { ...form.method, alpha_ratio: 8 } };
    expect(formDiffersFrom(follows, DATASET, record('a'))).toBe(false);
    const compared = record('a', { groupId: 'g', state: 'running', config: follows });
    // At another rank the comparison’s α is another.
    expect(formDiffersFrom(ranked, DATASET, compared)).toBe(true);
    expect(formDiffersFrom(form, DATASET, compared)).toBe(false);
  });
});
