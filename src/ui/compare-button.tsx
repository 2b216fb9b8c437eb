/** The button that trains several ranks side by side, with an explanation of what it will do. */
import { Button } from '@mantine/core';
import { useDisclosure, useTimeout } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { hasLora, ranksAreOwn } from '../core/methods/lora.ts';
import { methodOf } from '../core/methods/methods.ts';
import { COMPARED_RANKS } from '../state/shelf.ts';
import { alphaRule } from './alpha-rule.ts';
import { Icon } from './icons.tsx';
import { Tooltip } from './overlays.ts';
import { useConfig, useSession } from './page-context.tsx';

/** How long the explanation of the comparison stays while the pointer rests: it takes this long to read. Milliseconds. */
const READING = 6000;

/** Its explanation stands over the status, where nothing can be pressed, and goes once the button is. */
export function CompareButton({ disabled, onClick }: { disabled: boolean; onClick: () => void }) {
  const { t } = useTranslation();
  const method = useConfig((state) => state.config.method);
  const [opened, { open, close }] = useDisclosure();
  const { start, clear } = useTimeout(close, READING);
  const hasRank = hasLora(method);
  const model = useSession((state) => state.model?.config);
  const isMoot = hasRank && model !== undefined && ranksAreOwn(model, method);
  const about = !hasRank
    ? t('transport.compareNoRank', { method: methodOf(method).name })
    : isMoot
      ? t('transport.compareOwnRanks')
      : t('transport.compareAbout', { ranks: COMPARED_RANKS.join(', '), alphaRule: alphaRule(method, t) });
  return (
    <Tooltip
      multiline
      w={420}
      position="right"
      middlewares={{ flip: { fallbackPlacements: ['bottom'] } }}
      label={about}
      opened={opened}
    >
      <Button
        variant="default"
        className="compact"
        leftSection={<Icon name="compare" />}
        disabled={disabled || !hasRank || isMoot}
        onMouseEnter={() => {
          open();
          clear();
          start();
        }}
        onMouseLeave={close}
        onClick={() => {
          close();
          onClick();
        }}
        aria-description={about}
      >
        {t('transport.compare')}
      </Button>
    </Tooltip>
  );
}
