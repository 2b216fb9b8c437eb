/** Says where the shown run went wrong, what shows it, and what to do about it. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { verdict } from '../core/verdict.ts';
import { useFocused } from './shown-runs.tsx';
import { wordVerdict } from './warnings.ts';

export function VerdictNote() {
  const { t } = useTranslation();
  const record = useFocused();
  const found = useMemo(() => record && verdict(record), [record]);
  if (!found) return null;
  const { title, about, remedy } = wordVerdict(found, t);
  return (
    <p className="verdict" role="status">
      <strong>{title}.</strong> {about} {remedy}
    </p>
  );
}
