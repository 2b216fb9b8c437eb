/** A button that lets a person choose a file. The same file can be chosen again, after it was mended, say. */
import { Button, FileButton, type ButtonProps } from '@mantine/core';
import { useRef, type ReactNode } from 'react';

interface FileChoiceProps extends ButtonProps {
  /** Endings and types offered, as an input's `accept`. */
  accept: string;
  onFile: (file: File) => void;
  children: ReactNode;
}

export function FileChoice({ accept, onFile, ...button }: FileChoiceProps) {
  const forget = useRef<() => void>(null);
  return (
    <FileButton
      accept={accept}
      resetRef={forget}
      onChange={(file) => {
        forget.current?.();
        if (file) onFile(file);
      }}
    >
      {(open) => <Button {...button} {...open} />}
    </FileButton>
  );
}
