/** A lock beside the label of a control that the class link fixes; hovered or focused, it says so. */
import { UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useNarrow } from '../use-narrow.ts';
import { Beside } from './beside.tsx';
import './fixed-mark.css';

export function FixedMark({ label }: { label: string }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const [opened, { toggle }] = useDisclosure();
  const text = t('classLink.fixedHere');
  const mark = { className: 'fixed-mark', 'aria-label': t('classLink.fixedMark', { label }) };
  const lock = (
    <svg width="12" height="12" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M5 7V5a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <rect x="3" y="7" width="10" height="7" rx="1.5" fill="currentColor" />
    </svg>
  );
  if (!narrow)
    return (
      <Beside label={text}>
        <UnstyledButton {...mark} aria-description={text}>
          {lock}
        </UnstyledButton>
      </Beside>
    );
  return (
    <>
      <UnstyledButton {...mark} aria-expanded={opened} onClick={toggle}>
        {lock}
      </UnstyledButton>
      {opened && <span className="explained hint">{text}</span>}
    </>
  );
}
