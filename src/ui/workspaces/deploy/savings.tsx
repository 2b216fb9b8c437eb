/** What LoRA saves: measured and counted from this page's own runs, and counted for larger models. */
import { useTranslation } from 'react-i18next';
import { optimizerBytes, weightBytes } from '../../../core/params.ts';
import { isLive, type RunRecord } from '../../../core/run-record.ts';
import { comparedRuns, peakMemory, stepTimes, type ComparedRuns } from '../../../core/savings.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import charts from '../../charts/charts.module.css';
import { bytes, count, percent, short } from '../../format.ts';
import { runTitles } from '../../runs/index.ts';
import { useResults } from '../../shown-runs.tsx';
import { Calculator } from './calculator.tsx';
import classes from './measured.module.css';

export function Savings() {
  return (
    <div className={classes.view}>
      <div className="cell">
        <RunSavings />
      </div>
      <div className="cell">
        <Calculator />
      </div>
    </div>
  );
}

const MEMORY_PARTS = ['memoryModel', 'memoryState', 'memoryStep'] as const;
const ROWS = ['trained', 'optimizer', 'memory', ...MEMORY_PARTS, 'file', 'step'] as const;
type Row = (typeof ROWS)[number];
const isPart = (row: Row): boolean => MEMORY_PARTS.some((part) => part === row);

/** Of a run: numbers, bytes, or milliseconds. */
function figureOf(record: RunRecord | null, row: Row): number | null {
  if (!record) return null;
  const { trainableParameters: trained, memory } = record;
  switch (row) {
    case 'trained':
      return trained;
    case 'optimizer':
      return optimizerBytes(trained);
    case 'memory':
      return peakMemory(record);
    case 'memoryModel':
      return memory?.model ?? null;
    case 'memoryState':
      return memory?.state ?? null;
    case 'memoryStep':
      return memory?.step ?? null;
    case 'file':
      return weightBytes(trained);
    case 'step':
      return stepTimes(record)?.middle ?? null;
  }
}

const PAPER = {
  trained: 'savings.paperTrained',
  optimizer: null,
  memory: 'savings.paperMemory',
  memoryModel: null,
  memoryState: null,
  memoryStep: null,
  file: 'savings.paperFile',
  step: 'savings.paperStep',
} as const;

/** What the paper says of it; nothing of some. */
function usePaper() {
  const { t } = useTranslation('deploy');
  return (row: Row) => {
    const said = PAPER[row];
    return said ? t(said) : '';
  };
}

function useMissing({ lora, full }: ComparedRuns): string | null {
  const { t } = useTranslation('deploy');
  if (lora && full) return null;
  if (!lora && !full) return t('savings.none');
  return t(lora ? 'savings.noFull' : 'savings.noLora');
}

/** What the times and counts allow to say. */
function useReading({ lora, full }: ComparedRuns): string {
  const { t } = useTranslation('deploy');
  if (!lora || !full) return '';
  const [own, whole] = [stepTimes(lora), stepTimes(full)];
  const [ownPeak, wholePeak] = [peakMemory(lora), peakMemory(full)];
  const isShorter = own && whole && own.high < whole.low;
  const isLonger = own && whole && own.low > whole.high;
  const share = own && whole ? percent(Math.abs(own.middle / whole.middle - 1)) : '';
  return [
    t('savings.bytes', { times: short(full.trainableParameters / lora.trainableParameters) }),
    ownPeak !== null &&
      wholePeak !== null &&
      t('savings.lessMemory', { lora: bytes(ownPeak), full: bytes(wholePeak) }),
    isShorter && t('savings.faster', { share }),
    isLonger && t('savings.slower', { share }),
  ]
    .filter(Boolean)
    .join(' ');
}

function RunSavings() {
  const { t } = useTranslation('deploy');
  const { t: runs } = useTranslation('charts');
  const { records, isRecorded } = useResults();
  const found = comparedRuns(isRecorded ? [] : records.filter((record) => !isLive(record)));
  const missing = useMissing(found);
  const reading = useReading(found);
  const titles = runTitles(records, runs);
  const nameOf = (record: RunRecord | null) => {
    const title = record && titles[records.indexOf(record)];
    return title?.first ?? record?.name ?? '';
  };
  const { lora, full } = found;
  const paper = usePaper();
  return (
    <ChartFrame
      isText
      title={t('savings.title')}
      empty={null}
      summary={missing ?? reading}
      table={() => ({
        columns: [t('savings.what'), t('savings.loraColumn'), t('savings.fullColumn'), t('savings.paper')],
        rows: ROWS.map((row) => [t(`savings.${row}`), figureOf(lora, row), figureOf(full, row), paper(row)]),
      })}
    >
      <div className={classes.words}>
        <p className={classes.small}>{t('savings.about')}</p>
        <p className={classes.small}>{t('savings.memoryMeaning')}</p>
        {missing !== null && <p>{missing}</p>}
        {reading && <p>{reading}</p>}
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('savings.title')}>
          <table className={charts.table}>
            <thead>
              <tr>
                <th scope="col">{t('savings.what')}</th>
                <th scope="col">
                  {lora ? t('savings.lora', { name: nameOf(lora) }) : t('savings.loraColumn')}
                </th>
                <th scope="col">
                  {full ? t('savings.full', { name: nameOf(full) }) : t('savings.fullColumn')}
                </th>
                <th scope="col">{t('savings.times')}</th>
                <th scope="col" className={classes.paper}>
                  {t('savings.paper')}
                </th>
              </tr>
            </thead>
            <tbody>
              {ROWS.map((row) => (
                <tr key={row} className={isPart(row) ? classes.part : undefined}>
                  <th scope="row">{t(`savings.${row}`)}</th>
                  <td>
                    <Figure record={lora} row={row} />
                  </td>
                  <td>
                    <Figure record={full} row={row} />
                  </td>
                  <td>
                    <Ratio of={figureOf(lora, row)} to={figureOf(full, row)} />
                  </td>
                  <td className={classes.paper}>{paper(row)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </ChartFrame>
  );
}

function Figure({ record, row }: { record: RunRecord | null; row: Row }) {
  const { t } = useTranslation('deploy');
  const value = figureOf(record, row);
  if (!record) return '–';
  if (value === null) {
    if (isPart(row)) return '–';
    return t(row === 'memory' ? 'savings.notMeasured' : 'savings.tooShort');
  }
  if (row === 'trained') return count(value);
  if (row !== 'step') return bytes(value);
  const times = stepTimes(record);
  return (
    <>
      {t('savings.ms', { ms: short(value) })}
      {times && (
        <span className={classes.spread}>
          {t('savings.quartiles', { low: short(times.low), high: short(times.high) })}
        </span>
      )}
    </>
  );
}

function Ratio({ of, to }: { of: number | null; to: number | null }) {
  const { t } = useTranslation('deploy');
  if (of === null || to === null) return '–';
  return of * 2 < to
    ? t('savings.smaller', { times: short(to / of) })
    : t('savings.ratio', { times: short(of / to) });
}
