/** Table 1 of the LoRA paper, as printed. */
import { useTranslation } from 'react-i18next';
import { TABLE_1 } from '../../../core/latency.ts';
import charts from '../../charts/charts.module.css';
import { count } from '../../format.ts';
import classes from './measured.module.css';

export function PaperTable() {
  const { t } = useTranslation('deploy');
  return (
    <div
      className={`${classes.scroll} ${classes.paper}`}
      tabIndex={0}
      role="region"
      aria-label={t('latency.paper')}
    >
      <table className={charts.table}>
        <thead>
          <tr className={classes.group}>
            <th scope="col">{t('latency.paper')}</th>
            {TABLE_1.works.map(({ batch, length, parameters }) => (
              <th key={batch} scope="col">
                {t('latency.paperWork', { batch: count(batch), length: count(length), parameters })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {TABLE_1.rows.map(({ way, cells }) => (
            <tr key={way}>
              <th scope="row">{way === 'merged' ? t('latency.paperMerged') : t(`latency.ways.${way}`)}</th>
              {cells.map(([mean, deviation, share]) => (
                <td key={mean}>
                  {t('latency.paperMs', { mean: mean.toFixed(1), deviation: deviation.toFixed(1) })}
                  {share !== null && (
                    <span className={classes.spread}>
                      {t('latency.paperShare', { share: share.toFixed(1) })}
                    </span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.small}>{t('latency.paperNote')}</p>
    </div>
  );
}
