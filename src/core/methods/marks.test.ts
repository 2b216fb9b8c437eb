/** Each method's marks: how many of each kind on a model of two layers, with its default settings. */
import { describe, expect, it, test } from 'vitest';
import { loraConfigSchema } from './lora-config.ts';
import { differingPlaces, type Mark } from './marks.ts';
import { defaultMethod, METHOD_IDS, methodOf, type MethodConfig, type MethodId } from './methods.ts';
import { SMALL_MODEL } from './testing.ts';

/** Six maps and norms in each of two blocks, and the last norm. */
const PARTS = 2 * 6 + 1;

const EXPECTED: Record<MethodId, Partial<Record<Mark['kind'], number>>> = {
  lora: { 'low-rank': 4 },
  full: { embeddings: 1, weight: PARTS, bias: PARTS },
  bitfit: { bias: PARTS },
  ia3: { vector: 6 },
  vera: { 'low-rank': 4, vector: 8 },
  'prefix-embed': { tokens: 1 },
  'prefix-layer': { tokens: 2 },
  'prefix-kv': { keys: 2 },
  'adapter-h': { adapter: 4 },
  'adapter-l': { adapter: 2 },
  'lora-prefix-embed': { 'low-rank': 4, tokens: 1 },
  'lora-prefix-layer': { 'low-rank': 4, tokens: 2 },
};

const marksOf = (config: MethodConfig) => methodOf(config).marks(SMALL_MODEL, config);

describe.each(METHOD_IDS)('%s', (type) => {
  const config = defaultMethod(type);
  const marks = marksOf(config);

  it('says where it acts', () => {
    const kinds = marks.map(({ kind }) => kind);
    const counts = [...new Set(kinds)].map((kind) => [kind, kinds.filter((other) => other === kind).length]);
    expect(Object.fromEntries(counts)).toEqual(EXPECTED[type]);
  });

  it('marks every layer that it trains, and no other', () => {
    const layerOf = (name: string) => /^\d+/.exec(name)?.[0] ?? '';
    const marked = marks.map((mark) => {
      if (mark.kind === 'embeddings') return '';
      if ('site' in mark) return String(mark.site.layer);
      return 'part' in mark ? layerOf(mark.part) : String(mark.layer);
    });
    const trained = methodOf(config)
      .slots(SMALL_MODEL, config, 0)
      .flatMap(({ name, isFrozen }) => (isFrozen ? [] : layerOf(name)));
    expect(new Set(marked)).toEqual(new Set(trained));
  });
});

it('marks DoRA’s m, and the blocks alone where full fine-tuning trains the last', () => {
  const dora = marksOf(loraConfigSchema.parse({ use_dora: true, target_modules: ['down'] }));
  expect(dora.filter(({ kind }) => kind === 'vector')).toEqual(
    [0, 1].map((layer) => ({
      kind: 'vector',
      site: { layer, projection: 'down' },
      role: 'length',
      symbol: 'm',
    })),
  );
  const last = marksOf({ type: 'full', last_layers: 1 });
  expect(last.map((mark) => ('part' in mark ? mark.part[0] : mark.kind))).toEqual(Array(12).fill('1'));
});

test('two methods differ at the places that one of them trains', () => {
  const at = (type: MethodId) => {
    const method = defaultMethod(type);
    return methodOf(method).marks({ n_layer: 1 }, method);
  };
  const between = (one: MethodId, other: MethodId) => [...differingPlaces(at(one), at(other))].sort();
  expect(between('lora', 'lora')).toEqual([]);
  // The same two matrices.
  expect(between('lora', 'vera')).toEqual([]);
  expect(between('lora', 'prefix-embed')).toEqual(['0.q', '0.tokens', '0.v']);
  expect(between('prefix-embed', 'lora')).toEqual(between('lora', 'prefix-embed'));
  // Both train all matrices and norms, BitFit their biases alone.
  expect(between('bitfit', 'full')).toEqual(['embeddings']);
  expect(between('lora', 'bitfit')).toEqual(['0.down', '0.k', '0.ln1', '0.ln2', '0.o', '0.up', 'lnF']);
});
