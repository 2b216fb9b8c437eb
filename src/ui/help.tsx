/** The list of keyboard shortcuts, and their switch. */
import { Kbd, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Modal } from './overlays.ts';
import { useShortcutsOn } from './use-shortcuts.ts';

const KEYS = [
  ['train', ['space', 'T']],
  ['step', ['S']],
  ['reset', ['R']],
  ['compare', ['C']],
  ['help', ['?']],
] as const;

export function Help({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [isOn, setIsOn] = useShortcutsOn();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Switch
        size="sm"
        mb="xs"
        label={t('shortcuts.on')}
        checked={isOn}
        onChange={(event) => setIsOn(event.currentTarget.checked)}
      />
      <dl className="shortcuts" data-off={!isOn || undefined}>
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
