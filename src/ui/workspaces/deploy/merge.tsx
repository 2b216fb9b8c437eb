/** Merged against unmerged: by how much logits differ, and what is left of W0 after merging and unmerging. */
import { Button, NativeSelect } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MergeFigures } from '../../../core/merge-figures.ts';
import { foldsIntoWeights, hasFactoredDeltas } from '../../../core/with-deltas.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import charts from '../../charts/charts.module.css';
import { Term } from '../../charts/term.tsx';
import { formatFigure, formatValue } from '../../charts/values.ts';
import { saveIfAny } from '../../download.ts';
import { count, listed } from '../../format.ts';
import classes from './measured.module.css';
import { useAdapters } from './use-adapters.ts';
import { useDeployment, useIsBusy } from './use-deployment.ts';
import { WhyBusy } from './why-busy.tsx';

interface Row {
  id: string;
  name: string;
  figures: MergeFigures;
}

export function Merge() {
  const { t } = useTranslation('deploy');
  const deployment = useDeployment();
  const isBusy = useIsBusy();
  const all = useAdapters();
  const adapters = all.filter(({ method }) => foldsIntoWeights(method));
  const others = all.filter(({ method }) => !foldsIntoWeights(method));
  const [chosen, setChosen] = useState<string | null>(null);
  const [rows, setRows] = useState<readonly Row[]>([]);
  const [measuring, setMeasuring] = useState(false);
  const [writing, setWriting] = useState(false);
  const current = adapters.find(({ id }) => id === chosen) ?? adapters[0];
  const isComparable = !!current && hasFactoredDeltas(current.method);
  const isTaken = isBusy || measuring || writing;
  const download = async () => {
    if (!current) return;
    setWriting(true);
    saveIfAny(await deployment.mergedModel(current.id, current.name));
    setWriting(false);
  };
  const measure = async () => {
    if (!current) return;
    setMeasuring(true);
    const { id, name } = current;
    const figures = await deployment.merge(id);
    if (figures) setRows((before) => [{ id, name, figures }, ...before.filter((row) => row.id !== id)]);
    setMeasuring(false);
  };
  return (
    <div className={classes.view}>
      <div className="cell">
        <MergeFrame rows={rows} isEmpty={!current}>
          <div className={classes.controls}>
            <NativeSelect
              size="xs"
              label={t('adapter')}
              data={adapters.map(({ id: value, name: label }) => ({ value, label }))}
              value={current?.id ?? ''}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
            <Button
              size="xs"
              disabled={(isTaken || !isComparable) && !measuring}
              loading={measuring}
              onClick={() => void measure()}
            >
              {t('merge.measure')}
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={isTaken && !writing}
              loading={writing}
              onClick={() => void download()}
            >
              {t('merge.download')}
            </Button>
            <WhyBusy isOwn={measuring || writing} />
          </div>
          {current && !isComparable && <p className={classes.small}>{t('merge.notCompared')}</p>}
          <p className={classes.small}>{t('merge.downloadAbout')}</p>
          {others.length > 0 && (
            <p className={classes.small}>
              {t('merge.others', { names: listed(others.map(({ name }) => name)) })}
            </p>
          )}
        </MergeFrame>
      </div>
    </div>
  );
}

const NO_FIGURE = { difference: null, largest: null };

function MergeFrame({
  rows,
  isEmpty,
  children,
}: {
  rows: readonly Row[];
  isEmpty: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation('deploy');
  const reading = useReading(rows[0]);
  return (
    <ChartFrame
      isText
      title={t('merge.title')}
      empty={isEmpty ? t('merge.none') : null}
      summary={reading.join(' ') || t('merge.start')}
      table={() => ({
        columns: [
          t('adapter'),
          t('merge.matrices'),
          t('merge.difference'),
          t('merge.largest'),
          t('merge.sameToken'),
          t('merge.places'),
          t('merge.roundTrip'),
          t('merge.largestWeight'),
        ],
        rows: rows.map(({ name, figures: { matrices, logits, sameToken, places, roundTrip } }) => {
          const weight = roundTrip ?? NO_FIGURE;
          return [
            ...[name, matrices, logits.difference, logits.largest, sameToken, places],
            ...[weight.difference, weight.largest],
          ];
        }),
      })}
    >
      <div className={classes.words}>
        <p className={classes.small}>{t('merge.about')}</p>
        {children}
        <div role="status">
          {reading.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
        {rows.length > 0 && <MergeTable rows={rows} />}
      </div>
    </ChartFrame>
  );
}

function useReading(row: Row | undefined): string[] {
  const { t } = useTranslation('deploy');
  if (!row) return [];
  const { name, figures } = row;
  const { logits, roundTrip, sameToken, places } = figures;
  return [
    t('merge.reading', {
      name,
      difference: formatValue(logits.difference),
      share: formatValue(logits.difference / logits.largest),
      same: count(sameToken),
      places: count(places),
    }),
    ...(roundTrip
      ? [
          roundTrip.difference === 0
            ? t('merge.exactRoundTrip')
            : t('merge.readingRoundTrip', { error: formatValue(roundTrip.difference) }),
        ]
      : []),
  ];
}

/** A column for each adapter, so that one of them fits on a phone. */
function MergeTable({ rows }: { rows: readonly Row[] }) {
  const { t } = useTranslation('deploy');
  const figures: [heading: ReactNode, figure: (figures: MergeFigures) => string][] = [
    [t('merge.matrices'), ({ matrices }) => count(matrices)],
    [
      <Term name={t('merge.difference')} meaning={t('merge.differenceMeaning')} />,
      ({ logits }) => formatValue(logits.difference),
    ],
    [t('merge.largest'), ({ logits }) => formatValue(logits.largest)],
    [
      t('merge.sameToken'),
      ({ sameToken, places }) => t('merge.ofPlaces', { same: count(sameToken), places: count(places) }),
    ],
    [
      <Term name={t('merge.roundTrip')} meaning={t('merge.roundTripMeaning')} />,
      ({ roundTrip }) => formatFigure(roundTrip?.difference ?? null),
    ],
    [t('merge.largestWeight'), ({ roundTrip }) => formatFigure(roundTrip?.largest ?? null)],
  ];
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('merge.title')}>
      <table className={charts.table}>
        <thead>
          <tr>
            <th scope="col">{t('adapter')}</th>
            {rows.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map(([heading, figure], i) => (
            <tr key={i}>
              <th scope="row">{heading}</th>
              {rows.map((row) => (
                <td key={row.id}>{figure(row.figures)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
