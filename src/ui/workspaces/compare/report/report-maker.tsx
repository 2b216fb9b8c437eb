/** Draws the charts of a report out of sight, in the light theme and at the width of A4, and saves the report. */
import { useEffect, useEffectEvent, useRef, type CSSProperties, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { version } from '../../../../../package.json';
import { experimentOf, writeAxes } from '../../../../core/experiment.ts';
import { messageOf } from '../../../../core/lab-error.ts';
import { toQuery } from '../../../../state/url.ts';
import classes from '../../../charts/charts.module.css';
import { SettingChart } from '../../../charts/setting-chart.tsx';
import { TradeOffChart } from '../../../charts/trade-off-chart.tsx';
import { LossChart, SitesChart, SpectrumChart } from '../../../charts/drawn.ts';
import { standaloneSvg } from '../../../charts/export-image.ts';
import type { ShownRun } from '../../../charts/types.ts';
import { save } from '../../../download.ts';
import { Html } from '../../../html.ts';
import { useView } from '../../../page-context.tsx';
import { LIGHT } from '../../../theme.ts';
import { useTruth } from '../../../use-chart-props.ts';
import { inTableOrder } from '../table-order.ts';
import { useConclusion } from '../use-conclusion.ts';
import { reportPage, type ReportFigure } from './report-page.ts';
import style from './report.css?raw';
import { said } from '../../../strings/index.ts';

interface ReportMakerProps {
  runs: readonly ShownRun[];
  /** Called once the report is saved, with null, or with what went wrong. */
  onEnd: (failure: string | null) => void;
}

export function ReportMaker({ runs, onEnd }: ReportMakerProps) {
  const { t } = useTranslation('charts');
  const { told, notCompared } = useConclusion(runs);
  const charts = useRef<HTMLDivElement>(null);
  const write = useEffectEvent((figures: readonly ReportFigure[]) => {
    const addressOf = (query: string) => new URL(query, document.baseURI).href;
    const written = new Date();
    const configs = runs.map(({ record }) => record.config);
    const experiment = configs.some(({ start }) => start) ? null : experimentOf(configs);
    const text = reportPage({
      runs: inTableOrder(runs),
      figures,
      conclusion: [...told.flatMap(({ sentence, test }) => [sentence, test]), ...notCompared],
      link:
        experiment &&
        addressOf(toQuery(experiment.base, null, { view: 'compare', vary: writeAxes(experiment.axes) })),
      linkOf: ({ config }) => (config.start ? null : addressOf(toQuery(config, null))),
      written,
      version,
      browser: navigator.userAgent,
      style: new Html(style),
      t,
    });
    save({
      name: `rankscope-report-${written.toISOString().slice(0, 10)}.html`,
      blob: new Blob([text], { type: 'text/html;charset=utf-8' }),
    });
  });
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    let wanted = true;
    const make = async () => {
      const figures = await drawnFigures(charts.current);
      if (wanted) write(figures);
    };
    make().then(
      () => wanted && end(null),
      (error: unknown) => wanted && end(said(messageOf(error))),
    );
    return () => {
      wanted = false;
    };
  }, []);
  return (
    <div ref={charts} style={OUT_OF_SIGHT} aria-hidden="true" inert>
      <Charts runs={runs} />
    </div>
  );
}

/** What the charts show is their latest: no step is held in a report. */
const LATEST = { cursor: null, held: null, onCursor: () => undefined };

function Charts({ runs }: { runs: readonly ShownRun[] }) {
  const truth = useTruth();
  const chosen = useView((state) => state.site);
  const site = { site: chosen, onSite: () => undefined };
  const [first] = runs;
  // Spectra are told from the first run; where it has none, another that has comes first.
  const measured = runs.toSorted((a, b) => Number(hasSpectra(b)) - Number(hasSpectra(a)));
  return (
    <>
      <Figure height={340}>
        <LossChart runs={runs} {...LATEST} compares />
      </Figure>
      {runs.length > 1 && (
        <Figure height={340}>
          <SettingChart runs={runs} />
        </Figure>
      )}
      <Figure height={340}>
        <TradeOffChart runs={runs} />
      </Figure>
      <Figure height={340}>
        <SpectrumChart
          runs={measured}
          {...LATEST}
          {...site}
          view="now"
          truth={measured[0] === first ? truth : null}
        />
      </Figure>
      <Figure height={340}>
        <SitesChart runs={measured} {...LATEST} {...site} truth={measured[0] === first ? truth : null} />
      </Figure>
    </>
  );
}

const hasSpectra = ({ record }: ShownRun) => record.spectra.length > 0;

const Figure = ({ height, children }: { height: number; children: ReactNode }) => (
  <div style={{ height }}>{children}</div>
);

/** Between the margins of A4, in CSS pixels. */
const WIDTH = 680;

const OUT_OF_SIGHT: CSSProperties = {
  ...LIGHT,
  colorScheme: 'light',
  position: 'fixed',
  left: -10_000,
  top: 0,
  width: WIDTH,
};

/** Frames without a change after which the charts are drawn: they take their size, then their axes, then their lines. */
const STEADY_FRAMES = 3;
/** Frames after which what is there is taken as it is. */
const MOST_FRAMES = 300;

/** The charts in a place, once they are drawn. */
async function drawnFigures(place: HTMLElement | null): Promise<ReportFigure[]> {
  if (!place) return [];
  let before = '';
  for (let frame = 0, steady = 0; frame < MOST_FRAMES && steady < STEADY_FRAMES; frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const now = place.innerHTML;
    const isDrawn = [...place.querySelectorAll('figure')].every((figure) => plotOf(figure)?.hasChildNodes());
    steady = isDrawn && now === before ? steady + 1 : 0;
    before = now;
  }
  return [...place.querySelectorAll('figure')].map(figureOf);
}

/** A chart's drawing, or the sentence in its place. */
const plotOf = (figure: HTMLElement) =>
  figure.querySelector(`.${classes.body ?? ''} svg, .${classes.empty ?? ''}`);

function figureOf(figure: HTMLElement): ReportFigure {
  const title = figure.getAttribute('aria-label') ?? '';
  const chosen = figure.querySelector('h2')?.title ?? title;
  const summary = document.getElementById(figure.getAttribute('aria-describedby') ?? '');
  const plot = plotOf(figure);
  const text = summary?.textContent ?? '';
  if (!(plot instanceof SVGSVGElement)) return { title, text, svg: null };
  const copy = standaloneSvg(plot);
  copy.removeAttribute('aria-hidden');
  copy.setAttribute('role', 'img');
  copy.setAttribute('aria-label', `${title}. ${text}`);
  return { title: chosen, text, svg: new Html(new XMLSerializer().serializeToString(copy)) };
}
