/** The shelf of Deploy: the adapters on this computer, what they write, their files, and how PEFT loads them. */
import { Button, Code } from '@mantine/core';
import { use, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isBert, type BertConfig } from '../../../core/models/bert.ts';
import { shapeOf } from '../../../core/models/shape.ts';
import { shippedModel } from '../../../core/models/shipped.ts';
import { useStore } from 'zustand';
import { fusedModule, fusedProjections } from '../../../core/peft-form.ts';
import { deltaRank, isTarget, type LoraConfig } from '../../../core/methods/lora-config.ts';
import { findField, type MethodId } from '../../../core/methods/methods.ts';
import { projectionLabels } from '../../../core/site.ts';
import { adapterFolder } from '../../../state/file-name.ts';
import type { HubOrigin } from '../../../state/kept-models.ts';
import { saveIfAny } from '../../download.ts';
import { Boundary } from '../../boundary.tsx';
import { choiceName, methodName } from '../../method-words.ts';
import { FileChoice } from '../../file-choice.tsx';
import { count } from '../../format.ts';
import { usePage, useSession } from '../../page-context.tsx';
import { PanelHead } from '../../panel-head.tsx';
import { ShownChip } from '../../shown-chip.tsx';
import { useFocused, useResults } from '../../shown-runs.tsx';
import { importAdapter, importChosenFolder, importRuns } from '../../import-files.ts';
import { AdapterTable } from './adapter-table.tsx';
import { OutsidePanel } from './outside-panel.tsx';
import { StoragePanel, useMeasuredSpace } from './storage-panel.tsx';
import { TrialPanel } from './trial-panel.tsx';
import { whyNoPeft } from './why-no-peft.ts';

/** What a method makes of W0 when PEFT merges it; prefix tuning changes no matrix. */
const MERGED: Partial<Record<MethodId, string>> = {
  lora: 'W0 + s·BA',
  vera: 'W0 + λb·B·λd·A',
  ia3: 'l·W0',
};

/** A prompt as the page gives it to a model: after the mark that begins a text, on a line of its own. @param base as `baseInPython` */
const writeWith = (model: string, base: string) => [
  '',
  ...(shippedModel(model)
    ? [
        `tokenizer = PreTrainedTokenizerFast(tokenizer_file="${model}/tokenizer.json")`,
        'start = end = "<|endoftext|>"',
      ]
    : [
        `tokenizer = AutoTokenizer.from_pretrained(${base})`,
        'end = tokenizer.eos_token',
        'start = tokenizer.bos_token or end',
      ]),
  'prompt = "name[The Northern Fox], area[old town]"',
  'ids = tokenizer(f"{start}{prompt}\\n", add_special_tokens=False, return_tensors="pt").input_ids',
  'text = model.generate(',
  '    input_ids=ids, max_new_tokens=60, eos_token_id=tokenizer.convert_tokens_to_ids(end))',
  'print(tokenizer.decode(text[0, ids.shape[1] :], skip_special_tokens=True))',
];

/** Two segments for the shipped encoder, whose tokenizer.json does not join them. */
const segmentsWith = (model: string) => [
  `tokenizer = PreTrainedTokenizerFast(tokenizer_file="${model}/tokenizer.json")`,
  'cls, sep = tokenizer.convert_tokens_to_ids(["[CLS]", "[SEP]"])',
  'first, second = tokenizer(["All bakers sing.", "Some bakers sing."], add_special_tokens=False).input_ids',
  'first, second = [cls, *first, sep], [*second, sep]',
  'texts = {',
  '    "input_ids": torch.tensor([first + second]),',
  '    "token_type_ids": torch.tensor([[0] * len(first) + [1] * len(second)]),',
  '}',
];

/** Where `from_pretrained` finds a base model: on the Hub, or in a folder. */
const baseInPython = (model: string, origin: HubOrigin | undefined) =>
  origin ? `"${origin.id}", revision="${origin.commit}"` : `"${model}"`;

/** @param base as `baseInPython` @param encoder its dimensions. Where its config.json does not name the classes, they are named as the adapter has them */
function loadEncoder(model: string, base: string, adapter: string, method: MethodId, encoder: BertConfig) {
  const isShipped = shippedModel(model) !== null;
  // PEFT's IA³ cannot be merged beside a head of more than one map.
  const isMerged = MERGED[method] !== undefined && !(method === 'ia3' && encoder.isDenseTrained);
  return [
    ...(isShipped ? ['import torch'] : []),
    `from transformers import AutoModelForSequenceClassification, ${isShipped ? 'PreTrainedTokenizerFast' : 'AutoTokenizer'}`,
    'from peft import PeftModel',
    '',
    ...(encoder.file_outputs
      ? [`base = AutoModelForSequenceClassification.from_pretrained(${base})`]
      : [
          `labels = [${encoder.labels.map((label) => JSON.stringify(label)).join(', ')}]`,
          'base = AutoModelForSequenceClassification.from_pretrained(',
          `    ${base}, id2label=dict(enumerate(labels)), label2id={name: i for i, name in enumerate(labels)},`,
          '    ignore_mismatched_sizes=True)',
        ]),
    `model = PeftModel.from_pretrained(base, "${adapter}")`,
    ...(isMerged ? [`model = model.merge_and_unload()  # W = ${MERGED[method] ?? ''}`] : []),
    '',
    ...(isShipped
      ? segmentsWith(model)
      : [
          `tokenizer = AutoTokenizer.from_pretrained(${base})`,
          'texts = tokenizer("All bakers sing.", "Some bakers sing.", return_tensors="pt")',
        ]),
    'print(base.config.id2label[model.eval()(**texts).logits.argmax().item()])',
  ].join('\n');
}

