/** Figures of trained tensors in their workers: the same as without, found once, until nobody wants them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { need } from '../core/lab-error.ts';
import { loraName } from '../core/methods/lora.ts';
import { createRng } from '../core/rng.ts';
import { runConfigSchema } from '../core/run-config.ts';
import { SITE_FIGURES } from '../core/site-figures.ts';
import { sitesOf, siteShape, type Projection, type Site } from '../core/site.ts';
import { dense, transpose } from '../core/svd.ts';
import type { TensorValues } from '../core/tensors.ts';
import llamaConfig from '../engine/model/fixtures/llama/llama/config.json';
import llamaUrl from '../engine/model/fixtures/llama/llama/model.safetensors?url';
import { readBaseModel } from '../formats/base-model.ts';
import {
  parseTransformerConfig,
  readGpt2Weights,
  sideBySide,
  type Affine,
  type BaseWeights,
} from '../formats/gpt2.ts';
import { fetchModelFiles } from '../formats/model-files.ts';
import { modelTensors } from '../formats/model-tensors.ts';
import { parseJson } from '../formats/parse-json.ts';
import { readSafetensors } from '../formats/safetensors.ts';
import { sha256 } from '../formats/sha256.ts';
import { createInspect, type InspectedRun } from './inspection-client.ts';

const BASE_URL = new URL('/', location.href).href;
const RANK = 3;
const SITES = sitesOf({ n_layer: 2 }, ['q', 'up', 'down'], null);
const SHAPES = { n_embd: 64, n_inner: 256 };
const never = new AbortController().signal;
const quiet = { hear: () => undefined, signal: never };

let base: BaseWeights;
let weights: string;
beforeAll(async () => {
  const files = await fetchModelFiles(new URL('models/nano/', BASE_URL), undefined);
  const config = parseTransformerConfig(parseJson('config.json', files['config.json']));
  base = readGpt2Weights(config, readSafetensors(files['model.safetensors'].buffer));
  weights = files.weights;
});

const draw = (rows: number, columns: number, stream: string): TensorValues => {
  const { normal } = createRng(1, stream);
  return { shape: [rows, columns], values: Float32Array.from({ length: rows * columns }, normal) };
};
function loraRun(runId: string): InspectedRun {
  const tensors = SITES.flatMap((site): [string, TensorValues][] => {
    const { dIn, dOut } = siteShape(SHAPES, site.projection);
    return [
      [loraName(site, 'A'), draw(RANK, dIn, `${runId}/A/${site.layer}`)],
      [loraName(site, 'B'), draw(dOut, RANK, `${runId}/B/${site.layer}`)],
    ];
  });
  const config = runConfigSchema.parse({
    model: 'nano',
    method: { type: 'lora', r: RANK, lora_alpha: 2 * RANK, target_modules: ['q', 'up', 'down'] },
  });
  return { runId, step: 7, config, weights, tensors: Object.fromEntries(tensors) };
}
/** What the worker is to work from. */
function inputAt(run: InspectedRun, site: Site, other: InspectedRun | null = null) {
  const { dIn, dOut } = siteShape(SHAPES, site.projection);
  const deltaOf = ({ tensors }: InspectedRun) => ({
    ...{ site, r: RANK, dIn, dOut, scale: 2 },
    a: tensors[loraName(site, 'A')]?.values ?? new Float32Array(),
    b: tensors[loraName(site, 'B')]?.values ?? new Float32Array(),
  });
  const matrices: Partial<Record<Projection, Affine>> = base.layers[site.layer] ?? {};
  const w0 = matrices[site.projection]?.weight ?? [];
  return {
    w0: transpose(dense(dIn, dOut, w0)),
    delta: deltaOf(run),
    other: other && deltaOf(other),
  };
}

