/**
 * What a reader of a public format is, and what readers share. A reader tells its format by what is in the file, not by
 * the file's name, and says by what; it reads a file that it recognised and drops, with a reason, what does not fit.
 */
import type { z } from 'zod';
import type { MetricId } from '../../core/metrics/metric-id.ts';
import { badRow, type Found, type PairsAndDrops } from '../pairs.ts';
import type { JsonRecord } from '../json.ts';
import type { Source } from '../source.ts';
export type { Source };

export interface Recognition {
  /** False where other data may look the same. */
  sure: boolean;
  /** By what the format was recognised, in English, e.g. "columns mr, ref". */
  evidence: string;
}

export interface Reader {
  /** Short and stable: run records keep it. */
  id: string;
  /** What people call the format. */
  name: string;
  /** The metrics that are usual for it, the most telling first. */
  metrics: readonly MetricId[];
  /** The class that F1 is usually of. */
  positiveLabel?: string;
  /** The classes that its completions are, in the order of the numbers that files have for them. */
  labels?: readonly string[];
  /** True where the data lie in two files, each of which `recognise` knows. */
  twoFiles?: true;
  /** True where files that end in .txt may be of this format: it looks like no other text. */
  inText?: true;
  /** null where the file is of another format. Looks at the first rows only. */
  recognise(source: Source): Recognition | null;
  /**
   * Reads what it recognised.
   * @param other the second file, only ever given where `twoFiles`
   * @throws LabError `data-format`, or `data-incomplete` where the second file is missing
   */
  read(source: Source, other?: Source): PairsAndDrops;
}

/** So many rows are looked at to recognise a format. */
export const LOOKED_AT = 10;

/** Whether one of the first records is of this shape. */
export const hasShape = ({ records }: Source, schema: z.ZodType): boolean =>
  records.slice(0, LOOKED_AT).some(({ value }) => schema.safeParse(value).success);

/** Why a record is not of the shape that was wanted. */
export function badRecord({ problem }: JsonRecord, error: z.ZodError): Found {
  const [issue] = error.issues;
  const place = issue && issue.path.length > 0 ? `"${issue.path.join('.')}": ` : '';
  return badRow(problem ?? `${place}${issue?.message ?? 'the record has another shape'}`);
}
