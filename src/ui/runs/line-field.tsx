/** A line of text as a field, in the line's own place. Enter or leaving keeps what was typed, Escape what was there. */
import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

interface LineFieldProps {
  label: string;
  text: string;
  maxLength: number;
  /** Called once, with null where the line stays. */
  onDone: (text: string | null) => void;
}

export function LineField({ label, text: was, maxLength, onDone }: LineFieldProps) {
  const [text, setText] = useState(was);
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
    onDone(kept === was ? null : kept);
  };
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={text}
      maxLength={maxLength}
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
