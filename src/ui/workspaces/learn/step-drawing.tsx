/** The adapted matrix as the paper's Figure 1 has it, with the way that a stage takes through it. */
import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../core/step-trace.ts';
import classes from './learn.module.css';

type Part = 'x' | 'W0' | 'A' | 'B' | 'h' | 'L';
type Way = 'xW0' | 'xA' | 'AB' | 'W0h' | 'Bh' | 'hL' | 'Lh' | 'hB' | 'BA';

/** What each stage is about, and along which ways something goes in it. */
const SHOWN: Readonly<Record<Stage, { parts: readonly Part[]; ways: readonly Way[] }>> = {
  token: { parts: ['x'], ways: [] },
  frozen: { parts: ['W0'], ways: ['xW0', 'W0h'] },
  update: { parts: ['A', 'B'], ways: ['xA', 'AB', 'Bh'] },
  loss: { parts: ['h', 'L'], ways: ['hL'] },
  gradB: { parts: ['B'], ways: ['Lh', 'hB'] },
  gradA: { parts: ['A'], ways: ['Lh', 'hB', 'BA'] },
  adam: { parts: ['A', 'B'], ways: [] },
  delta: { parts: ['A', 'B'], ways: [] },
};

/** Forwards from the bottom to the top, and backwards the other way. */
const WAYS: Readonly<Record<Way, string>> = {
  xW0: 'M150 236 L95 206',
  xA: 'M170 236 L225 212',
  AB: 'M225 172 L225 152',
  W0h: 'M95 110 L150 72',
  Bh: 'M225 110 L172 72',
  hL: 'M160 46 L160 30',
  Lh: 'M160 30 L160 46',
  hB: 'M172 72 L225 110',
  BA: 'M225 152 L225 172',
};

const BACKWARDS: readonly Way[] = ['Lh', 'hB', 'BA'];

/** @param isFirst B is zero, so nothing comes back to A */
export function StepDrawing({ stage, isFirst }: { stage: Stage; isFirst: boolean }) {
  const { t } = useTranslation('learn');
  const { parts, ways } = SHOWN[stage];
  const on = (part: Part) => (parts.includes(part) ? true : undefined);
  const shown = isFirst ? ways.filter((way) => way !== 'BA') : ways;
  return (
    <svg
      className={classes.drawing}
      viewBox="0 0 320 272"
      role="img"
      aria-label={t('lesson.step.drawing')}
      data-stage={stage}
    >
      {(['xW0', 'xA', 'AB', 'W0h', 'Bh', 'hL'] as const).map((way) => (
        <path key={way} d={WAYS[way]} className={classes.way} />
      ))}
      {shown.map((way) => (
        <path
          key={`${stage} ${way}`}
          d={WAYS[way]}
          className={classes.flow}
          data-back={BACKWARDS.includes(way) || undefined}
        />
      ))}
      <rect x="40" y="110" width="110" height="96" className={classes.part} data-frozen data-on={on('W0')} />
      <text x="95" y="155">
        W0
      </text>
      <text x="95" y="174" className={classes.aside}>
        {t('lesson.step.frozenName')}
      </text>
      <path d="M190 172 L260 172 L290 212 L170 212 Z" className={classes.part} data-on={on('A')} />
      <text x="228" y="198">
        A
      </text>
      <path d="M170 110 L290 110 L260 152 L190 152 Z" className={classes.part} data-on={on('B')} />
      <text x="228" y="137">
        B
      </text>
      {isFirst && !['adam', 'delta'].includes(stage) && (
        <text x="304" y="137" className={classes.aside}>
          = 0
        </text>
      )}
      <rect x="120" y="236" width="80" height="28" rx="4" className={classes.part} data-on={on('x')} />
      <text x="160" y="255">
        x
      </text>
      <rect x="120" y="46" width="80" height="28" rx="4" className={classes.part} data-on={on('h')} />
      <text x="160" y="65">
        h
      </text>
      <rect x="120" y="4" width="80" height="26" rx="13" className={classes.part} data-on={on('L')} />
      <text x="160" y="22">
        {t('lesson.step.lossName')}
      </text>
    </svg>
  );
}
