/** The command line that both ways to run the benchmark share. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BENCH_BACKENDS } from './contestant.ts';
import { page, type Report } from './report.ts';
import type { OpeningOptions } from './opening.ts';
import type { BenchOptions } from './session.ts';
import { CASES } from './work.ts';

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

/** Reads this process's arguments; a bad one ends it with a message. */
export function readArguments(): {
  options: BenchOptions;
  json: string | undefined;
  hardware: boolean;
  /** Null unless the page's opening is to be measured, and nothing else. */
  opening: OpeningOptions | null;
} {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      backend: { type: 'string', default: 'webgpu' },
      cases: { type: 'string', default: 'nano,micro' },
      race: { type: 'boolean', default: false },
      writing: { type: 'boolean', default: false },
      methods: { type: 'boolean', default: false },
      pytorch: { type: 'boolean', default: false },
      weights: { type: 'boolean', default: false },
      opening: { type: 'boolean', default: false },
      against: { type: 'string' },
      hardware: { type: 'boolean', default: false },
    },
  });
  const backend =
    BENCH_BACKENDS.find((name) => name === values.backend) ??
    fail(`--backend is one of ${BENCH_BACKENDS.join(', ')}.`);
  const cases = values.cases
    .split(',')
    .map((given) => CASES.find((name) => name === given) ?? fail(`--cases are among ${CASES.join(', ')}.`));
  const { race, writing, methods, pytorch, weights } = values;
  if ([race, writing, methods, pytorch, weights].filter(Boolean).length > 1)
    fail('--race, --writing, --methods, --pytorch and --weights are measured one at a time.');
  const pace = values.quick ? { repetitions: 3, repetitionMs: 300 } : { repetitions: 7, repetitionMs: 1500 };
  return {
    options: { backend, cases, ceilings: false, race, writing, methods, pytorch, weights, ...pace },
    json: values.json,
    opening: values.opening ? { rounds: values.quick ? 3 : 9, against: values.against ?? null } : null,
    hardware: values.hardware,
  };
}

/** Prints a report, and writes it to the file that `--json` names, if any. */
export function show(report: Report, json: string | undefined): void {
  console.log(page(report));
  if (json) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
}
