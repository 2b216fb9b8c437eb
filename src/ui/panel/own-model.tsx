/**
 * The dialog for the visitor's own model: what a folder needs, the ways to choose it, what was chosen, and models of the Hub. The state
 * of the session tells whether it is open, since a dropped folder may open it, too.
 */
import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { chooseModel, leaveBrought, openBrought, type BroughtModel } from '../../state/brought-model.ts';
import { hubOf } from '../../state/hub.ts';
import { liveHere } from '../../state/runs-store.ts';
import { DeleteQuestion } from '../delete-question.tsx';
import { FileChoice } from '../file-choice.tsx';
import { bytes } from '../format.ts';
import { focusIfLost } from '../focus.ts';
import { Modal } from '../overlays.ts';
import { usePage, useRuns, useSession } from '../page-context.tsx';
import { givenFile } from '../import-files.ts';
import { HubModelFields } from './hub-model.tsx';
import { ModelFacts } from './model-facts.tsx';
import { ModelProblemNote } from './model-problem.tsx';

/** What became of the folder or files that were chosen: what they are, why they cannot be used, and what can be done next. */
function Brought({ brought }: { brought: BroughtModel }) {
  const { t } = useTranslation();
  const page = usePage();
  const place = useRef<HTMLDivElement>(null);
  const { phase } = brought;
  // The button that was pressed may be gone.
  useEffect(() => focusIfLost(place), [phase]);
  return (
    <div ref={place} tabIndex={-1}>
      <Text size="xs" role="status">
        {phase === 'asking' ? '' : t(`ownModel.phases.${phase}`)}
      </Text>
      {'model' in brought && <ModelFacts model={brought.model} size={t('ownModel.size')} />}
      {phase === 'asking' && brought.problem && <ModelProblemNote problem={brought.problem} />}
      {phase === 'found' && (
        <Group gap="xs">
          <Button size="xs" onClick={() => void openBrought(page)}>
            {t('hub.open')}
          </Button>
          <Button size="xs" variant="default" onClick={() => leaveBrought(page, true)}>
            {t('hub.forget')}
          </Button>
        </Group>
      )}
    </div>
  );
}

export function OwnModelDialog({ opened }: { opened: boolean }) {
  const { t } = useTranslation();
  const page = usePage();
  const isTraining = useRuns((state) => liveHere(state).length > 0);
  const kept = useSession((state) => state.keptModels);
  const forget = useSession((state) => state.forgetModel);
  const hub = hubOf(page);
  const state = useStore(hub);
  const fetching = state.phase === 'fetching' ? state.model : null;
  const downloads = state.downloads.filter(
    ({ model }) => model.id !== fetching?.id || model.commit !== fetching.commit,
  );
  const brought = useSession((session) => session.brought);
  /** The kept model that a person has asked to delete, while runs need it. */
  const [doomed, setDoomed] = useState<string | null>(null);
  const runsOf = (id: string) =>
    page.runs.getState().records.filter(({ config }) => config.model === id).length;
  const content = useRef<HTMLDivElement>(null);
  const listed = kept.length + downloads.length;
  // The row of the button that was pressed may be gone.
  useEffect(() => focusIfLost(content), [listed]);
  const choose = (files: File[]) => void chooseModel(page, files.map(givenFile));
  return (
    <Modal
      opened={opened}
      onClose={() => leaveBrought(page)}
      // The question over it closes first.
      closeOnEscape={doomed === null}
      title={t('ownModel.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="sm" ref={content} tabIndex={-1}>
        <Text size="sm">{t('ownModel.about')}</Text>
        {isTraining && <Text size="sm">{t('ownModel.ends')}</Text>}
        <Group gap="xs">
          <FileChoice accept="" isFolder data-autofocus onFiles={choose}>
            {t('ownModel.folder')}
          </FileChoice>
          <FileChoice accept="" variant="default" onFiles={choose}>
            {t('ownModel.files')}
          </FileChoice>
        </Group>
        <Text size="xs" c="dimmed">
          {t('ownModel.privacy')}
        </Text>
        {brought && <Brought brought={brought} />}
        <HubModelFields />
        {listed > 0 && (
          <Table aria-label={t('ownModel.kept')} captionSide="top">
            <Table.Caption>{t('ownModel.kept')}</Table.Caption>
            <Table.Tbody>
              {kept.map(({ id, bytes: size, origin }) => (
                <Table.Tr key={id}>
                  <Table.Th scope="row">
                    {id}
                    {origin && (
                      <Text size="xs" c="dimmed">
                        {t('ownModel.fromHub', { id: origin.id, commit: origin.commit.slice(0, 7) })}
                      </Text>
                    )}
                  </Table.Th>
                  <Table.Td>{bytes(size)}</Table.Td>
                  <Table.Td ta="end">
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={t('ownModel.deleteOf', { id })}
                      onClick={() => (runsOf(id) > 0 ? setDoomed(id) : void forget(id))}
                    >
                      {t('ownModel.delete')}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
              {downloads.map((download) => {
                const { id, commit, bytes: total } = download.model;
                return (
                  <Table.Tr key={`${id}@${commit}`}>
                    <Table.Th scope="row">
                      {id}
                      <Text size="xs" c="dimmed">
                        {t('ownModel.unfinished', { commit: commit.slice(0, 7) })}
                      </Text>
                    </Table.Th>
                    <Table.Td>
                      {t('ownModel.partOf', { loaded: bytes(download.loaded), total: bytes(total) })}
                    </Table.Td>
                    <Table.Td ta="end">
                      <Group gap={4} justify="end">
                        <Button
                          size="compact-xs"
                          variant="default"
                          aria-label={t('ownModel.goOnWith', { id })}
                          onClick={() => void hub.goOn(download)}
                        >
                          {t('ownModel.goOn')}
                        </Button>
                        <Button
                          size="compact-xs"
                          variant="default"
                          aria-label={t('ownModel.deletePart', { id })}
                          onClick={() => void hub.remove(download.model)}
                        >
                          {t('ownModel.delete')}
                        </Button>
                      </Group>
                    </Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
      <DeleteQuestion
        opened={doomed !== null}
        title={t('ownModel.deleteTitle', { id: doomed ?? '' })}
        text={t('ownModel.deleteText', { count: runsOf(doomed ?? '') })}
        onClose={() => setDoomed(null)}
        onDelete={() => {
          if (doomed !== null) void forget(doomed);
        }}
        heir={content}
      />
    </Modal>
  );
}
