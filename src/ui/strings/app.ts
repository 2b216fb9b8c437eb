/** The page's English words: shell, experiment panel, transport, notices. Charts and runs have their own catalogue. */
export const app = {
  name: 'Rankscope',
  skip: 'Skip to the charts',
  about: 'About {{label}}',
  close: 'Close',
  failure: {
    page: 'The page failed. Save your runs, then reload it; runs that this browser keeps are there again after that.',
    part: 'This part of the page failed; the rest goes on. Try again, or save your runs and reload the page.',
    absent:
      'This part of the page could not be loaded; the rest goes on. Check the connection, then reload the page: its files may have been replaced by a newer version.',
    retry: 'Try again',
    save: 'Save my runs',
    saved: 'Saved. “Import run” in Deploy reads the runs again.',
    noRuns: 'There is no run to save yet.',
    notSaved: 'The runs could not be saved.',
    reload: 'Reload',
  },

  header: {
    dropHere: 'Drop to use this file',
    theme_auto: 'Theme: as the system',
    theme_light: 'Theme: light',
    theme_dark: 'Theme: dark',
    share: 'Copy link',
    shared: 'Link copied',
    shareFailed: 'Copy it from the address bar',
    help: 'Keyboard shortcuts',
  },
  device: {
    starting: 'Starting…',
    absent: 'No device',
    webgpu: 'WebGPU',
    wasm: 'WASM',
    cpu: 'CPU',
    reason: {
      hardware: 'on this computer’s GPU',
      forced: 'chosen in the address',
      'software-webgpu': 'this computer’s WebGPU is software-emulated',
      'no-webgpu': 'this browser has no WebGPU',
      'no-wasm': 'neither WebGPU nor WASM',
      'wasm-failed': 'the WASM file could not be loaded',
    },
    more: {
      hardware: 'Training runs on the graphics processor through WebGPU.',
      forced: 'The address asks for this backend with ?backend=. Remove it to let the page choose.',
      'software-webgpu':
        'The only WebGPU adapter here is emulated on the CPU, which is slower than WebAssembly, so WebAssembly is used. Add backend=webgpu to the address to use WebGPU all the same.',
      'no-webgpu':
        'WebGPU is missing, so WebAssembly does the work on the CPU. A current Chrome, Edge, Firefox or Safari on a computer with a GPU is faster.',
      'no-wasm': 'Plain JavaScript does the work. It is slow; a current browser is much faster.',
      'wasm-failed':
        'The file of the WebAssembly backend did not arrive or could not be started, so plain JavaScript does the work, which is much slower. Reload the page to try WebAssembly again.',
    },
    adapter: 'Adapter: {{adapter}}',
    f16: 'Training computes in float32. The base model’s weights are stored as float16, which saves memory; a test showed that this GPU reads them correctly.',
    f32: 'Training computes in float32. The base model’s weights are stored as float16 and converted.',
    threads_one: '{{count}} thread',
    threads_other: '{{count}} threads',
  },

  panel: {
    title: 'Settings',
    changed: 'Settings changed. Train starts a new run.',
    unchanged: 'The same settings as the shown run. Train repeats it.',
    fresh: 'Train starts a run with these settings.',
    model: 'Model',
    task: 'Task',
    models: { nano: 'nano', micro: 'micro' },
    tasks: {
      restaurant: 'Restaurant descriptions',
      sql: 'Questions to SQL',
      summary: 'Dialogue summaries',
      nli: 'Premise and hypothesis',
      'hidden-rank': 'Hidden rank',
      own: 'Your own data…',
    },
    taskAbout: {
      restaurant:
        'Facts such as food[French] become a text that states them all, as in the E2E NLG challenge.',
      sql: 'A question about a table becomes the query that answers it, as in WikiSQL.',
      summary: 'A short conversation becomes one sentence that sums it up, as in SAMSum.',
      nli: 'Does the premise make the hypothesis true (entailment), untrue (contradiction) or neither (neutral)? As in MNLI.',
      'hidden-rank':
        'A teacher writes these texts: the model itself, with a secret ΔW of rank k added to Wq and Wv of every layer. Train on the texts, look at the singular values, and find k.',
      own: 'Pairs of prompt and completion from your own file.',
    },
    /** What a task asks for where the settings that the page opens with are not enough. */
    taskNeeds: {
      nli: 'Hard for models this small. The base model writes no label at all, so the loss falls as soon as the labels are learned. Only an accuracy above chance shows that the question itself is learned.',
      sql: 'Hard for models this small: with the default settings hardly any query is right.',
    },
    thorough: 'Take {{model}}, all matrices, r = {{r}}, {{steps}} steps, learning rate {{rate}}',
    hiddenSettings:
      'Set so that k can be seen: Wq and Wv, r = {{r}}, {{steps}} steps, learning rate {{rate}}, weight decay {{decay}}. Another task brings back your settings.',
    hiddenTexts:
      'A text has no prompt: the teacher draws it token by token. It writes the texts when you choose this task.',
    tasksTitle: 'What the model should learn',
    tasksHelp: 'Click or press Enter to choose a task; arrow keys browse. Esc closes this without a change.',
    changeTask: 'Change…',
    taskMetric: 'Metric',
    divergence: 'Distance to the teacher (KL)',
    taskBase: 'Base model',
    taskChance: 'Chance',
    chance: 'chance {{chance}}',
    baseScore: '{{metric}} of the base model: {{score}}',
    judgedBy: 'Metric: {{metric}}',
    ownTask: 'Your data: {{name}}',
    changeData: 'Other data…',
    data: '{{train}} train · {{validation}} validation',
    dataUsed: '{{used}} of {{train}} train · {{validation}} validation',
    dataLoading: 'Preparing the data…',
    modelLoading: 'Loading the model…',
    presets: 'Presets of matrices and rank',
    presetSets: '{{about}}. This sets the matrices and the rank alone.',
    preset: {
      paper: 'Paper default',
      'one-matrix': 'One matrix',
      'all-attention': 'All attention',
      everything: 'Everything',
    },
    presetAbout: {
      paper: 'Wq and Wv, r = 4: what the LoRA paper settles on',
      'one-matrix': 'Wq alone, r = 8: all the rank in one place',
      'all-attention': 'Wq, Wk, Wv and Wo, r = 2: the same budget, spread out',
      everything: 'Attention and MLP, r = 4',
    },
    method: 'Method',
    learningRate: 'Learning rate',
    steps: 'Steps',
    alphaRule: 'How α follows the rank',
    alphaRules: { fixed: 'α fixed', follows: 'α = c·r' },
    alphaRatio: 'c in α = c·r',
    scale: 'ΔW = s·BA with s = {{formula}} = {{scale}}.',
    scaleFactored: 'ΔW = s·(BA − B₀A₀) with s = {{formula}} = {{scale}}.',
    outweighed: 'A and B together have more weights than the matrix they adapt: {{matrices}}.',
    pattern: {
      title: 'Ranks and alphas of single matrices',
      matrix: 'Matrix',
      rank: 'Rank of {{matrix}}',
      alpha: 'Alpha of {{matrix}}',
      r: 'r',
      a: 'α',
      remove: 'Remove the rank and alpha of {{matrix}}',
      add: 'Add',
      addLabel: 'Add a rank and alpha of its own for',
      layer: 'Layer',
      allLayers: 'all layers',
      oneLayer: 'layer {{layer}}',
      unused: 'This matrix is not adapted, so its rank and alpha have no effect.',
      exists: '{{matrix}} has a row already.',
    },
    outweighedOf: '{{matrices}} (break-even at r = {{rank}})',
    lastMatrix: 'One matrix must stay chosen. Choose another one first.',
    lastLayer: 'One layer must stay chosen. Choose another one first.',
    more: 'More',
    batchSize: 'Batch size',
    seed: 'Seed',
    weightDecay: 'Weight decay',
    schedule: 'Schedule',
    schedules: { linear: 'linear', cosine: 'cosine', constant: 'constant' },
    warmup: 'Warm-up',
    clip: 'Gradient clip',
    maxLength: 'Max length',
    trainSize: 'Training examples',
    trainSizes: { all: 'all', allOf: 'all {{pairs}}' },
    evalEvery: 'Evaluate every',
    metricEvery: 'Score every',
    refused: {
      empty: 'No number was entered.',
      'not-a-number': '“{{typed}}” is not a number.',
      ambiguous:
        'The comma in “{{typed}}” can stand before decimals or between thousands. Write a point before decimals, and nothing between thousands.',
      'not-whole': '“{{typed}}” is not a whole number.',
      'too-small': '“{{typed}}” is too small.',
      'too-large': '“{{typed}}” is too large.',
    },
    stays: 'The setting stays {{used}}.',
    range: 'Enter a value between {{min}} and {{max}}.',
    rangeWhole: 'Enter a whole number between {{min}} and {{max}}.',
  },
  explain: {
    model:
      'The base model W₀. It was trained beforehand on plain text. Every run starts from it, and all methods but full fine-tuning leave its weight matrices frozen. micro is larger than nano: it learns what nano cannot, and takes several times as long.',
    task: 'What the model learns: the text that should follow each prompt. Only that text counts in the loss.',
    alphaRatio:
      'The factor c in α = c·r. The trained update is multiplied by α/r = c, whatever the rank. A higher c acts much like a higher learning rate.',
    learningRate:
      'The size of each AdamW update. Too small learns slowly; too large makes the loss jump or grow. A rate that suits one method can spoil another. {{rate}} was best for this method in a sweep on validation data.',
    steps: 'How many updates the run makes. Each update looks at one batch of examples.',
    batchSize: 'Examples per update. More examples give a steadier gradient and take longer.',
    seed: 'Decides the order of the examples, dropout, and the random values that new weights start from, where the method has such. The same seed gives the same curve.',
    weightDecay:
      'How strongly every update pulls trained weights towards zero, apart from the gradient (as in AdamW). As in Hugging Face’s Trainer, biases and LayerNorms are left alone; so is what starts away from zero, such as the vectors of IA³ and DoRA, VeRA’s λd, and A and B with PiSSA or OLoRA. In full fine-tuning it pulls the base model’s own matrices.',
    schedule:
      'How the learning rate falls after the warm-up: along a straight line, along a cosine, or not at all.',
    warmup: 'The number of first steps in which the learning rate rises from zero.',
    clip: 'The greatest length (L2 norm) that a gradient may have; a longer one is shortened to it. 0 switches clipping off.',
    trainSize:
      'How many of the training examples are used, from the first on, to see how little data suffices (as in Table 16 of the LoRA paper). Validation and test examples stay the same.',
    maxLength:
      'The most tokens that an example may have, prompt and completion together. Longer examples are cut.',
    evalEvery:
      'After every so many steps the validation loss is measured (on {{examples}} validation examples at most) and the model writes sample texts. Singular values of a low-rank ΔW are computed about a hundred times in a run, those of full fine-tuning when the validation loss is; and whenever a run pauses or makes a single step.',
    metricEvery:
      'After every so many steps the model writes texts for validation prompts, and the task’s metrics score them. After the run the trained model and the base model do so for the test prompts. 0: after the run only.',
  },
  chip: {
    next: 'Next run',
    shown: 'Shown run',
    recorded: 'Recorded run',
    shownRuns: 'Shown runs: {{shown}}',
  },
  alphaRule: {
    fixed: 'α fixed at {{alpha}}: rank and scale change together.',
    fixedRsLora: 'α fixed at {{alpha}}: the scale α/√r falls as the rank grows.',
    follows: 'α = {{ratio}}·r: the scale α/r stays {{ratio}} for every rank.',
    followsRsLora: 'α = {{ratio}}·r: the scale α/√r grows with the rank.',
  },
  verdict: {
    diverged: 'Diverged',
    worse: 'Worse than the base model',
    unfinished: 'Worse than the base model so far',
    about: {
      'non-finite': 'After step {{step}} the loss was no longer a finite number.',
      'above-base': 'At step {{step}} the loss is {{loss}}, far above the base model’s {{against}}.',
      jump: 'At step {{step}} the loss is {{loss}}; it had been as low as {{against}}.',
      worse: 'At step {{step}} the validation loss is {{loss}}; the base model has {{against}}.',
    },
    remedy: {
      steps: 'The loss is still falling: train more steps.',
      'learning-rate': 'Lower the learning rate.',
      scale: 'Or lower α: the trained update BA is multiplied by s = {{scale}}.',
      clip: 'Or switch gradient clipping on.',
      data: 'The training loss is below the base model’s, so the run learned its training examples and nothing beyond them. Train on more examples or for fewer steps.',
    },
  },
  tooFew: {
    validation_one: 'Validation has {{count}} prompt: too small to compare with.',
    validation_other: 'Validation has {{count}} prompts: too small to compare with.',
    test_one: 'The test split has {{count}} prompt: too small to compare with.',
    test_other: 'The test split has {{count}} prompts: too small to compare with.',
    about: 'With fewer than {{least}} prompts, chance decides which run looks better.',
  },

  parameters: {
    title: 'Trainable parameters',
    headline: '{{trainable}} of {{total}} weights trained ({{percent}})',
    details: 'Details',
    waiting: 'Counted as soon as the model is loaded.',
  },

  transport: {
    train: 'Train',
    pause: 'Pause',
    resume: 'Resume',
    step: 'Step',
    reset: 'Reset',
    compare: 'Compare ranks',
    compareAbout: 'Trains r = {{ranks}} side by side, with the same seed and batches. {{alphaRule}}',
    compareNoRank:
      'Compare ranks trains LoRA at several ranks. The method chosen now is {{method}}: choose LoRA to compare ranks.',
    compareOwnRanks:
      'Every adapted matrix has a rank of its own, so the setting r has no effect. Remove a row under “Ranks and alphas of single matrices” to compare ranks.',
    title: 'Transport',
    status: 'Training status',
    progress: 'Progress',
    state: {
      loading: 'Getting ready',
      failed: 'Not ready',
      untrained: 'Untrained',
      waiting: 'Starting',
      running: 'Training',
      elsewhere: 'Training in another tab',
      paused: 'Paused',
      finished: 'Finished',
      stopped: 'Stopped',
      runFailed: 'Failed',
      workerLost: 'Ended because the worker stopped: press Train',
    },
    stateDetail: {
      device: 'starting the device',
      model: 'loading the model',
      modelPercent: 'loading the model, {{percent}} %',
      data: 'preparing the data',
      making: 'the teacher writes its texts, {{percent}} %',
      starting: 'the base model’s matrices are factored, {{percent}} %',
      parsing: 'reading your data, {{stage}}',
      building: 'your data is split into tokens, {{percent}} %',
      untrained: 'press Train',
      failed: 'see the message',
    },
    decomposing: 'singular values of step {{step}}: {{done}} of {{matrices}} matrices',
    skipSpectra: 'Skip',
    retry: 'Try again',
    step_of: 'step {{step}} of {{steps}}',
    elsewhereStep: '(another tab trains: step {{step}} of {{steps}})',
    runs_one: '{{count}} run',
    runs_other: '{{count}} runs together',
    pace: '{{tokens}} tokens/s',
    left: '{{time}} left',
    scoring: 'Scoring: {{written}} of {{texts}} texts',
    confirmStart: {
      title: 'Start a new run?',
      text: 'A run has not ended yet. A new run stops it at its present step; it stays in the list of runs.',
      yes: 'Start a new run',
    },
    confirmReset: {
      title: 'Reset?',
      text: 'A run has not ended yet. Reset stops it and takes it off the list. You can put it back with what it has learned, but it cannot go on training.',
      yes: 'Reset',
    },
    confirmNo: 'Keep going',
    modelTitle: 'Change the model?',
    modelConfirm: 'The run in progress trains {{model}}. It stops here and stays in the list of runs.',
    modelYes: 'Change model',
  },

  results: {
    title: 'Results',
    compared: 'Started together, with the same seed and batches. {{alphaRule}}',
    comparisonEmpty: 'Tick two or more runs, or press Compare ranks, to see them in a table.',
    comparisonEmptyNoRank: 'Tick two or more runs to see them in a table.',
    enlarge: 'Enlarge',
    restore: 'Former size (Esc)',
    elsewhere:
      'The shown run learned “{{task}}” on {{model}}; the settings at the left have another task or model.',
  },

  /** How far a file is read. Of what a library does in one go it is only told that it has begun. */
  stage: {
    reading: '{{done}} of {{total}} read',
    unpacking: '{{done}} of {{total}} unpacked',
    parsing: '{{percent}} % parsed',
    pairing: '{{done}} of {{total}} rows made into pairs',
    checking: '{{done}} of {{total}} runs checked',
    begun: {
      reading: 'opening the file',
      unpacking: 'unpacking',
      decoding: 'finding the encoding',
      parsing: 'parsing',
      pairing: 'making pairs',
      checking: 'checking the runs',
    },
  },

  notice: {
    region: 'Messages',
    dismiss: 'Dismiss',
    more_one: 'Read message',
    more_other: '{{count}} messages',
    less: 'Less',
    undo: 'Put back',
    ownDataAbsent:
      'This link was made with someone’s own data, which a link does not carry. The restaurant task is loaded instead.',
    left_one:
      '“{{name}}” stopped while the page was left. It ends where it was last kept and cannot go on. Train starts a new run.',
    left_other:
      '{{count}} runs, “{{name}}” and others, stopped while the page was left. They end where they were last kept and cannot go on. Train starts a new run.',
    deletedElsewhere_one: '“{{name}}” was deleted in another tab.',
    deletedElsewhere_other: '{{count}} runs, “{{name}}” and others, were deleted in another tab.',
    deleted: '“{{name}}” was deleted. You can put it back.',
    goesOn:
      'The page was left while an experiment went on. It goes on: runs that begin anew: {{again}}; runs still to come: {{waiting}}.',
    interrupted_one:
      '“{{name}}” was training in a tab that was closed. The run is kept up to the step that was last saved and cannot go on. Train starts a new run.',
    interrupted_other:
      '{{count}} runs, “{{name}}” and others, were training in a tab that was closed. They are kept up to the steps that were last saved and cannot go on. Train starts a new run.',
    cleared_zero:
      'Back to the untrained model. Ended runs, if any, stay in the list; tick one to show it again.',
    cleared_one:
      'Back to the untrained model. The run in progress was taken off the list; you can put it back as it stopped. Ended runs stay in the list.',
    cleared_other:
      'Back to the untrained model. {{count}} runs in progress were taken off the list; you can put them back as they stopped. Ended runs stay in the list.',
    notKept:
      'The browser does not let the page open what it stored, so earlier runs are not shown, and new ones may be lost when you close the page. Export the runs that you want to keep.',
    newerVersion:
      'What this browser stores was written by a newer version of this page: reload the page to open it. This version can neither read nor save runs, so export those that you want to keep before you reload.',
    newer: 'What this browser stores was written by a newer version of this page.',
    emptied_one:
      'The browser deleted what it stored; {{count}} run is still in this tab and is being saved again.',
    emptied_other:
      'The browser deleted what it stored; {{count}} runs are still in this tab and are being saved again.',
    emptiedOwn:
      'The browser deleted what it stored; your data “{{name}}” are still in this tab and are being saved again.',
    emptiedOwnToo: 'So are your data “{{name}}”.',
    emptiedBare_one: 'The trained weights of {{count}} run were stored nowhere else and are lost.',
    emptiedBare_other: 'The trained weights of {{count}} runs were stored nowhere else and are lost.',
    full: 'The storage that the browser gives this site is full.',
    refused: 'The browser refused to store what the page gave it.',
    unsavedRuns_one: '{{count}} run is not saved.',
    unsavedRuns_other: '{{count}} runs are not saved.',
    unsavedOwn: 'Your data “{{name}}” are not saved.',
    unsavedStay: 'Until you close this tab nothing is lost, and the page tries again.',
    largest: 'Most room is taken by {{parts}}. Delete what you no longer need.',
    largestOwn: 'your own data ({{size}})',
    exportOrLose: 'Export what you want to keep.',
    openDeploy: 'Open Deploy',
    notDeleted:
      'A deleted run is still stored, because the browser refused to delete it. The page tries again; until it succeeds, the run comes back at the next visit.',
    unreadableEntries_one:
      '{{count}} entry of what was stored cannot be read and is not shown: another version of the page wrote it, or it is damaged. Deploy offers it as a file.',
    unreadableEntries_other:
      '{{count}} entries of what was stored cannot be read and are not shown: another version of the page wrote them, or they are damaged. Deploy offers them as a file.',
    otherOwnData:
      'Another tab chose other data of your own, “{{name}}”. This tab goes on with its data until you reload it.',
    storageSilent:
      'Your kept runs are not here yet, because the browser’s storage does not answer. They are added as soon as it does; if they stay away, close other tabs of this page.',
    readingRuns: 'Reading {{name}}… {{stage}}',
    cancelReading: 'Cancel',
    badRunFile: '{{name}} cannot be imported. Choose a file written by “Export run”.',
    imported_one: 'Imported “{{name}}”.',
    imported_other: 'Imported {{count}} runs, “{{name}}” and others.',
    importedShown: 'The charts show {{shown}} of them; the others are in the list of runs.',
    noAdapter: {
      absent:
        'The trained weights of “{{name}}” are not on this computer any more. Train it again to export its adapter.',
      unreadable:
        'The stored weights of “{{name}}” cannot be read: they are damaged, or another version of the page wrote them. Deploy offers them as a file. Train the run again to export its adapter.',
      refused:
        'The trained weights of “{{name}}” could not be read, because the browser’s storage does not answer. Try again, or reload the page.',
    },
    exportedBare: {
      absent: '“{{name}}” was exported without its trained weights, which are not on this computer any more.',
      unreadable:
        '“{{name}}” was exported without its trained weights, because what is stored of them cannot be read: it is damaged, or another version of the page wrote it. Deploy offers it as a file.',
      refused:
        '“{{name}}” was exported without its trained weights, because the browser’s storage does not answer. Try again, or reload the page.',
    },
    tooBig: '{{name}} is {{size}}; files up to {{limit}} can be read. Cut it into smaller files.',
    unreadable:
      '{{name}} could not be read: it was changed, moved or deleted after it was chosen. Choose it again.',
    config: {
      clamped: 'The link sets {{key}} to {{given}}; the nearest possible value, {{used}}, is used.',
      'unknown-key': 'The link sets {{key}}, which this page does not know; it is ignored.',
      'other-method': 'The link sets {{key}}, which its method does not use; it is ignored.',
      'no-layer':
        'The link sets {{key}} to “{{given}}”, which is of a layer that the model does not have; it is ignored.',
      'bad-value': 'The link sets {{key}} to “{{given}}”, which is not possible; {{used}} is used.',
      'bad-value-unset': 'The link sets {{key}} to “{{given}}”, which is not possible; {{used}}.',
      unset: {
        layers_to_transform: 'all layers are used',
        max_train_samples: 'all training examples are used',
        secret_rank: 'k is drawn from its seed',
        alpha_ratio: 'α is fixed',
      },
      'needs-lora':
        'The link sets {{key}} to “{{given}}”, a setting of LoRA’s rank and matrices. The link’s method has none, so the setting is ignored.',
      'bad-value-ignored': 'The link sets {{key}} to “{{given}}”, which is not possible; it is ignored.',
      'bad-version':
        'The link was made by another version of the page ({{given}}). The settings that this page can read are used.',
      more_one: 'One more setting of the link is changed or ignored.',
      more_other: '{{problems}} more settings of the link are changed or ignored.',
    },
  },
  error: {
    'backend-unavailable':
      'No computing backend could start. Remove ?backend= from the address, or use a current Chrome, Edge, Firefox or Safari.',
    'file-fetch':
      'A file that the page needs could not be loaded. Check the connection, then press Try again.',
    'model-format':
      'The model’s files are damaged or not what they should be, so the model was not loaded. Press Try again, or choose another model.',
    'file-unreadable': 'The file could not be read from the disk. Choose it again.',
    'data-format': 'The data cannot be read.',
    'data-incomplete': 'This file belongs with a second one. Choose or drop the second one, too.',
    'data-too-small':
      'There are too few different prompts or texts to train on. Add examples and load the data again.',
    'prompt-too-long': 'The prompt is too long for this model. Shorten it.',
    'no-model': 'No model is loaded yet. Wait until the page is ready, then try again.',
    'no-data': 'No data is loaded yet. Choose a task, then try again.',
    abandoned: 'This was cancelled, because something else was chosen.',
    'no-run': 'The worker no longer has this run. Train it again.',
    'bad-adapter': 'The weights that were kept of this run do not fit its settings. Train it again.',
    'non-finite':
      'The loss is no longer a finite number, so the run was stopped. Lower the learning rate (or LoRA’s alpha), or switch gradient clipping on.',
    'out-of-memory':
      'The memory is full. Lower the batch size, the max length or what is trained (the rank, the matrices); Reset frees the memory of the runs.',
    'no-worker':
      'The part of the page that trains could not be loaded. Check the connection, then press Try again; if that does not help, reload the page.',
    'device-lost':
      'The worker, which trains the model, stopped. A run in progress ended at its last step and keeps what it learned: press Train to start a new one.',
    'bad-message': 'The page and its worker do not understand each other. Reload the page.',
    internal: 'Something went wrong in the page. Reload the page; your ended runs are kept.',
  },
} as const;
