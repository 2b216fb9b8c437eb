/** Latency and savings as Markdown, from the files that Deploy exported. */
import { deploy } from '../../src/ui/strings/en/deploy.ts';
import { cell, type Row } from './experiments-report.ts';
import { table } from './words.ts';

const LORA_RUN = 'max_steps=60&eval_steps=60&metric_steps=0';

/** What is measured, and at which address of the page. */
export const LATENCY_FILES = [
  { id: 'latency-nano-wasm', address: 'backend=wasm&model=nano' },
  { id: 'latency-micro-wasm', address: 'backend=wasm&model=micro' },
  { id: 'latency-nano-webgpu', address: 'backend=webgpu&model=nano' },
  { id: 'latency-micro-webgpu', address: 'backend=webgpu&model=micro' },
] as const;
/** The address is that of the run with LoRA. */
export const SAVINGS_FILES = [
  { id: 'savings-nano-wasm', address: `backend=wasm&model=nano&${LORA_RUN}` },
  { id: 'savings-micro-wasm', address: `backend=wasm&model=micro&${LORA_RUN}` },
] as const;

const { latency, savings } = deploy;
const numberOf = (row: Row, heading: string) => Number(cell(row, heading));
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(0)}`;
/** Three digits, as the page has them. */
const ms = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

const work = (row: Row) => {
  const [batch, length] = [cell(row, latency.batchColumn), cell(row, latency.length)];
  return `${batch} × ${length === '' ? 'one more token' : `${length} tokens`}`;
};

function latencyCell(row: Row | undefined): string {
  if (!row) return '–';
  const time = ms(numberOf(row, latency.median));
  if (cell(row, latency.over) === '')
    return `${time} [${ms(numberOf(row, latency.low))} – ${ms(numberOf(row, latency.high))}]`;
  const [share, low, high] = [latency.over, latency.overLow, latency.overHigh].map((heading) =>
    signed(numberOf(row, heading)),
  );
  return `${time}, ${share} % [${low} – ${high}]`;
}

/** Whether merged LoRA can be told apart from the base model. */
export function mergedVerdict(rows: readonly Row[]): string {
  const merged = rows.filter((row) => cell(row, latency.way) === latency.ways.merged);
  const shares = merged.map((row) => ({
    low: numberOf(row, latency.overLow),
    share: numberOf(row, latency.over),
    high: numberOf(row, latency.overHigh),
  }));
  const apart = shares.filter(({ low, high }) => low > 0 || high < 0).length;
  const medians = shares.map(({ share }) => share);
  const widest = Math.max(...shares.map(({ low, high }) => high - low));
  const range = `from ${signed(Math.min(...medians))} to ${signed(Math.max(...medians))} %`;
  const verdict =
    apart === 0
      ? `Merged LoRA’s time lies within the base model’s spread in all ${merged.length} measurements`
      : `Merged LoRA’s time lies outside the base model’s spread in ${apart} of ${merged.length} measurements`;
  return `${verdict}: its median is ${range} over the base model’s, and the widest 99 % interval spans ${widest.toFixed(0)} percentage points.`;
}

/** Ways down, works across. */
export function latencyReport(rows: readonly Row[]): string {
  const ways = [...new Set(rows.map((row) => cell(row, latency.way)))];
  const works = [...new Set(rows.map(work))];
  const at = (way: string, which: string) =>
    rows.find((row) => cell(row, latency.way) === way && work(row) === which);
  const cells = works.map((which) => [which, ...ways.map((way) => latencyCell(at(way, which)))]);
  const [first] = rows;
  return [
    `### Latency: ${first ? cell(first, latency.where) : ''}`,
    table(['batch × length', ...ways], cells),
    mergedVerdict(rows),
  ].join('\n\n');
}

const MEMORY: readonly string[] = [
  savings.memory,
  savings.memoryModel,
  savings.memoryState,
  savings.memoryStep,
];
const BYTES: readonly string[] = [savings.optimizer, ...MEMORY, savings.file];

export function savingsReport(model: string, rows: readonly Row[]): string {
  const cells = rows.map((row) => {
    const what = cell(row, savings.what);
    const own = [savings.loraColumn, savings.fullColumn].map((heading) => numberOf(row, heading));
    const [lora = NaN, full = NaN] = own;
    const shown = own.map((value) => (what === savings.step ? ms(value) : value.toLocaleString('en-US')));
    const unit = what === savings.step ? ', ms (median)' : BYTES.includes(what) ? ', bytes' : '';
    return [`${what}${unit}`, ...shown, (lora / full).toPrecision(2)];
  });
  return [
    `### Savings: ${model}, WebAssembly`,
    table([savings.what, savings.loraColumn, savings.fullColumn, 'LoRA / full'], cells),
  ].join('\n\n');
}

/** All tables, of the files that are there. @param rowsOf a file's rows in its order; none where it is not there */
export function deployReport(rowsOf: (id: string) => Row[]): string {
  const latencies = LATENCY_FILES.map(({ id }) => rowsOf(id)).filter((rows) => rows.length > 0);
  const saved = SAVINGS_FILES.map(({ id }) => [id.split('-')[1] ?? '', rowsOf(id)] as const).filter(
    ([, rows]) => rows.length > 0,
  );
  return [...latencies.map(latencyReport), ...saved.map(([model, rows]) => savingsReport(model, rows))].join(
    '\n\n',
  );
}
