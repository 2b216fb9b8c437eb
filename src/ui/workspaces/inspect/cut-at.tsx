/** The runs cut to the k that the slider says: their losses, and what the run in focus writes then. */
import { Button, NativeSelect, Slider } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DECODINGS } from '../../../core/generation.ts';
import { stepsDone } from '../../../core/run-record.ts';
import { errorNotice } from '../../../state/notices-store.ts';
import classes from '../../charts/charts.module.css';
import { Swatch } from '../../charts/marks.tsx';
import { Term } from '../../charts/term.tsx';
import { formatLoss } from '../../charts/values.ts';
import { count } from '../../format.ts';
import { usePage } from '../../page-context.tsx';
import '../../strings/delta.ts';
import layout from './cut.module.css';
import type { CutRun, Cuts } from './use-cuts.ts';

interface CutAtProps {
  cuts: Cuts;
  /** The k last chosen; null before. */
  chosen: number | null;
  onChoose: (k: number) => void;
}

/** `+0.120`, `−0.003`. */
const formatChange = (change: number): string => (change < 0 ? '−' : '+') + formatLoss(Math.abs(change));

export function CutAt({ cuts, chosen, onChoose }: CutAtProps) {
  const { t } = useTranslation('delta');
  const { t: charts } = useTranslation('charts');
  const { runs } = cuts;
  const ranks = [...new Set(runs.flatMap((run) => run.cuts.map(({ k }) => k)))].sort((a, b) => a - b);
  const k = ranks.findLast((rank) => rank <= (chosen ?? 1)) ?? 0;
  const [first] = runs;
  return (
    <section className={layout.at} aria-label={t('cut.at')}>
      <h2>{t('cut.at')}</h2>
      <span aria-hidden>{t('cut.of', { k: count(k) })}</span>
      <Slider
        className={layout.slider ?? ''}
        size="sm"
        label={null}
        min={0}
        max={Math.max(1, ...ranks)}
        marks={ranks.map((value) => ({ value }))}
        restrictToMarks
        value={k}
        onChange={onChoose}
        thumbLabel={t('cut.slider')}
      />
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{charts('run')}</th>
            <th scope="col">{t('cut.loss')}</th>
            <th scope="col">
              <Term name={t('cut.change')} meaning={t('cut.changeMeaning')} />
            </th>
            <th scope="col">{t('cut.heldOut')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <LossesAt key={run.record.id} run={run} k={k} />
          ))}
        </tbody>
      </table>
      {first && <Texts cuts={cuts} run={first} k={Math.min(k, first.rank)} />}
    </section>
  );
}

/** A run of fewer directions than k is shown whole. */
function LossesAt({ run, k }: { run: CutRun; k: number }) {
  const { cuts, rank, label } = run;
  const found = cuts.find((cut) => cut.k === Math.min(k, rank));
  const whole = cuts.find((cut) => cut.k === rank);
  return (
    <tr>
      <th scope="row">
        <span className={layout.run}>
          <Swatch {...run} />
          {label}
        </span>
      </th>
      <td>{found ? formatLoss(found.loss) : '–'}</td>
      <td>{found && whole ? formatChange(found.loss - whole.loss) : '–'}</td>
      <td>{found?.heldOut === undefined ? '–' : formatLoss(found.heldOut)}</td>
    </tr>
  );
}

/** What the run writes for one of its own sample prompts, whole and cut; written when asked for. */
function Texts({
  cuts: { cutOf, measuring },
  run: { record, label },
  k,
}: {
  cuts: Cuts;
  run: CutRun;
  k: number;
}) {
  const { t } = useTranslation('delta');
  const { actions, notices } = usePage();
  const prompts = [...new Set(record.samples.map(({ prompt }) => prompt))];
  const [prompt, setPrompt] = useState('');
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map());
  const [isWriting, setIsWriting] = useState(false);
  const asked = prompts.includes(prompt) ? prompt : prompts[0];
  if (asked === undefined) return null;
  const samples = record.samples.filter((sample) => sample.prompt === asked);
  const key = JSON.stringify([record.id, stepsDone(record), k, asked]);
  const write = async () => {
    setIsWriting(true);
    try {
      const change = await cutOf(record, k, new AbortController().signal);
      const text = await (await actions.changedRuns()).write(change, asked, DECODINGS.greedy);
      if (text !== null) setTexts((before) => new Map(before).set(key, text.trim()));
    } catch (error) {
      notices.getState().say(errorNotice(error));
    }
    setIsWriting(false);
  };
  const last = samples.at(-1);
  return (
    <>
      <h2>{t('cut.textsOf', { run: label })}</h2>
      <NativeSelect
        size="xs"
        aria-label={t('cut.prompt')}
        value={asked}
        onChange={(event) => setPrompt(event.currentTarget.value)}
        data={prompts}
      />
      <dl className={layout.texts}>
        <dt>{t('cut.cutText', { k: count(k) })}</dt>
        <dd aria-live="polite">
          {texts.get(key) ?? (
            <Button
              size="compact-xs"
              variant="default"
              loading={isWriting}
              disabled={measuring.isBusy || measuring.progress !== null}
              onClick={() => void write()}
            >
              {t('cut.write', { k: count(k) })}
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
