/** Essay questions, each with what a good answer does, a text that the browser keeps, and runs attached as evidence. */
import { Button, Checkbox, Group, Stack, Table, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  CRITERIA,
  ESSAYS,
  essayMarkdown,
  EVIDENCE,
  type EssayFile,
  type EssayId,
} from '../../../core/essays.ts';
import { figuresOf, type FigureId } from '../../../core/run-figures.ts';
import type { RunRecord } from '../../../core/run-record.ts';
import { safeName } from '../../../state/file-name.ts';
import { formatLoss, formatValue } from '../../charts/values.ts';
import { save } from '../../download.ts';
import { count, short } from '../../format.ts';
import { html } from '../../html.ts';
import { wordConfig } from '../../runs/index.ts';
import { useCalmRuns } from '../../use-calm-runs.ts';
import classes from './learn.module.css';
import { useLessons } from './lessons-context.ts';

const NONE = { text: '', runs: [] };

export function EssaysPage() {
  const { t } = useTranslation('learn');
  return (
    <>
      <p>{t('essays.about')}</p>
      {ESSAYS.map((id, i) => (
        <details key={id} className={classes.essay} open={i === 0}>
          <summary>
            {i + 1}. {t(`essays.question.${id}.title`)}
          </summary>
          <Essay id={id} />
        </details>
      ))}
    </>
  );
}

/** How a figure is written; an en dash where the run has not measured it. */
function write(figure: FigureId, value: number | null): string {
  if (value === null) return '–';
  if (figure === 'parameters') return count(value);
  if (figure === 'bestLoss') return formatLoss(value);
  return figure === 'seconds' ? short(value) : formatValue(value);
}

function Essay({ id }: { id: EssayId }) {
  const { t, i18n } = useTranslation('learn');
  const { t: words } = useTranslation('charts');
  const { text, runs: attached } = useLessons(({ essays }) => essays[id] ?? NONE);
  const change = useLessons((state) => state.writeEssay);
  const { records } = useCalmRuns();
  const shown = records.filter((record) => attached.includes(record.id));
  const gone = attached.length - shown.length;
  const file: EssayFile = {
    title: t(`essays.question.${id}.title`),
    ask: t(`essays.question.${id}.ask`),
    text,
    evidence: t('essays.figures'),
    head: [t('essays.run'), t('essays.settings'), ...EVIDENCE.map((each) => t(`essays.figure.${each}`))],
    rows: shown.map((record) => rowOf(record, wordConfig(record.config, words))),
  };
  const tick = (run: string, isOn: boolean) =>
    change(id, { text, runs: isOn ? [...attached, run] : attached.filter((other) => other !== run) });
  const counted = text.split(/\s+/).filter(Boolean).length;
  const name = safeName(file.title);
  const download = (ending: string, content: string, type: string) =>
    save({ name: `${name}.${ending}`, blob: new Blob([content], { type }) });
  return (
    <Stack gap="sm" pt="xs">
      <p>{file.ask}</p>
      <div>
        <h3>{t('essays.criteria')}</h3>
        <ul className={classes.criteria}>
          {CRITERIA.map((criterion) => (
            <li key={criterion}>{t(`essays.question.${id}.criteria.${criterion}`)}</li>
          ))}
        </ul>
      </div>
      <Textarea
        label={t('essays.text')}
        description={t('essays.words', { count: counted })}
        inputWrapperOrder={['label', 'input', 'description']}
        autosize
        minRows={6}
        maxRows={24}
        value={text}
        onChange={({ currentTarget: { value } }) => change(id, { text: value, runs: attached })}
      />
      <fieldset className={classes.runs}>
        <legend>{t('essays.evidence')}</legend>
        {records.length === 0 && <p className="hint">{t('essays.noRuns')}</p>}
        {records.map((record) => (
          <Checkbox
            key={record.id}
            size="xs"
            label={`${record.name} · ${wordConfig(record.config, words)}`}
            checked={attached.includes(record.id)}
            onChange={({ currentTarget: { checked } }) => tick(record.id, checked)}
          />
        ))}
      </fieldset>
      {gone > 0 && <p role="status">{t('essays.gone', { count: gone })}</p>}
      {file.rows.length > 0 && (
        <div className={classes.evidence} role="region" aria-label={file.evidence} tabIndex={0}>
          <Table fz="xs" captionSide="top">
            <Table.Caption>{file.evidence}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                {file.head.map((heading) => (
                  <Table.Th key={heading}>{heading}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {file.rows.map((row, i) => (
                <Table.Tr key={shown[i]?.id}>
                  {row.map((value, j) => (
                    <Table.Td key={j}>{value}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          disabled={text.trim() === ''}
          onClick={() => download('md', essayMarkdown(file), 'text/markdown')}
        >
          {t('essays.markdown')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={text.trim() === ''}
          onClick={() => download('html', essayHtml(file, i18n.language), 'text/html')}
        >
          {t('essays.html')}
        </Button>
      </Group>
    </Stack>
  );
}

function rowOf(record: RunRecord, settings: string): string[] {
  const figures = figuresOf(record);
  return [record.name, settings, ...EVIDENCE.map((figure) => write(figure, figures[figure]))];
}

/** The essay as a page of its own; an empty line of the text begins a paragraph. */
function essayHtml({ title, ask, text, evidence, head, rows }: EssayFile, language: string): string {
  const table = html`<h2>${evidence}</h2>
    <table>
      <thead>
        <tr>
          ${head.map((heading) => html`<th>${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((value) => html`<td>${value}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>`;
  const paragraphs = text.trim().split(/\n\s*\n/);
  return `<!doctype html>\n${
    html`<html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
      </head>
      <body>
        <h1>${title}</h1>
        <blockquote>${ask}</blockquote>
        ${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)} ${rows.length > 0 ? table : null}
      </body>
    </html>`.markup
  }\n`;
}
