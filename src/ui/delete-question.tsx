/** Asks before something is deleted for good. */
import { Button, Group, Text } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { focusIfLost } from './focus.ts';
import { Modal } from './overlays.ts';

interface DeleteQuestionProps {
  opened: boolean;
  title: string;
  /** What is lost. */
  text: string;
  onClose: () => void;
  onDelete: () => void;
  /** Has the focus after it, where the button that asked is gone. */
  heir?: RefObject<HTMLElement | null>;
}

export function DeleteQuestion({ opened, title, text, onClose, onDelete, heir }: DeleteQuestionProps) {
  const { t } = useTranslation('charts');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size="sm"
      centered
      onExitTransitionEnd={() => heir && focusIfLost(heir)}
    >
      <Text size="sm" mb="md">
        {text}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('keep')}
        </Button>
        <Button
          color="red"
          onClick={() => {
            onDelete();
            onClose();
          }}
        >
          {t('delete')}
        </Button>
      </Group>
    </Modal>
  );
}
