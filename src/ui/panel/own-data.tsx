/** The dialog for the visitor's own data: choose, drop or paste it, look at how it was read, and use it or read it otherwise. */
import { Button, Group, Progress, Stack, Text, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OWN_TASK } from '../../state/shelf.ts';
import { FileChoice } from '../file-choice.tsx';
import { focusIfLost } from '../focus.ts';
import { Modal } from '../overlays.ts';
import { usePage, useSession } from '../page-context.tsx';
import { isReadingLong, percentDone, useStageWords } from '../use-stage.ts';
import { Preview, Refusal } from './own-preview.tsx';

/** Where data comes from: a file or a paste. */
function Source({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const page = usePage();
  const reading = useSession((state) => state.offering);
  const own = useSession((state) => (state.dataset?.task === OWN_TASK ? state.own : null));
  const [text, setText] = useState('');
  return (
    <>
      <Text size="sm">{t('own.about')}</Text>
      {own && (
        <Group gap="xs">
          <Text size="sm">{t('own.inUse', { name: own.name })}</Text>
          <Button
            size="compact-xs"
            variant="default"
            disabled={reading}
            onClick={() => void page.session.getState().offerOwnData(own)}
          >
            {t('own.review')}
          </Button>
        </Group>
      )}
      <Group gap="xs">
        <FileChoice
          accept=".csv,.tsv,.jsonl,.ndjson,.json,.parquet,.txt,.gz,.zip,text/*"
          variant="filled"
          data-autofocus
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
          onClick={() =>
            void page.actions.openFiles([{ name: t('own.pastedName'), bytes: new Blob([text]) }])
          }
        >
          {t('own.read')}
        </Button>
      </Group>
    </>
  );
}

/** How far data is read, and its dataset built; with the way to end that. */
function Reading({ onStop }: { onStop: () => void }) {
  const { t } = useTranslation();
  const stageWords = useStageWords();
  const parsing = useSession((state) => state.parsing);
  const making = useSession((state) => state.making);
  const isBuilding = useSession((state) => (state.offer?.found ?? null) !== null);
  const text = parsing
    ? t('own.readingStage', { stage: stageWords(parsing) })
    : t(isBuilding ? 'own.building' : 'own.reading');
  const percent = parsing ? percentDone(parsing) : making !== null ? 100 * making : null;
  return (
    <>
      <Text size="sm">{text}</Text>
      {percent !== null && <Progress value={percent} aria-label={t('own.reading')} transitionDuration={0} />}
      <Group>
        <Button size="xs" variant="default" onClick={onStop}>
          {t('own.stopReading')}
        </Button>
      </Group>
    </>
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
  const offer = useSession((state) => state.offer);
  const refusal = useSession((state) => state.refusal);
  const reading = useSession((state) => state.offering);
  const isLong = useSession(isReadingLong);
  const { acceptOffer, forgetOffer, stopReading } = page.session.getState();
  const content = useRef<HTMLDivElement>(null);
  const close = () => {
    forgetOffer();
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
      <Stack gap="sm" ref={content} tabIndex={-1}>
        {offer ? (
          <Preview
            // A new file starts with everything as it was recognised.
            key={offer.own.name}
            offer={offer}
            onUse={() => {
              void acceptOffer();
              onClose();
            }}
            onCancel={forgetOffer}
          />
        ) : (
          <>
            <Source onFiles={onFiles} />
            {refusal && <Refusal {...refusal} />}
          </>
        )}
        <div aria-live="polite">{reading && !isLong && <Text size="sm">{t('own.reading')}</Text>}</div>
        {isLong && (
          <Reading
            onStop={() => {
              stopReading();
              focusIfLost(content);
            }}
          />
        )}
      </Stack>
    </Modal>
  );
}
