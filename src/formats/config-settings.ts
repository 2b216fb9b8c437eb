/** What the families' readers of config.json share: settings of which one value can be computed, and faults by name. */
import { z } from 'zod';
import { FormatError } from './format-error.ts';

/** The most characters of a value that a message shows. */
const MOST_SHOWN = 80;

/** A value of a file as a message has it: as JSON, of a long one its beginning. */
export function shownValue(value: unknown): string {
  let text: string;
  try {
    text = value === undefined ? 'undefined' : JSON.stringify(value);
  } catch {
    // The parser nests deeper than the writer.
    return '[…]';
  }
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

export const dimension = z.number().int().min(1);

/** A setting of which only one value can be computed. */
export const only = <T extends string | boolean>(value: T) =>
  z.literal(value, {
    error: ({ input }) => `${shownValue(input)} is not supported, only ${JSON.stringify(value)}`,
  });

/** The same where Hugging Face takes that value for granted if it is absent. */
export const onlyOrAbsent = <T extends string | boolean>(value: T) => only(value).optional();

/**
 * @param family its name, for the message
 * @param json the parsed config.json
 * @throws FormatError naming each setting that is missing or that cannot be computed here
 */
export function parseConfig<T>(schema: z.ZodType<T>, family: string, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '));
  throw new FormatError(
    `config.json is not that of a ${family} model which can be run here. ${faults.join('. ')}.`,
  );
}
