/** A button that lets a person choose files. The same file can be chosen again, after it was mended, say. */
import { Button, FileButton, type ButtonProps } from '@mantine/core';
import { useRef, type ReactNode } from 'react';

interface FileChoiceProps extends ButtonProps {
  /** Endings and types offered, as an input's `accept`. */
  accept: string;
  /** True to choose a folder, with all files in it. */
  isFolder?: boolean;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

/** React knows no such attribute by name, and passes it on. */
const FOLDER: Record<string, string> = { webkitdirectory: '' };

export function FileChoice({ accept, isFolder = false, onFiles, ...button }: FileChoiceProps) {
  const forget = useRef<() => void>(null);
  return (
    <FileButton
      accept={accept}
      multiple
      inputProps={isFolder ? FOLDER : {}}
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
