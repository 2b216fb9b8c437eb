/** The runs cut to the k that the slider says: their losses, and what the run in focus writes or predicts then. */
import { Slider } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isOfEncoder } from '../../../core/models/shape.ts';
import { stepsDone } from '../../../core/run-record.ts';
import classes from '../../charts/charts.module.css';
import { Swatch } from '../../charts/marks.tsx';
import { Term } from '../../charts/term.tsx';
import { formatLoss } from '../../charts/values.ts';
import { count } from '../../format.ts';
import { ChangedTexts } from './changed-texts.tsx';
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
  const hasHeldOut = runs.some(({ record }) => record.evals.some(({ heldOut }) => heldOut !== undefined));
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
            {hasHeldOut && <th scope="col">{t('cut.heldOut')}</th>}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <LossesAt key={run.record.id} run={run} k={k} hasHeldOut={hasHeldOut} />
          ))}
        </tbody>
      </table>
      {first && (
        <ChangedTexts
          record={first.record}
          label={first.label}
          change={JSON.stringify([first.record.id, stepsDone(first.record), Math.min(k, first.rank)])}
          prepare={() => cuts.cutOf(first.record, Math.min(k, first.rank), new AbortController().signal)}
          name={t('cut.cutText', { k: count(Math.min(k, first.rank)) })}
          write={t(isOfEncoder(first.record) ? 'cut.predict' : 'cut.write', {
            k: count(Math.min(k, first.rank)),
          })}
          isBusy={cuts.measuring.isBusy || cuts.measuring.progress !== null}
        />
      )}
    </section>
  );
}

/** A run of fewer directions than k is shown whole. */
function LossesAt({ run, k, hasHeldOut }: { run: CutRun; k: number; hasHeldOut: boolean }) {
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
      {hasHeldOut && <td>{found?.heldOut === undefined ? '–' : formatLoss(found.heldOut)}</td>}
    </tr>
  );
}
