/** What is said of a task wherever it is shown: its name, what it is, a pair of it, what judges it, and what for. */
import { useTranslation } from 'react-i18next';
import { baseScore } from '../../core/model-info.ts';
import { HIDDEN_RANK, SECRET_TEXTS } from '../../core/secret.ts';
import { OWN_TASK, type TaskId } from '../../state/shelf.ts';
import { count } from '../format.ts';
import { namedBy, useMetricWords } from '../metric-name.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { useIsEncoder } from '../use-is-encoder.ts';
import classes from './tasks.module.css';

/** The task's name; that of own data says which. */
export function useTaskName(id: TaskId): string {
  const { t } = useTranslation();
  const own = useSession((state) => state.own);
  return id === OWN_TASK && own ? t('panel.ownTask', { name: own.name }) : t(`panel.tasks.${id}`);
}

/** What is known of a task: of a built-in one as soon as the worker runs, of own data once it is loaded. */
export function useTaskCard(id: TaskId) {
  const builtIn = useSession((state) => state.tasks.find((task) => task.id === id));
  const dataset = useSession((state) => (state.dataset?.task === id ? state.dataset : null));
  const model = useConfig((state) => state.config.model);
  const loaded = useSession((state) => (state.model?.model === model ? state.model : null));
  const unknown = { train: id === HIDDEN_RANK ? SECRET_TEXTS : null, metrics: [] };
  const { train, metrics } = builtIn ?? dataset ?? unknown;
  const [metric] = metrics;
  const { name, score } = useMetricWords();
  const inWords = (value: number | null) => (metric && value !== null ? score(metric, value) : null);
  const base = loaded && metric ? baseScore(loaded, id, metric, dataset) : null;
  return {
    train,
    metric,
    /** The metric's name on these data. */
    metricName: metric && name(metric, namedBy(metric, dataset ?? {})),
    example: builtIn?.example ?? dataset?.examples[0] ?? null,
    /** What guessing scores by `metric`, with its unit. */
    chance: inWords(builtIn?.chance ?? null),
    /** What the model now chosen scores before adapting, by `metric`, with its unit. */
    base: inWords(base?.value ?? null),
  };
}

/** What the task asks of a model that writes where the settings that the page opens with are not enough; null where they are. */
export function useTaskNeeds(id: TaskId): string | null {
  const { t } = useTranslation();
  const needs: Partial<Record<TaskId, string>> = t('panel.taskNeeds', { returnObjects: true });
  const isEncoder = useIsEncoder();
  return isEncoder ? null : (needs[id] ?? null);
}

/** A prompt and what should follow it. */
export function PairShown({ example }: { example: { prompt: string; completion: string } }) {
  return (
    <span className={classes.example}>
      {example.prompt && <span className={classes.prompt}>{example.prompt}</span>}
      <span className={classes.completion}>{example.completion}</span>
    </span>
  );
}

/** Metric, the base model's score, chance and the number of training pairs, each as far as it is known. */
export function TaskFacts({ id }: { id: TaskId }) {
  const { t } = useTranslation();
  const { metricName, base, chance, train } = useTaskCard(id);
  const facts = [
    metricName && [t('panel.taskMetric'), metricName],
    id === HIDDEN_RANK && [t('panel.taskMetric'), t('panel.divergence')],
    base !== null && [t('panel.taskBase'), base],
    chance !== null && [t('panel.taskChance'), chance],
    train !== null && [t('panel.trainSize'), count(train)],
  ].filter((fact) => Array.isArray(fact));
  if (facts.length === 0) return null;
  return (
    <span className={classes.facts}>
      {facts.map(([name, value]) => (
        <span key={name}>
          <span>{name}</span> <strong>{value}</strong>
        </span>
      ))}
    </span>
  );
}
