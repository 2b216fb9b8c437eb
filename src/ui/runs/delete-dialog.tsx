/** Asks before a run is deleted. */
import { useDisclosure } from '@mantine/hooks';
import { useCallback, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { DeleteQuestion } from '../delete-question.tsx';

/**
 * @param heir has the focus once a run is deleted with the button that asked
 * @returns what asks about a run, by its title, and the dialog that it opens
 */
export function useDeleteDialog(
  onDelete: (id: string) => void,
  heir?: RefObject<HTMLElement | null>,
): {
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
    <DeleteQuestion
      opened={isAsking}
      title={t('deleteTitle', { name: doomed?.title ?? '' })}
      text={t('deleteText')}
      onClose={close}
      {...(heir && { heir })}
      onDelete={() => {
        if (doomed) onDelete(doomed.id);
      }}
    />
  );
  return { ask, dialog };
}
