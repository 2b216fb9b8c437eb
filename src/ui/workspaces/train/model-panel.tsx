/**
 * The model as the centre of the Train workspace: its blocks, which matrices are adapted, and at each of them the singular
 * values of ΔW in the shown run, on one scale through the run. A press on a matrix's head adapts it in the next run; a
 * press on its bars shows them large. The keyboard does both by the form's check boxes and the spectrum chart's select.
 */
import { SegmentedControl, VisuallyHidden } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { differingPlaces, EMBEDDINGS } from '../../../core/methods/marks.ts';
import type { ModelInfo } from '../../../core/model-info.ts';
import { isBert } from '../../../core/models/bert.ts';
import { isLlama } from '../../../core/models/llama.ts';
import { isNeox } from '../../../core/models/neox.ts';
import { shapeOf } from '../../../core/models/shape.ts';
import { methodOf, type MethodConfig } from '../../../core/methods/methods.ts';
import {
  PROJECTION_LABEL,
  projectionLabels,
  projectionsOf,
  siteId,
  type Projection,
  type SiteId,
} from '../../../core/site.ts';
import { latestAt, rankFigures, spectrumScale } from '../../charts/series.ts';
import { formatFigure, formatValue } from '../../charts/values.ts';
import { count, day } from '../../format.ts';
import { useClassLink, useConfig, useRuns, useSession, useView } from '../../page-context.tsx';
import { PanelHead } from '../../panel-head.tsx';
import { controlState } from '../../../state/class-store.ts';
import { useTargets } from '../../panel/use-targets.ts';
import { useResults } from '../../shown-runs.tsx';
import { useNarrow } from '../../use-narrow.ts';
import { useTruth } from '../../use-chart-props.ts';
import { ShownChip } from '../../shown-chip.tsx';
import { BlockDrawing, Embeddings, Head } from './block-drawing.tsx';
import { geometryFor, widestOf } from './block-geometry.ts';
import { markMeanings, markPlaces } from './mark-words.ts';
import { MatrixCard, marksAt, type MatrixSpectrum } from './matrix-card.tsx';
import { caveatOf, methodAbout, methodName } from '../../method-words.ts';
import { siteWords } from '../../site-words.ts';

/** Says where the recorded run comes from, while it plays. */
function RecordedNote() {
  const { t } = useTranslation('workspaces');
  const { t: app } = useTranslation();
  const { shown, isRecorded } = useResults();
  const record = shown[0]?.record;
  if (!isRecorded || !record) return null;
  return (
    <>
      {t('recorded', {
        device: app(`device.${record.device.backend}`),
        date: day(new Date(record.createdAt)),
        seed: String(record.config.seed),
      })}{' '}
    </>
  );
}

/** The text of a block that tells what the drawing shows. */
function summaryOf(model: object) {
  if (isLlama(model)) return 'model.summaryLlama';
  if (isBert(model)) return 'model.summaryPostNorm';
  return isNeox(model) && model.isParallel ? 'model.summaryParallel' : 'model.summary';
}

/** Drawn after the form, in which a model can be trained as soon as it has come. */
export function ModelPanel() {
  return <Model model={useDeferredValue(useSession((state) => state.model))} />;
}

