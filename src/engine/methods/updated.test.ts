/** A run of full fine-tuning with another ΔW: what the lab makes of it, held against sums of plain matrices. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deltaMatrix, deltaSvd, type Delta } from '../../core/directions.ts';
import { scaleIntruders } from '../../core/directions-testing.ts';
import { findIntruders, intruderLoss } from '../../core/intruders.ts';
import { defaultMethod, methodOf } from '../../core/methods/methods.ts';
import { createRng } from '../../core/rng.ts';
import { siteId, type Site } from '../../core/site.ts';
import { dense, svd, transpose, type Dense } from '../../core/svd.ts';
import type { NamedTensors, TensorValues } from '../../core/tensors.ts';
import { withoutDirection, type WeightUpdate } from '../../core/weight-update.ts';
import { cutTo } from '../../core/with-deltas.ts';
import { baseTensor, type BaseModel } from '../model/base-model.ts';
import { expectClose, onEveryBackend, smallModel } from '../testing.ts';
import { createMethod } from './create.ts';

const SITES: readonly Site[] = [
  { layer: 0, projection: 'k' },
  { layer: 1, projection: 'down' },
];
const config = defaultMethod('full');
const full = methodOf(config);

onEveryBackend('full fine-tuning with another ΔW', () => {
  let model: BaseModel;
  let base: NamedTensors;
  let trained: NamedTensors;
  beforeAll(async () => {
    model = smallModel(2);
    const { normal } = createRng(5);
    const read = async (name: string) => tf.tidy(() => tf.clone(baseTensor(model, name))).data<'float32'>();
    const all = await Promise.all(
      full
        .slots(model.config, config, 1)
        .map(async ({ name, shape }): Promise<[string, TensorValues]> => [
          name,
          { shape: [...shape], values: await read(name) },
        ]),
    );
    base = Object.fromEntries(all);
    trained = Object.fromEntries(
      all.map(([name, { shape, values }]) => [
        name,
        { shape, values: values.map((value) => value + 0.1 * normal()) },
      ]),
    );
  });
  afterAll(() => model.dispose());

  /** ΔW of each matrix. */
  const deltasOf = (tensors: NamedTensors): Map<string, Delta> =>
    new Map(
      full.deltas(config, tensors, base, model.config).map((delta) => [siteId(delta.site), delta] as const),
    );
  const deltaAt = (deltas: Map<string, Delta>, site: Site): Delta => {
    const delta = deltas.get(siteId(site));
    if (!delta) throw new Error('the matrix is trained');
    return delta;
  };
  /** The tensors of the run with its matrices updated. */
  async function updated(updates: readonly WeightUpdate[]): Promise<NamedTensors> {
    const method = createMethod(config, model, { tensors: trained, updates });
    const tensors = await method.read();
    method.dispose();
    return tensors;
  }
  /** The updated ΔW are as expected at these sites, and everything else is as it was trained. */
  async function expectUpdated(updates: readonly WeightUpdate[], expected: (own: Delta) => Dense) {
    const tensors = await updated(updates);
    const [now, before] = [deltasOf(tensors), deltasOf(trained)];
    for (const [id, own] of before) {
      const isChanged = updates.some(({ site }) => siteId(site) === id);
      expectClose(
        deltaMatrix(deltaAt(now, own.site)).values,
        (isChanged ? expected(own) : deltaMatrix(own)).values,
        1e-4,
      );
    }
    for (const [name, { values }] of Object.entries(trained))
      if (!name.endsWith('.weight') || name.includes('.ln')) expect(tensors[name]?.values).toEqual(values);
  }

  it('is cut to its leading directions, and to none', async () => {
    const before = deltasOf(trained);
    for (const k of [0, 2])
      await expectUpdated(
        SITES.map((site) => ({ ...cutTo(site, k, deltaSvd(deltaAt(before, site))), onto: 'base' })),
        (own) => deltaMatrix(cutTo(own.site, k, deltaSvd(own))),
      );
  });

  it('goes without one direction', async () => {
    const [site = { layer: 0, projection: 'k' }] = SITES;
    const own = deltaSvd(deltaAt(deltasOf(trained), site));
    await expectUpdated([withoutDirection(site, own, 1)], (delta) => {
      const { rows, columns, values } = deltaMatrix(delta);
      const entry = (side: Dense, i: number) => side.values[side.columns + i] ?? NaN;
      return dense(
        rows,
        columns,
        values.map(
          (value, at) =>
            value -
            (own.sigma[1] ?? NaN) *
              entry(own.left, Math.floor(at / columns)) *
              entry(own.right, at % columns),
        ),
      );
    });
  });

  it('has its intruders scaled down', async () => {
    const intrudersOf = (own: Delta) => {
      const rows = own.dOut;
      const section = deltaMatrix(own);
      // Against a W0 so small that ΔW is all that there is.
      const w0 = transpose(
        dense(
          own.dIn,
          rows,
          Float32Array.from(section.values, (_, i) => Math.sin(i) / 1e3),
        ),
      );
      return findIntruders(w0, section, svd(w0), { epsilon: 0.9 });
    };
    const before = deltasOf(trained);
    const updates = SITES.map((site): WeightUpdate => {
      const found = intrudersOf(deltaAt(before, site));
      expect(found.intruders.length).toBeGreaterThan(0);
      return { ...intruderLoss(site, found, 0.25), onto: 'trained' };
    });
    await expectUpdated(updates, (own) => scaleIntruders(own, intrudersOf(own), 0.25));
  });

  it('is the run itself without updates, and with one of no factors', async () => {
    const none = await updated([]);
    for (const [name, { values }] of Object.entries(trained)) expect(none[name]?.values).toEqual(values);
    const [site = { layer: 0, projection: 'k' }] = SITES;
    const empty = { site, r: 0, dIn: 8, dOut: 8, a: new Float32Array(), b: new Float32Array(), scale: 1 };
    await expectUpdated([{ ...empty, onto: 'trained' }], deltaMatrix);
  });
});
