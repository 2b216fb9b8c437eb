/** Asks before a run is deleted. */
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal } from '../overlays.ts';

/** @returns what asks about a run, by its title, and the dialog that it opens */
export function useDeleteDialog(onDelete: (id: string) => void): {
  ask: (id: string, title: string) => void;
  dialog: ReactNode;
} {
  const { t } = useTranslation('charts');
  const [isAsking, { open, close }] = useDisclosure();
  /** The run that was last asked about: the dialog still names it while it closes. */
  const [doomed, setDoomed] = useState<{ id: string; title: string } | null>(null);
  const ask = useCallback(
    (id: string, title: string) => {
      setDoomed({ id, title });
      open();
    },
    [open],
  );
  const dialog = (
    <Modal
      opened={isAsking}
      onClose={close}
      title={t('deleteTitle', { name: doomed?.title ?? '' })}
      size="sm"
      centered
    >
      <Text size="sm" mb="md">
        {t('deleteText')}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t('keep')}
        </Button>
        <Button
          color="red"
          onClick={() => {
            if (doomed) onDelete(doomed.id);
            close();
          }}
        >
          {t('delete')}
        </Button>
      </Group>
    </Modal>
  );
  return { ask, dialog };
}
