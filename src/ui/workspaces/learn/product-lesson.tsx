/** The lesson on B·A: a small product whose entries are set by hand, with its singular values. */
import { Button, Group, SegmentedControl } from '@mantine/core';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  aboveZero,
  drawHand,
  ENTRY_STEP,
  HAND_RANKS,
  HAND_SIZE,
  handSpectrum,
  MOST_ENTRY,
  productOf,
  withEntry,
  type Hand,
} from '../../../core/hand-product.ts';
import { focusIfLost } from '../../focus.ts';
import { short } from '../../format.ts';
import { shade, signed } from './cells.ts';
import { Claim, Meaning } from './lesson-words.tsx';
import classes from './learn.module.css';
import { useLessons } from './lessons-context.ts';
import { Section } from './section.tsx';
import { TermText } from './term-text.tsx';

const LESSON = 'product';
const ASKED_RANK = 2;
const OPTIONS = Array.from({ length: HAND_SIZE }, (_, i) => String(i + 1));

export function ProductLesson() {
  const { t } = useTranslation('learn');
  const kept = useLessons(({ guesses }) => guesses[LESSON]);
  const { guess, takeBack, finish } = useLessons((state) => state);
  const [chosen, setChosen] = useState('');
  const place = useRef<HTMLElement>(null);
  /** The button that was pressed goes away. */
  const change = (how: () => void) => {
    how();
    focusIfLost(place);
  };
  const words = { size: String(HAND_SIZE), r: String(ASKED_RANK), cells: String(HAND_SIZE ** 2) };
  return (
    <>
      <Claim id={LESSON} />
      <Section title={t('step.guess')} ref={place}>
        <p>
          <TermText text={t('lesson.product.ask', words)} />
        </p>
        {kept ? (
          <Group gap="xs">
            <p role="status">
              {kept.length === 0
                ? t('guess.skipped')
                : t(kept[0] === ASKED_RANK ? 'lesson.product.right' : 'lesson.product.wrong', {
                    guess: String(kept[0]),
                    r: words.r,
                  })}
            </p>
            <Button size="compact-xs" variant="default" onClick={() => change(() => takeBack(LESSON))}>
              {t('guess.again')}
            </Button>
          </Group>
        ) : (
          <Group gap="xs">
            <SegmentedControl
              size="sm"
              aria-label={t('step.guess')}
              value={chosen}
              onChange={setChosen}
              data={OPTIONS}
            />
            <Button
              size="xs"
              disabled={chosen === ''}
              onClick={() => change(() => guess(LESSON, [Number(chosen)]))}
            >
              {t('guess.take')}
            </Button>
            <Button size="xs" variant="default" onClick={() => change(() => guess(LESSON, []))}>
              {t('guess.skip')}
            </Button>
          </Group>
        )}
      </Section>
      {kept && (
        <>
          <Section title={t('step.run')}>
            <ByHand onTry={() => finish(LESSON)} />
          </Section>
          <Meaning id={LESSON} />
        </>
      )}
    </>
  );
}

