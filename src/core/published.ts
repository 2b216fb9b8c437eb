/**
 * Figures that others published of settings that runs here can differ in. Nothing of them was measured here: the models are
 * far larger and the data are others. From Hu et al. 2021, “LoRA” (arXiv 2106.09685 v2), and from PEFT's comparison of methods
 * (huggingface/peft, method_comparison/MetaMathQA, August 2026).
 */
import { LORA_LIMITS } from './methods/lora-config.ts';
import type { MethodId } from './methods/methods.ts';
import type { Better } from './pareto.ts';
import type { ConfigValue } from './run-name.ts';
import type { Projection } from './site.ts';

/** Where the figures stand along the setting. */
interface Place {
  /** A number, or a name as the source has it. */
  at: number | string;
  /** The setting's value here, where null is all training pairs; undefined where nothing here is the like of it. */
  here: ConfigValue | undefined;
}

export interface PublishedPoint extends Place {
  figure: number;
}

export interface PublishedLine {
  /** What sets it apart from the table's other lines; '' of the only one. */
  name: string;
  points: readonly PublishedPoint[];
}

/** What the figures are; accuracies are in per cent. */
export type PublishedMetric = 'accuracy' | 'bleu' | 'glue' | 'loss' | 'rouge';

/** What a table says, which the page words. */
export type Finding =
  | 'matrices'
  | 'ranks'
  | 'ranks-gpt2'
  | 'examples'
  | 'methods-gpt3'
  | 'methods-glue'
  | 'methods-e2e'
  | 'methods-peft';

export interface PublishedTable {
  id: string;
  source: 'lora' | 'peft';
  /** The number of the source's table; null where it has none. */
  number: number | null;
  model: string;
  data: string;
  metric: PublishedMetric;
  better: Better;
  /** How far figures vary by chance, as the source says, in the figures' unit; null where it does not. */
  noise: number | null;
  /** The setting, as `variedSettings` has it. */
  varies: 'method.r' | 'method.target_modules' | 'method.type' | 'training.max_train_samples';
  finding: Finding;
  lines: readonly PublishedLine[];
}

/** Figures at places, one for each. */
const along = (places: readonly Place[], figures: readonly number[], name = ''): PublishedLine => ({
  name,
  points: figures.flatMap((figure, i) => {
    const place = places[i];
    return place ? [{ ...place, figure }] : [];
  }),
});

const rank = (r: number): Place => ({ at: r, here: r <= LORA_LIMITS.r.max ? r : undefined });
const matrices = (at: string, ...here: Projection[]): Place => ({ at, here });
const pairs = (at: number, here: number | null): Place => ({ at, here });
/** @param trained weights, as the source prints them */
const method = (name: string, trained: string, here?: MethodId): Place => ({
  at: `${name} ${trained}`,
  here,
});

const GPT3 = 'GPT-3 175B';
/** GPT-3 by accuracy, with what the paper says of the noise. */
const wikiSql = { model: GPT3, data: 'WikiSQL', metric: 'accuracy', better: 'high', noise: 0.5 } as const;
const multiNli = { model: GPT3, data: 'MultiNLI', metric: 'accuracy', better: 'high', noise: 0.1 } as const;

const TABLE_5 = [
  matrices('Wq, r 8', 'q'),
  matrices('Wk, r 8', 'k'),
  matrices('Wv, r 8', 'v'),
  matrices('Wo, r 8', 'o'),
  matrices('Wq Wk, r 4', 'q', 'k'),
  matrices('Wq Wv, r 4', 'q', 'v'),
  matrices('Wq Wk Wv Wo, r 2', 'q', 'k', 'v', 'o'),
];
const table5 = {
  source: 'lora',
  number: 5,
  varies: 'method.target_modules',
  finding: 'matrices',
} as const;

const TABLE_6 = [1, 2, 4, 8, 64].map(rank);
const table6 = { source: 'lora', number: 6, varies: 'method.r', finding: 'ranks' } as const;

const TABLE_18 = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024].map(rank);
const table18 = {
  source: 'lora',
  number: 18,
  model: 'GPT-2 Medium',
  data: 'E2E NLG',
  noise: null,
  varies: 'method.r',
  finding: 'ranks-gpt2',
} as const;

const TABLE_16 = [pairs(100, 100), pairs(1000, 1000), pairs(10_000, 10_000), pairs(392_000, null)];

