/** What a run writes, or predicts, for one of its own sample prompts with its ΔW changed, when asked for; beside its answer whole. */
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DECODINGS } from '../../../core/generation.ts';
import { isOfEncoder } from '../../../core/models/shape.ts';
import type { RunRecord } from '../../../core/run-record.ts';
import type { Change } from '../../../state/changed-runs.ts';
import { errorNotice } from '../../../state/notices-store.ts';
import { usePage } from '../../page-context.tsx';
import layout from './cut.module.css';

interface ChangedTextsProps {
  record: RunRecord;
  label: string;
  /** Tells the changes of this run apart. */
  change: string;
  prepare: () => Promise<Change>;
  /** What the changed run is called, and the button that has it write. */
  name: string;
  write: string;
  isBusy: boolean;
}

export function ChangedTexts({ record, label, change, prepare, name, write, isBusy }: ChangedTextsProps) {
  const { t } = useTranslation('delta');
  const { actions, notices } = usePage();
  const prompts = [...new Set(record.samples.map(({ prompt }) => prompt))];
  const [prompt, setPrompt] = useState('');
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const [isWriting, setIsWriting] = useState(false);
  const asked = prompts.includes(prompt) ? prompt : prompts[0];
  if (asked === undefined) return null;
  const samples = record.samples.filter((sample) => sample.prompt === asked);
  const key = JSON.stringify([change, asked]);
  const ask = async () => {
    setIsWriting(true);
    try {
      const text = await (await actions.changedRuns()).write(await prepare(), asked, DECODINGS.greedy);
      if (text !== null) setTexts((before) => new Map(before).set(key, text.trim()));
    } catch (error) {
      notices.getState().say(errorNotice(error));
    }
    setIsWriting(false);
  };
  const last = samples.at(-1);
  return (
    <>
      <h2>{t(isOfEncoder(record) ? 'cut.classesOf' : 'cut.textsOf', { run: label })}</h2>
      <NativeSelect
        size="xs"
        aria-label={t('cut.prompt')}
        value={asked}
        onChange={(event) => setPrompt(event.currentTarget.value)}
        data={prompts}
      />
      <dl className={layout.texts}>
        <dt>{name}</dt>
        <dd aria-live="polite">
          {texts.get(key) ?? (
            <Button
              size="compact-xs"
              variant="default"
              loading={isWriting}
              disabled={isBusy}
              onClick={() => void ask()}
            >
              {write}
            </Button>
          )}
        </dd>
        <dt>{t('cut.whole')}</dt>
        <dd>{last?.text.trim()}</dd>
        <dt>{t('cut.base')}</dt>
        <dd>{samples.find(({ step }) => step === 0)?.text.trim()}</dd>
        <dt>{t('cut.reference')}</dt>
        <dd>{last?.reference}</dd>
      </dl>
    </>
  );
}
