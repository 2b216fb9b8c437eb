/** The results of a class: takes pasted codes, and shows them on one chart, in a table and as CSV. */
import { Button, Group, Textarea } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createClassResults, type PasteReport } from '../../../../state/class-results.ts';
import { readCode, type CodeProblem } from '../../../../state/result-code.ts';
import { toCsv } from '../../../charts/table.ts';
import { TableView } from '../../../charts/table-view.tsx';
import { DeleteQuestion } from '../../../delete-question.tsx';
import { save } from '../../../download.ts';
import { count, excerpt } from '../../../format.ts';
import { useView, usePage } from '../../../page-context.tsx';
import { Section } from '../section.tsx';
import { ClassChart } from './class-chart.tsx';
import { useResultTable } from './result-table.ts';
import classes from './teacher.module.css';

const results = createClassResults();

/** Most characters that are read at once: some thousand addresses. */
const MOST_PASTED = 400_000;
/** Bad lines that are told one by one. */
const SHOWN_BAD = 8;

export function ClassResults() {
  const { t } = useTranslation('learn');
  const { view } = usePage();
  const codes = useStore(results, (state) => state.codes);
  const { add, clear } = results.getState();
  const brought = useView((state) => state.result);
  const [text, setText] = useState('');
  const report = useStore(results, (state) => state.report);
  const [asks, setAsks] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  // The address brought a code: it is taken once, and leaves the address.
  useEffect(() => {
    if (brought === '') return;
    add(brought);
    view.setState({ result: '' });
  }, [brought, add, view]);
  const read = useMemo(() => codes.flatMap((code) => readCode(code).result ?? []), [codes]);
  const table = useResultTable(read);
  const take = () => {
    const next = add(text);
    // What was not taken stays to be mended.
    const lines = text.split(/\r\n|[\n\r]/);
    setText(next.bad.map(({ line }) => lines[line - 1] ?? '').join('\n'));
  };
  return (
    <Section title={t('teacher.results.title')}>
      <p>{t('teacher.results.about')}</p>
      <Textarea
        ref={field}
        className={classes.wide ?? ''}
        size="xs"
        autosize
        minRows={3}
        maxRows={12}
        maxLength={MOST_PASTED}
        label={t('teacher.results.paste')}
        description={t('teacher.results.pasteAbout')}
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <Button size="xs" disabled={text.trim() === ''} onClick={take}>
        {t('teacher.results.add')}
      </Button>
      <div role="status">{report && <Report report={report} />}</div>
      {read.length > 0 && (
        <>
          <div className={classes.chart}>
            <ClassChart results={read} />
          </div>
          <div className={classes.table}>
            <TableView caption={t('teacher.results.table')} table={table} />
          </div>
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                save({
                  name: `${t('teacher.results.file')}.csv`,
                  blob: new Blob([toCsv(table)], { type: 'text/csv;charset=utf-8' }),
                })
              }
            >
              {t('teacher.results.csv')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setAsks(true)}>
              {t('teacher.results.clear')}
            </Button>
          </Group>
          <DeleteQuestion
            opened={asks}
            title={t('teacher.results.clear')}
            text={t('teacher.results.clearAbout', { count: read.length })}
            heir={field}
            onClose={() => setAsks(false)}
            onDelete={clear}
          />
        </>
      )}
      <p className="hint">{t('teacher.results.kept')}</p>
    </Section>
  );
}

/** What became of the lines that were pasted. */
function Report({ report: { added, again, bad } }: { report: PasteReport }) {
  const { t } = useTranslation('learn');
  const reason = ({ why, given }: CodeProblem) =>
    t(`teacher.results.bad.${why}`, { given: excerpt(given, 40) });
  return (
    <>
      <p>
        {t('teacher.results.added', { count: added })}{' '}
        {again.length > 0 && t('teacher.results.again', { count: again.length, lines: again.join(', ') })}
      </p>
      {bad.length > 0 && (
        <ul className={classes.problems}>
          {bad.slice(0, SHOWN_BAD).map(({ line, problem }) => (
            <li key={line}>{t('teacher.results.line', { line: String(line), reason: reason(problem) })}</li>
          ))}
          {bad.length > SHOWN_BAD && (
            <li>{t('teacher.results.more', { lines: count(bad.length - SHOWN_BAD) })}</li>
          )}
        </ul>
      )}
    </>
  );
}
