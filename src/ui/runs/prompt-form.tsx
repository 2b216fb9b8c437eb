/** Asks for a prompt, and of models that write for a way of decoding; Ctrl and Enter, or the button, has the models answer. */
import { Button, NativeSelect, Textarea, type TextareaProps } from '@mantine/core';
import { useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { DECODING_NAMES, type Decoding } from '../../core/generation.ts';
import classes from './runs.module.css';

interface PromptFormProps {
  /** Of the prompt's field: its label, and what it says besides. */
  field: Pick<TextareaProps, 'label' | 'description' | 'aria-label' | 'aria-description'> & {
    ref?: Ref<HTMLTextAreaElement>;
  };
  /** A prompt as the loaded data has them. */
  example: string;
  /** Whether an encoder answers, which predicts a class. */
  isEncoder: boolean;
  /** True while nothing can be answered. */
  busy: boolean;
  writing: boolean;
  /** @param prompt without blanks around it, never empty. @param decoding which an encoder does not look at */
  onAsk: (prompt: string, decoding: Decoding) => void;
}

export function PromptForm({ field, example, isEncoder, busy, writing, onAsk }: PromptFormProps) {
  const { t } = useTranslation('charts');
  const [prompt, setPrompt] = useState('');
  const [decoding, setDecoding] = useState<Decoding>('greedy');
  const words = prompt.trim();
  return (
    <form
      className={classes.ask}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && !writing && words !== '') onAsk(words, decoding);
      }}
    >
      <Textarea
        {...field}
        size="sm"
        style={{ flex: '1 1 100%' }}
        placeholder={example}
        autosize
        minRows={1}
        maxRows={4}
        value={prompt}
        onChange={(event) => setPrompt(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      {!isEncoder && (
        <NativeSelect
          size="xs"
          style={{ flex: '1 1 8rem' }}
          aria-label={t('decoding')}
          data={DECODING_NAMES.map((value) => ({ value, label: t(`decodings.${value}`) }))}
          value={decoding}
          onChange={({ currentTarget: { value } }) =>
            setDecoding(DECODING_NAMES.find((name) => name === value) ?? decoding)
          }
        />
      )}
      <Button type="submit" size="xs" loading={writing} disabled={busy || words === ''}>
        {t(isEncoder ? 'predict' : 'write')}
      </Button>
    </form>
  );
}
