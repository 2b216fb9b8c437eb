/**
 * A phrase template: `(a|b|c)` picks one alternative, each equally likely, and may nest; `{name}` is replaced by
 * a value. Enough to say one thing in many ways from a seed. Round brackets and bars cannot be written in a
 * template itself; a value may contain anything.
 */
import type { Rng } from '../../core/rng.ts';

/** The innermost group of alternatives: brackets that hold no bracket. */
const GROUP = /\(([^()]*)\)/;

/**
 * One wording of `template`, e.g. `phrase('{who} (sat|stood)', { who: 'Ann' }, rng)` is "Ann sat" or "Ann stood".
 * @throws Error if a slot has no value.
 */
export function phrase(template: string, values: Readonly<Record<string, string>>, rng: Rng): string {
  let text = template;
  for (let group = GROUP.exec(text); group; group = GROUP.exec(text)) {
    const choice = rng.pick((group[1] ?? '').split('|'));
    text = text.slice(0, group.index) + choice + text.slice(group.index + group[0].length);
  }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The phrase "${template}" needs a value for {${name}}.`);
    return value;
  });
}

/** "a" or "an", as the word that follows sounds. */
export function article(word: string): string {
  return /^[aeiou]/i.test(word) ? 'an' : 'a';
}

/** The text with its first letter in upper case. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a", "a and b", "a, b and c". */
export function enumerate(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
