/**
 * What the texts of the focused run are worth by the task's metrics, beside the base model's; and after its end every
 * text of the test split, the worst first, beside the base model's, with what its nearest reference says otherwise marked.
 */
import { NativeSelect } from '@mantine/core';
import { diffWordsWithSpace } from 'diff';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lacksLastScores } from '../../core/late-scores.ts';
import type { MetricId } from '../../core/metrics/metric-id.ts';
import { METRICS } from '../../core/metrics/metrics.ts';
import { isOfEncoder } from '../../core/models/shape.ts';
import {
  SCORED_PROMPTS,
  isLive,
  type Answer,
  type DatasetSummary,
  type EvalPoint,
  type RunRecord,
  type Score,
} from '../../core/run-record.ts';
import type { ScoringProgress } from '../../state/runs-store.ts';
import { Term } from '../charts/term.tsx';
import { formatLoss } from '../charts/values.ts';
import { count, excerpt, percentPoints, short } from '../format.ts';
import { useMetricWords } from '../metric-name.ts';
import { ClassTable } from './class-table.tsx';
import { TooFew } from '../too-few.tsx';
import { ScoreCell } from './score-cell.tsx';
import classes from './runs.module.css';

const ORDERS = ['worst', 'best', 'given'] as const;
type Order = (typeof ORDERS)[number];

/** How many answers are drawn at first, and how many more at a press. */
const PAGE = 20;

/** So many of a prompt's references are compared with the text. */
const COMPARED = 32;

/** Metrics of data whose completions are labels. */
const LABEL_METRICS: ReadonlySet<MetricId> = new Set(['accuracy', 'f1', 'matthews']);

interface ScoresPanelProps {
  record: RunRecord | null;
  /** How many of the texts for the run's last scores are written; null before and after. */
  scoring: ScoringProgress | null;
  /** What guessing gets by the task's first metric, in percent; null where that is not known. */
  chance: number | null;
}

export function ScoresPanel({ record, scoring, chance }: ScoresPanelProps) {
  const { t } = useTranslation('charts');
  const awaited = useAwaited(record, scoring);
  const isEncoder = record !== null && isOfEncoder(record);
  return (
    <div className={classes.panel}>
      <div className={`${classes.scroll} scrolls`} tabIndex={0} role="region" aria-label={t('scores')}>
        {!record || record.scores.length === 0 ? (
          <div className={classes.empty}>
            {awaited ?? t(!record ? 'scoresEmpty' : record.dataset.secret ? 'scoresSecret' : 'scoresNone')}
          </div>
        ) : (
          <>
            <ScoresTable
              chance={chance}
              scores={record.scores}
              dataset={record.dataset}
              isEncoder={isEncoder}
              isDrawn={record.drawn?.includes('classifier') ?? false}
            />
            <Forgetting evals={record.evals} />
            {record.scores.some(({ metric }) => LABEL_METRICS.has(metric)) && (
              <ClassTable answers={record.answers} isEncoder={isEncoder} />
            )}
            {record.answers.length > 0 ? (
              <Answers
                answers={record.answers}
                metric={record.scores[0]?.metric ?? 'bleu'}
                isEncoder={isEncoder}
              />
            ) : (
              <p className={classes.dim}>{isLive(record) ? t('answersLater') : awaited}</p>
            )}
          </>
        )}
      </div>
    </div>
  );
}

/** Where the last scores of a finished run are: how far they are, or that there are none; null where they are there. */
function useAwaited(record: RunRecord | null, scoring: ScoringProgress | null): string | null {
  const { t } = useTranslation();
  if (scoring)
    return t('transport.scoring', { written: count(scoring.written), texts: count(scoring.texts) });
  return record && lacksLastScores(record) ? t('noLastScores') : null;
}