/** @param onTry called when A or B is changed */
function ByHand({ onTry }: { onTry: () => void }) {
  const { t } = useTranslation('learn');
  const [seed, setSeed] = useState(1);
  const [hand, setHand] = useState<Hand>(() => drawHand(ASKED_RANK, 1));
  const change = (changed: Hand) => {
    setHand(changed);
    onTry();
  };
  const rank = hand.a.length;
  const sigma = handSpectrum(hand);
  const above = aboveZero(sigma);
  const isZero = hand.b.every((column) => column.every((entry) => entry === 0));
  const draw = (r: number) => {
    setSeed(seed + 1);
    change(drawHand(r, seed + 1));
  };
  return (
    <>
      <p>{t('lesson.product.try')}</p>
      <Group gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t('lesson.product.rank')}
          value={String(rank)}
          onChange={(r) => draw(Number(r))}
          data={HAND_RANKS.map((r) => ({ value: String(r), label: `r = ${r}` }))}
        />
        <Button size="xs" variant="default" onClick={() => draw(rank)}>
          {t('lesson.product.random')}
        </Button>
        <Button
          size="xs"
          variant="default"
          onClick={() => change({ ...hand, b: hand.b.map((column) => column.map(() => 0)) })}
        >
          {t('lesson.product.zero')}
        </Button>
      </Group>
      {isZero && <p role="status">{t('lesson.product.zeroNote')}</p>}
      <div className={classes.product}>
        <figure className={classes.factorA} aria-label={t('lesson.product.a')}>
          <figcaption>{t('lesson.product.a')}</figcaption>
          {hand.a.map((row, k) => (
            <div className={classes.row} key={k}>
              {row.map((entry, i) => (
                <Entry
                  key={i}
                  name={t('lesson.product.cell', {
                    matrix: t('lesson.product.a'),
                    row: String(k + 1),
                    column: String(i + 1),
                  })}
                  value={entry}
                  onChange={(value) => change(withEntry(hand, 'a', k, i, value))}
                />
              ))}
            </div>
          ))}
        </figure>
        <figure className={classes.factorB} aria-label={t('lesson.product.b')}>
          <figcaption>{t('lesson.product.b')}</figcaption>
          {Array.from({ length: HAND_SIZE }, (_, i) => (
            <div className={classes.row} key={i}>
              {hand.b.map((column, k) => (
                <Entry
                  key={k}
                  name={t('lesson.product.cell', {
                    matrix: t('lesson.product.b'),
                    row: String(i + 1),
                    column: String(k + 1),
                  })}
                  value={column[i] ?? 0}
                  onChange={(value) => change(withEntry(hand, 'b', k, i, value))}
                />
              ))}
            </div>
          ))}
        </figure>
        <figure className={classes.delta}>
          <figcaption id="hand-product">{t('lesson.product.product')}</figcaption>
          <table aria-labelledby="hand-product">
            <tbody>
              {productOf(hand).map((row, i) => (
                <tr key={i}>
                  {row.map((entry, j) => (
                    <td key={j} className={classes.entry} style={shade(entry, rank * MOST_ENTRY ** 2)}>
                      {signed(short(entry))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </figure>
      </div>
      <h4>{t('lesson.product.sigma')}</h4>
      <ol className={classes.sigma} aria-label={t('lesson.product.sigma')}>
        {sigma.map((value, i) => (
          <li key={i}>
            <span
              className={classes.bar}
              style={{ inlineSize: `${(100 * value) / Math.max(sigma[0] ?? 1, 1e-9)}%` }}
            />
            <span>{short(i < above ? value : 0)}</span>
          </li>
        ))}
      </ol>
      <p role="status">
        {t('lesson.product.counts', {
          trained: String(2 * rank * HAND_SIZE),
          all: String(HAND_SIZE ** 2),
          above: String(above),
        })}
      </p>
    </>
  );
}

/** So many pixels of a drag are one step of an entry. */
const DRAG = 12;

function Entry({
  name,
  value,
  onChange,
}: {
  name: string;
  value: number;
  onChange: (value: number) => void;
}) {
  const from = useRef<{ y: number; value: number } | null>(null);
  const press = (event: KeyboardEvent) => {
    const moves: Partial<Record<string, number>> = {
      ArrowUp: value + ENTRY_STEP,
      ArrowRight: value + ENTRY_STEP,
      ArrowDown: value - ENTRY_STEP,
      ArrowLeft: value - ENTRY_STEP,
      Home: -MOST_ENTRY,
      End: MOST_ENTRY,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onChange(to);
  };
  const drag = ({ clientY }: PointerEvent) => {
    if (from.current)
      onChange(from.current.value + Math.round((from.current.y - clientY) / DRAG) * ENTRY_STEP);
  };
  return (
    <button
      type="button"
      className={`${classes.entry} ${classes.movable}`}
      style={shade(value, MOST_ENTRY)}
      role="slider"
      aria-orientation="vertical"
      aria-label={name}
      aria-valuemin={-MOST_ENTRY}
      aria-valuemax={MOST_ENTRY}
      aria-valuenow={value}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { y: event.clientY, value };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        from.current = null;
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
    >
      {signed(short(value))}
    </button>
  );
}
