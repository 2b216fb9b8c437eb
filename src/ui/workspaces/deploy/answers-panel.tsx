/** One prompt, and what the base model and every chosen adapter make of it, side by side. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DECODINGS, type Decoding } from '../../../core/generation.ts';
import { useSession } from '../../page-context.tsx';
import { PanelHead } from '../../panel-head.tsx';
import { ModelText } from '../../runs/model-text.tsx';
import { PromptForm } from '../../runs/prompt-form.tsx';
import runs from '../../runs/runs.module.css';
import classes from './measured.module.css';
import { MixedBatch } from './mixed-batch.tsx';
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
  /** Those asked. */
  adapters: readonly UsableAdapter[];
}

export function AnswersPanel({ chosen }: { chosen: readonly UsableAdapter[] }) {
  const { t } = useTranslation('deploy');
  const { t: charts } = useTranslation('charts');
  const deployment = useDeployment();
  const isBusy = useIsBusy();
  const model = useSession((state) => state.model?.model ?? '');
  const example = useSession((state) => state.dataset?.examples[0]?.prompt ?? '');
  const [writing, setWriting] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const write = async (words: string, decoding: Decoding) => {
    setWriting(true);
    setAsked({ prompt: words, answers: [], adapters: chosen });
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
      <PromptForm
        field={{ label: charts('yourPrompt'), description: t('answers.start') }}
        example={example}
        isEncoder={false}
        busy={isBusy && !writing}
        writing={writing}
        onAsk={(words, decoding) => void write(words, decoding)}
      />
      <div className={classes.texts} role="region" aria-label={t('answers.texts')} aria-live="polite">
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
      {asked && !writing && asked.adapters.length > 0 && (
        <MixedBatch prompt={asked.prompt} adapters={asked.adapters} />
      )}
    </section>
  );
}
