/** The dialog for the visitor's own model: what a folder needs, the ways to choose it, and models of the Hub. */
import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { hubOf } from '../../state/hub.ts';
import { liveHere } from '../../state/runs-store.ts';
import { FileChoice } from '../file-choice.tsx';
import { bytes } from '../format.ts';
import { Modal } from '../overlays.ts';
import { usePage, useRuns, useSession } from '../page-context.tsx';
import { openFiles } from '../use-file.ts';
import { HubModelFields } from './hub-model.tsx';

export function OwnModelDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
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
  const open = (files: File[]) => {
    onClose();
    void openFiles(page, files);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('ownModel.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('ownModel.about')}</Text>
        {isTraining && <Text size="sm">{t('ownModel.ends')}</Text>}
        <Group gap="xs">
          <FileChoice accept="" isFolder data-autofocus onFiles={open}>
            {t('ownModel.folder')}
          </FileChoice>
          <FileChoice accept=".json,.txt,.safetensors" variant="default" onFiles={open}>
            {t('ownModel.files')}
          </FileChoice>
        </Group>
        <Text size="xs" c="dimmed">
          {t('ownModel.privacy')}
        </Text>
        <HubModelFields />
        {kept.length + downloads.length > 0 && (
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
                      onClick={() => void forget(id)}
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
    </Modal>
  );
}
