/** The Deploy workspace: the adapters that runs left on this computer, their files, and how PEFT loads them. */
import { Code } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Boundary } from '../../boundary.tsx';
import { FileChoice } from '../../file-choice.tsx';
import { usePage } from '../../page-context.tsx';
import { PanelHead } from '../../panel-head.tsx';
import { useFocused, useResults } from '../../shown-runs.tsx';
import { importFile } from '../../use-file.ts';
import { AdapterTable } from './adapter-table.tsx';
import { StoragePanel, useMeasuredSpace } from './storage-panel.tsx';

const loadWithPeft = (model: string) => `from transformers import AutoModelForCausalLM
from peft import PeftModel

base = AutoModelForCausalLM.from_pretrained("${model}")
model = PeftModel.from_pretrained(base, "adapter")
model = model.merge_and_unload()  # W = W0 + s·BA`;

export function Deploy() {
  const { t } = useTranslation('workspaces');
  const page = usePage();
  const { records } = useResults();
  const focused = useFocused();
  useMeasuredSpace();
  const model = focused?.config.model ?? 'nano';
  return (
    <div className="workspace deploy">
      <div className="cell">
        <PanelHead title={t('deploy.title')}>
          <FileChoice
            accept="application/json,.json"
            size="xs"
            variant="default"
            onFiles={(files) => files.forEach((file) => void importFile(page, file))}
          >
            {t('deploy.import')}
          </FileChoice>
        </PanelHead>
        <p className="hint">{t('deploy.about')}</p>
        <Boundary>{records.length === 0 ? <p>{t('deploy.empty')}</p> : <AdapterTable />}</Boundary>
      </div>
      <StoragePanel />
      <section className="cell" aria-label={t('deploy.peftTitle')}>
        <PanelHead title={t('deploy.peftTitle')} />
        <p className="hint">{t('deploy.peftAbout')}</p>
        <Code block tabIndex={0}>
          {loadWithPeft(model)}
        </Code>
      </section>
    </div>
  );
}
