/** English words of the shelf of adapters in Deploy, which come with that workspace. */

export const adapters = {
  shelf: {
    importFiles: 'Import adapter',
    importFolder: 'Import adapter folder',
    fromFile: 'from a file',
    notSaved: 'not saved',
    measure: 'Measure',
    exportRun: 'Export run',
    exportAdapter: 'Export adapter',
    trainOn: 'Train on',
    trainOnAbout:
      '“Train on” starts a run with the weights of the adapter: its method and rank, and the task, seed and training settings of Train. Where a file has one A for Wq, Wk and Wv, each gets a copy; ΔW is the same at the start, and the copies part as they are trained.',
    otherModel:
      'Adapters of another base model than {{model}} can be measured, trained on and asked when you choose theirs in the settings.',
    measuring: 'Measuring “{{name}}” on {{data}}…',
    measuringTexts: 'Measuring “{{name}}” on {{data}}… {{written}} of {{texts}} texts',
    measured: 'from a file, measured on {{data}}',
    sha: 'SHA-256 of its weights: {{weights}}',
    combined: 'combined here',
    combinedMeasured: 'combined here, measured on {{data}}',
    rename: 'Rename',
    newName: 'New name of {{name}}',
  },
  trial: {
    title: 'Write with an adapter',
    titleEncoder: 'Predict with an adapter',
    which: 'Adapter',
    about: 'The base model and the adapter answer the same prompt.',
    none: 'To write with an adapter of {{model}}, import one or train a run.',
    noneEncoder: 'To predict with an adapter of {{model}}, import one or train a run.',
  },
} as const;