/** @param model null until one is loaded */
const Model = memo(function Model({ model }: { model: ModelInfo | null }) {
  const { t } = useTranslation('workspaces');
  const { ref, width } = useElementSize<HTMLDivElement>();
  const narrow = useNarrow();
  const [chosenLayers, setChosenLayers] = useState(narrow ? '0' : 'all');
  const chosenTargets = useTargets();
  const isFixed = useClassLink((inForce) => controlState(inForce?.link, 'target_modules') !== 'free');
  const targets = chosenTargets?.targets ?? [];
  // The drawing may be of another model than the next run trains.
  const canChoose = (projection: Projection) =>
    !isFixed && chosenTargets !== null && projectionsOf(model?.config ?? {}).includes(projection);
  const method = useConfig((state) => state.config.method);
  const cursor = useRuns((state) => state.cursor);
  const chosenSite = useView((state) => state.site);
  const setSite = useView((state) => state.setSite);
  const run = useResults().shown[0];
  const record = run?.record;
  const truth = useTruth();

  const scale = useMemo(() => (run ? (spectrumScale([run], 'all', truth)?.[1] ?? 0) : 0), [run, truth]);
  const snapshot = record ? latestAt(record.spectra, cursor) : null;
  const spectra = useMemo(
    () =>
      new Map<SiteId, MatrixSpectrum>(
        snapshot?.sites.map(({ site, singularValues }) => {
          const hidden = truth?.sigmaOf(site) ?? null;
          return [
            siteId(site),
            {
              sigma: singularValues,
              effectiveRank: rankFigures(singularValues).effective,
              ...(truth && hidden !== null && { truth: { rank: truth.rank, sigma: hidden } }),
            },
          ];
        }),
      ),
    [snapshot, truth],
  );
  const chosen = chosenSite && spectra.has(chosenSite) ? chosenSite : spectra.keys().next().value;

  // A run of an unknown model, which a file brought, tells its layers by the deepest one that has a spectrum.
  const shape = useMemo(
    () =>
      record && record.config.model !== model?.model
        ? (shapeOf(record) ?? {
            n_layer: 1 + Math.max(0, ...(snapshot?.sites ?? []).map(({ site }) => site.layer)),
          })
        : (model?.config ?? { n_layer: 0 }),
    [record, model, snapshot],
  );
  const layers = shape.n_layer;
  const shownMethod = record?.config.method ?? method;
  const idsOf = (config: MethodConfig) => new Set(methodOf(config).sites(shape, config).map(siteId));
  const adapted = idsOf(shownMethod);
  const next = idsOf(method);
  const spec = methodOf(shownMethod);
  const caveat = caveatOf(shownMethod);
  const marks = useMemo(() => spec.marks(shape, shownMethod), [spec, shape, shownMethod]);
  const nextMarks = useMemo(() => methodOf(method).marks(shape, method), [shape, method]);
  const differing = useMemo(() => differingPlaces(marks, nextMarks), [marks, nextMarks]);
  const geometry = geometryFor(width, [...marks, ...nextMarks], shape);
  const drawnWidth = Math.min(width, widestOf(geometry));
  const all = Array.from({ length: layers }, (_, layer) => layer);
  // A layer that another model had may be absent in this one.
  const only = all.map(String).includes(chosenLayers) ? chosenLayers : 'all';
  const drawn = only === 'all' ? all : [Number(only)];
  const hasDashed = [...differing].some((place) => {
    const layer = Number.parseInt(place, 10);
    if (place === EMBEDDINGS) return drawn.includes(0) || drawn.includes(layers - 1);
    return drawn.includes(Number.isNaN(layer) ? layers - 1 : layer);
  });
  const titlesOf = (projection: Projection, layer: number, spectrum: MatrixSpectrum | undefined) => {
    const words = { matrix: PROJECTION_LABEL[projection], layer: count(layer + 1) };
    const isTarget = targets.includes(projection);
    const head = !canChoose(projection)
      ? t('model.fixed', words)
      : t(isTarget ? (targets.length === 1 ? 'model.last' : 'model.leave') : 'model.adapt', words);
    return {
      head,
      body: spectrum
        ? t('model.spectrum', {
            ...words,
            sigma: spectrum.sigma.map(formatValue).join(', '),
            effective: formatFigure(spectrum.effectiveRank),
            r: count(spectrum.sigma.length),
          })
        : isTarget || !chosenTargets
          ? head
          : t('model.frozen', words),
    };
  };

  return (
    <figure className="cell model" aria-label={t('model.title')}>
      <PanelHead title={t('model.title')} chip={<ShownChip step={snapshot?.step} />}>
        {layers > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t('model.shownLayers')}
            value={only}
            onChange={setChosenLayers}
            data={[
              { value: 'all', label: t('model.allLayers') },
              ...all.map((layer) => ({ value: String(layer), label: count(layer + 1) })),
            ]}
          />
        )}
      </PanelHead>
      <VisuallyHidden>
        {t(summaryOf(shape), { layers: count(layers) })}{' '}
        {chosenTargets
          ? t('model.summaryTargets', { targets: projectionLabels(targets).join(', ') })
          : t('model.summaryMethod', { method: methodName(method), about: methodAbout(method) })}{' '}
        {t('model.summaryTrained', { method: spec.name })} {markPlaces(marks, t).join(' ')}{' '}
        {snapshot &&
          t('model.summaryMeasured', {
            ranks: snapshot.sites
              .map(({ site, singularValues }) =>
                t('model.rankOf', {
                  site: siteWords(site),
                  effective: formatFigure(rankFigures(singularValues).effective),
                  r: count(singularValues.length),
                }),
              )
              .join('; '),
          })}
      </VisuallyHidden>
      <div className="blocks scrolls" tabIndex={0} role="region" aria-label={t('model.title')}>
        <div ref={ref} className="drawing" data-shrinks={drawn.length <= 2 || undefined}>
          {width > 0 && drawn[0] === 0 && (
            <Embeddings
              geometry={geometry}
              width={drawnWidth}
              marks={marks}
              nextMarks={nextMarks}
              differing={differing}
            />
          )}
          {width > 0 &&
            drawn.map((layer) => (
              <BlockDrawing
                key={layer}
                geometry={geometry}
                width={drawnWidth}
                label={t('model.layer', { layer: count(layer + 1) })}
                layer={layer}
                marks={marks}
                nextMarks={nextMarks}
                differing={differing}
              >
                {projectionsOf(shape).map((projection) => {
                  const id = siteId({ layer, projection });
                  const spectrum = spectra.get(id);
                  return (
                    <MatrixCard
                      key={id}
                      geometry={geometry}
                      projection={projection}
                      isTarget={next.has(id)}
                      isAdapted={adapted.has(id)}
                      isDiffering={differing.has(id)}
                      marks={marksAt(shape, marks, { layer, projection })}
                      spectrum={spectrum}
                      scale={scale}
                      colour={run?.colour ?? ''}
                      isChosen={id === chosen}
                      titles={titlesOf(projection, layer, spectrum)}
                      onToggle={canChoose(projection) ? () => chosenTargets?.toggle(projection) : null}
                      onChoose={() => setSite(id)}
                    />
                  );
                })}
              </BlockDrawing>
            ))}
          {width > 0 && drawn.at(-1) === layers - 1 && (
            <Head
              geometry={geometry}
              width={drawnWidth}
              marks={marks}
              nextMarks={nextMarks}
              differing={differing}
            />
          )}
        </div>
      </div>
      <p className="hint legend">
        <RecordedNote />
        {[
          t('model.legend', { method: spec.name }),
          ...markMeanings(marks, t),
          ...(spectra.size > 0
            ? [scale > 0 ? t('model.legendBars', { largest: formatValue(scale) }) : t('model.legendZero')]
            : []),
        ].join(' ')}
        {spectra.size > 0 && caveat && ` ${caveat}`}
        {truth && ` ${t('model.legendTruth')}`}
        {hasDashed && ` ${t('model.legendNext')}`}
        {isBert(shape) && ` ${t('model.legendEncoder')}`}
      </p>
    </figure>
  );
});
