/** Hand in a result: the code of a finished run, as text and as a QR code of an address that holds it. */
import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCode, inGroups, resultOf, writeCode } from '../../../../state/result-code.ts';
import { testScore } from '../../../../core/run-figures.ts';
import { useClassLink, useRuns } from '../../../page-context.tsx';
import { wordConfig } from '../../../runs/index.ts';
import { useCalmRuns } from '../../../use-calm-runs.ts';
import { CopyButton } from './copy-button.tsx';
import { Qr } from './qr.tsx';
import classes from './teacher.module.css';

export function ResultPage() {
  const { t } = useTranslation('learn');
  const { t: words } = useTranslation('charts');
  const student = useClassLink((inForce) => inForce?.student ?? '');
  const [typed, setTyped] = useState<string | null>(null);
  const [chosen, setChosen] = useState('');
  const focused = useRuns((state) => state.focused);
  const { records } = useCalmRuns();
  const runs = records.filter(hasCode);
  const of = (id: string | null) => runs.find((run) => run.id === id);
  const run = of(chosen) ?? of(focused) ?? runs.at(-1);
  const name = typed ?? student;
  const code = run && writeCode(resultOf(run, name));
  const address = code && new URL(`?result=${code}`, location.origin + location.pathname).href;
  return (
    <>
      <p>{t('handIn.about')}</p>
      {!run && <p role="status">{t('handIn.none')}</p>}
      {run && code && address && (
        <>
          <NativeSelect
            size="xs"
            label={t('handIn.run')}
            value={run.id}
            data={runs
              .toReversed()
              .map((each) => ({ value: each.id, label: `${each.name} · ${wordConfig(each.config, words)}` }))}
            onChange={({ currentTarget: { value } }) => setChosen(value)}
          />
          <TextInput
            size="xs"
            label={t('handIn.name')}
            description={t('handIn.nameAbout')}
            autoComplete="off"
            maxLength={60}
            value={name}
            onChange={({ currentTarget: { value } }) => setTyped(value)}
          />
          {!testScore(run) && <p role="status">{t('handIn.noScore')}</p>}
          <section aria-label={t('handIn.code')}>
            <p className={classes.code}>{inGroups(code)}</p>
          </section>
          <Group gap="xs">
            <CopyButton label={t('handIn.copy')} text={inGroups(code)} />
            <CopyButton label={t('handIn.copyAddress')} text={address} />
          </Group>
          <Qr text={address} label={t('handIn.qr')} />
          <p className="hint">{t('handIn.qrAbout')}</p>
        </>
      )}
    </>
  );
}
