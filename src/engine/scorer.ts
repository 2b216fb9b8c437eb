/** Scores of a run beside those of its base model, which runs of the same data share: while it trains, and the last ones. */
import type { Baseline } from '../core/baseline.ts';
import type { Answer, JudgedText, Score } from '../core/run-record.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Method } from './methods/method.ts';
import type { LoadedModel } from './model/load.ts';
import { promptsToScore, score } from './score.ts';

/** Answers come with the scores of the test split alone. */
export interface FoundScores {
  kind: 'scores';
  scores: Score[];
  answers: Answer[];
}

/** How many of the texts for the last scores are written, the base model's among them where no run has written those. */
export interface Scoring {
  kind: 'scoring';
  written: number;
  texts: number;
}

const SPLITS = ['validation', 'test'] as const satisfies Score['split'][];

export interface Scorer {
  /** Scores of one split, the base model's first where they were not told yet. Yields numbers of texts that ended, too. */
  of(split: Score['split']): AsyncGenerator<FoundScores | number, void>;
  /** Scores of both splits, and how many texts for them are written. */
  last(): AsyncGenerator<FoundScores | Scoring, void>;
}

/** Each answer with the base model's to the same prompt. */
function withBase(answers: readonly Answer[], before: readonly JudgedText[]): Answer[] {
  return answers.map((answer, i) => {
    const base = before[i];
    return base ? { ...answer, base } : answer;
  });
}

/**
 * @param base what is known of the base model's scores; what it is asked to write is added
 * @param tuned the run as it is at that moment
 * @param told the splits of which the base model's scores were told before
 */
export function createScorer(
  model: LoadedModel,
  dataset: Dataset,
  base: Pick<Baseline, 'scores' | 'answers'>,
  tuned: () => { method: Method; step: number },
  told: readonly Score['split'][] = [],
): Scorer {
  const isKnown = (split: Score['split']) => base.scores.some((known) => known.split === split);
  const beside = new Set(told);

  /** The base model's scores come with the run's first: before, they would keep its first step waiting. */
  async function* of(split: Score['split']): AsyncGenerator<FoundScores | number, void> {
    if (!isKnown(split)) {
      const { scores, answers } = yield* score(model, null, dataset, { split, step: 0 });
      // A run that was started meanwhile may have been quicker.
      if (!isKnown(split)) base.scores.push(...scores);
      if (split === 'test') base.answers = answers.map(({ text, score: worth }) => ({ text, score: worth }));
    }
    if (!beside.has(split))
      yield { kind: 'scores', scores: base.scores.filter((known) => known.split === split), answers: [] };
    beside.add(split);
    const { method, step } = tuned();
    const { scores, answers } = yield* score(model, method, dataset, { split, step });
    yield { kind: 'scores', scores, answers: split === 'test' ? withBase(answers, base.answers) : [] };
  }

  async function* last(): AsyncGenerator<FoundScores | Scoring, void> {
    const textsFor = (splits: readonly Score['split'][]) =>
      splits.reduce((sum, split) => sum + promptsToScore(dataset, split).length, 0);
    const own = textsFor(SPLITS);
    yield { kind: 'scoring', written: 0, texts: own };
    // Whether the base model's texts are this run's to write is known once its turn comes.
    const texts = own + textsFor(SPLITS.filter((split) => !isKnown(split)));
    let written = 0;
    for (const split of SPLITS)
      for await (const piece of of(split)) {
        if (typeof piece === 'number') written += piece;
        yield typeof piece === 'number' ? { kind: 'scoring', written, texts } : piece;
      }
  }

  return { of, last };
}
