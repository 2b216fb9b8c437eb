/**
 * What the form would train, before any training: counts, shapes, file and optimizer size, and the same choice
 * in GPT-3. Everything here is counted from shapes; nothing is measured.
 */
import { useTranslation } from 'react-i18next';
import { countTrainable, GPT3, GPT3_PARAMETERS, optimizerBytes, weightBytes } from '../../core/params.ts';
import { adapterFileBytes, fusedModule, hasPeftForm } from '../../core/peft-form.ts';
import { atSite, hasLora } from '../../core/methods/lora-config.ts';
import { methodOf, type MethodConfig } from '../../core/methods/methods.ts';
import {
  PROJECTION_LABEL,
  projectionsOf,
  sitesOf,
  siteShape,
  type TransformerConfig,
} from '../../core/site.ts';
import { trainableParts, type TrainablePart } from '../../core/trainable-parts.ts';
import { bytes, count, percent } from '../format.ts';
import { useConfig, useSession } from '../page-context.tsx';
import { methodName } from '../method-words.ts';
import { BudgetLock, BudgetRanks } from './budget-lock.tsx';
import { Explain } from './fields.tsx';

/** The trained weights, part by part: a row for each matrix, then the others; nothing where the total says it all. */
function Parts({ model, method }: { model: TransformerConfig; method: MethodConfig }) {
  const { t } = useTranslation();
  const parts = trainableParts(model, method);
  const words: [TrainablePart, string][] = [
    ['own', methodOf(method).virtual ? t('parameters.tokens') : methodName(method)],
    ['biases', t('parameters.biases')],
    ['modules', t('parameters.modules')],
    ['pooler', t('parameters.pooler')],
    ['head', t('parameters.head')],
  ];
  if (!hasLora(method) && parts.size < 2) return null;
  return (
    <>
      {hasLora(method) && (
        <p className="hint">
          {t('parameters.shapes', { count: sitesOf(model, ['q'], method.layers_to_transform).length })}
        </p>
      )}
      <ul className="shapes">
        {hasLora(method) &&
          projectionsOf(model)
            .filter((own) => method.target_modules.includes(own))
            .map((projection) => {
              const { dIn, dOut } = siteShape(model, projection);
              const sites = sitesOf(model, [projection], method.layers_to_transform);
              const r = [...new Set(sites.map((site) => atSite(method, site).r))].join(', ');
              return (
                <li key={projection}>
                  <strong>{PROJECTION_LABEL[projection]}</strong>
                  <span>{t('parameters.shapeB', { shape: `${dOut} × ${r}` })}</span>
                  <span>
                    {t('parameters.shapeA', { shape: `${r} × ${dIn}` })}
                    {method.use_dora && ` ${t('parameters.shapeM', { shape: count(dOut) })}`}
                  </span>
                  <span>{count(parts.get(projection) ?? 0)}</span>
                </li>
              );
            })}
        {words.map(([part, word]) => {
          const size = parts.get(part);
          return (
            size !== undefined && (
              <li key={part} className="others">
                <span>{word}</span>
                <span>{count(size)}</span>
              </li>
            )
          );
        })}
      </ul>
    </>
  );
}

/** The same method with the same settings in GPT-3, but in all of its layers where some are chosen here. */
function Gpt3({ method }: { method: MethodConfig }) {
  const { t } = useTranslation();
  const hasFewLayers = hasLora(method) && method.layers_to_transform !== null;
  const trainable = countTrainable(GPT3, hasFewLayers ? { ...method, layers_to_transform: null } : method);
  return (
    <div className="fact wide">
      <dt>
        {t('parameters.gpt3')}{' '}
        <Explain
          label={t('parameters.gpt3')}
          text={t(hasFewLayers ? 'parameters.gpt3AboutLayers' : 'parameters.gpt3About')}
        />
      </dt>
      <dd>
        {t('parameters.gpt3Value', {
          shown: count(trainable),
          percent: percent(trainable / GPT3_PARAMETERS),
        })}
      </dd>
    </div>
  );
}

function Facts({ model, total, method }: { model: TransformerConfig; total: number; method: MethodConfig }) {
  const { t } = useTranslation();
  const trainable = countTrainable(model, method);
  const fused = fusedModule(model);
  return (
    <dl className="facts">
      <div className="fact">
        <dt>
          {t('parameters.adapter')}{' '}
          {method.type === 'lora' && hasPeftForm(method, model) && (
            <Explain
              label={t('parameters.adapter')}
              text={fused ? t('parameters.fileAbout', fused) : t('parameters.fileAboutLlama')}
            />
          )}
        </dt>
        <dd>{bytes(weightBytes(trainable))}</dd>
        {hasPeftForm(method, model) && (
          <dd className="beside">{t('parameters.file', { size: bytes(adapterFileBytes(model, method)) })}</dd>
        )}
        <dd className="beside">{t('parameters.full', { size: bytes(weightBytes(total)) })}</dd>
      </div>
      <div className="fact">
        <dt>{t('parameters.optimizer')}</dt>
        <dd>{bytes(optimizerBytes(trainable))}</dd>
        <dd className="beside">{t('parameters.full', { size: bytes(optimizerBytes(total)) })}</dd>
      </div>
      <Gpt3 method={method} />
    </dl>
  );
}

export function ParametersCard() {
  const { t } = useTranslation();
  const method = useConfig((state) => state.config.method);
  const info = useSession((state) => state.model);
  const trainable = info ? countTrainable(info.config, method) : 0;
  const total = info?.totalParameters ?? 0;
  return (
    <div className="parameters">
      {info ? (
        <>
          <p className="headline">
            {t('parameters.headline', {
              trainable: count(trainable),
              total: count(total),
              percent: percent(trainable / total),
            })}
          </p>
          <div className="share" aria-hidden="true">
            <div style={{ width: `${Math.min(100, (100 * trainable) / total)}%` }} />
          </div>
          <div className="parameters-line">
            <BudgetLock />
          </div>
          <BudgetRanks />
          <Parts model={info.config} method={method} />
          <Facts model={info.config} total={total} method={method} />
        </>
      ) : (
        <>
          <p className="hint">{t('parameters.waiting')}</p>
          <dl className="facts">
            <Gpt3 method={method} />
          </dl>
        </>
      )}
    </div>
  );
}
