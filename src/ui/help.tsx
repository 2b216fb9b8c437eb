/** The list of keyboard shortcuts, with the switch of those that are single keys and that of presenter mode; and the way to the tour. */
import { Button, Kbd, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import './help.css';
import { Modal } from './overlays.ts';
import { useView } from './page-context.tsx';
import { useShortcutsOn } from './use-shortcuts.ts';

const KEYS = [
  ['train', ['space', 'T']],
  ['step', ['S']],
  ['reset', ['R']],
  ['compare', ['C']],
  ['present', ['P']],
  ['help', ['?']],
] as const;

/** Those of presenter mode. */
const PRESENTING = [
  ['next', ['N']],
  ['experiment', ['E']],
  ['ring', ['L']],
] as const;

/** Those of single parts of the page, which no switch turns off. */
const ALWAYS = [
  ['write', ['Ctrl + Enter']],
  ['release', ['Esc']],
  ['arrows', ['upDown']],
  ['views', ['leftRight']],
] as const;

function Keys({
  keys: shortcuts,
  off,
}: {
  keys: typeof KEYS | typeof PRESENTING | typeof ALWAYS;
  off?: boolean;
}) {
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

/** The dialog. The tour starts once it has closed. */
export function Help({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [isOn, setIsOn] = useShortcutsOn();
  const isPresenting = useView((state) => state.present !== '');
  const setPresent = useView((state) => state.setPresent);
  const setTouring = useView((state) => state.setTouring);
  const [startsTour, setStartsTour] = useState(false);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('close') }}
      // The dialog gives the focus back first.
      onExitTransitionEnd={() => {
        if (startsTour) setTouring(true);
        setStartsTour(false);
      }}
    >
      <Button
        size="xs"
        mb="sm"
        variant="default"
        onClick={() => {
          setStartsTour(true);
          onClose();
        }}
      >
        {t('tour.again')}
      </Button>
      <Switch
        size="sm"
        mb="xs"
        label={t('shortcuts.on')}
        checked={isOn}
        onChange={(event) => setIsOn(event.currentTarget.checked)}
      />
      <Switch
        size="sm"
        mb="xs"
        label={t('presenter.title')}
        description={t('presenter.about')}
        checked={isPresenting}
        onChange={(event) => setPresent(event.currentTarget.checked ? '1' : '')}
      />
      <Keys keys={KEYS} off={!isOn} />
      <p className="hint">{t('shortcuts.note')}</p>
      <Text size="sm" fw={600} mt="md">
        {t('presenter.title')}
      </Text>
      <Keys keys={PRESENTING} off={!isOn} />
      <Text size="sm" fw={600} mt="md">
        {t('shortcuts.always')}
      </Text>
      <Keys keys={ALWAYS} />
    </Modal>
  );
}
