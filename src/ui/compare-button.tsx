/** The button that trains several ranks side by side, with an explanation of what it will do. */
import { Button, VisuallyHidden } from '@mantine/core';
import { useDisclosure, useTimeout } from '@mantine/hooks';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons.tsx';
import { Tooltip } from './overlays.ts';
import { useRankComparison } from './use-rank-comparison.ts';

/** How long the explanation of the comparison stays while the pointer rests: it takes this long to read. Milliseconds. */
const READING = 6000;

/**
 * Its explanation stands over the status, where nothing can be pressed, and goes once the button is. Where the form's method has
 * no ranks to compare the button can be focused all the same, so that it can say why.
 */
export function CompareButton({ disabled, onClick }: { disabled: boolean; onClick: () => void }) {
  const { t } = useTranslation();
  const { isPossible, about } = useRankComparison();
  const [opened, { open, close }] = useDisclosure();
  const { start, clear } = useTimeout(close, READING);
  const aboutId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const explain = () => {
    open();
    clear();
    start();
  };
  return (
    <>
      <Button
        ref={button}
        variant="default"
        className="compact"
        leftSection={<Icon name="compare" />}
        disabled={disabled}
        data-disabled={!isPossible}
        aria-disabled={!isPossible || undefined}
        onMouseEnter={explain}
        onMouseLeave={close}
        onFocus={explain}
        onBlur={close}
        onClick={() => {
          // Fingers neither hover nor focus before they press.
          if (!isPossible) {
            explain();
            return;
          }
          close();
          onClick();
        }}
        aria-describedby={aboutId}
      >
        {t('transport.compare')}
      </Button>
      {/* Not around the button, which would be made anew when this part of the page has loaded: a press at that moment was lost. */}
      <Tooltip
        target={button}
        multiline
        w={420}
        position="right"
        middlewares={{ flip: { fallbackPlacements: ['bottom'] } }}
        label={about}
        opened={opened}
      />
      <VisuallyHidden id={aboutId}>{about}</VisuallyHidden>
    </>
  );
}
