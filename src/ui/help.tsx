/** The list of keyboard shortcuts. */
import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const KEYS = [
  ['train', ['space', 'T']],
  ['step', ['S']],
  ['reset', ['R']],
  ['compare', ['C']],
  ['help', ['?']],
] as const;

export function Help({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <dl className="shortcuts">
        {KEYS.map(([action, keys]) => (
          <div key={action}>
            <dt>{t(`shortcuts.${action}`)}</dt>
            <dd>
              {keys.map((key, i) => (
                <span key={key}>
                  {i > 0 && ` ${t('shortcuts.or')} `}
                  <Kbd>{key === 'space' ? t('shortcuts.space') : key}</Kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="hint">{t('shortcuts.note')}</p>
    </Modal>
  );
}
