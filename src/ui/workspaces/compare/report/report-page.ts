/**
 * A report of runs as one HTML file, for handing in: it has no script, asks nothing of any host, opens offline and prints on A4.
 * What people typed, such as names of runs and of files, is text in it and never markup.
 */
import i18next, { type TFunction } from 'i18next';
import { isOfEncoder } from '../../../../core/models/shape.ts';
import { CONFIG_VERSION } from '../../../../core/run-config.ts';
import { isNamedByPerson } from '../../../../core/run-name.ts';
import type { RunRecord } from '../../../../core/run-record.ts';
import { count, dayAndTime } from '../../../format.ts';
import { html, type Html } from '../../../html.ts';
import type { ShownRun } from '../../../charts/types.ts';
import { dataName, wordConfig } from '../../../runs/difference.ts';
import { courseColumns, figureColumns, variedColumns, type Column } from './report-tables.ts';
import { caveatOf, methodName } from '../../../method-words.ts';

/** A chart of the page. */
export interface ReportFigure {
  title: string;
  /** What it shows in a sentence, or why it is not there. */
  text: string;
  /** The drawing, which stands on its own; null where there is none. */
  svg: Html | null;
}

export interface Report {
  runs: readonly ShownRun[];
  figures: readonly ReportFigure[];
  /** What the data allow to say of the runs, and how it was tested: a sentence or two each. */
  conclusion: readonly string[];
  /** The address that opens the experiment; null where the runs are none. */
  link: string | null;
  /** The address that opens the settings of one run; null of one that trains an adapter on, which no address holds. */
  linkOf: (record: RunRecord) => string | null;
  written: Date;
  /** Of the page that writes the report. */
  version: string;
  /** What the browser calls itself. */
  browser: string;
  style: Html;
  t: TFunction<'charts'>;
}

/** @returns the file's text */
export function reportPage(report: Report): string {
  const { runs, figures, written, style, t } = report;
  const records = runs.map(({ record }) => record);
  const varied = variedColumns(records, t);
  const title = titleOf(records, varied, t);
  const page = html`<!doctype html>
    <html lang="${i18next.language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="only light" />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p><time datetime="${written.toISOString()}">${dayAndTime(written)}</time></p>
          ${about(records, t)}
          <section>
            <h2>${t('report.settings', { ns: 'workspaces' })}</h2>
            ${varied.length > 0 ? null : html`<p>${t('report.same', { ns: 'workspaces' })}</p>`}
            ${table(t('report.settings', { ns: 'workspaces' }), runs, [...varied, ...courseColumns(records, t)], t)}
          </section>
          <section>
            <h2>${t('report.results', { ns: 'workspaces' })}</h2>
            ${table(t('report.results', { ns: 'workspaces' }), runs, figureColumns(records, t), t)}
            ${report.conclusion.map((sentence) => html`<p>${sentence}</p>`)}
            ${notes(runs, varied, t).map((note) => html`<p class="note">${note}</p>`)}
          </section>
          <section>
            <h2>${t('report.figures', { ns: 'workspaces' })}</h2>
            ${figures.map((figure, i) => drawnFigure(figure, i + 1, t))}
          </section>
          <section>
            <h2>${t('report.configs', { ns: 'workspaces' })}</h2>
            ${runs.map((run) => config(run, report))}
          </section>
          ${origin(report, records)}
        </main>
      </body>
    </html>`;
  return page.markup;
}

/** "5 runs compared by Rank r", or the one run's settings. */
function titleOf(records: readonly RunRecord[], varied: readonly Column[], t: TFunction<'charts'>): string {
  const [first] = records;
  if (first && records.length === 1) return wordConfig(first.config, t);
  const ns = 'workspaces';
  const settings = varied.map(({ heading }) => heading).join(', ');
  return settings === ''
    ? t('report.titleSame', { ns, shown: count(records.length) })
    : t('report.title', { ns, shown: count(records.length), settings });
}

