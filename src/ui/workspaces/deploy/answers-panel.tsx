/** One prompt, and what the base model and every chosen adapter make of it, side by side. */
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DECODING_NAMES, DECODINGS, type Decoding } from '../../../core/generation.ts';
import { useSession } from '../../page-context.tsx';
import { PanelHead } from '../../panel-head.tsx';
import { ModelText } from '../../runs/model-text.tsx';
import runs from '../../runs/runs.module.css';
import classes from './measured.module.css';
import type { UsableAdapter } from './use-adapters.ts';
import { useDeployment, useIsBusy } from './use-deployment.ts';

/** What was written, under the name of who wrote it. */
interface Answer {
  id: string | null;
  name: string;
  text: string;
}

interface Asked {
  prompt: string;
  answers: readonly Answer[];
}

export function AnswersPanel({ chosen }: { chosen: readonly UsableAdapter[] }) {
  const { t } = useTranslation('deploy');
  const { t: charts } = useTranslation('charts');
  const deployment = useDeployment();
  const isBusy = useIsBusy();
  const model = useSession((state) => state.model?.model ?? '');
  const example = useSession((state) => state.dataset?.examples[0]?.prompt ?? '');
  const [prompt, setPrompt] = useState('');
  const [decoding, setDecoding] = useState<Decoding>('greedy');
  const [writing, setWriting] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const words = prompt.trim();
  const write = async () => {
    setWriting(true);
    setAsked({ prompt: words, answers: [] });
    const names = new Map(chosen.map(({ id, name }) => [id, name]));
    const hear = (text: string, id: string | null) => {
      const name = id === null ? t('answers.alone', { model }) : (names.get(id) ?? '');
      setAsked((before) => before && { ...before, answers: [...before.answers, { id, name, text }] });
    };
    await deployment.answer(words, { ...DECODINGS[decoding], seed: 0 }, [...names.keys()], hear);
    setWriting(false);
  };
  return (
    <section className="cell" aria-label={t('answers.title')}>
      <PanelHead title={t('answers.title')} />
      <form
        className={runs.ask}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy && !writing && words !== '') void write();
        }}
      >
        <Textarea
          size="sm"
          style={{ flex: '1 1 100%' }}
          label={charts('yourPrompt')}
          description={t('answers.start')}
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
        <NativeSelect
          size="xs"
          style={{ flex: '1 1 8rem' }}
          aria-label={charts('decoding')}
          data={DECODING_NAMES.map((value) => ({ value, label: charts(`decodings.${value}`) }))}
          value={decoding}
          onChange={({ currentTarget: { value } }) =>
            setDecoding(DECODING_NAMES.find((name) => name === value) ?? decoding)
          }
        />
        <Button type="submit" size="xs" loading={writing} disabled={(isBusy && !writing) || words === ''}>
          {charts('write')}
        </Button>
      </form>
      <div role="region" aria-label={t('answers.texts')} aria-live="polite">
        {asked && asked.answers.length > 0 && (
          <>
            <p className={runs.prompt}>{asked.prompt}</p>
            <dl className={`${runs.texts ?? ''} ${runs.marked ?? ''} ${classes.answers ?? ''}`}>
              {asked.answers.map(({ id, name, text }) => (
                <ModelText key={id ?? ''} heading={name} text={text} prompt={asked.prompt} />
              ))}
            </dl>
          </>
        )}
      </div>
    </section>
  );
}
