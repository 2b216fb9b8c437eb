/** How own data was read, before it is used: what it was taken for, its first examples, and what is left out of it. */
import { Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../core/lab-error.ts';
import { textLength } from '../../core/run-config.ts';
import type { DatasetSummary } from '../../core/run-record.ts';
import type { Offer, SessionState } from '../../state/session-store.ts';
import { count, excerpt, listed, SHOWN_DETAIL } from '../format.ts';
import { namedBy, useMetricWords } from '../metric-name.ts';
import { useConfig, usePage, useSession } from '../page-context.tsx';
import { TooFew } from '../too-few.tsx';
import { useIsEncoder } from '../use-is-encoder.ts';
import { isReadingLong } from '../use-stage.ts';
import { MetricChoice } from './metric-choice.tsx';
import { mustPickColumns, ReadOtherwise, useEncodingName } from './read-otherwise.tsx';
import { said } from '../strings/index.ts';

const DELIMITERS = { '\t': 'tab', ',': 'comma', ';': 'semicolon', '|': 'bar' } as const;
const isDelimiter = (text: string): text is keyof typeof DELIMITERS => text in DELIMITERS;

/** What kind of file it is, in which encoding, and what it was unpacked from. */
function FileFacts({ reading: { kind, packing, encoding, delimiter, damaged } }: Pick<Offer, 'reading'>) {
  const { t } = useTranslation();
  const encodingName = useEncodingName();
  const between = delimiter !== null && isDelimiter(delimiter) ? DELIMITERS[delimiter] : 'comma';
  const facts = [
    t(`own.file.${kind}`, { delimiter: t(`own.delimiter.${between}`) }),
    encoding && encodingName(encoding),
    packing && t(`own.packing.${packing}`),
  ];
  return (
    <>
      <p>{facts.filter((fact) => fact !== null && fact !== '').join(' · ')}</p>
      {damaged && encoding && (
        <p className="own-warning">
          {t('own.damaged', {
            count: damaged.lines,
            line: count(damaged.firstLine),
            encoding: encodingName(encoding),
          })}
        </p>
      )}
    </>
  );
}

/** Which public format was recognised, and by what. */
function Recognised({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation();
  const { name: metricName } = useMetricWords();
  const { recognition, metrics } = summary;
  const [metric] = metrics;
  if (!recognition || !metric) return null;
  const { name, sure, evidence, pairs, prompts } = recognition;
  return (
    <section aria-label={t('own.format')}>
      <p>
        {t(sure ? 'own.recognised' : 'own.likely', {
          format: said(name),
          prompts: count(prompts),
          pairs: count(pairs),
          metric: metricName(metric, namedBy(metric, summary)),
        })}
      </p>
      <p className="hint">{t('own.evidence', { evidence: said(evidence) })}</p>
    </section>
  );
}

/** The first pairs; where a person must pick the columns, the first rows. */
function FirstExamples({ reading: { pairs, columns, rows } }: Pick<Offer, 'reading'>) {
  const { t } = useTranslation();
  if (pairs.length > 0)
    return (
      <ol className="own-pairs" aria-label={t('own.firstPairs')}>
        {pairs.map(({ prompt, completion }, i) => (
          <li key={i} className="example">
            {prompt !== '' && <p className="prompt">{prompt}</p>}
            <p>{completion}</p>
          </li>
        ))}
      </ol>
    );
  return (
    <div className="own-rows" tabIndex={0} role="region" aria-label={t('own.firstRows')}>
      <Table fz="xs" withTableBorder withColumnBorders>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((cells, row) => (
            <Table.Tr key={row}>
              {cells.map((cell, i) => (
                <Table.Td key={columns[i]}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** How many examples there are, how long, and what is left out. */
function Counts({ summary }: { summary: DatasetSummary }) {
  const { t } = useTranslation();
  const form = useConfig((state) => state.config);
  const maxLength = useSession(({ model }) =>
    model ? textLength(form, model.config) : form.training.max_length,
  );
  const { train, validation, test, prompts, longestTokens, truncated, dropped } = summary;
  return (
    <ul>
      <li>
        {t(prompts > 0 ? 'own.counts' : 'own.textCounts', {
          train: count(train),
          validation: count(validation),
          test: count(test),
          prompts: count(prompts),
        })}
      </li>
      <li>{t('own.longest', { tokens: count(longestTokens), max: count(maxLength) })}</li>
      {truncated > 0 && <li>{t('own.truncated', { count: truncated })}</li>}
      {dropped.map(({ reason, count: rows, firstLine }) => (
        <li key={reason}>
          {t('own.dropped', {
            rows: count(rows),
            reason: t(`own.reason.${reason}`),
            line: count(firstLine),
          })}
        </li>
      ))}
    </ul>
  );
}

/** Which columns of a table are read. */
function Used({ columns }: { columns: NonNullable<Offer['reading']['used']> }) {
  const { t } = useTranslation();
  const isEncoder = useIsEncoder();
  const { prompt, second, completion } = columns;
  if (prompt === '') return <p>{t('own.usedText', { completion })}</p>;
  if (second !== undefined) return <p>{t('encoder.usedTwo', { prompt, second, completion })}</p>;
  return <p>{t(isEncoder ? 'encoder.used' : 'own.used', { prompt, completion })}</p>;
}

/** So many classes are named. */
const SHOWN_CLASSES = 12;

/** The classes that an encoder is to learn, and which of them it cannot. */
function Classes({ summary: { classes = [] } }: { summary: DatasetSummary }) {
  const { t } = useTranslation();
  if (classes.length === 0) return null;
  const names = classes
    .slice(0, SHOWN_CLASSES)
    .map(({ label, train }) => t('encoder.class', { label: excerpt(label), train: count(train) }));
  const unseen = classes.filter(({ train }) => train === 0).map(({ label }) => excerpt(label));
  return (
    <>
      <p>
        {t('encoder.classes', { count: classes.length, names: names.join(', ') })}
        {classes.length > SHOWN_CLASSES && ' …'}
      </p>
      {unseen.length > 0 && (
        <p className="own-warning">
          {t('encoder.unseen', { count: unseen.length, names: listed(unseen.slice(0, SHOWN_CLASSES)) })}
        </p>
      )}
    </>
  );
}

/** Why data cannot be used. */
function Problem({ code, detail }: { code: ErrorCode; detail: string }) {
  const { t } = useTranslation();
  const hasDataset = useSession((state) => state.dataset !== null);
  return (
    <div className="own-error" role="alert">
      <strong>{t(`error.${code}`)}</strong>
      <p>{excerpt(said(detail), SHOWN_DETAIL)}</p>
      {hasDataset && <p>{t('own.kept')}</p>}
    </div>
  );
}

export function Preview({
  offer,
  onUse,
  onCancel,
}: {
  offer: Offer;
  onUse: () => void;
  onCancel: () => void;
}) {
  const { own, reading, summary, unusable, found } = offer;
  const { t } = useTranslation();
  const page = usePage();
  const isReading = useSession((state) => state.offering);
  const isLong = useSession(isReadingLong);
  const [wantsOther, setWantsOther] = useState(false);
  // Where a person must pick the columns, that is next.
  const isOpen = wantsOther || mustPickColumns(offer);
  return (
    <section className="own-loaded" aria-label={t('own.preview')} aria-busy={isReading}>
      <strong>{own.name}</strong>
      <FileFacts reading={reading} />
      {summary && <Recognised summary={summary} />}
      {reading.used && <Used columns={reading.used} />}
      <FirstExamples reading={reading} />
      {summary && <Counts summary={summary} />}
      {summary && <Classes summary={summary} />}
      {summary && <TooFew dataset={summary} />}
      {found && <p>{t('own.found', { pairs: count(found.pairs), rows: count(found.leftOut) })}</p>}
      {summary && (
        <MetricChoice
          dataset={summary}
          onChoose={(metrics) => void page.session.getState().offerOwnData({ ...own, metrics })}
        />
      )}
      {unusable && <Problem {...unusable} />}
      {isOpen && <ReadOtherwise own={own} reading={reading} />}
      <Group gap="xs">
        {summary && (
          <Button size="xs" data-autofocus autoFocus disabled={isReading} onClick={onUse}>
            {t('own.use')}
          </Button>
        )}
        {!mustPickColumns(offer) && (
          <Button
            size="xs"
            variant="default"
            aria-expanded={isOpen}
            onClick={() => setWantsOther(!wantsOther)}
          >
            {t('own.otherwise')}
          </Button>
        )}
        {!isLong && (
          <Button size="xs" variant="default" onClick={onCancel}>
            {t('own.cancel')}
          </Button>
        )}
      </Group>
    </section>
  );
}

/** Why data was refused, and other ways to read it. */
export function Refusal({ own, error }: NonNullable<SessionState['refusal']>) {
  const { t } = useTranslation();
  return (
    <>
      <Problem {...error} />
      {error.code !== 'data-incomplete' && (
        <details>
          <summary>
            <Text span size="sm">
              {t('own.otherwise')}
            </Text>
          </summary>
          <ReadOtherwise own={own} reading={null} />
        </details>
      )}
    </>
  );
}
