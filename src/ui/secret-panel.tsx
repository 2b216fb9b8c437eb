/**
 * The question of the task `hidden-rank`: a person looks at the spectra and says what k is; only then does the page
 * tell, and lays the hidden singular values beside the learned ones.
 */
import { Button, Group, SegmentedControl, Stack } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DIVERGENCE_TEXTS, type RunRecord } from '../core/run-record.ts';
import { HIDDEN_RANK, PROPOSED, SECRET_RANKS, type Secret } from '../core/secret.ts';
import { siteId } from '../core/site.ts';
import { hasAll } from '../state/config-store.ts';
import { formatLoss } from './charts/values.ts';
import { sigmaOf } from './charts/series.ts';
import { count } from './format.ts';
import { Note } from './panel/fields.tsx';
import { useConfig, useGuesses, usePage } from './page-context.tsx';
import classes from './runs/runs.module.css';
import { useSecretData } from './use-secret-data.ts';
import { caveatOf } from './method-words.ts';
import { siteWords } from './site-words.ts';

export function SecretPanel() {
  const { t } = useTranslation();
  const { actions } = usePage();
  const data = useSecretData();
  const guess = useGuesses(({ guesses }) => (data ? guesses[data.dataset.fingerprint] : undefined));
  const region = useRef<HTMLDivElement>(null);
  const hiding = useConfig((state) => state.config.task === HIDDEN_RANK);
  const chosen = useConfig((state) => state.config.secret_seed);
  if (!data) return null;
  const { dataset, secret, record } = data;
  return (
    <div className={classes.panel}>
      <Stack
        ref={region}
        className={`${classes.scroll} scrolls`}
        gap="sm"
        align="flex-start"
        pt={4}
        tabIndex={0}
        role="region"
        aria-label={t('secret.title')}
      >
        {guess === undefined && <p>{t('secret.about')}</p>}
        {record && hiding && chosen !== secret.seed && (
          <p role="status">
            <strong>{t('secret.next')}</strong>
          </p>
        )}
        {hiding && guess === undefined && (
          // The button that was pressed goes away: who uses the keyboard stays here.
          <Proposal onTake={() => region.current?.focus()} />
        )}
        {guess === undefined ? (
          <Guess
            key={dataset.fingerprint}
            fingerprint={dataset.fingerprint}
            // An answer before the run has learned what there is would be a guess, and the riddle gone.
            mayGuess={record?.state === 'finished'}
            onGuess={() => region.current?.focus()}
          />
        ) : (
          <p role="status">
            <strong>
              {t(guess === secret.rank ? 'secret.right' : 'secret.wrong', {
                k: String(secret.rank),
                guess: String(guess),
              })}
            </strong>
          </p>
        )}
        <Distance secret={secret} record={record} />
        {guess !== undefined && <Spectra secret={secret} record={record} />}
      </Stack>
      {hiding && (
        <Button
          size="xs"
          variant="default"
          flex="none"
          onClick={() => {
            actions.anotherSecret();
            // What is said of the new one stands at the top.
            region.current?.scrollTo({ top: 0 });
          }}
        >
          {t('secret.another')}
        </Button>
      )}
    </div>
  );
}

/** Settings that show k, where the form has others. */
function Proposal({ onTake }: { onTake: () => void }) {
  const { t } = useTranslation();
  const { method, training } = PROPOSED;
  const update = useConfig((state) => state.update);
  const taken = useConfig(({ config }) => hasAll(config, PROPOSED));
  const words = {
    r: String(method.r),
    steps: count(training.max_steps),
    decay: String(training.weight_decay),
    rate: String(training.learning_rate),
  };
  return (
    <>
      <p className={classes.dim}>
        {t('secret.propose', { ...words, most: String(Math.max(...SECRET_RANKS)) })}
      </p>
      {!taken && (
        <Button
          size="xs"
          className="wrapping"
          variant="default"
          flex="none"
          onClick={() => {
            update(PROPOSED);
            onTake();
          }}
        >
          {t('secret.proposed', words)}
        </Button>
      )}
    </>
  );
}

function Guess({
  fingerprint,
  mayGuess,
  onGuess,
}: {
  fingerprint: string;
  mayGuess: boolean;
  onGuess: () => void;
}) {
  const { t } = useTranslation();
  const guess = useGuesses((state) => state.guess);
  const [k, setK] = useState('');
  return (
    <Group gap={8}>
      <span aria-hidden>{t('secret.guess')}</span>
      <SegmentedControl
        size="sm"
        aria-label={t('secret.guess')}
        value={k}
        onChange={setK}
        data={SECRET_RANKS.map(String)}
      />
      <Button
        size="xs"
        disabled={k === '' || !mayGuess}
        aria-describedby={mayGuess ? undefined : 'secret-train-first'}
        onClick={() => {
          guess(fingerprint, Number(k));
          onGuess();
        }}
      >
        {t('secret.reveal')}
      </Button>
      {!mayGuess && <Note id="secret-train-first">{t('secret.trainFirst')}</Note>}
    </Group>
  );
}

/** How far the model still is from the teacher. It says nothing of k. */
function Distance({ secret, record }: { secret: Secret; record: RunRecord | null }) {
  const { t } = useTranslation();
  const measured = record?.evals.filter(({ divergence }) => divergence !== undefined) ?? [];
  const before = measured[0]?.divergence;
  const latest = measured.at(-1);
  const texts = String(DIVERGENCE_TEXTS);
  return (
    <p className={classes.dim}>
      {before !== undefined && latest?.divergence !== undefined && (
        <>
          {latest.step === 0
            ? t('secret.base', { before: formatLoss(before), texts })
            : t('secret.divergence', {
                before: formatLoss(before),
                after: formatLoss(latest.divergence),
                step: count(latest.step),
                texts,
              })}{' '}
        </>
      )}
      {t('secret.teacherLoss', { loss: formatLoss(secret.teacherLoss) })}
    </p>
  );
}

/** Two decimals, so that values in a row can be compared. */
const formatSigma = (sigma: number): string => sigma.toFixed(2);

/** The answer: every matrix's hidden values and what the run has made of them. */
function Spectra({ secret: { rank, sites }, record }: { secret: Secret; record: RunRecord | null }) {
  const { t } = useTranslation();
  const snapshot = record?.spectra.at(-1);
  const caveat = record && caveatOf(record.config.method);
  return (
    <>
      <table className={`${classes.table} ${classes.secret}`} aria-label={t('secret.table')}>
        <thead>
          <tr>
            <th scope="col">{t('secret.matrix')}</th>
            <th scope="col">{t('secret.hidden')}</th>
            {snapshot && <th scope="col">{t('secret.learned', { step: count(snapshot.step) })}</th>}
          </tr>
        </thead>
        <tbody>
          {sites.map(({ site, singularValue }) => {
            const sigma = snapshot ? sigmaOf(snapshot, site) : [];
            return (
              <tr key={siteId(site)}>
                <th scope="row">{siteWords(site)}</th>
                <td>{t('secret.hiddenValue', { count: rank, sigma: formatSigma(singularValue) })}</td>
                {snapshot && (
                  <td>
                    {sigma.length === 0 ? (
                      t('secret.notAdapted')
                    ) : (
                      <>
                        <strong>{sigma.slice(0, rank).map(formatSigma).join(' ')}</strong>{' '}
                        {sigma.slice(rank).map(formatSigma).join(' ')}
                      </>
                    )}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {caveat && <p className={classes.dim}>{caveat}</p>}
    </>
  );
}
