/** English words of what models write, and encoders predict, for prompts. They come with the panels that show it. */

/** Among those of the charts. */
export const samples = {
  texts: 'Answers of the models',
  reference: 'Reference',
  teacherText: 'A text by the teacher',
  chance: 'chance {{chance}}',
  tunedText: 'Tuned model',
  baseAsked: 'Base model {{model}} · {{how}}',
  drawnAsked: 'Base model {{model}}, its classifier drawn at random · {{how}}',
  tunedAsked: '{{name}}, step {{step}} · {{how}}',
  notYet: 'not trained yet',
  notHeld: 'The adapter of this run is not kept in this browser',
  otherModel: 'this run is of {{model}}: choose that model to ask it',
  nothing: 'nothing',
  marked: 'Underlined: values asked for in the prompt.',
  yourPrompt: 'Your prompt',
  promptKeys: 'Ctrl + Enter writes.',
  promptKeysEncoder: 'Ctrl + Enter predicts.',
  decoding: 'Decoding',
  decodings: { greedy: 'Greedy', beams: 'Beam search, 10 beams', sampling: 'Sampling, T = 0.8' },
  write: 'Write',
  predict: 'Predict',
  predicted: 'predicted',
} as const;

/** Among those of the workspaces. */
export const texts = {
  region: 'Prompt and texts',
  promptOf: 'Prompt {{place}} of {{prompts}}',
  previous: 'Previous prompt',
  next: 'Next prompt',
  own: 'Your own prompt…',
  ofTheData: 'Prompts of the data',
  before: 'Before: the base model',
  beforeDrawn: 'Before: the base model, its classifier drawn at random',
  after: 'After training',
  /** By a model that writes. */
  written: {
    afterSteps_one: 'Written after step {{count}}',
    afterSteps_other: 'Written after step {{count}}',
    notYet: 'not written yet',
    notThere: 'No text yet at step {{step}}. Texts are written after steps {{steps}} alone.',
    none: 'What the base model and the tuned model write for the same prompts appears here when a run starts.',
  },
  /** By an encoder. */
  predicted: {
    afterSteps_one: 'Predicted after step {{count}}',
    afterSteps_other: 'Predicted after step {{count}}',
    notYet: 'not predicted yet',
    notThere: 'Nothing predicted yet at step {{step}}. Classes are predicted after steps {{steps}} alone.',
    none: 'What the base model and the tuned model predict for the same texts appears here when a run starts.',
  },
} as const;