describe('inspection', () => {
  it('gives every figure of each site, in the order of the sites', async () => {
    const inspect = createInspect(BASE_URL);
    const [run, other] = [loraRun('one'), loraRun('two')];
    for (const figure of ['summary', 'base', 'directions'] as const)
      expect(await inspect(figure, [run], SITES, quiet)).toEqual(
        SITES.map((site) => SITE_FIGURES[figure](inputAt(run, site))),
      );
    expect(await inspect('similarity', [run, other], SITES, quiet)).toEqual(
      SITES.map((site) => SITE_FIGURES.similarity(inputAt(run, site, other))),
    );
  });

  it('takes what full fine-tuning changed from the base model’s weights', async () => {
    const { dIn } = siteShape(SHAPES, 'q');
    const layer = base.layers[1];
    if (!layer) throw new Error('nano has two layers');
    const trained = sideBySide([layer.q, layer.k, layer.v]).weight.slice();
    // The first row of x·W, at its columns of k, is the first column of the paper's W_k.
    for (let column = dIn; column < 2 * dIn; column++) trained[column] = (trained[column] ?? NaN) + 0.5;
    const run = {
      runId: 'full',
      step: 1,
      config: runConfigSchema.parse({ model: 'nano', method: { type: 'full' } }),
      weights,
      tensors: { '1.qkv.weight': { shape: [dIn, 3 * dIn], values: trained } },
    };
    const sites = sitesOf({ n_layer: 2 }, ['q', 'k'], [1]);
    const [q, k] = await createInspect(BASE_URL)('summary', [run], sites, quiet);
    expect(q).toMatchObject({ norm: 0, amplification: null });
    // 0.5·√64
    expect(k).toMatchObject({ norm: expect.closeTo(4, 5) as number, k90: 1 });
  });

  it('takes the figures of a Llama from its folder, which has the weights that the run names', async () => {
    const file = await (await fetch(llamaUrl)).arrayBuffer();
    const read = readBaseModel(llamaConfig, () => modelTensors(new Map([['model.safetensors', file]])));
    if (read.family !== 'llama') throw new Error('the fixture is a Llama');
    const json = (value: unknown) => new Blob([JSON.stringify(value)]);
    const folder = [
      { name: 'config.json', bytes: json(llamaConfig) },
      { name: 'tokenizer.json', bytes: json({}) },
      { name: 'model.safetensors', bytes: new Blob([file]) },
    ];
    const sites: Site[] = [
      { layer: 0, projection: 'v' },
      { layer: 1, projection: 'gate' },
    ];
    const inputs = sites.map((site) => {
      const { dIn, dOut } = siteShape(read.config, site.projection);
      const [a, b] = [draw(RANK, dIn, `A/${site.layer}`), draw(dOut, RANK, `B/${site.layer}`)];
      const { weight } = need(read.weights.layers[site.layer], 'internal', 'no layer')[site.projection];
      const delta = { ...{ site, r: RANK, dIn, dOut, scale: 2 }, a: a.values, b: b.values };
      return { site, tensors: { a, b }, w0: transpose(dense(dIn, dOut, weight)), delta, other: null };
    });
    const run: InspectedRun = {
      ...{ runId: 'llama', step: 1, folder, weights: await sha256(new Uint8Array(file)) },
      config: runConfigSchema.parse({
        model: 'mine',
        method: { type: 'lora', r: RANK, lora_alpha: 2 * RANK, target_modules: ['v', 'gate'] },
      }),
      tensors: Object.fromEntries(
        inputs.flatMap(({ site, tensors: { a, b } }) => [
          [loraName(site, 'A'), a],
          [loraName(site, 'B'), b],
        ]),
      ),
    };
    const inspect = createInspect(BASE_URL);
    expect(await inspect('summary', [run], sites, quiet)).toEqual(inputs.map(SITE_FIGURES.summary));
    const others = inspect('summary', [{ ...run, runId: 'other', weights: 'others' }], sites, quiet);
    await expect(others).rejects.toMatchObject({ code: 'other-model' });
  });

  it('finds nothing twice, and says how many are found', async () => {
    let spawned = 0;
    const inspect = createInspect(BASE_URL, () => {
      spawned++;
      return new Worker(new URL('./inspection.ts', import.meta.url), { type: 'module' });
    });
    const heard: number[] = [];
    const listener = { hear: (done: number) => heard.push(done), signal: never };
    const found = await inspect('summary', [loraRun('one')], SITES.slice(0, 3), listener);
    expect([spawned, heard]).toEqual([2, [0, 1, 2, 3]]);
    expect(await inspect('summary', [loraRun('one')], SITES.slice(0, 3), listener)).toEqual(found);
    expect(spawned).toBe(2);
    expect(await inspect('summary', [loraRun('one')], SITES.slice(0, 4), quiet)).toHaveLength(4);
    expect(spawned).toBe(3);
    // Another step is another adapter.
    await inspect('summary', [{ ...loraRun('one'), step: 8 }], SITES.slice(0, 1), quiet);
    expect(spawned).toBe(4);
  });

  it('ends when nobody wants it, and keeps what it has found', async () => {
    const inspect = createInspect(BASE_URL);
    const ending = new AbortController();
    const hear = (done: number) => {
      if (done === 1) ending.abort();
    };
    const taken = inspect('base', [loraRun('one')], SITES, { hear, signal: ending.signal });
    await expect(taken).rejects.toMatchObject({ code: 'abandoned' });
    const heard: number[] = [];
    await inspect('base', [loraRun('one')], SITES, {
      hear: (done) => heard.push(done),
      signal: never,
    });
    expect(heard[0]).toBeGreaterThan(0);
  });

  it('names other weights, a site without ΔW, and a script that does not come', async () => {
    const inspect = createInspect(BASE_URL);
    const run = loraRun('one');
    await expect(inspect('summary', [{ ...run, weights: '0' }], SITES, quiet)).rejects.toMatchObject({
      code: 'other-model',
    });
    await expect(
      inspect('summary', [run], sitesOf({ n_layer: 2 }, ['v'], null), quiet),
    ).rejects.toMatchObject({
      code: 'bad-adapter',
      // Two workers share the sites.
      message: expect.stringMatching(/Wv · layer [12]/) as unknown,
    });
    const absent = createInspect(BASE_URL, () => new Worker('/absent.js', { type: 'module' }));
    await expect(absent('summary', [run], SITES, quiet)).rejects.toMatchObject({ code: 'file-fetch' });
  });
});