const loadWithPeft = (model: string, base: string, adapter: string, method: MethodId) =>
  [
    `from transformers import AutoModelForCausalLM, ${shippedModel(model) ? 'PreTrainedTokenizerFast' : 'AutoTokenizer'}`,
    'from peft import PeftModel',
    '',
    `base = AutoModelForCausalLM.from_pretrained(${base})`,
    `model = PeftModel.from_pretrained(base, "${adapter}")`,
    ...(MERGED[method] ? [`model = model.merge_and_unload()  # W = ${MERGED[method]}`] : []),
    ...writeWith(model, base),
  ].join('\n');

/** Says why the exported rank is another than the run's, where it is. */
/** @param fused what Wq, Wk and Wv lie in; null where they lie apart */
function ExportedRank({ method, fused }: { method: LoraConfig; fused: ReturnType<typeof fusedModule> }) {
  const { t } = useTranslation('workspaces');
  const joined = fused ? fusedProjections(method.target_modules) : [];
  const r = deltaRank(method);
  const hasOwnRanks = Object.keys(method.rank_pattern).some((name) => isTarget(method, name));
  return (
    <>
      {r !== method.r && (
        <p>
          {t(hasOwnRanks ? 'deploy.factoredRanks' : 'deploy.factored', {
            start: choiceName(findField('init_lora_weights'), method.init_lora_weights),
            r: count(method.r),
            exported: count(r),
          })}
        </p>
      )}
      {fused && joined.length > 1 && (
        <p>
          {t(hasOwnRanks ? 'deploy.fusedRanks' : 'deploy.fused', {
            ...fused,
            exported: count(r * joined.length),
            r: count(r),
            matrices: projectionLabels(joined).join(', '),
          })}
        </p>
      )}
    </>
  );
}

export function Shelf() {
  const { t } = useTranslation('workspaces');
  const page = usePage();
  const { records, isRecorded } = useResults();
  const focused = useFocused();
  const imported = use(page.imported());
  const shelf = useRef<HTMLDivElement>(null);
  const kept = useStore(imported.store, ({ adapters }) => adapters.length);
  useMeasuredSpace(kept);
  const own = isRecorded ? null : focused;
  const loaded = useSession((state) => state.model);
  const model = focused?.config.model ?? loaded?.model ?? 'nano';
  const brought = useSession(({ ownModel, keptModels }) =>
    [...keptModels, ownModel].find((given) => given?.id === model),
  );
  // A run may be of other weights that had the same name.
  const origin = own?.weights === undefined || own.weights === brought?.weights ? brought?.origin : undefined;
  const shape = (own ? shapeOf(own) : loaded?.config) ?? {};
  const why = own && whyNoPeft(own.config.method, shape);
  const named = [
    model,
    baseInPython(model, origin),
    own ? adapterFolder(own) : 'adapter',
    own?.config.method.type ?? 'lora',
  ] as const;
  return (
    <div className="workspace deploy">
      <div className="cell" ref={shelf} tabIndex={-1}>
        <PanelHead title={t('deploy.title')}>
          <FileChoice
            accept="application/json,.json"
            size="xs"
            variant="default"
            onFiles={(files) => void importRuns(page, files)}
          >
            {t('deploy.import')}
          </FileChoice>
          <FileChoice
            accept=".zip,.json,.safetensors,.bin"
            size="xs"
            variant="default"
            onFiles={(files) => void importAdapter(page, files)}
          >
            {t('shelf.importFiles')}
          </FileChoice>
          <FileChoice
            isFolder
            accept=""
            size="xs"
            variant="default"
            onFiles={(files) => void importChosenFolder(page, files)}
          >
            {t('shelf.importFolder')}
          </FileChoice>
        </PanelHead>
        <p className="hint">{t('deploy.about')}</p>
        <Boundary>
          {records.length + kept === 0 ? (
            <p>{t('deploy.empty')}</p>
          ) : (
            <AdapterTable imported={imported} heir={shelf} />
          )}
        </Boundary>
      </div>
      <TrialPanel imported={imported} />
      <section className="cell" aria-label={t('deploy.peftTitle')}>
        <PanelHead title={t('deploy.peftTitle')} chip={own && <ShownChip />} />
        {why ? (
          <p>{t(why, { methods: methodName(own.config.method) })}</p>
        ) : (
          <>
            <p className="hint">
              {shippedModel(model)
                ? t('deploy.peftAbout')
                : origin
                  ? t('deploy.peftAboutHub', { model: origin.id })
                  : t('deploy.peftAboutFolder', { model })}
            </p>
            {shippedModel(model) && (
              <Button
                size="xs"
                variant="default"
                mb="xs"
                onClick={() => void page.actions.exportBaseModel(model).then(saveIfAny)}
              >
                {t('deploy.base', { model })}
              </Button>
            )}
            <Code block tabIndex={0}>
              {isBert(shape) ? loadEncoder(...named, shape) : loadWithPeft(...named)}
            </Code>
            {!own && <p className="hint">{t('deploy.noRun')}</p>}
            {own?.config.method.type === 'lora' && (
              <ExportedRank method={own.config.method} fused={fusedModule(shape)} />
            )}
          </>
        )}
      </section>
      {own && !why && <OutsidePanel key={own.id} run={own} />}
      {/* Last, since it is measured after the rest is there. */}
      <StoragePanel />
    </div>
  );
}
