/** What a soak measured, and whether it stayed flat: what grows by and by ends a long lesson. */

/** One look at the page, its worker and the browser's processes. */
export interface Sample {
  /** `hour` within one long run; `runs` after each of many. */
  phase: 'hour' | 'runs';
  /** Seconds since the phase began. */
  seconds: number;
  /** The run's updates so far; in `runs` how many runs have ended. */
  count: number;
  figures: Figures;
}

/** Bytes, unless it says otherwise. */
export interface Figures {
  /** The page's JavaScript after a collection of garbage. */
  pageHeap: number;
  /** How many there are. */
  domNodes: number;
  listeners: number;
  /** The lab's worker's JavaScript after a collection of garbage. */
  workerHeap: number;
  /** How many tensors the engine holds. */
  tensors: number;
  tensorBytes: number;
  wasmMemory: number;
  /** Resident memory of the page's process, and of all the browser's. */
  rendererRss: number;
  browserRss: number;
}
export type Figure = keyof Figures;

export interface Verdict {
  phase: Sample['phase'];
  figure: Figure;
  /** Medians of the first and the last quarter after warm-up. */
  first: number;
  last: number;
  /** last / first − 1. */
  growth: number;
  flat: boolean;
}

/** The share of a phase that counts as warm-up: the page's heap fills with compiled code until some 25 runs have been made. */
const WARM_UP = 0.4;
/** A figure may grow by so much. */
export const MOST_GROWTH = 0.05;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? NaN) + (sorted[Math.floor(half)] ?? NaN)) / 2;
}

/** Every figure of every phase. A phase with too few samples to tell is not flat. */
export function judge(samples: readonly Sample[]): Verdict[] {
  const phases = [...new Set(samples.map(({ phase }) => phase))];
  return phases.flatMap((phase) => {
    const own = samples.filter((sample) => sample.phase === phase);
    const warm = own.slice(Math.ceil(own.length * WARM_UP));
    const quarter = Math.ceil(warm.length / 4);
    const figures = Object.keys(own[0]?.figures ?? {}) as Figure[];
    return figures.map((figure): Verdict => {
      const told = (part: readonly Sample[]) => median(part.map(({ figures }) => figures[figure]));
      const [first, last] = [told(warm.slice(0, quarter)), told(warm.slice(-quarter))];
      const growth = first === last ? 0 : last / first - 1;
      return { phase, figure, first, last, growth, flat: growth <= MOST_GROWTH };
    });
  });
}

const NAMES: Record<Figure, string> = {
  pageHeap: 'JavaScript heap of the page',
  domNodes: 'DOM nodes',
  listeners: 'event listeners',
  workerHeap: 'JavaScript heap of the worker',
  tensors: 'tensors in the worker',
  tensorBytes: 'bytes of tensors',
  wasmMemory: 'WASM memory',
  rendererRss: 'resident memory of the page’s process',
  browserRss: 'resident memory of all the browser’s processes',
};
/** Figures that count things. */
const COUNTS: readonly Figure[] = ['domNodes', 'listeners', 'tensors'];

/** The verdicts as a table in Markdown. */
export function table(verdicts: readonly Verdict[]): string {
  const show = (figure: Figure, value: number) =>
    COUNTS.includes(figure) ? value.toFixed(0) : `${(value / 2 ** 20).toFixed(1)} MiB`;
  return [
    '| phase | figure | first quarter | last quarter | growth |',
    '|---|---|---:|---:|---:|',
    ...verdicts.map(
      ({ phase, figure, first, last, growth, flat }) =>
        `| ${phase} | ${NAMES[figure]} | ${show(figure, first)} | ${show(figure, last)} | ` +
        `${(100 * growth).toFixed(1)} %${flat ? '' : ' **grows**'} |`,
    ),
  ].join('\n');
}
