import { expect, it } from 'vitest';
import { runConfigSchema } from '../core/run-config.ts';
import { fileName } from './file-name.ts';
import { record } from './testing.ts';

const named = (name: string, config: object, byPerson = false) =>
  fileName(record('a', { name, named: byPerson, config: runConfigSchema.parse(config) }));

it('tells settings, then the name; a person’s name first', () => {
  expect(named('calm otter', {})).toBe('r4-WqWv-lr0.01-calm-otter');
  expect(named('my best: 1/2', { method: { r: 8, alpha_ratio: 2 } }, true)).toBe(
    'my-best-1-2-r8-alpha-per-r2-WqWv-lr0.01',
  );
  expect(named('a', { method: { use_rslora: true, layers_to_transform: [0, 2] } })).toBe(
    'r4-rslora-WqWv-layers1-3-lr0.01-a',
  );
  expect(named('a', { method: { rank_pattern: { v: 8, '1.q': 2 } } })).toBe(
    'r4-WqWv-own-r-Wv-8-Wq-layer-2-2-lr0.01-a',
  );
  expect(named('a', { method: { init_lora_weights: 'pissa' } })).toBe('r4-pissa-WqWv-lr0.01-a');
});

it('holds nothing that a file system minds', () => {
  expect(named('../..\\?*', {}, true)).toMatch(/^[\p{L}\p{N}.-]+$/u);
  expect(named('../..\\?*', {}, true)).not.toMatch(/^\./);
});