const TABLE_4 = [
  method('FT', '175,255.8M', 'full'),
  method('BitFit', '14.2M', 'bitfit'),
  method('PreEmbed', '3.2M', 'prefix-embed'),
  method('PreLayer', '20.2M', 'prefix-layer'),
  method('AdapterH', '7.1M', 'adapter-h'),
  method('AdapterH', '40.1M', 'adapter-h'),
  method('LoRA', '4.7M', 'lora'),
  method('LoRA', '37.7M', 'lora'),
];
const table4 = { source: 'lora', number: 4, varies: 'method.type', finding: 'methods-gpt3' } as const;

const table2 = {
  source: 'lora',
  number: 2,
  data: 'GLUE',
  metric: 'glue',
  better: 'high',
  noise: null,
  varies: 'method.type',
  finding: 'methods-glue',
} as const;

const table3 = {
  source: 'lora',
  number: 3,
  data: 'E2E NLG',
  metric: 'bleu',
  better: 'high',
  noise: null,
  varies: 'method.type',
  finding: 'methods-e2e',
} as const;

/** The tables of one setting in the order in which the page offers them. In names, * and † are the paper's marks. */
export const PUBLISHED: readonly PublishedTable[] = [
  { id: '5-wikisql', ...table5, ...wikiSql, lines: [along(TABLE_5, [70.4, 70, 73, 73.2, 71.4, 73.7, 73.7])] },
  { id: '5-mnli', ...table5, ...multiNli, lines: [along(TABLE_5, [91, 90.8, 91, 91.3, 91.3, 91.3, 91.7])] },
  {
    id: '6-wikisql',
    ...table6,
    ...wikiSql,
    lines: [
      along(TABLE_6, [68.8, 69.6, 70.5, 70.4, 70], 'Wq'),
      along(TABLE_6, [73.4, 73.3, 73.7, 73.8, 73.5], 'Wq Wv'),
      along(TABLE_6, [74.1, 73.7, 74, 74, 73.9], 'Wq Wk Wv Wo'),
    ],
  },
  {
    id: '6-mnli',
    ...table6,
    ...multiNli,
    lines: [
      along(TABLE_6, [90.7, 90.9, 91.1, 90.7, 90.7], 'Wq'),
      along(TABLE_6, [91.3, 91.4, 91.3, 91.6, 91.4], 'Wq Wv'),
      along(TABLE_6, [91.2, 91.7, 91.7, 91.5, 91.4], 'Wq Wk Wv Wo'),
    ],
  },
  {
    id: '18-loss',
    ...table18,
    metric: 'loss',
    better: 'low',
    lines: [along(TABLE_18, [1.23, 1.21, 1.18, 1.17, 1.16, 1.16, 1.16, 1.16, 1.16, 1.16, 1.17])],
  },
  {
    id: '18-bleu',
    ...table18,
    metric: 'bleu',
    better: 'high',
    lines: [along(TABLE_18, [68.72, 69.17, 70.38, 69.57, 69.61, 69.33, 69.24, 68.73, 68.92, 68.78, 69.37])],
  },
  {
    id: '16',
    source: 'lora',
    number: 16,
    ...multiNli,
    noise: 0.3,
    varies: 'training.max_train_samples',
    finding: 'examples',
    lines: [
      along(TABLE_16, [60.2, 85.8, 88.9, 89.5], 'FT'),
      along(TABLE_16, [37.6, 75.2, 79.5, 88.6], 'PrefixEmbed'),
      along(TABLE_16, [48.3, 82.5, 85.9, 89.6], 'PrefixLayer'),
      along(TABLE_16, [63.8, 85.6, 89.2, 91.7], 'LoRA'),
    ],
  },
  {
    id: '4-wikisql',
    ...table4,
    ...wikiSql,
    lines: [along(TABLE_4, [73.8, 71.3, 63.1, 70.1, 71.9, 73.2, 73.4, 74])],
  },
  {
    id: '4-mnli',
    ...table4,
    ...multiNli,
    lines: [along(TABLE_4, [89.5, 91, 88.6, 89.5, 89.8, 91.5, 91.7, 91.6])],
  },
  {
    id: '4-samsum',
    ...table4,
    model: GPT3,
    data: 'SAMSum',
    metric: 'rouge',
    better: 'high',
    noise: 0.1,
    lines: [along(TABLE_4, [44.5, 43.5, 40.5, 43.5, 44.8, 45.1, 45.9, 45.1])],
  },
  {
    id: '2-base',
    ...table2,
    model: 'RoBERTa base',
    lines: [
      along(
        [
          method('FT*', '125.0M', 'full'),
          method('BitFit*', '0.1M', 'bitfit'),
          method('AdapterD*', '0.3M'),
          method('AdapterD*', '0.9M'),
          method('LoRA', '0.3M', 'lora'),
        ],
        [86.4, 85.2, 84.4, 85.4, 87.2],
      ),
    ],
  },
  {
    id: '2-large',
    ...table2,
    model: 'RoBERTa large',
    lines: [
      along(
        [
          method('FT*', '355.0M', 'full'),
          method('LoRA', '0.8M', 'lora'),
          method('AdapterP†', '3.0M'),
          method('AdapterP†', '0.8M'),
          method('AdapterH†', '6.0M', 'adapter-h'),
          method('AdapterH†', '0.8M', 'adapter-h'),
          method('LoRA†', '0.8M', 'lora'),
        ],
        [88.9, 89, 88.4, 87.9, 87.8, 86.4, 88.6],
      ),
    ],
  },
  {
    id: '2-xxl',
    ...table2,
    model: 'DeBERTa XXL',
    lines: [along([method('FT*', '1500.0M', 'full'), method('LoRA', '4.7M', 'lora')], [91.1, 91.3])],
  },
  {
    id: '3-medium',
    ...table3,
    model: 'GPT-2 Medium',
    lines: [
      along(
        [
          method('FT*', '354.92M', 'full'),
          method('AdapterL*', '0.37M', 'adapter-l'),
          method('AdapterL*', '11.09M', 'adapter-l'),
          method('AdapterH', '11.09M', 'adapter-h'),
          method('FT-Top2*', '25.19M', 'full'),
          method('PreLayer*', '0.35M', 'prefix-layer'),
          method('LoRA', '0.35M', 'lora'),
        ],
        [68.2, 66.3, 68.9, 67.3, 68.1, 69.7, 70.4],
      ),
    ],
  },
  {
    id: '3-large',
    ...table3,
    model: 'GPT-2 Large',
    lines: [
      along(
        [
          method('FT*', '774.03M', 'full'),
          method('AdapterL', '0.88M', 'adapter-l'),
          method('AdapterL', '23.00M', 'adapter-l'),
          method('PreLayer*', '0.77M', 'prefix-layer'),
          method('LoRA', '0.77M', 'lora'),
        ],
        [68.5, 69.1, 68.9, 70.3, 70.4],
      ),
    ],
  },
  {
    id: 'peft',
    source: 'peft',
    number: null,
    model: 'Llama-3.2-3B',
    data: 'MetaMathQA',
    metric: 'accuracy',
    better: 'high',
    noise: 1,
    varies: 'method.type',
    finding: 'methods-peft',
    lines: [
      along(
        [
          method('LoRA r32', '9.18M', 'lora'),
          method('LoRA r10, MLP only', '9.46M', 'lora'),
          method('rsLoRA r64', '18.4M', 'lora'),
          method('DoRA r32', '9.29M', 'lora'),
          method('Full', '3.2B', 'full'),
          method('VeRA', '129k', 'vera'),
          { at: 'IA³, default', here: 'ia3' },
          { at: 'IA³, lr 1e-3', here: 'ia3' },
          { at: 'IA³, all attention, lr 5e-3', here: 'ia3' },
          { at: 'Prefix tuning, worst of three', here: 'prefix-kv' },
          { at: 'Prefix tuning, middle one', here: 'prefix-kv' },
          { at: 'Prefix tuning, best of three', here: 'prefix-kv' },
        ],
        [47.8, 49.4, 51.3, 46.9, 47.2, 35.4, 31.1, 39.8, 45.5, 18.6, 35.8, 41.6],
      ),
    ],
  },
];

/** The settings that there are published figures of. */
export const PUBLISHED_SETTINGS = [...new Set(PUBLISHED.map(({ varies }) => varies))];

/** The tables of settings that vary, those of the first setting first. */
export const publishedOf = (settings: readonly { key: string }[]): PublishedTable[] =>
  settings.flatMap(({ key }) => PUBLISHED.filter(({ varies }) => varies === key));
