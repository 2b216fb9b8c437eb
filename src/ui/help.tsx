/** The list of keyboard shortcuts, and the switch of those that are single keys. */
import { Kbd, Switch, Text } from '@mantine/core';
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

/** Those of single parts of the page, which no switch turns off. */
const ALWAYS = [
  ['write', ['Ctrl + Enter']],
  ['release', ['Esc']],
  ['arrows', ['upDown']],
  ['views', ['leftRight']],
] as const;

function Keys({ keys: shortcuts, off }: { keys: typeof KEYS | typeof ALWAYS; off?: boolean }) {
  const { t } = useTranslation();
  return (
    <dl className="shortcuts" data-off={off || undefined}>
      {shortcuts.map(([action, keys]) => (
        <div key={action}>
          <dt>{t(`shortcuts.${action}`)}</dt>
          <dd>
            {keys.map((key, i) => (
              <span key={key}>
                {i > 0 && ` ${t('shortcuts.or')} `}
                <Kbd>
                  {key === 'space' || key === 'upDown' || key === 'leftRight' ? t(`shortcuts.${key}`) : key}
                </Kbd>
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

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
      <Keys keys={KEYS} off={!isOn} />
      <p className="hint">{t('shortcuts.note')}</p>
      <Text size="sm" fw={600} mt="md">
        {t('shortcuts.always')}
      </Text>
      <Keys keys={ALWAYS} />
    </Modal>
  );
}
