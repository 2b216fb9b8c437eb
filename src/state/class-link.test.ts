import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { METHOD_IDS } from '../core/methods/methods.ts';
import { defaultRunConfig, withMethod, type RunConfig } from '../core/run-config.ts';
import { controlsOf, openClass, plainStudent, readClass, seedOf, writeClass } from './class-link.ts';
import { controlState, type ClassInForce, type ClassLink } from './class-store.ts';
import { createConfigStore } from './config-store.ts';
import { fromQuery, settingsOf, toQuery } from './url.ts';

const link = (parts: Partial<ClassLink>): ClassLink => ({ fixed: [], hidden: [], ownSeeds: false, ...parts });

/** A class link as an address, and what it opens with. */
function opened(given: ClassLink, config: RunConfig) {
  const query = toQuery(config, null, { classLink: writeClass(given, config) });
  const read = fromQuery(query);
  return { query, read, ...readClass(read.classLink, read.config) };
}

const anyLink = fc
  .constantFrom(...METHOD_IDS)
  .chain((type) => {
    const config = withMethod(defaultRunConfig(), type);
    const controls = controlsOf(config);
    return fc.record({
      config: fc.constant(config),
      fixed: fc.subarray(controls),
      hides: fc.boolean(),
      ownSeeds: fc.boolean(),
    });
  })
  .map(({ config, fixed, hides, ownSeeds }) => {
    const half = hides ? Math.floor(fixed.length / 2) : fixed.length;
    return { config, given: { fixed: fixed.slice(0, half), hidden: fixed.slice(half), ownSeeds } };
  });

describe('the address of a class link', () => {
  it('says what it fixes in words', () => {
    const config = defaultRunConfig();
    const text = writeClass(
      link({ fixed: ['model', 'r'], hidden: ['weight_decay'], ownSeeds: true }),
      config,
    );
    expect(text).toMatch(/^1;fixed:model,r;hidden:weight_decay;seed:student;[2-9b-z]{4}$/);
    const query = toQuery(config, null, { classLink: text });
    expect(query).toContain(`class=${text}`);
    // Fixed settings are written though they are defaults.
    expect(query).toMatch(/&r=4&|&model=nano&/);
  });

  it('reads what was written, for every method and choice of controls', () => {
    fc.assert(
      fc.property(anyLink, ({ config, given }) => {
        const { link: read, problem, read: address } = opened(given, config);
        expect(problem).toBeNull();
        expect(read).toEqual(given);
        expect(address.notices).toEqual([]);
      }),
    );
  });

  it('is refused where a letter of it was changed or it was cut short', () => {
    const config = defaultRunConfig();
    const text = writeClass(link({ fixed: ['r', 'task'] }), config);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: text.length - 1 }),
        fc.constantFrom(...Array.from('2bqz,;:')),
        (at, letter) => {
          fc.pre(text[at] !== letter);
          const changed = text.slice(0, at) + letter + text.slice(at + 1);
          expect(readClass(changed, config).link).toBeNull();
          expect(readClass(text.slice(0, at), config).link).toBeNull();
        },
      ),
    );
  });

  it('is refused where a setting that it fixes was changed in the address, and not where another was', () => {
    const { query } = opened(link({ fixed: ['r'] }), defaultRunConfig());
    const read = (changed: string) => {
      const { classLink, config } = fromQuery(changed);
      return readClass(classLink, config);
    };
    expect(read(query.replace('&r=4', '&r=8')).problem?.why).toBe('changed');
    expect(read(`${query}&max_steps=20`).link).not.toBeNull();
    expect(read(query.replace('seed=1', 'seed=9')).link).not.toBeNull();
  });

  it.each([
    ['2;fixed:r;abcd', 'version', '2'],
    ['', 'version', ''],
    ['1', 'cut', '1'],
    ['1;fixed:r', 'cut', 'fixed:r'],
    ['1;fixed:rnk;bcdf', 'control', 'rnk'],
    ['1;fixed:;bcdf', 'control', ''],
    ['1;fixed:r;hidden:r;bcdf', 'twice', 'r'],
    ['1;locked:r;bcdf', 'part', 'locked:r'],
    ['1;seed:mine;bcdf', 'part', 'seed:mine'],
    ['1;fixed:r;bcdf', 'changed', '1;fixed:r;bcdf'],
  ])('says what is wrong with %j', (text, why, given) => {
    expect(readClass(text, defaultRunConfig()).problem).toEqual({ why, given });
  });

  it('cannot fix own data or a model of one’s own', () => {
    const own = { ...defaultRunConfig(), task: 'own' };
    expect(readClass(writeClass(link({ fixed: ['task'] }), own), own).problem).toEqual({
      why: 'own',
      given: 'task',
    });
  });
});