function ScoresTable({
  scores,
  dataset,
  chance,
  isEncoder,
  isDrawn,
}: {
  scores: readonly Score[];
  dataset: DatasetSummary;
  chance: number | null;
  isEncoder: boolean;
  /** Whether the base model's classifier was drawn at random. */
  isDrawn: boolean;
}) {
  const { t } = useTranslation('charts');
  const { name, meaning, score: inWords } = useMetricWords();
  const metrics = [...new Set(scores.map(({ metric }) => metric))];
  const namedBy = (metric: MetricId) => ({
    tokenizer: scores.find((score) => score.metric === metric)?.tokenizer,
    positiveLabel: dataset.positiveLabel,
  });
  const splits = ['validation', 'test'] as const;
  const of = (metric: MetricId, split: Score['split']) =>
    scores.filter((score) => score.metric === metric && score.split === split);
  return (
    <>
      <table className={classes.table} aria-label={t('scores')}>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {t('metric')}
            </th>
            {splits.map((split) => {
              const [first] = scores.filter((score) => score.split === split);
              return (
                <th key={split} scope="colgroup" colSpan={2}>
                  {first
                    ? t(`${split}${first.texts < SCORED_PROMPTS[split] ? 'All' : 'Texts'}`, {
                        count: first.texts,
                        texts: count(first.texts),
                      })
                    : t(`${split}Alone`)}
                </th>
              );
            })}
          </tr>
          <tr>
            {splits.map((split) => {
              const latest = scores.findLast((score) => score.split === split && score.step > 0);
              return [
                <th key={`${split}-base`} scope="col">
                  {t('baseText')}
                </th>,
                <th key={split} scope="col">
                  {latest ? t('scoredAt', { step: count(latest.step) }) : t(`${split}Later`)}
                </th>,
              ];
            })}
          </tr>
        </thead>
        <tbody className={classes.scores}>
          {metrics.map((metric, i) => (
            <tr key={metric}>
              <th scope="row">
                <Term
                  name={`${name(metric, namedBy(metric))}${METRICS[metric].higherIsBetter ? '\u00A0↑' : '\u00A0↓'}`}
                  meaning={meaning(metric, namedBy(metric))}
                />
                {i === 0 && chance !== null && (
                  <span className={classes.interval}>{t('chance', { chance: inWords(metric, chance) })}</span>
                )}
              </th>
              {splits.map((split) => {
                const own = of(metric, split);
                return [
                  <td key={`${split}-base`}>
                    <ScoreCell score={own.find(({ step }) => step === 0)} />
                  </td>,
                  <td key={split}>
                    <ScoreCell score={own.findLast(({ step }) => step > 0)} />
                  </td>,
                ];
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <TooFew dataset={dataset} />
      <p className={classes.dim}>
        {!isEncoder && `${t('scoresGreedy')} `}
        {isDrawn && `${t('scoresDrawn')} `}
        {t('scoresAbout', { validation: count(dataset.validation), test: count(dataset.test) })}
      </p>
    </>
  );
}

/** Whether the loss rose on text like that of pretraining. */
function Forgetting({ evals }: { evals: readonly EvalPoint[] }) {
  const { t } = useTranslation('charts');
  const before = evals.find(({ step }) => step === 0)?.heldOut;
  const latest = evals.findLast(({ step, heldOut }) => step > 0 && heldOut !== undefined);
  if (before === undefined || latest?.heldOut === undefined) return null;
  const [from, to] = [formatLoss(before), formatLoss(latest.heldOut)];
  return (
    <p className={classes.price}>
      {t(latest.heldOut > before && from !== to ? 'forgetting' : 'notForgotten', {
        before: from,
        after: to,
        step: count(latest.step),
      })}
    </p>
  );
}

/** What orders answers: more is better. A text that cannot be read is the worst. */
function merit(metric: MetricId, score: number | null): number {
  // Finite, since the difference of two such merits is taken.
  if (score === null) return -Number.MAX_VALUE;
  const { higherIsBetter, exampleKind } = METRICS[metric];
  return higherIsBetter && exampleKind !== 'error' ? score : -score;
}

function Answers({
  answers,
  metric,
  isEncoder,
}: {
  answers: readonly Answer[];
  metric: MetricId;
  isEncoder: boolean;
}) {
  const { t } = useTranslation('charts');
  const [order, setOrder] = useState<Order>('worst');
  const [shown, setShown] = useState(PAGE);
  const sorted = useMemo(() => {
    const sign = order === 'worst' ? 1 : -1;
    return order === 'given'
      ? answers
      : answers.toSorted((a, b) => sign * (merit(metric, a.score) - merit(metric, b.score)));
  }, [answers, metric, order]);
  return (
    <>
      <div className={classes.header}>
        <h3 className={classes.title}>{t('answers', { count: answers.length })}</h3>
        <NativeSelect
          size="xs"
          aria-label={t('order')}
          data={ORDERS.map((value) => ({ value, label: t(`orders.${value}`) }))}
          value={order}
          onChange={({ currentTarget: { value } }) =>
            setOrder(ORDERS.find((name) => name === value) ?? order)
          }
        />
      </div>
      {!isEncoder && (
        <p className={`${classes.dim} ${classes.marked}`}>
          {t('parting')} <ins>{t('onlyModel')}</ins>, <del>{t('onlyReference')}</del>.
        </p>
      )}
      {sorted.slice(0, shown).map((answer) => (
        <AnswerText key={answers.indexOf(answer)} answer={answer} metric={metric} isEncoder={isEncoder} />
      ))}
      {shown < sorted.length && (
        <button type="button" className={classes.more} onClick={() => setShown(shown + PAGE)}>
          {t('moreAnswers', { count: Math.min(PAGE, sorted.length - shown) })}
        </button>
      )}
    </>
  );
}

/** The reference that shares the most with the text, and where they part. */
function nearest(text: string, references: readonly string[]) {
  const parted = references
    .slice(0, COMPARED)
    .map((reference) => diffWordsWithSpace(excerpt(reference), excerpt(text)));
  const kept = (changes: ReturnType<typeof diffWordsWithSpace>) =>
    changes.reduce((sum, { added, removed, value }) => sum + (added || removed ? 0 : value.length), 0);
  return parted.reduce((best, changes) => (kept(changes) > kept(best) ? changes : best), parted[0] ?? []);
}

function AnswerText({ answer, metric, isEncoder }: { answer: Answer; metric: MetricId; isEncoder: boolean }) {
  const { t } = useTranslation('charts');
  const { prompt, text, references, score, base } = answer;
  const changes = useMemo(() => nearest(text, references), [text, references]);
  const verdict = (value: number | null) => {
    switch (METRICS[metric].exampleKind) {
      case 'right':
        return t(value ? 'right' : 'wrong');
      case 'error':
        return value === null ? t('noNumber') : t('offBy', { error: short(value) });
      default:
        return t('verdict', {
          metric: t(`metrics.${metric}`),
          score: value === null ? '–' : percentPoints(value),
        });
    }
  };
  return (
    <article className={classes.sample}>
      <p className={classes.prompt}>{excerpt(prompt)}</p>
      <dl className={`${classes.texts} ${isEncoder ? '' : classes.marked}`}>
        {base && (
          <div>
            <dt>{t('judged', { model: t('baseText'), verdict: verdict(base.score) })}</dt>
            <dd>{excerpt(base.text) || t('nothing')}</dd>
          </div>
        )}
        <div>
          <dt>{t('judged', { model: t('tunedText'), verdict: verdict(score) })}</dt>
          <dd>
            {text === ''
              ? t('nothing')
              : changes
                  .filter(({ removed }) => !removed)
                  .map(({ added, value }, i) => (added ? <ins key={i}>{value}</ins> : value))}
          </dd>
        </div>
        <div>
          <dt>{references.length > 1 ? t('nearestOf', { count: references.length }) : t('reference')}</dt>
          <dd>
            {changes
              .filter(({ added }) => !added)
              .map(({ removed, value }, i) => (removed ? <del key={i}>{value}</del> : value))}
          </dd>
        </div>
      </dl>
    </article>
  );
}
