/** The experiments of docs/results.md: the address of each on the page, by the name of its file. */

export const MODEL = 'v=1&backend=wasm&model=micro&task=restaurant&metric_steps=0';
/** What each setting's runs differ in besides. */
export const SEEDS = [1, 2, 3];
const SEED_AXIS = `seed:${SEEDS.join(',')}`;
const RANKS = [1, 2, 4, 8, 64];
/** From what full fine-tuning needs to what LoRA bears, two to a decade. */
const RATES = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03];
const PAIRS = ['30', '100', '1000', 'all'];

const vary = (matrices: readonly string[]) => `${MODEL}&vary=matrices:${matrices.join(',')};${SEED_AXIS}`;
const ofRates = (method: string) => `${MODEL}&${method}&vary=learning_rate:${RATES.join(',')};${SEED_AXIS}`;

/** Table 16 has two settings of its own; the third, the seed, makes three experiments of it. */
export const TABLE_16: Readonly<Record<string, string>> = Object.fromEntries(
  SEEDS.map((seed) => [
    `table-16-seed-${seed}`,
    `${MODEL}&seed=${seed}&vary=method:lora,full,prefix-embed,prefix-layer;max_train_samples:${PAIRS.join(',')}`,
  ]),
);
/** The curves over the learning rate: the experiment of each, by the name of the curve. */
export const RATE_CURVES: readonly { name: string; id: string; address: string }[] = [
  { name: 'LoRA, r = 1', id: 'rates-r-1', address: ofRates('r=1') },
  { name: 'LoRA, r = 8', id: 'rates-r-8', address: ofRates('r=8') },
  { name: 'LoRA, r = 64', id: 'rates-r-64', address: ofRates('r=64') },
  { name: 'full fine-tuning', id: 'rates-full', address: ofRates('method=full') },
];

export const EXPERIMENTS: Readonly<Record<string, string>> = {
  'table-5': vary(['q.8', 'k.8', 'v.8', 'o.8', 'q.k.4', 'q.v.4', 'q.k.v.o.2']),
  'table-6': vary(['q', 'q.v', 'q.k.v.o'].flatMap((matrices) => RANKS.map((r) => `${matrices}.${r}`))),
  ...TABLE_16,
  ...Object.fromEntries(RATE_CURVES.map(({ id, address }) => [id, address])),
};