describe('a class link in force', () => {
  afterEach(() => void vi.unstubAllGlobals());

  /** The form under a class link, and the controls that were held. */
  function classOf(given: ClassLink, teacher: RunConfig, student = '') {
    const told: string[][] = [];
    let now: ClassInForce | null = null;
    const onChange = (next: ClassInForce | null) => {
      now = next;
      store.getState().update({});
    };
    now = openClass({
      link: given,
      config: teacher,
      student,
      onHeld: (controls) => told.push([...controls]),
      onChange,
    });
    const hold: ClassInForce['hold'] = (asked, before) => now?.hold(asked, before) ?? asked;
    const store = createConfigStore(hold(teacher, teacher), hold);
    return { store, told, inForce: () => now };
  }

  it('keeps fixed and hidden settings against every change, and lets the others go', () => {
    const { store, told } = classOf(
      link({ fixed: ['r', 'task'], hidden: ['weight_decay'] }),
      defaultRunConfig(),
    );
    const { update, applyPreset } = store.getState();
    update({ method: { r: 64 } });
    update({ task: 'sql', training: { weight_decay: 1, max_steps: 50 } });
    applyPreset('everything');
    const { config } = store.getState();
    expect(config).toMatchObject({ task: 'restaurant', method: { r: 4 }, training: { max_steps: 50 } });
    expect(config.training.weight_decay).toBe(defaultRunConfig().training.weight_decay);
    expect(told.slice(0, 2)).toEqual([['r'], ['task', 'weight_decay']]);
  });

  it('keeps the method, with the student’s own settings of it', () => {
    const { store } = classOf(link({ fixed: ['method'] }), defaultRunConfig());
    const { update, chooseMethod } = store.getState();
    update({ method: { r: 2 }, training: { learning_rate: 0.02 } });
    chooseMethod('full');
    update({ method: { type: 'bitfit' } });
    expect(store.getState().config).toMatchObject({
      method: { type: 'lora', r: 2 },
      training: { learning_rate: 0.02 },
    });
  });

  it('holds a setting of one method while another one is taken', () => {
    const { store } = classOf(link({ fixed: ['r'] }), defaultRunConfig());
    const { update, chooseMethod } = store.getState();
    chooseMethod('bitfit');
    expect(store.getState().config.method.type).toBe('bitfit');
    chooseMethod('lora');
    update({ method: { r: 16 } });
    expect(store.getState().config.method).toMatchObject({ r: 4 });
  });

  it('never lets a fixed setting change', () => {
    const changes = fc.array(
      fc.record(
        {
          task: fc.constantFrom('sql', 'nli', 'hidden-rank'),
          model: fc.constant('micro'),
          seed: fc.integer({ min: 0, max: 99 }),
          method: fc.constantFrom({ r: 8 }, { lora_alpha: 3 }, { alpha_ratio: 2 }, { type: 'full' as const }),
          training: fc.constantFrom({ max_steps: 9 }, { learning_rate: 0.5 }, { max_train_samples: 10 }),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(anyLink, changes, ({ config, given }, patches) => {
        const { store } = classOf(given, config, '7');
        const before = settingsOf(store.getState().config);
        for (const patch of patches) store.getState().update(patch);
        const after = settingsOf(store.getState().config);
        const type = after.get('method');
        for (const key of [...given.fixed, ...given.hidden])
          if (after.has(key) && type === before.get('method')) expect(after.get(key)).toBe(before.get(key));
      }),
    );
  });

  it('knows which runs it allows', () => {
    const { inForce } = classOf(link({ fixed: ['r', 'max_steps'], ownSeeds: true }), defaultRunConfig());
    const form = defaultRunConfig();
    expect(inForce()?.allows({ ...form, seed: 77 })).toBe(true);
    expect(inForce()?.allows({ ...form, training: { ...form.training, max_steps: 600 } })).toBe(false);
    expect(inForce()?.allows(withMethod(form, 'full'))).toBe(true);
  });

  it('gives each student a seed, and another one who names another', () => {
    const { store, inForce, told } = classOf(link({ ownSeeds: true }), defaultRunConfig(), ' 12 ');
    expect(store.getState().config.seed).toBe(12);
    store.getState().update({ seed: 5 });
    expect(store.getState().config.seed).toBe(12);
    inForce()?.setStudent('  Anna ');
    expect(inForce()?.student).toBe('Anna');
    expect(store.getState().config.seed).toBe(seedOf('anna'));
    inForce()?.setStudent('   ');
    expect(inForce()?.student).toBe('Anna');
    expect(told).toEqual([]);
    expect(controlState(inForce()?.link, 'seed')).toBe('fixed');
  });

  it('draws a number for a student without a name, and keeps it', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    });
    const first = classOf(link({ ownSeeds: true }), defaultRunConfig()).inForce()?.student;
    expect(first).toMatch(/^\d{4}$/);
    expect(classOf(link({ ownSeeds: true }), defaultRunConfig()).inForce()?.student).toBe(first);
    expect(classOf(link({ ownSeeds: true }), defaultRunConfig(), 'Bo').inForce()?.student).toBe('Bo');
  });

  it('is left, and then nothing is held', () => {
    const { store, inForce } = classOf(link({ fixed: ['r'] }), defaultRunConfig());
    inForce()?.leave();
    store.getState().update({ method: { r: 8 } });
    expect(store.getState().config.method).toMatchObject({ r: 8 });
  });
});

describe('a student’s seed', () => {
  it('is the number itself, or six digits of the name', () => {
    expect(seedOf('7')).toBe(7);
    expect(seedOf(' 007 ')).toBe(7);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const seed = seedOf(name);
        expect(seed).toBe(seedOf(plainStudent(name)));
        expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true);
      }),
    );
    expect(seedOf('김민수')).not.toBe(seedOf('이민수'));
    expect(seedOf('ANNA')).toBe(seedOf('anna'));
  });

  it('is of a name without line breaks and marks of direction, and not too long', () => {
    expect(plainStudent('  An\u202Ena\n B  ')).toBe('Anna B');
    expect(plainStudent('é'.repeat(99))).toHaveLength(24);
  });
});
