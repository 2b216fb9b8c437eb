/** A button that lets a person choose files. The same file can be chosen again, after it was mended, say. */
import { Button, FileButton, type ButtonProps } from '@mantine/core';
import { useRef, type ReactNode } from 'react';

interface FileChoiceProps extends ButtonProps {
  /** Endings and types offered, as an input's `accept`. */
  accept: string;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

export function FileChoice({ accept, onFiles, ...button }: FileChoiceProps) {
  const forget = useRef<() => void>(null);
  return (
    <FileButton
      accept={accept}
      multiple
      resetRef={forget}
      onChange={(files) => {
        forget.current?.();
        onFiles(files);
      }}
    >
      {(open) => <Button {...button} {...open} />}
    </FileButton>
  );
}
