/** The next tokens that a direction of ΔW makes likelier, and those that it makes less likely. */
import { useTranslation } from 'react-i18next';
import type { TokenChange } from '../../../core/direction-effect.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import classes from '../../charts/charts.module.css';
import { Choice } from '../../charts/controls.tsx';
import { Term } from '../../charts/term.tsx';
import { count } from '../../format.ts';
import { siteWords } from '../../site-words.ts';
import cut from './cut.module.css';
import layout from './direction.module.css';
import { signed, spelled } from './direction-words.ts';
import type { DirectionState } from './use-direction.ts';

const ORDERS = ['byP', 'byLogp'] as const;
export type Order = (typeof ORDERS)[number];
const WAYS = ['raised', 'lowered'] as const;

interface DirectionTokensProps {
  state: DirectionState;
  order: Order;
  onOrder: (order: Order) => void;
}

const NONE = { raised: [], lowered: [] };

/** In per cent: `0.22`; of a p that is next to nothing no more than that. */
const formatP = (p: number): string => (p < 1e-4 ? '< 0.01' : (100 * p).toFixed(2));

export function DirectionTokens({
  state: { run, site, found, isMeasuring },
  order,
  onOrder,
}: DirectionTokensProps) {
  const { t } = useTranslation('direction');
  const changes = found?.effect[order] ?? NONE;
  const named = (way: (typeof WAYS)[number]) =>
    changes[way]
      .slice(0, 3)
      .map(({ token }) => `“${token}”`)
      .join(', ') || t('predicts.nothing');
  return (
    <ChartFrame
      isText
      title={t('predicts.title')}
      chosen={site ? siteWords(site) : ''}
      detail={run?.label ?? ''}
      empty={null}
      pending={found ? null : <div className={cut.start}>{isMeasuring ? t('measuring') : ''}</div>}
      summary={t('predicts.summary', { raised: named('raised'), lowered: named('lowered') })}
      table={() => ({
        columns: [
          ...[t('predicts.change'), t('predicts.token'), t('predicts.logp')],
          ...[t('predicts.without'), t('predicts.whole')],
        ],
        rows: WAYS.flatMap((way) =>
          changes[way].map(({ token, logp, without, whole }) => [
            ...[t(`predicts.${way}`), token, logp, without, whole],
          ]),
        ),
      })}
      toolbar={
        <>
          <Choice<Order>
            name={t('predicts.by')}
            value={order}
            options={ORDERS.map((value) => ({ value, label: t(`predicts.${value}`) }))}
            onChange={onOrder}
          />
          {found && (
            <Term
              name={t('definition')}
              meaning={t('predicts.meaning', { places: count(found.effect.places) })}
            />
          )}
        </>
      }
    >
      <div className={layout.scroll} role="region" aria-label={t('predicts.title')} tabIndex={0}>
        <div className={layout.ways}>
          {WAYS.map((way) => (
            <Changes key={way} name={t(`predicts.${way}`)} changes={changes[way]} order={order} />
          ))}
        </div>
      </div>
    </ChartFrame>
  );
}

interface ChangesProps {
  name: string;
  changes: readonly TokenChange[];
  order: Order;
}

function Changes({ name, changes, order }: ChangesProps) {
  const { t } = useTranslation('direction');
  return (
    <table className={classes.table} aria-label={name}>
      <thead>
        <tr>
          <th scope="col">{name}</th>
          <th scope="col">{t(order === 'byP' ? 'predicts.pInPercent' : 'predicts.logp')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ token, logp, without, whole }, i) => (
          <tr key={i}>
            <th scope="row">
              <code>{spelled(token)}</code>
            </th>
            <td>{order === 'byP' ? `${formatP(without)} → ${formatP(whole)}` : signed(logp)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
