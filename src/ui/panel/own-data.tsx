/**
 * The dialog for the visitor's own data: choose, drop or paste, pick columns if need be, and see what was loaded; where a
 * public format was recognised, that can be declined.
 */
import { Button, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetSummary } from '../../core/run-record.ts';
import type { ColumnPick } from '../../state/session-store.ts';
import { OWN_TASK } from '../../state/shelf.ts';
import { FileChoice } from '../file-choice.tsx';
import { count } from '../format.ts';
import { namedBy, useMetricWords } from '../metric-name.ts';
import { Modal } from '../modal.ts';
import { useConfig, usePage, useSession } from '../page-context.tsx';
import { MetricChoice } from './metric-choice.tsx';

/** Which public format was recognised and by what, and an example of what was made of it. */
function Recognised({ dataset }: { dataset: DatasetSummary }) {
  const { t } = useTranslation();
  const { name: metricName } = useMetricWords();
  const { recognition, metrics, examples } = dataset;
  const [metric] = metrics;
  const [example] = examples;
  if (!recognition || !metric) return null;
  const { name, sure, evidence, pairs, prompts } = recognition;
  return (
    <section aria-label={t('own.format')}>
      <p>
        {t(sure ? 'own.recognised' : 'own.likely', {
          format: name,
          prompts: count(prompts),
          pairs: count(pairs),
          metric: metricName(metric, namedBy(metric, dataset)),
        })}
      </p>
      <p className="hint">{t('own.evidence', { evidence })}</p>
      {example && (
        <div className="example">
          <p className="prompt">{example.prompt}</p>
          <p>{example.completion}</p>
        </div>
      )}
    </section>
  );
}

/** What was read: it is the task already, so there is nothing to do but to go on, or to have it read otherwise. */
function Loaded({ dataset, onDone }: { dataset: DatasetSummary; onDone: () => void }) {
  const { t } = useTranslation();
  const page = usePage();
  const own = useSession((state) => state.own);
  const asked = useConfig((state) => state.config.training.max_length);
  const maxLength = useSession((state) => Math.min(asked, state.model?.config.n_positions ?? asked));
  return (
    <div className="own-loaded">
      <strong>{t('own.loaded', { name: dataset.name })}</strong>
      <Recognised dataset={dataset} />
      <MetricChoice
        dataset={dataset}
        onChoose={(metrics) => void page.session.getState().chooseMetrics(metrics)}
      />
      <ul>
        <li>
          {t('own.counts', {
            train: count(dataset.train),
            validation: count(dataset.validation),
            test: count(dataset.test),
            prompts: count(dataset.prompts),
          })}
        </li>
        <li>{t('own.longest', { tokens: count(dataset.longestTokens), max: count(maxLength) })}</li>
        {dataset.truncated > 0 && <li>{t('own.truncated', { count: dataset.truncated })}</li>}
        {dataset.dropped.map(({ reason, count: rows, firstLine }) => (
          <li key={reason}>
            {t('own.dropped', {
              rows: count(rows),
              reason: t(`own.reason.${reason}`),
              line: count(firstLine),
            })}
          </li>
        ))}
      </ul>
      <Group gap="xs">
        <Button size="xs" onClick={onDone}>
          {t('own.done')}
        </Button>
        {own && dataset.recognition && (
          <Button
            size="xs"
            variant="default"
            onClick={() =>
              void page.session.getState().offerOwnData({ name: own.name, text: own.text, columns: 'ask' })
            }
          >
            {t('own.decline')}
          </Button>
        )}
      </Group>
    </div>
  );
}

/** Which columns are prompt and completion, where their names do not tell. */
function ColumnPicker({ pick }: { pick: ColumnPick }) {
  const { t } = useTranslation();
  const page = usePage();
  const [chosen, setChosen] = useState<{ prompt: string; completion: string } | null>(null);
  const [first = '', second = first] = pick.columns;
  const columns = chosen ?? { prompt: first, completion: second };
  const { offerOwnData } = page.session.getState();
  return (
    <fieldset className="plain-fieldset">
      <legend>{t('own.pickTitle')}</legend>
      <Text size="sm">{t('own.pick', { name: pick.own.name, columns: count(pick.columns.length) })}</Text>
      <Group grow align="end" mt="xs">
        <NativeSelect
          size="xs"
          autoFocus
          label={t('own.prompt')}
          data={pick.columns}
          value={columns.prompt}
          onChange={({ currentTarget }) => setChosen({ ...columns, prompt: currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          label={t('own.completion')}
          data={pick.columns}
          value={columns.completion}
          onChange={({ currentTarget }) => setChosen({ ...columns, completion: currentTarget.value })}
        />
        <Button
          size="xs"
          disabled={columns.prompt === columns.completion}
          onClick={() => void offerOwnData({ ...pick.own, columns })}
        >
          {t('own.use')}
        </Button>
      </Group>
      {/* A name's ending decides over the content, and .txt is plain text. */}
      <Button
        size="compact-xs"
        variant="default"
        mt="xs"
        onClick={() => void offerOwnData({ ...pick.own, name: `${pick.own.name}.txt` })}
      >
        {t('own.plain')}
      </Button>
    </fieldset>
  );
}

export interface OwnDataProps {
  opened: boolean;
  onClose: () => void;
  /** Reads chosen files; the page-wide drop uses the same way. */
  onFiles: (files: File[]) => void;
}

export function OwnDataDialog({ opened, onClose, onFiles }: OwnDataProps) {
  const { t } = useTranslation();
  const page = usePage();
  const dataset = useSession((state) => state.dataset);
  const error = useSession((state) => state.ownError);
  const pick = useSession((state) => state.pick);
  const reading = useSession((state) => state.offering);
  const loaded = !reading && !error && !pick && dataset?.task === OWN_TASK ? dataset : null;
  const [text, setText] = useState('');
  const close = () => {
    page.session.getState().forgetOffer();
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('own.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('own.about')}</Text>
        <Group gap="xs">
          <FileChoice
            accept=".csv,.tsv,.jsonl,.json,.txt,text/*"
            variant={loaded ? 'default' : 'filled'}
            onFiles={onFiles}
          >
            {t('own.choose')}
          </FileChoice>
          <Text size="sm" c="dimmed">
            {t('own.drop')}
          </Text>
        </Group>
        <Textarea
          label={t('own.paste')}
          size="xs"
          minRows={4}
          maxRows={10}
          autosize
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Group justify="space-between" wrap="nowrap">
          <Text size="xs" c="dimmed">
            {t('own.privacy')}
          </Text>
          <Button
            size="xs"
            variant="default"
            flex="none"
            disabled={text.trim() === '' || reading}
            onClick={() => void page.actions.openFiles([{ name: t('own.pastedName'), text }])}
          >
            {t('own.read')}
          </Button>
        </Group>
        <div aria-live="polite">
          {reading && <Text size="sm">{t('own.reading')}</Text>}
          {error && (
            <div className="own-error" role="alert">
              <strong>{t(`error.${error.code}`)}</strong>
              <p>{error.detail}</p>
              {dataset && <p>{t('own.kept')}</p>}
            </div>
          )}
          {pick && <ColumnPicker key={`${pick.own.name} ${pick.columns.join()}`} pick={pick} />}
          {loaded && <Loaded dataset={loaded} onDone={close} />}
        </div>
      </Stack>
    </Modal>
  );
}
