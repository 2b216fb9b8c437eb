/** Says where a shown run went wrong, what shows it, and what to do about it. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { verdict } from '../core/verdict.ts';
import type { RunRecord } from '../core/run-record.ts';
import { useFocused, useResults } from './shown-runs.tsx';
import { wordVerdict } from './warnings.ts';

/** Of the run in focus. */
export function VerdictNote() {
  const record = useFocused();
  return record && <Verdict record={record} />;
}

/** Of each shown run, under its label. */
export function VerdictNotes() {
  const { shown } = useResults();
  return shown.map(({ record, label }) => <Verdict key={record.id} record={record} label={label} />);
}

function Verdict({ record, label }: { record: RunRecord; label?: string }) {
  const { t } = useTranslation();
  const found = useMemo(() => verdict(record), [record]);
  if (!found) return null;
  const { title, about, remedy } = wordVerdict(found, t);
  return (
    <p className="verdict" role="status">
      <strong>
        {label !== undefined && `${label}: `}
        {title}.
      </strong>{' '}
      {about} {remedy}
    </p>
  );
}
