/** A run's name as a field, in the name's own place. Enter or leaving keeps the new name, Escape the old. */
import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NAME_LENGTH } from '../../core/run-record.ts';

interface RenameFieldProps {
  name: string;
  /** Called once, with null where the name stays. */
  onDone: (name: string | null) => void;
}

export function RenameField({ name, onDone }: RenameFieldProps) {
  const { t } = useTranslation('charts');
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  // A menu gives focus back to its button a moment after it closes; the field takes it after that.
  useEffect(() => {
    const timer = setTimeout(() => field.current?.focus(), 50);
    return () => clearTimeout(timer);
  }, []);
  // Escape removes the field, which may also blur it.
  const done = useRef(false);
  const finish = (kept: string | null) => {
    if (done.current) return;
    done.current = true;
    onDone(kept === null || kept === name || kept === '' ? null : kept);
  };
  return (
    <TextInput
      size="xs"
      aria-label={t('newName', { name })}
      value={text}
      maxLength={NAME_LENGTH}
      ref={field}
      onChange={(event) => setText(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => finish(text.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(text.trim());
        if (event.key === 'Escape') finish(null);
      }}
    />
  );
}
