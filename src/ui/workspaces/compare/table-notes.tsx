/** What must be known before runs of the table are compared. */
import { useTranslation } from 'react-i18next';
import { isOfEncoder } from '../../../core/models/shape.ts';
import type { RunRecord } from '../../../core/run-record.ts';
import type { ShownRun } from '../../charts/types.ts';
import runsClasses from '../../runs/runs.module.css';
import { caveatOf } from '../../method-words.ts';

const differ = (values: readonly unknown[]) => new Set(values).size > 1;

interface TableNotesProps {
  /** The rows. */
  records: readonly RunRecord[];
  /** The runs on the charts. */
  shown: readonly ShownRun[];
}

export function TableNotes({ records, shown }: TableNotesProps) {
  const { t } = useTranslation('charts');
  const cut = shown.filter(({ record }) => record.dataset.truncated > 0);
  const cuts = [
    ...cut.map(({ record, label }) => t('cutOf', { run: label, count: record.dataset.truncated })),
    ...(cut.length < shown.length ? [t('cutOfOthers')] : []),
  ];
  const isMixed = differ(records.map(({ dataset }) => dataset.fingerprint));
  const hasOtherCut =
    !differ(shown.map(({ record }) => record.dataset.fingerprint)) &&
    differ(shown.map(({ record }) => record.dataset.truncated));
  const notes = [
    isMixed && t('otherData'),
    hasOtherCut && t('otherCut', { counts: cuts.join('; ') }),
    differ(shown.map(({ record }) => record.config.method.type)) && t('tunedAbout'),
    records.some(isOfEncoder) && t('forgettingEncoder'),
    records.length > 1 && t('meanOverMatrices'),
    ...[...caveatsOf(records, shown)].map(([caveat, { labels, others }]) =>
      t('rankCaveat', {
        runs: [...labels, ...(others > 0 ? [t('otherRuns', { count: others })] : [])].join(', '),
        caveat,
      }),
    ),
  ].filter((note) => note !== false);
  return notes.map((note) => (
    <p key={note} className={runsClasses.dim}>
      {note}
    </p>
  ));
}

/** Why runs have no ranks, or what their ranks are of: the labels of shown runs, and how many others. */
function caveatsOf(records: readonly RunRecord[], shown: readonly ShownRun[]) {
  const labels = new Map(shown.map(({ record, label }) => [record.id, label]));
  const caveats = new Map<string, { labels: string[]; others: number }>();
  for (const { id, config } of records) {
    const caveat = caveatOf(config.method);
    if (caveat === null) continue;
    const of = caveats.get(caveat) ?? { labels: [], others: 0 };
    const label = labels.get(id);
    if (label === undefined) of.others += 1;
    else of.labels.push(label);
    caveats.set(caveat, of);
  }
  return caveats;
}
