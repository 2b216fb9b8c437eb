/**
 * The E2E NLG challenge (Novikova et al. 2017): CSV with a meaning representation under `mr` and a person's sentence
 * under `ref`. Several sentences belong to one meaning; each is a pair, and together they are its references.
 */
import { parseMeaning } from '../../core/metrics/slot-error-rate.ts';
import { badRow, collectPairs, pairOf } from '../pairs.ts';
import { previewDelimited } from '../table.ts';
import type { Reader } from './reader.ts';

/** A meaning begins with a slot, "name[Alimentum]". */
const SLOT = /^\s*\w[\w ]*\[[^\]]*\]/;

export const e2e: Reader = {
  id: 'e2e',
  name: 'E2E NLG',
  metrics: ['bleu', 'bleu-lc', 'rouge-l', 'slot-error-rate'],
  recognise({ kind, text }) {
    if (kind !== 'delimited') return null;
    const [header = [], ...rows] = previewDelimited(text);
    const names = header.map((cell) => cell.trim().toLowerCase());
    const mr = names.indexOf('mr');
    if (mr < 0 || !names.includes('ref')) return null;
    const [slot] = rows.flatMap((row) => SLOT.exec(row[mr] ?? '') ?? []);
    return slot === undefined
      ? null
      : { sure: true, evidence: `columns mr and ref, meanings such as ${slot.trim()}` };
  },
  read(source) {
    const { columns, rows } = source.table;
    const [mr = '', ref = ''] = ['mr', 'ref'].map((wanted) =>
      columns.find((column) => column.toLowerCase() === wanted),
    );
    return collectPairs(source, rows, (row) => {
      if ('problem' in row) return badRow(row.problem);
      const meaning = (row.cells.get(mr) ?? '').trim();
      // The slot error rate could not judge what is written to it.
      if (meaning !== '' && !parseMeaning(meaning))
        return badRow(`"${meaning}" is not written as slot[value], slot[value]`);
      return pairOf(meaning, row.cells.get(ref) ?? '');
    });
  },
};
