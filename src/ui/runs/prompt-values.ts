/** The values that a prompt in the E2E NLG format asks for: what stands in its square brackets. */

/**
 * `name[The Oak], food[Italian]` gives `['The Oak', 'Italian']`; a prompt of another form gives none. Yes and no are
 * left out: a sentence says them in other words, as in "not family friendly".
 */
export function promptValues(prompt: string): string[] {
  return [...prompt.matchAll(/\[([^[\]]+)\]/g)]
    .map((match) => (match[1] ?? '').trim())
    .filter((value) => !['', 'yes', 'no'].includes(value.toLowerCase()));
}
