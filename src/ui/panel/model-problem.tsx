/** Why a model of a person's own, or of the Hugging Face Hub, cannot be used. */
import { useTranslation } from 'react-i18next';
import { plainName } from '../../core/plain-name.ts';
import { ModelError, type ModelProblem } from '../../state/brought-model.ts';
import { bytes, count, excerpt, SHOWN_DETAIL } from '../format.ts';
import { said } from '../strings/index.ts';

/** What the words of a fault name, as it is shown; nothing for what they do not name. */
function shownValues({ values }: ModelError) {
  const { text = '', host = '', kind = '', revision = '', file = '', seconds = 0, status = 0 } = values;
  const { architecture = '', type = '', tensor = '', dtype = '', bytes: size = 0, limit = 0 } = values;
  return {
    ...{ text, host, kind, revision, file, architecture, type, tensor, dtype },
    ...{ seconds: count(seconds), status: String(status), bytes: bytes(size), limit: bytes(limit) },
  };
}

/** The Hub need not tell how long to wait. */
const wordsOf = ({ fault, values }: ModelError) =>
  fault === 'too-many' && values.seconds === 0 ? 'too-many-now' : fault;

/** Why the model cannot be used, with the remedy, and the reason in the Hub's or a reader's own words. */
export function ModelProblemNote({ problem }: { problem: ModelProblem }) {
  const { t } = useTranslation();
  const isFault = problem instanceof ModelError;
  const reason = isFault ? problem.said : problem.detail;
  const words = isFault
    ? t(`hub.faults.${wordsOf(problem)}`, shownValues(problem))
    : t(problem.code === 'model-format' ? 'ownModel.refused' : `error.${problem.code}`);
  return (
    <div className="own-error" role="alert">
      <strong>{words}</strong>
      {reason !== null && <p>{excerpt(plainName(said(reason)), SHOWN_DETAIL)}</p>}
    </div>
  );
}