/** The base models and the data, once each. */
function about(records: readonly RunRecord[], t: TFunction<'charts'>): Html {
  const ns = 'workspaces';
  const lines = records.flatMap(({ config, totalParameters, dataset }) => [
    t('report.model', { ns, model: config.model, weights: count(totalParameters) }),
    t('report.data', {
      ns,
      name: dataName(dataset, t),
      train: count(dataset.train),
      validation: count(dataset.validation),
      test: count(dataset.test),
    }),
  ]);
  return html`<ul>
    ${[...new Set(lines)].map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

function table(
  caption: string,
  runs: readonly ShownRun[],
  columns: readonly Column[],
  t: TFunction<'charts'>,
): Html {
  return html`<div class="table" role="region" aria-label="${t('tableOf', { caption })}" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">${t('run')}</th>
          ${columns.map(({ heading }) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${runs.map(
          (run, i) =>
            html`<tr>
              <th scope="row">${swatch(run)} ${nameOf(run)}</th>
              ${columns.map(({ cells }) => html`<td>${cells[i] ?? ''}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The name that a person gave, or what charts call the run and the name that the page gave. */
const nameOf = ({ label, record }: ShownRun): string =>
  isNamedByPerson(record) ? record.name : `${label} · ${record.name}`;

const swatch = ({ colour, dash }: ShownRun): Html =>
  html`<svg width="22" height="8" aria-hidden="true">
    <line
      x1="0"
      x2="22"
      y1="4"
      y2="4"
      stroke-width="2.5"
      stroke-dasharray="${dash}"
      style="stroke: ${colour}"
    />
  </svg>`;

/** What must be known to read the results rightly. */
function notes(
  runs: readonly ShownRun[],
  varied: readonly (Column & { key?: string })[],
  t: TFunction<'charts'>,
): string[] {
  const caveats = runs.flatMap(({ record, label }) => {
    const caveat = caveatOf(record.config.method);
    return caveat === null ? [] : t('rankCaveat', { runs: label, caveat });
  });
  const ns = 'workspaces';
  const areEncoders = runs.map(({ record }) => isOfEncoder(record));
  return [
    ...(areEncoders.includes(false) ? [t('report.unit', { ns })] : []),
    ...(areEncoders.includes(true) ? [t('report.unitEncoder', { ns })] : []),
    t('report.reading', { ns }),
    ...(varied.some(({ key }) => key === 'data') ? [t('otherData')] : []),
    ...caveats,
  ];
}

function drawnFigure({ title, text, svg }: ReportFigure, number: number, t: TFunction<'charts'>): Html {
  const caption = t('report.figure', { ns: 'workspaces', number: String(number), title });
  return html`<figure>
    ${svg}
    <figcaption><strong>${caption}</strong> ${text}</figcaption>
  </figure>`;
}

function config(run: ShownRun, { linkOf, t }: Report): Html {
  const { record } = run;
  const link = linkOf(record);
  return html`<details>
    <summary>${nameOf(run)} · ${methodName(record.config.method)}</summary>
    ${link && html`<p><a href="${link}">${t('report.openRun', { ns: 'workspaces' })}</a></p>`}
    <pre>${JSON.stringify(record.config, null, 2)}</pre>
  </details>`;
}

/** Where the report comes from, and how to get to its runs again. */
function origin({ link, version, browser, t }: Report, records: readonly RunRecord[]): Html {
  const ns = 'workspaces';
  const weights = new Set(
    records.flatMap(({ config, weights }) =>
      weights ? [t('report.weights', { ns, model: config.model, weights })] : [],
    ),
  );
  return html`<section>
    <h2>${t('report.again', { ns })}</h2>
    ${
      link === null
        ? null
        : html`<p><a href="${link}">${t('report.open', { ns })}</a></p>
            <p class="address">${link}</p>`
    }
    <ul>
      <li>${t('report.version', { ns, version, config: String(CONFIG_VERSION) })}</li>
      ${[...weights].map((line) => html`<li class="address">${line}</li>`)}
      <li>${t('report.browser', { ns, browser })}</li>
    </ul>
  </section>`;
}
