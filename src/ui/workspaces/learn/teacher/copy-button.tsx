/** Copies a text and says whether that went well. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** How long it says so, in milliseconds. */
const SAID = 2000;

export function CopyButton({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState<'header.shared' | 'header.shareFailed' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('header.shared');
    } catch {
      setSaid('header.shareFailed');
    }
    setTimeout(() => setSaid(null), SAID);
  };
  return (
    <Button size="xs" onClick={() => void copy()}>
      <span aria-live="polite">{said ? t(said) : label}</span>
    </Button>
  );
}
