/** The numbers behind a chart, as a table: shown by "View as table", saved by "Download CSV". */
import Papa from 'papaparse';

export interface ChartTable {
  columns: string[];
  /** One cell per column; null where the run measured nothing. */
  rows: (string | number | null)[][];
}

/** RFC 4180 with full precision. Text that a spreadsheet would run as a formula is quoted away. */
export function toCsv({ columns, rows }: ChartTable): string {
  return `${Papa.unparse({ fields: columns, data: rows }, { escapeFormulae: true })}\r\n`;
}
