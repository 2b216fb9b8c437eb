/** The command line of `npm run results`. */
import { parseArgs } from 'node:util';
import { LIMITS } from '../../src/core/run-config.ts';
import { DECODERS } from '../../src/state/shelf.ts';
import { MEASURED_TASKS } from './plan.ts';

/** Of the runs that the tables hold. */
export const SEEDS: readonly number[] = [1, 2, 3];

const BACKENDS = ['wasm', 'webgpu'] as const;

export interface Options {
  models: string[];
  tasks: string[];
  seeds: number[];
  max_steps: number;
  backend: (typeof BACKENDS)[number];
  /** Tabs that train at once. */
  workers: number;
  hardware: boolean;
  /** Only write the report of what is in the log. */
  report: boolean;
  /** A folder for all that is written, instead of the places in the repository. */
  out: string | undefined;
}

const among = (option: string, known: readonly string[], given: string): string[] =>
  given.split(',').map((name) => {
    if (!known.includes(name)) throw new Error(`--${option} are among ${known.join(', ')}.`);
    return name;
  });

const whole = (option: string, given: string, min: number, max: number): number => {
  const number = Number(given);
  if (!/^\d+$/.test(given) || number < min || number > max)
    throw new Error(`--${option}: a whole number from ${min} to ${max}, not "${given}".`);
  return number;
};

/** Reads a command line. @throws Error that says what is wrong with it */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      models: { type: 'string', default: DECODERS.join(',') },
      tasks: { type: 'string', default: MEASURED_TASKS.join(',') },
      seeds: { type: 'string', default: SEEDS.join(',') },
      steps: { type: 'string', default: String(LIMITS.max_steps.default) },
      backend: { type: 'string', default: 'wasm' },
      workers: { type: 'string', default: '1' },
      hardware: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  const backend = BACKENDS.find((name) => name === values.backend);
  if (!backend) throw new Error(`--backend is one of ${BACKENDS.join(', ')}.`);
  const { seed, max_steps } = LIMITS;
  const steps = whole('steps', values.steps, max_steps.min, max_steps.max);
  if (steps !== max_steps.default && values.out === undefined)
    throw new Error('--steps is for trials: --out says where to.');
  return {
    models: among('models', DECODERS, values.models),
    tasks: among('tasks', MEASURED_TASKS, values.tasks),
    seeds: [...new Set(values.seeds.split(',').map((given) => whole('seeds', given, seed.min, seed.max)))],
    max_steps: steps,
    backend,
    workers: whole('workers', values.workers, 1, 64),
    hardware: values.hardware,
    report: values.report,
    out: values.out,
  };
}
