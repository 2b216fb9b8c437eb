/**
 * What every chart stands in: a figure with a title, controls, a menu (table, CSV, PNG, SVG), a one-sentence summary
 * for screen readers and an honest empty state. It knows nothing of what is drawn.
 */
import { ActionIcon, Menu, VisuallyHidden } from '@mantine/core';
import { useCallbackRef, useThrottledValue } from '@mantine/hooks';
import { memo, useId, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { save } from '../download.ts';
import { Icon } from '../icons.tsx';
import classes from './charts.module.css';
import { chartPng, chartSvg } from './export-image.ts';
import { toCsv, type ChartTable } from './table.ts';
import { TableView } from './table-view.tsx';

/** How often the summary may change, so that a screen reader is not talked over. Milliseconds. */
const SUMMARY_PACE = 5000;

export interface ChartFrameProps {
  /** The figure's accessible name and visible heading. */
  title: string;
  /** What exactly is shown (run, step), in few words for saved files; '' says nothing. */
  detail?: string;
  /** Whose numbers these are, beside the title. */
  chip?: ReactNode;
  /** What a control already says on screen but a saved file must say too, e.g. the matrix chosen. */
  chosen?: string;
  /** Controls in the title's row. */
  controls?: ReactNode;
  /** A second row: figures and more controls. */
  toolbar?: ReactNode;
  /** The chart's message in one sentence. */
  summary: string;
  /** The numbers drawn; asked for only when shown or saved. */
  table: () => ChartTable;
  /** What will appear here and when, while there is nothing to draw; null once there is. */
  empty: string | null;
  /** True where the body is words and figures, which no picture can be saved of. */
  isText?: boolean;
  /** Stands in the chart's place while its numbers are being computed; null once they are there. */
  pending?: ReactNode;
  children: ReactNode;
}

export function ChartFrame(props: ChartFrameProps) {
  const { title, detail = '', chosen = '', controls, toolbar, summary, table, empty, children } = props;
  const { chip, pending = null, isText = false } = props;
  const { t } = useTranslation('charts');
  const [asTable, setAsTable] = useState(false);
  const [failed, setFailed] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const summaryId = useId();
  // While figures are taken, they say nothing yet: what stands in their place is read out.
  const calmSummary = useThrottledValue(empty ?? (pending === null ? summary : ''), SUMMARY_PACE);
  const heading = [title, chosen, detail].filter((part) => part !== '').join(' · ');
  const fileName = heading.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();

  const saveCsv = useCallbackRef(() => {
    save({ name: `${fileName}.csv`, blob: new Blob([toCsv(table())], { type: 'text/csv;charset=utf-8' }) });
  });
  const savePng = useCallbackRef(() => {
    const svg = body.current?.querySelector('svg');
    if (!svg) return;
    chartPng(svg, heading).then(
      (blob) => {
        setFailed(false);
        save({ name: `${fileName}.png`, blob });
      },
      () => setFailed(true),
    );
  });
  const saveSvg = useCallbackRef(() => {
    const svg = body.current?.querySelector('svg');
    if (svg) save({ name: `${fileName}.svg`, blob: chartSvg(svg, heading) });
  });

  return (
    <figure className={classes.frame} aria-label={title} aria-describedby={summaryId}>
      <VisuallyHidden id={summaryId}>{calmSummary}</VisuallyHidden>
      <div className={classes.header}>
        <h2 className={classes.title} title={heading}>
          {title}
        </h2>
        {!empty && chip}
        {!empty && controls && <div className={classes.controls}>{controls}</div>}
        <div className={`${classes.menu ?? ''} chart-menu`}>
          <FrameMenu
            title={title}
            isEmpty={empty !== null || pending !== null}
            asTable={asTable}
            isText={isText}
            onView={setAsTable}
            onCsv={saveCsv}
            onPng={savePng}
            onSvg={saveSvg}
          />
        </div>
      </div>
      {!empty && toolbar && <div className={classes.toolbar}>{toolbar}</div>}
      {failed && (
        <div role="alert" className={classes.note}>
          {t('pngFailed')}
        </div>
      )}
      <div ref={body} className={classes.body}>
        {empty !== null && <div className={classes.empty}>{empty}</div>}
        {empty === null && pending}
        {empty === null &&
          pending === null &&
          (asTable ? <TableView caption={heading} table={table()} /> : children)}
      </div>
    </figure>
  );
}

interface FrameMenuProps {
  title: string;
  isEmpty: boolean;
  asTable: boolean;
  isText: boolean;
  onView: (asTable: boolean) => void;
  onCsv: () => void;
  onPng: () => void;
  onSvg: () => void;
}

/** Apart from the frame, so that it is not drawn again with each of a run's steps. */
const FrameMenu = memo(function FrameMenu({
  title,
  isEmpty,
  asTable,
  isText,
  onView,
  onCsv,
  onPng,
  onSvg,
}: FrameMenuProps) {
  const { t } = useTranslation('charts');
  return (
    <Menu position="bottom-end" shadow="md" width={190}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('chartMenu', { title })}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!isText && (
          <Menu.Item disabled={isEmpty} onClick={() => onView(!asTable)}>
            {asTable ? t('viewAsChart') : t('viewAsTable')}
          </Menu.Item>
        )}
        <Menu.Item disabled={isEmpty} onClick={onCsv}>
          {t('downloadCsv')}
        </Menu.Item>
        {!isText && (
          <>
            <Menu.Item disabled={isEmpty || asTable} onClick={onPng}>
              {t('downloadPng')}
            </Menu.Item>
            <Menu.Item disabled={isEmpty || asTable} onClick={onSvg}>
              {t('downloadSvg')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
});
