import { NAME_LENGTH } from '../core/run-record.ts';

/** The name, or where it is taken `name (2)`, or the next number that is not. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let copy = 2; ; copy++) {
    const suffix = ` (${copy})`;
    const free = name.slice(0, NAME_LENGTH - suffix.length) + suffix;
    if (!taken.has(free)) return free;
  }
}
