/** What one singular direction of ΔW does: the tokens that excite it, the next tokens that it makes likelier, and what it is worth. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { VALIDATION_PAIRS } from '../../../core/run-record.ts';
import { siteId } from '../../../core/site.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import classes from '../../charts/charts.module.css';
import { Choice, MatrixSelect } from '../../charts/controls.tsx';
import { colourAt } from '../../charts/run-styles.ts';
import { Term } from '../../charts/term.tsx';
import { formatValue } from '../../charts/values.ts';
import { count, percent } from '../../format.ts';
import { useView } from '../../page-context.tsx';
import { noSpectrumOf } from '../../method-words.ts';
import { useChartProps } from '../../use-chart-props.ts';
import { siteWords } from '../../site-words.ts';
import cut from './cut.module.css';
import { DirectionTokens, type Order } from './direction-tokens.tsx';
import { DirectionWorth } from './direction-worth.tsx';
import layout from './direction.module.css';
import { signed, visible } from './direction-words.ts';
import { TakingNote } from './taking-note.tsx';
import { useDirection, type DirectionState } from './use-direction.ts';

export function WhatADirectionDoes() {
  const state = useDirection();
  const [order, setOrder] = useState<Order>('byP');
  const { found, isMeasuring, whyNot } = state;
  const isShown = whyNot === null && (found !== null || isMeasuring);
  return (
    <div className={layout.direction}>
      <div className={`cell ${(isShown ? layout.texts : layout.alone) ?? ''}`}>
        <Excites state={state} />
      </div>
      {isShown && (
        <>
          <div className="cell">
            <DirectionTokens state={state} order={order} onOrder={setOrder} />
          </div>
          <div className="cell">{found && <DirectionWorth state={state} found={found} />}</div>
        </>
      )}
    </div>
  );
}

/** Which matrix and which of its directions. */
function Controls({ state: { sites, site, sigmas, k, choose } }: { state: DirectionState }) {
  const { t } = useTranslation('direction');
  const onSite = useView(({ setSite }) => setSite);
  return (
    <>
      <MatrixSelect sites={sites} chosen={site ? siteId(site) : ''} onSite={onSite} />
      <Choice
        name={t('direction')}
        value={String(k)}
        options={sigmas.map((sigma, i) => ({
          value: String(i),
          label: t('option', { k: count(i + 1), sigma: formatValue(sigma) }),
        }))}
        onChange={(value) => choose(Number(value))}
      />
    </>
  );
}

function Excites({ state }: { state: DirectionState }) {
  const { t } = useTranslation('direction');
  const { chip } = useChartProps();
  const { run, site, taking, k, found, whyNot, isMeasuring, isBusy, start } = state;
  const effect = found?.effect;
  const reading = effect
    ? t('excites.reading', {
        ...{ k: count(k + 1), share: percent(effect.share) },
        ...{ d: count(effect.dIn), chance: percent(1 / effect.dIn) },
      })
    : '';
  const pending = () => {
    if (found) return null;
    if (taking.outcome.state !== 'done') return <TakingNote taking={taking} />;
    return (
      <div className={cut.start}>
        <p>{t('about')}</p>
        <Button size="compact-sm" loading={isMeasuring} disabled={isBusy} onClick={start}>
          {t('measure')}
        </Button>
      </div>
    );
  };
  return (
    <ChartFrame
      isText
      title={t('excites.title')}
      chosen={site ? siteWords(site) : ''}
      detail={run?.label ?? ''}
      chip={run && chip?.([{ record: run.record }])}
      empty={whyNot && ((whyNot === 'none' && run && noSpectrumOf(run.record.config.method)) || t(whyNot))}
      pending={pending()}
      summary={reading}
      table={() => ({
        columns: [
          ...[t('excites.text'), t('excites.place'), t('excites.token'), t('excites.strength')],
          t('excites.context'),
        ],
        rows: (effect?.texts ?? []).flatMap(({ tokens, strengths }, text) =>
          tokens.map((token, at) => [text + 1, at + 1, token, strengths[at] ?? null, tokens.join('')]),
        ),
      })}
      toolbar={
        <>
          <Controls state={state} />
          {effect && (
            <span className={classes.figures}>
              <Term
                name={t('definition')}
                meaning={t('excites.meaning', {
                  texts: count(Math.min(VALIDATION_PAIRS, run?.record.dataset.validation ?? 0)),
                })}
              />
              <span className={layout.shade} style={shaded(1)}>
                {t('excites.positive')}
              </span>
              <span className={layout.shade} style={shaded(-1)}>
                {t('excites.negative')}
              </span>
              <span className={classes.note}>{reading}</span>
            </span>
          )}
        </>
      }
    >
      <ExcitedTexts texts={effect?.texts ?? []} />
    </ChartFrame>
  );
}

/** The stronger, the more of the sign's colour, never so much that the text is hard to read. @param share of the strongest, −1 to 1 */
const shaded = (share: number) => ({
  background: `color-mix(in srgb, ${colourAt(share < 0 ? 1 : 2)} ${Math.round(40 * Math.abs(share))}%, transparent)`,
});

function ExcitedTexts({ texts }: Pick<NonNullable<DirectionState['found']>['effect'], 'texts'>) {
  const { t } = useTranslation('direction');
  const most = Math.max(0, ...texts.flatMap(({ strengths }) => strengths.map(Math.abs)));
  return (
    <div className={layout.scroll} role="region" aria-label={t('excites.title')} tabIndex={0}>
      <ol className={layout.list}>
        {texts.map(({ tokens, strengths, peak }, text) => (
          <li key={text}>
            <b className={layout.strength}>{signed(strengths[peak] ?? 0)}</b>
            <span className={layout.context}>
              {tokens.map((token, at) => {
                const strength = strengths[at] ?? 0;
                const Part = at === peak ? 'strong' : 'span';
                return (
                  <Part
                    key={at}
                    className={layout.shade}
                    style={shaded(strength / (most || 1))}
                    title={signed(strength)}
                  >
                    {at === 0 ? visible(token).trimStart() : visible(token)}
                  </Part>
                );
              })}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
