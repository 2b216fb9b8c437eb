/** The button that trains several ranks side by side, with an explanation of what it will do. */
import { Button } from '@mantine/core';
import { useDisclosure, useTimeout } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons.tsx';
import { Tooltip } from './overlays.ts';
import { useRankComparison } from './use-rank-comparison.ts';

/** How long the explanation of the comparison stays while the pointer rests: it takes this long to read. Milliseconds. */
const READING = 6000;

/** Its explanation stands over the status, where nothing can be pressed, and goes once the button is. */
export function CompareButton({ disabled, onClick }: { disabled: boolean; onClick: () => void }) {
  const { t } = useTranslation();
  const { isPossible, about } = useRankComparison();
  const [opened, { open, close }] = useDisclosure();
  const { start, clear } = useTimeout(close, READING);
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
        disabled={disabled || !isPossible}
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
