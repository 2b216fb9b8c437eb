/** The essay questions of Learn, and an essay as a file: its question, its text, and the figures of the runs attached to it. */
import type { FigureId } from './run-figures.ts';

/** In the order in which they are asked. */
export const ESSAYS = ['rank', 'budget', 'deploy', 'gap', 'directions'] as const;
export type EssayId = (typeof ESSAYS)[number];

/** What a good answer does; each question has as many. */
export const CRITERIA = ['first', 'second', 'third', 'fourth'] as const;

/** What is told of an attached run. */
export const EVIDENCE = [
  'parameters',
  'bestLoss',
  'metric',
  'effectiveRank',
  'forgetting',
  'seconds',
] as const satisfies readonly FigureId[];

/** An essay in the words of the page. */
export interface EssayFile {
  title: string;
  ask: string;
  text: string;
  /** What stands above the table; the table is left out where no run is attached. */
  evidence: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A cell of a Markdown table: on one line, with no bar that would end it. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** The essay as Markdown, a text that already may be Markdown. */
export function essayMarkdown({ title, ask, text, evidence, head, rows }: EssayFile): string {
  const quoted = `> ${ask.replaceAll('\n', '\n> ')}`;
  const table = [`## ${evidence}`, '', line(head), line(head.map(() => '---')), ...rows.map(line)];
  return (
    [`# ${title}`, quoted, text.trim(), ...(rows.length > 0 ? [table.join('\n')] : [])].join('\n\n') + '\n'
  );
}
