/** Intruder dimensions of the shown run: strong directions of W0 + ΔW that are like none of W0's, and what scaling them down does. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ReferenceLine } from 'recharts';
import { EPSILON, TOP_DIRECTIONS } from '../../../core/intruders.ts';
import { hasLora } from '../../../core/methods/lora-config.ts';
import { siteId } from '../../../core/site.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import classes from '../../charts/charts.module.css';
import { MatrixSelect } from '../../charts/controls.tsx';
import { PointChart, type PlotPoint, type PointDrawing } from '../../charts/point-chart.tsx';
import { Term } from '../../charts/term.tsx';
import { indexAxis } from '../../charts/ticks.ts';
import { formatValue } from '../../charts/values.ts';
import { count } from '../../format.ts';
import { useView } from '../../page-context.tsx';
import layout from './intruders.module.css';
import { IntruderCounts } from './intruder-counts.tsx';
import { LambdaChart } from './lambda.tsx';
import { useBaseFrame } from './use-base-frame.tsx';
import { useBaseFigures, type BaseFigures } from './use-base-figures.ts';
import { siteWords } from '../../site-words.ts';

export function IntruderDimensions() {
  const base = useBaseFigures();
  const isEmpty = base.empty !== null;
  return (
    <div className={layout.intruders}>
      <div className={`cell ${(isEmpty ? layout.alone : undefined) ?? ''}`}>
        <Likeness base={base} />
      </div>
      {!isEmpty && (
        <>
          <div className="cell">
            <IntruderCounts base={base} />
          </div>
          <div className={`cell ${layout.wide ?? ''}`}>
            <LambdaChart base={base} />
          </div>
        </>
      )}
    </div>
  );
}

function Likeness({ base }: { base: BaseFigures }) {
  const { t } = useTranslation('delta');
  const { t: charts } = useTranslation('charts');
  const { run, chosen, at, sites } = base;
  const frame = useBaseFrame(base);
  const onSite = useView((state) => state.setSite);
  const colour = run?.colour ?? 'var(--chart-strong)';
  const found = at?.intruders;
  const drawing = useMemo((): PointDrawing => {
    const cosines = found?.cosines ?? [];
    const points = cosines.map((cosine, k): PlotPoint => {
      const isIntruder = found?.intruders.includes(k) ?? false;
      const values = [formatValue(cosine), formatValue(found?.tuned.sigma[k] ?? 0)];
      return {
        ...{ key: String(k), x: k + 1, y: cosine, colour, spreadX: null, spreadY: null, seeds: [] },
        name: isIntruder ? t('intruders.intruder') : '',
        reading: t('intruders.reading', { k: count(k + 1), sigma: values[1] ?? '', cosine: values[0] ?? '' }),
        readout: {
          corner: `${t('intruders.k')} ${count(k + 1)}`,
          headings: [t('intruders.cosine'), t('intruders.sigma')],
          rows: [{ label: run?.label ?? '', colour, dash: '', values }],
        },
      };
    });
    return {
      points,
      values: [0, 1],
      log: false,
      xAxis: (width, spacing) => indexAxis(Math.max(1, cosines.length), width, spacing),
      longestX: count(TOP_DIRECTIONS),
      xName: t('intruders.xName'),
      legend: [
        { text: t('intruders.upwards'), colour, dot: true },
        {
          text: t('intruders.epsilon', { epsilon: String(EPSILON) }),
          colour: 'var(--chart-text)',
          dash: '4 4',
          width: 1.5,
        },
      ],
      endLabels: [],
      behind: () => <ReferenceLine y={EPSILON} stroke="var(--chart-text)" strokeDasharray="4 4" />,
    };
  }, [found, colour, run?.label, t]);
  const reading = t('intruders.found', {
    count: found?.intruders.length ?? 0,
    site: chosen ? siteWords(chosen) : '',
    top: count(TOP_DIRECTIONS),
  });
  const method = run?.record.config.method;
  return (
    <ChartFrame
      {...frame}
      detail={base.step === undefined ? '' : frame.detail}
      title={t('intruders.title')}
      chosen={chosen ? siteWords(chosen) : ''}
      summary={reading}
      table={() => ({
        columns: [t('intruders.k'), t('intruders.sigma'), t('intruders.cosine'), t('intruders.kind')],
        rows: (found?.cosines ?? []).map((cosine, k) => [
          ...[k + 1, found?.tuned.sigma[k] ?? null, cosine],
          t(found?.intruders.includes(k) ? 'intruders.intruder' : 'intruders.like'),
        ]),
      })}
      toolbar={
        <>
          <MatrixSelect sites={sites} chosen={chosen ? siteId(chosen) : ''} onSite={onSite} />
          <span className={classes.figures}>
            <Term
              name={t('definition')}
              meaning={t('intruders.definition', { top: count(TOP_DIRECTIONS), epsilon: String(EPSILON) })}
            />
            {found && <span className={classes.note}>{reading}</span>}
            {method && hasLora(method) && method.use_dora && (
              <span className={classes.note}>{t('intruders.dora')}</span>
            )}
          </span>
        </>
      }
    >
      <PointChart label={charts('pointsOf', { chart: t('intruders.title') })} drawing={drawing} />
    </ChartFrame>
  );
}
