/**
 * Text to the token ids that an encoder reads, by a model folder's `tokenizer.json`: WordPiece (BERT) or byte-level BPE (RoBERTa). Two
 * segments are joined as the family joins them. Text never turns into a control token.
 */
import { z } from 'zod';
import { LabError, need } from '../core/lab-error.ts';
import { PROBLEM, textOf, type JoinedSegments, type Tokenizer } from './tokenizer.ts';

/** The control tokens of an encoder. */
export interface EncoderMarks {
  /** Before every text: `[CLS]`, `<s>`. */
  start: string;
  /** After every segment: `[SEP]`, `</s>`. */
  end: string;
  /** `[PAD]`, `<pad>` */
  pad: string;
  /** Whether two end marks stand between segments, and all tokens are of segment 0: so RoBERTa has it. */
  isDoubled: boolean;
}

export interface EncoderTokenizer extends Tokenizer {
  /** One segment or two between control tokens. */
  join(segments: readonly string[]): JoinedSegments;
}

const fileSchema = z.looseObject({
  model: z.looseObject({
    type: z.enum(['WordPiece', 'BPE']),
    vocab: z.record(z.string(), z.int().min(0)),
  }),
  added_tokens: z.array(z.looseObject({ id: z.int().min(0), content: z.string(), special: z.boolean() })),
});

/**
 * @param json the parsed content of a Hugging Face `tokenizer.json`
 * @throws LabError `model-format` naming what is missing
 */
export function createEncoderTokenizer(json: unknown, marks: EncoderMarks): EncoderTokenizer {
  const file = fileSchema.safeParse(json);
  if (!file.success) throw new LabError('model-format', `${PROBLEM} ${z.prettifyError(file.error)}`);
  const { model, added_tokens } = file.data;
  const control = new Map(
    added_tokens.filter(({ special }) => special).map(({ id, content }) => [content, id]),
  );
  const controlId = (mark: string): number =>
    need(
      control.get(mark) ?? model.vocab[mark],
      'model-format',
      `${PROBLEM} ${mark} is not among its tokens.`,
    );
  const [start, end, pad] = [controlId(marks.start), controlId(marks.end), controlId(marks.pad)];

  const text = textOf(file.data, [start, end, pad]);
  return {
    ...text,
    join(segments) {
      const parts = segments.map((segment, i) => [
        i === 0 ? start : marks.isDoubled ? end : [],
        text.encode(segment),
        end,
      ]);
      const flat = parts.map((part) => part.flat());
      return {
        ids: flat.flat(),
        types: flat.flatMap((part, i) => part.map(() => (marks.isDoubled ? 0 : i))),
      };
    },
    endOfTextId: end,
    startOfTextId: start,
    padId: pad,
  };
}
