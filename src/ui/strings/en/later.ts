/** The words of parts that come after the page: they are added with the first of these. */

export const later = {
  encoder: {
    ownHead: 'An encoder. Its classification head is that of its folder; training goes on from it.',
    newHead:
      'An encoder without a head for these classes: the classifier is drawn at random and then trained.',
    newHeadAndPooler:
      'An encoder. Its folder has no head for these classes and no pooler, so both are drawn at random. The classifier is trained; the pooler stays as it is drawn, as in PEFT, unless you train it whole under “Whole modules”.',
    newPooler:
      'An encoder. Its classifier is that of its folder, which has no pooler: one is drawn at random and stays so, as in PEFT, unless you train it whole under “Whole modules”.',
    tasks:
      'The loaded model is an encoder: it writes no text but tells classes apart. It learns the task “Premise and hypothesis”, or your own texts with labels; the other tasks need a model that writes.',
    texts: 'An encoder writes no text: it predicts a class.',
    prompt: 'A text like those of the data. Where they have two texts, write each on a line of its own.',
    deploy:
      'The loaded model is an encoder: it writes no text. What is measured here needs a model that writes, such as nano.',
    used: 'The encoder reads column “{{prompt}}” and learns to tell column “{{completion}}”.',
    usedTwo: 'The model reads columns “{{prompt}}” and “{{second}}”, and learns column “{{completion}}”.',
    pick: '{{name}} has {{columns}} columns. Pick the text that the encoder reads, or two, and the label that it should tell.',
    otherClasses:
      'This run learned other classes than the loaded data have, or its adapter is not kept in this browser. Choose its task, or load its data again.',
    firstText: 'Text column',
    secondText: 'Second text column',
    noSecondText: '(none: one text)',
    label: 'Label column',
    classes_one: '{{count}} class, with its training examples: {{names}}',
    classes_other: '{{count}} classes, with their training examples: {{names}}',
    class: '{{label}} ({{train}})',
    unseen_one: 'No training example has the class {{names}}: it cannot be learned. Add examples of it.',
    unseen_other:
      'No training example has the classes {{names}}: they cannot be learned. Add examples of them.',
  },
  wholeModule: {
    wte: '{{name}}: the token embedding',
    wpe: '{{name}}: the position embedding',
    lnE: '{{name}}: the norm of the embeddings',
    lnF: '{{name}}: the last norm',
    dense: '{{name}}: the layer before the classifier',
    head: '{{name}}: the head',
  },
  ownModel: {
    title: 'Your own model',
    about:
      'A folder in Hugging Face’s layout: config.json, tokenizer.json (of a GPT-2 vocab.json and merges.txt, too) and model.safetensors, or its shards with their index. It may be packed as a zip. Models of the Llama family (Llama, SmolLM2, Qwen2), GPT-NeoX models (Pythia), GPT-2 models and encoders (BERT, RoBERTa) can be run, with up to 1 GB of weights.',
    privacy:
      'It stays on your computer: this browser keeps it for your next visit, until you delete it here. You can also drop it anywhere on the page.',
    ends: 'Runs that are training end at their last step and keep what they learned.',
    folder: 'Choose a folder …',
    files: 'Choose its files, or a zip …',
    size: 'Size of its files',
    phases: {
      looking: 'Reading what the model is …',
      found: 'This is the model. It is loaded when you press “Open it”.',
      opening: 'The model is being loaded …',
    },
    refused: 'The model cannot be used, and the one before stays. Choose another.',
    fromHub: '{{id}} at commit {{commit}} of the Hub',
    kept: 'Kept in this browser',
    delete: 'Delete',
    deleteOf: 'Delete {{id}}',
    deleteTitle: 'Delete the model {{id}}?',
    deleteText_one:
      'A run is of this model. What it measured stays, but without the model it cannot write, be merged or go on. You can bring the same folder again.',
    deleteText_other:
      '{{count}} runs are of this model. What they measured stays, but without the model they cannot write, be merged or go on. You can bring the same folder again.',
    unfinished: 'at commit {{commit}} of the Hub, not opened yet',
    partOf: '{{loaded}} of {{total}}',
    goOn: 'Go on',
    goOnWith: 'Go on with the download of {{id}}',
    deletePart: 'Delete the download of {{id}}',
  },

  baseDtype: {
    explain:
      'How the frozen matrices of the model’s blocks are kept; embeddings, norms and biases stay as they are. float16 takes half the memory of float32, int8 a quarter: each output’s weights are whole numbers from −127 to 127 times one scale (absmax, as in LLM.int8()). What is trained stays in float32, as in QLoRA. As stored they are float32 in memory, whatever the file has; on WebGPU a matrix that loses nothing by it is kept in float16. Numbers that are float16 in the file, as those of the models that come with the page, are not rounded by float16. After the base model is measured, the page shows what the rounding does to its loss. A change loads the model anew at once, or, while a run trains or its scores are written, as soon as that is done or the next run starts.',
    names: { stored: 'as stored', float16: 'float16', int8: 'int8, a scale for each output' },
    loss: 'Base model’s validation loss: {{stored}} as stored → {{rounded}} with {{dtype}} weights ({{change}}).',
    noDifference: 'no difference',
    waits:
      'The loaded model’s base weights: {{loaded}}. The model is loaded anew as chosen here as soon as no run trains and no scores are written, or when you press Train. Scores that are missing then can be written later, in Compare.',
    lossAlone:
      'Base model’s validation loss with {{dtype}} weights: {{rounded}}. As stored it was not measured: a second copy of the model would take more memory than the training, or its files could not be read.',
  },

  checkpointing: {
    explain:
      'Of each layer only its input is kept until the gradient is computed; the rest is computed again then. The results are the same, memory grows with one layer instead of all, and a step takes longer by about one more forward pass. Runs that are compared train one after the other.',
  },

  memoryNote: {
    batch: 'batch size {{batch}}',
    length: 'max length {{length}}',
    checkpointing: 'gradient checkpointing',
    weights: 'base weights at {{dtype}}',
    fits: 'This would fit: {{settings}}.',
    takesLonger: 'Gradient checkpointing changes no result, but each step takes longer.',
    changesLoss: 'Rounding changes the base model’s loss a little; the page shows by how much.',
    use: 'Use these settings',
    taken: 'Set now, and fits: {{settings}}.',
    none: 'No batch size and no max length would fit. Choose a smaller model.',
  },

  rateNote: {
    wide: 'The learning rate {{rate}} was found on models of width 64 to 128, and this one has width {{width}}: it may diverge. The paper trains its own models with LoRA at 0.0002 to 0.0005.',
    encoder:
      'The learning rate {{rate}} was found on models that write. The encoder of the lab learned with this method at {{better}}.',
    use: 'Use {{better}}',
    taken: 'The learning rate is {{better}} now.',
  },

  hub: {
    title: 'From the Hugging Face Hub',
    id: 'Hub id or address',
    lookUp: 'Look it up',
    asks: 'E.g. HuggingFaceTB/SmolLM2-135M, or openai-community/gpt2@main. Nothing is asked of the Hub before you press the button; then huggingface.co learns your network address and which model you want. Your data and your runs stay here.',
    architecture: 'Architecture',
    parameters: 'Parameters',
    numbers: 'Numbers',
    size: 'Download',
    licence: 'Licence',
    noLicence: 'not told',
    revision: 'Revision and commit',
    memory: 'Memory to train it, an estimate',
    about: 'about {{size}}',
    memoryParts: 'model {{model}}, trained weights and optimizer {{state}}, a step {{step}}',
    memoryFor: 'with the form’s settings: batches of {{batch}} texts of {{length}} tokens, on {{backend}}',
    shortages: {
      wasm: 'Training would take about {{needed}}, and WebAssembly has {{room}} at most. A smaller batch size or max length takes less; so does a smaller model.',
      buffer:
        'The model’s largest matrix has {{needed}}, and a buffer of this GPU has {{room}} at most. Add backend=wasm to the address, or take a smaller model.',
      binding:
        'A step would write {{needed}} at once, and this GPU can write {{room}}. A smaller batch size or max length takes less; so do fewer trained weights. With backend=wasm in the address there is no such limit.',
      memory:
        'Training would take about {{needed}}, and the browser tells of {{room}} of memory in this computer. A smaller batch size or max length takes less; so does a smaller model.',
    },
    download: 'Download',
    goOn: 'Go on with the download',
    stop: 'Stop',
    open: 'Open it',
    forget: 'Put it aside',
    progress: 'Download',
    loaded: '{{loaded}} of {{total}} ({{percent}})',
    phases: {
      looking: 'Asking the Hub …',
      found: 'This is what the Hub has. Its weights are not fetched yet.',
      checking: 'What this browser has of the model is checked; then the rest is fetched.',
      fetching:
        'The model is on its way. You can close this dialog meanwhile, and even the page: what came is kept, and you can go on later.',
      stopped:
        'The download has stopped. This browser keeps what came, also when you leave the page: it is listed below, to go on with or to delete.',
      stoppedUnkept:
        'The download has stopped. This browser keeps nothing for the page, so what came is lost when you leave it.',
      here: 'The model is here, checked against what the Hub lists. Opening it ends the runs that are training.',
    },
    faults: {
      'no-id':
        '“{{text}}” is no model’s id: it is owner/name, or owner/name@revision, or the address of the model’s page.',
      'other-host':
        'The page asks huggingface.co alone, not {{host}}. Download the model there, then choose its folder.',
      'other-kind': 'This is an address under “{{kind}}”: give that of a model.',
      absent:
        'The Hub shows no such model. It does not exist, or it is private: check the spelling of owner and name.',
      gated:
        'The model is gated: its owners ask you to agree to their terms first. Open its page on huggingface.co, agree, download it there, then choose its folder.',
      disabled: 'The Hub has closed this model. Choose another.',
      'no-revision': 'The model has no revision “{{revision}}”. Leave out what follows “@” to take main.',
      'no-file': 'The model lacks {{file}}. Add it to the folder, or choose another model or revision.',
      'no-model':
        'No model is among these files. A model’s folder has config.json, tokenizer.json and model.safetensors: choose that folder, all of these files together, or a zip of them. Files of data are dropped by themselves.',
      adapter: 'This is an adapter, which needs its base model. Drop it on the page, or import it in Deploy.',
      several: 'There are several models: {{text}}. Choose the folder of one.',
      zip: 'The zip cannot be unpacked: it is damaged or locked. Pack it anew, or unpack it and choose the folder.',
      json: '{{file}} is not JSON, or too large to be a model’s. Get the file anew from where the model is from.',
      'too-many': 'The Hub has been asked too often from your network. Try again in {{seconds}} s.',
      'too-many-now': 'The Hub has been asked too often from your network. Try again in five minutes.',
      'no-answer':
        'The Hub cannot be reached. Check your connection and try again; a firewall or an extension may block huggingface.co. A folder from a disk needs no network.',
      refused: 'The Hub answered {{status}}. Try again later.',
      unclear:
        'The Hub’s answer is not understood. Try again later, or download the model and choose its folder.',
      cut: 'The connection broke while {{file}} came. What came is kept: go on when the network is back.',
      family:
        'This is a {{architecture}} (model_type “{{type}}”), which cannot be run here. Models of the Llama family (Llama, SmolLM2, Qwen2), GPT-NeoX models (Pythia), GPT-2 models and encoders (BERT, RoBERTa) can.',
      config: 'The model is of a family that is run here, but not with these settings. Choose another.',
      weights:
        '{{file}} cannot be read. Get the file anew from where the model is from, or choose another model.',
      pickle:
        'The weights are there as {{file}} alone, not as safetensors. Files of that kind can run code or are of another format, so the page reads none. Look for a model with model.safetensors.',
      'no-weights':
        'There are no weights in safetensors. Choose model.safetensors together with the other files, or a model that has it.',
      'no-tokenizer': 'The model lacks {{file}}, so no text can be made into tokens. Choose another.',
      'too-large': 'The weights have {{bytes}}; a page can hold {{limit}} of them. Choose a smaller model.',
      dtype:
        'Tensor “{{tensor}}” has {{dtype}} numbers; F32, F16 and BF16 can be read. Choose the model before it was quantised.',
      damaged: '{{file}} is not the file that the Hub lists, so it was dropped. Go on to fetch it again.',
      'no-room':
        'The browser gives this page no more room, so the download has stopped. What came is kept, and so is all that was there before. Delete a model below, or runs in Deploy, then go on.',
      elsewhere: 'Another tab is downloading this model. Go on there, or close that tab and try again here.',
    },
  },

  device: {
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
    offline: {
      starting: 'The page’s files are being kept, so that it opens without a network.',
      kept: 'Opens without a network: {{size}} of the page’s files are kept in this browser.',
      failed:
        'Opens with a network only: the browser could not keep the page’s files. Free some room on the disk, then reload the page.',
      none: 'Opens with a network only: this browser offers no service worker here. Serve the page by https or from localhost.',
    },
  },

  tour: {
    offer: 'Here for the first time? A tour of a minute shows the parts of this page.',
    start: 'Take the tour',
    again: 'Take the tour of a minute',
    end: 'End the tour',
    back: 'Back',
    next: 'Next',
    done: 'Done',
    place: '{{place}} of {{all}}',
    method: {
      title: 'Model and method',
      text: 'A small transformer and the way of adapting it. LoRA keeps the model’s weights frozen and trains two small matrices, A and B, beside each chosen one.',
    },
    rank: {
      title: 'The rank r',
      text: 'A turns its input into r numbers, and B turns those into what is added to the output. A lower rank trains fewer weights; the count stands below the slider. Try 1 and then 16.',
    },
    train: {
      title: 'Train',
      text: 'Training runs in this browser; with the settings that the page first opens with it takes a minute or less. Nothing is sent anywhere. Pause, Step and Reset are beside it.',
    },
    loss: {
      title: 'Loss',
      text: 'How wrong the model is about the words, or the class, that should follow. On a first visit a recorded run moves here; your own takes its place.',
    },
    spectrum: {
      title: 'Singular values of ΔW',
      text: 'What was learnt, ΔW = s·BA, as strengths of directions. There are at most r of them: this is what rank means.',
    },
    workspaces: {
      title: 'The other workspaces',
      text: 'Compare runs, inspect what was learnt, deploy the adapter, and learn LoRA in eleven short lessons. The keyboard icon opens this tour again.',
    },
  },

  classLink: {
    badge: 'Class link',
    badgeSeed: 'seed {{seed}}',
    about: 'This page was opened with a class link. Its teacher chose what can be changed here.',
    fixes_one: 'It fixes one setting.',
    fixes_other: 'It fixes {{count}} settings.',
    hides_one: 'It leaves one control out of the form.',
    hides_other: 'It leaves {{count}} controls out of the form.',
    student: 'Your name or number',
    studentAbout:
      'Your seed is made from it: a number is its own seed, and the same name always gives the same seed. It stays in this browser, and goes into the code of a result that you hand in.',
    take: 'Take this name',
    seedNow: 'Your seed: {{seed}}',
    handIn: 'Hand in a result',
    leave: 'Leave the class link',
    leaveAbout: 'All settings can then be changed. Your runs stay, and the link brings you back.',
    fixedHere:
      'The class link fixes this setting. To change it, leave the class link: press “Class link” beside “Copy link”.',
    fixedMark: '{{label}} is fixed',
  },

  notice: {
    classFixed_one: 'The class link fixes {{settings}}: it stays as it is.',
    classFixed_other: 'The class link fixes {{settings}}: they stay as they are.',
    classRefused: {
      version:
        'The class link is of a version that this page does not know: {{given}}. Reload the page for its newest version, or ask for the link again. Until then nothing is fixed.',
      part: 'The class link has a part that this page does not know: {{given}}. Ask for the link again; until then nothing is fixed.',
      control:
        'The class link names a control that this page does not have: {{given}}. Ask for the link again; until then nothing is fixed.',
      twice: 'The class link names {{given}} twice. Ask for the link again; until then nothing is fixed.',
      own: 'The class link fixes {{given}}, but its value is in no link: it is someone’s own. Ask for another link; until then nothing is fixed.',
      cut: 'The class link is incomplete: it ends with {{given}} rather than with its check. Ask for the whole link; until then nothing is fixed.',
      changed:
        'The class link or a setting that it fixes is not as it was made. Ask for the link again; until then nothing is fixed.',
    },
    newVersion: 'A new version is ready.',
    reload: 'Reload',
    dismiss: 'Dismiss',
    undo: 'Put back',
    ownDataAbsent:
      'This link was made with someone’s own data, which a link does not carry. The restaurant task is loaded instead.',
    left_one:
      '“{{name}}” stopped while the page was left. Continue, in Train, goes on from its last checkpoint; without one, Train starts a new run.',
    left_other:
      '{{count}} runs, “{{name}}” and others, stopped while the page was left. Continue, in Train, goes on from the last checkpoint of the run in focus; without one, Train starts a new run.',
    deletedElsewhere_one: '“{{name}}” was deleted in another tab.',
    deletedElsewhere_other: '{{count}} runs, “{{name}}” and others, were deleted in another tab.',
    deleted: '“{{name}}” was deleted. You can put it back.',
    goesOn:
      'The page was left while an experiment went on; it goes on now. Runs that had begun: {{again}}, each from its last checkpoint, or anew where there is none. Runs still to come: {{waiting}}.',
    interrupted_one:
      '“{{name}}” was training in a tab that was closed. The run is kept up to the step that was last saved. Continue, in Train, goes on from its last checkpoint; without one, Train starts a new run.',
    interrupted_other:
      '{{count}} runs, “{{name}}” and others, were training in a tab that was closed. They are kept up to the steps that were last saved. Continue, in Train, goes on from the last checkpoint of the run in focus; without one, Train starts a new run.',
    noCheckpoint:
      'The state of training could not be read or stored. Training goes on; if the page is closed now, runs can be continued from their checkpoint before this one, if they have one, or from their start.',
    noCheckpointFull:
      'The storage that the browser gives this site is full, so the state of training cannot be stored. Training goes on; if the page is closed now, runs can be continued from their checkpoint before this one, if they have one, or from their start. Delete runs that you no longer need.',
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
      'A deleted run or adapter is still stored, because the browser refused to delete it. Unless a later try succeeds, it comes back at the next visit.',
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
      large:
        '“{{name}}” was exported without its trained weights: with them the file would have more than the {{most}} that this page reads. “Export adapter” saves them, where PEFT has a form for them.',
      absent: '“{{name}}” was exported without its trained weights, which are not on this computer any more.',
      unreadable:
        '“{{name}}” was exported without its trained weights, because what is stored of them cannot be read: it is damaged, or another version of the page wrote it. Deploy offers it as a file.',
      refused:
        '“{{name}}” was exported without its trained weights, because the browser’s storage does not answer. Try again, or reload the page.',
    },
    adapterImported: 'Imported the adapter “{{name}}”. It fits {{model}} and is in Deploy.',
    adapterNamed:
      'Its files name “{{named}}” as the base model: unless {{model}} has the same weights, the adapter will not do what it was trained for.',
    adapterStart:
      'Its files hold A and B as {{start}} trained them, beside what their start left of W₀. That start is computed from {{model}}, so ΔW = s·(BA − B₀A₀); exported, the adapter is plain LoRA of rank 2r.',
    adapterIgnored: 'These settings were ignored, because this page does not know them: {{fields}}.',
    badAdapterFile: '“{{name}}” was not imported.',
    modelNotKept:
      'The model “{{name}}” is in this tab alone: the browser did not keep it. Choose its folder again at your next visit.',
    adapterNotKept:
      'The browser refused to store the adapter “{{name}}”: it is lost when you close this tab. Delete what you no longer need, then import it again.',
    tooBig: '{{name}} is {{size}}; files up to {{limit}} can be read. Cut it into smaller files.',
    unreadable:
      '{{name}} could not be read: it was changed, moved or deleted after it was chosen. Choose it again.',
    config: {
      clamped: 'The link sets {{key}} to {{given}}; the nearest possible value, {{used}}, is used.',
      'unknown-key': 'The link sets {{key}}, which this page does not know; it is ignored.',
      'other-method': 'The link sets {{key}}, which its method does not use; it is ignored.',
      'no-layer':
        'The link sets {{key}} to “{{given}}”, which is of a layer that the model does not have; it is ignored.',
      'other-model':
        'The address is of the model “{{given}}”, which this browser does not have; {{used}} is used. Choose the model’s folder, or fetch it from the Hub, under Model, then open the address again.',
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
    'model-absent':
      'The model came in a folder of yours, which this browser does not have. Choose the folder again under Model, or another model.',
    'file-unreadable': 'The file could not be read from the disk. Choose it again.',
    'data-format': 'The data cannot be read.',
    'data-incomplete': 'This file belongs with a second one. Choose or drop the second one, too.',
    'data-too-small':
      'There are too few different prompts or texts to train on. Add examples and load the data again.',
    'no-text':
      'The loaded model is an encoder: it tells classes apart and writes no text. Choose the task “Premise and hypothesis”, your own data with labels, or a model that writes.',
    'no-classes': 'The encoder cannot learn classes from this data.',
    'prompt-parts':
      'The encoder reads two texts at once, as in its data. Write the first on the first line and the second on the next.',
    'prompt-too-long': 'The prompt is too long for this model. Shorten it.',
    'no-model': 'No model is loaded yet. Wait until the page is ready, then try again.',
    'other-model':
      'This is of another base model, or of other weights of it, than are loaded. Choose that model in Train, under Model, then try again.',
    'other-classes':
      'This run learned other classes than the loaded data have. Choose its task, or load its data again, then try again.',
    'rank-too-high':
      'All of the sum has a higher rank than LoRA has here. Combine fewer adapters, or choose the closest sum of a rank.',
    'no-data': 'No data is loaded yet. Choose a task, then try again.',
    abandoned: 'This was cancelled, because something else was chosen.',
    'no-run': 'The worker no longer has this run. Train it again.',
    'no-form': 'PEFT has no form that trains this run alike.',
    'bad-adapter': 'The weights that were kept of this adapter do not fit its settings, or cannot be read.',
    'bad-checkpoint':
      'The run cannot be continued from what was kept. What it measured and learned until it stopped is still there; Train starts a new run.',
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

  own: {
    title: 'Your own data',
    privacy: 'Your data stays on this computer: the page reads it here and sends it nowhere.',
    about:
      'Pairs of a prompt and its completion: CSV, TSV, JSON, JSON Lines or Parquet, also as .gz or .zip; or plain text, each line learned by itself. Common layouts are recognised: chats, instructions, preference and feedback data, GLUE, E2E NLG, WikiSQL (its two files together), SAMSum, SQuAD.',
    choose: 'Choose a file',
    drop: 'or drop one anywhere on the page',
    paste: 'Or paste text',
    pastedName: 'Pasted text',
    read: 'Read the text',
    reading: 'Reading…',
    readingStage: 'Reading… {{stage}}',
    stopReading: 'Cancel reading',
    inUse: '{{name}} is the task now.',
    review: 'Show how it is read',
    preview: 'Preview',
    use: 'Use this data',
    otherwise: 'Read it in another way',
    cancel: 'Cancel',
    file: {
      delimited: 'Table with {{delimiter}} between cells',
      json: 'JSON',
      parquet: 'Parquet',
      text: 'Plain text',
    },
    delimiter: { tab: 'tabs', comma: 'commas', semicolon: 'semicolons', bar: 'bars (|)' },
    packing: { gzip: 'unpacked from .gz', zip: 'unpacked from .zip' },
    format: 'Recognised format',
    recognised: 'Recognised as {{format}}. Prompts: {{prompts}}, references: {{pairs}}, metric: {{metric}}',
    likely:
      'Looks like {{format}} and is read as such. Prompts: {{prompts}}, references: {{pairs}}, metric: {{metric}}',
    evidence: 'Recognised by: {{evidence}}.',
    used: 'The model reads column “{{prompt}}” and learns to write column “{{completion}}”.',
    usedText: 'The model learns to write column “{{completion}}”, each text by itself.',
    firstPairs: 'The first examples',
    firstRows: 'The first rows',
    damaged_one:
      '{{count}} line (line {{line}}) has bytes that are not {{encoding}}; each shows as \uFFFD. If many letters look wrong, choose another encoding.',
    damaged_other:
      '{{count}} lines (the first is line {{line}}) have bytes that are not {{encoding}}; each shows as \uFFFD. If many letters look wrong, choose another encoding.',
    found: 'Pairs or texts read: {{pairs}}; rows or answers left out: {{rows}}',
    building: 'Splitting the texts into tokens …',
    counts:
      'Pairs: {{train}} training, {{validation}} validation, {{test}} test; different prompts: {{prompts}}',
    textCounts: 'Texts: {{train}} training, {{validation}} validation, {{test}} test',
    longest: 'Longest example, in tokens: {{tokens}} (the run uses {{max}} at most)',
    truncated_one: '{{count}} completion is cut to fit',
    truncated_other: '{{count}} completions are cut to fit',
    dropped: 'Left out: {{rows}} ({{reason}}; the first is in line {{line}})',
    reason: {
      'empty-prompt': 'the prompt is empty',
      'empty-completion': 'the completion is empty',
      'prompt-too-long': 'the prompt alone is too long',
      duplicate: 'an exact duplicate',
      'bad-row': 'the row cannot be read',
      'no-label': 'no label is given, or it is not public',
      'no-table': 'its table is missing',
      rejected: 'rejected answers, which are never learned',
      undesired: 'answers labelled as undesired, which are never learned',
      'zero-weight': 'answers with weight 0',
      'other-split': 'rows of a split other than the training split',
    },
    encoding: 'Encoding',
    encodings: {
      'utf-8': 'UTF-8',
      'utf-16le': 'UTF-16 LE',
      'utf-16be': 'UTF-16 BE',
      'windows-1252': 'Windows-1252 (Western)',
      'windows-1250': 'Windows-1250 (Central European)',
      'iso-8859-2': 'ISO-8859-2 (Central European)',
      'windows-1251': 'Windows-1251 (Cyrillic)',
      'koi8-r': 'KOI8-R (Russian)',
      'koi8-u': 'KOI8-U (Ukrainian, Russian)',
      'windows-1253': 'Windows-1253 (Greek)',
      'windows-1254': 'Windows-1254 (Turkish)',
      'windows-1255': 'Windows-1255 (Hebrew)',
      'windows-1256': 'Windows-1256 (Arabic)',
      'windows-1257': 'Windows-1257 (Baltic)',
      'windows-1258': 'Windows-1258 (Vietnamese)',
      'windows-874': 'Windows-874 (Thai)',
      'euc-kr': 'CP949, EUC-KR (Korean)',
      shift_jis: 'Shift_JIS (Japanese)',
      'euc-jp': 'EUC-JP (Japanese)',
      'iso-2022-jp': 'ISO-2022-JP (Japanese)',
      gb18030: 'GB18030, GBK (simplified Chinese)',
      big5: 'Big5 (traditional Chinese)',
      macintosh: 'Mac Roman (Western)',
    },
    readAs: 'Read as',
    readAsAuto: 'As recognised',
    readAsTable: 'Picked columns',
    readAsText: 'Plain text',
    pick: '{{name}} has {{columns}} columns. Pick the prompt, which the model reads, and the completion, which it should write.',
    prompt: 'Prompt column',
    noPrompt: '(none: plain texts)',
    completion: 'Completion column',
    readColumns: 'Read these columns',
    kept: 'What was loaded before is still in use.',
  },

  presenter: {
    title: 'Presenter mode',
    about: 'Large type, thick lines and no more than a class needs, for a projector.',
    ring: 'Ring around the pointer',
    next: 'Next',
    leave: 'Leave',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    on: 'Use single-key shortcuts on the whole page',
    train: 'Train, pause or resume',
    step: 'One step',
    reset: 'Reset',
    compare: 'Compare ranks',
    present: 'Presenter mode on or off',
    next: 'Next stage, lesson or workspace',
    experiment: 'Run the lesson’s experiment',
    ring: 'Ring around the pointer on or off',
    help: 'Show this list',
    space: 'Space',
    or: 'or',
    note: 'While you type in a field, these keys only type.',
    always: 'Everywhere',
    write: 'Write an answer to your own prompt',
    release: 'Let go of a held step, close what is open, or leave presenter mode',
    arrows: 'Move the step of a focused chart, or the value of a field',
    views: 'Go to the next workspace, from its tab',
    upDown: 'arrow keys',
    leftRight: '← →',
  },

  secret: {
    title: 'What is k?',
    about:
      'A secret ΔW of rank k was added to Wq and Wv of every layer. The model with this ΔW, the teacher, wrote these texts. To write like the teacher, a run needs k directions in each matrix and no more. So look at each matrix of a run and count the singular values before they drop. The effective rank does not tell k: it counts small singular values in part, so it lies above k where the run’s r does.',
    propose:
      'r = {{r}} is enough for every possible k (1 to {{most}}). A weight decay of {{decay}} shrinks the directions that the texts do not need.',
    trainFirst: 'You can reveal k when a run on these texts has finished.',
    proposed: 'Set Wq and Wv, r = {{r}}, {{steps}} steps, learning rate {{rate}}, weight decay {{decay}}',
    guess: 'Your guess',
    reveal: 'Reveal',
    right: 'Right: k is {{k}}.',
    wrong: 'k is {{k}}; you said {{guess}}.',
    another: 'Another secret',
    next: 'The shown run learned another secret than the one that is chosen now. Press Train to learn from that one.',
    base: 'The base model’s distance to the teacher (KL divergence) is {{before}} nats per token, on {{texts}} validation texts.',
    divergence:
      'The distance to the teacher (KL divergence) is {{after}} nats per token at step {{step}}, {{before}} for the base model, on {{texts}} validation texts.',
    teacherLoss:
      'The teacher’s own validation loss is {{loss}}; on enough new texts no model has a lower loss. A run’s training loss can be lower, because the run has seen its training texts.',
    table: 'Singular values, hidden and learned',
    matrix: 'Matrix',
    hidden: 'hidden',
    hiddenValue_one: 'one value of {{sigma}}',
    hiddenValue_other: '{{count}} values of {{sigma}}',
    learned: 'learned, step {{step}}',
    notAdapted: 'not adapted',
  },

  noLastScores:
    'This run has no scores after its last step: its page was closed, or another model was chosen, before all prompts for them were answered. If another tab trained this run, that tab may still be taking them. “Score now” in Compare takes them with the adapter that was kept.',

  panel: {
    hiddenTexts:
      'A text has no prompt: the teacher draws it token by token. It writes the texts when you choose this task.',
    tasksHelp: 'Click or press Enter to choose a task; arrow keys browse. Esc closes this without a change.',
    tasksTitle: 'What the model should learn',
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
  },

  budget: {
    lock: 'Lock budget',
    unlock: 'Unlock budget',
    about:
      'Locked, the number of trained weights cannot grow. Change the rank of one matrix, and the others share the rest of the budget as equally as whole ranks allow; choose other matrices, and all of them share it anew. r follows from the budget. Another model or method unlocks it.',
    spent: 'Budget {{budget}}: all of it is used.',
    unspent: 'Budget {{budget}}: {{unspent}} unused.',
    ranks: 'Ranks under the budget',
    rank: 'Rank of {{matrix}}',
    note: {
      'rank-follows':
        'r follows from the budget. Change a matrix’s rank under Details, or unlock the budget.',
      'too-small':
        'This needs {{least}} weights at rank 1, more than the budget. Adapt less, or unlock the budget.',
      most: '{{matrix}} has rank {{rank}}, the most that leaves rank 1 for the others. Unlock the budget to go higher.',
    },
  },

  /** Of the card that “Details” opens. */
  parameters: {
    shapes_one: 'B is d × r and A is r × k. The weights of the one adapted layer are counted.',
    shapes_other:
      'B is d × r and A is r × k. The weights of the {{count}} adapted layers are counted together.',
    shapeA: 'A {{shape}}',
    shapeB: 'B {{shape}}',
    biases: 'biases',
    modules: 'whole modules',
    tokens: 'virtual tokens',
    pooler: 'pooler',
    head: 'classification head',
    shapeM: 'm {{shape}}',
    adapter: 'Adapter',
    file: 'as PEFT’s file {{size}}',
    fileAbout:
      'PEFT’s format has one matrix, {{module}}, for {{family}}’s Wq, Wk and Wv. Their A and B are joined into one pair of higher rank, filled up with zeros, so the file can hold more numbers than A and B have. With PiSSA or OLoRA the pairs have rank 2r, so that they fit the base model as it is.',
    fileAboutLlama:
      'PEFT’s format has A and B of each matrix as they are. With PiSSA or OLoRA the pairs have rank 2r, so that they fit the base model as it is.',
    optimizer: 'Optimizer memory',
    full: 'full fine-tuning: {{size}}',
    gpt3: 'The same choice in GPT-3 175B',
    gpt3Value: '{{shown}} weights, {{percent}} of its 175 billion',
    gpt3About:
      'Computed from the shape of GPT-3 (96 layers, width 12,288) with the same settings. Nothing of it was measured.',
    gpt3AboutLayers:
      'Computed from the shape of GPT-3 (96 layers, width 12,288) with the same settings, but in all of its layers. Nothing of it was measured.',
  },
} as const;

export const laterWorkspaces = {
  experiment: {
    title: 'Experiment',
    readyMade: 'Ready-made',
    question: {
      rank: 'Which rank?',
      matrices: 'Which matrices at one budget?',
      examples: 'How many examples?',
      rate: 'Which learning rate?',
      method: 'Which method?',
      seeds: 'How much is chance?',
      forgetting: 'What is forgotten?',
    },
    source: {
      rank: 'Table 6 of the LoRA paper',
      matrices: 'Table 5 of the LoRA paper',
      examples: 'Table 16 of the LoRA paper',
      rate: 'LoRA at three ranks and full fine-tuning, after LoRA Without Regret',
      method: 'about equal parameters where a size can be chosen, each at its own rate',
      seeds: 'three seeds of one run',
      forgetting: 'LoRA and full fine-tuning at five rates',
    },
    varies: 'What varies',
    alsoVaries: 'What varies, too',
    another: 'Vary another setting, too',
    leaveOut: 'Do not vary: {{setting}}',
    valuesOf: 'Values of: {{setting}}',
    setting: {
      r: 'Rank r',
      lora_alpha: 'α',
      matrices: 'Matrices at a rank',
      learning_rate: 'Learning rate',
      method: 'Method',
      method_at_budget: 'Method at budget',
      max_train_samples: 'Training pairs',
      seed: 'Seed',
      model: 'Model',
      task: 'Task',
    },
    noValue: '{{setting}}: enter two or more values with commas between them.',
    tooManyValues: '{{setting}}: {{most}} values at most. Take some out.',
    badValue: '“{{given}}” is not possible here. {{hint}}',
    hint: {
      r: 'Ranks are whole numbers from 1 to 64.',
      lora_alpha: 'α is a number above 0.',
      matrices:
        'Name matrices and their rank as in “q.v.4”: Wq and Wv at r = 4. Matrices: q, k, v, o, up, down.',
      learning_rate: 'Learning rates are numbers from 0.000001 to 1.',
      method: 'Methods: {{methods}}.',
      method_at_budget: 'Methods: {{methods}}.',
      max_train_samples: 'Training pairs are whole numbers from 10, or “all”.',
      seed: 'Seeds are whole numbers from 0.',
      model: 'Models: {{models}}.',
      task: 'Tasks: {{tasks}}.',
    },
    sizes: 'Sizes on {{model}}, for about {{budget}} trained weights',
    sizeless: 'no size to choose',
    one: 'One run is no comparison: enter a second value.',
    modelOnTask: '{{model}} on {{task}}',
    unlearnable_one: 'Left out, since an encoder tells classes apart and this task has none: {{runs}}.',
    unlearnable_other: 'Left out, since an encoder tells classes apart and these tasks have none: {{runs}}.',
    unfit_one: 'Left out, since the model cannot be adapted with it here: {{methods}}.',
    unfit_other: 'Left out, since the model cannot be adapted with them here: {{methods}}.',
    fixedByClass: 'The class link fixes settings that these runs would change. Vary others.',
    lacksLora:
      'The form’s method, {{method}}, has no such setting. Choose LoRA in the form, or vary something else.',
    tooMany: '{{runs}} runs are more than the {{most}} that one experiment may have. Take values out.',
    runsOf_one: '{{count}} run',
    runsOf_other: '{{count}} runs',
    about: 'about {{time}} on this device',
    unknownTime: 'time unknown until this device has trained a run of the model',
    run_one: 'Train {{count}} run',
    run_other: 'Train {{count}} runs',
    linkProblem: 'The link’s experiment has parts that are not possible and were left out: {{parts}}.',
    due: 'Runs that are due',
    dueRuns_one: '{{count}} run to go',
    dueRuns_other: '{{count}} runs to go',
    waiting_one: '{{count}} of them waits',
    waiting_other: '{{count}} of them wait',
    left: 'about {{time}} left',
    held: 'held',
    hold: 'Hold',
    goOn: 'Go on',
    list: 'List',
    waitingRuns: 'Waiting runs',
    takes: 'about {{time}}',
    dropRun: 'Drop {{run}}',
    drop_one: 'Drop {{count}} waiting run',
    drop_other: 'Drop {{count}} waiting runs',
  },
  comparison: {
    together: 'Started together, with the same seed and batches. {{alphaRule}}',
    empty: 'Tick two or more runs, or press Compare ranks, to see them in a table.',
    emptyNoRank: 'Tick two or more runs to see them in a table.',
  },
  lateScores: {
    lacking_one:
      '{{count}} finished run has no scores after its last step: its page was left before they were taken, or the file that it came from has none.',
    lacking_other:
      '{{count}} finished runs have no scores after their last step: their page was left before they were taken, or the file that they came from has none.',
    score: 'Score now',
    whenFree: 'Scores are taken while no run trains.',
  },
  /** Above the table of compared runs. */
  conclusion: {
    by_finalLoss: 'By the last validation loss',
    by_finalLossExamples: 'By the last validation loss, averaged over examples',
    by_metric: 'By {{metric}} on the test prompts',
    alike_one: '{{by}}, {{best}} and {{settings}} cannot be told apart {{among}}',
    alike_other: '{{by}}, {{settings}} cannot be told apart from {{best}} {{among}}',
    by: '{{setting}} (difference {{difference}})',
    fewSeeds: 'With two seeds even large differences can seldom be told from chance: add seeds.',
    best: '{{by}}, {{best}} is best {{among}}',
    seeds: 'with {{count}} seeds',
    oneSeed: 'in these runs of one seed (other seeds may differ)',
    othersAlike_one: '{{count}} other',
    othersAlike_other: '{{count}} others',
    worse: '{{setting}} is worse by {{difference}}',
    alsoWorse: '{{setting}} by {{difference}}',
    othersWorse: '{{count}} others are worse by {{least}} to {{most}}',
    nats: '{{difference}} nats',
    points: '{{difference}} points',
    test: 'How this was tested',
    pairs_seeds: 'Pairs are runs of the same seed, which saw the same batches: {{count}} pairs.',
    pairs_examples:
      'Pairs are the losses on the same validation example, each counted alike: {{count}} pairs.',
    pairs_prompts:
      'Pairs are what the answers to the same test prompt contribute to the score (jackknife): {{count}} pairs.',
    tests_one: 'Student’s paired t-test at level {{level}}.',
    tests_other:
      'Student’s paired t-tests of each setting with each other, {{count}} in all, together at level {{level}} by Holm’s method.',
    interval:
      'Differences are from {{best}}, whose mean is best; ± is half the 95 % interval of each difference by itself.',
    diverged_one: '{{setting}} diverged and is not compared.',
    diverged_other: '{{setting}} diverged in {{diverged}} of {{count}} runs and is not compared.',
    noMetric: 'By the test score nothing is concluded: not all of these runs have one.',
    notShown_one: '{{count}} more run of the same experiment is not shown, and not compared.',
    notShown_other: '{{count}} more runs of the same experiments are not shown, and not compared.',
    leftOut_one:
      '{{count}} run is left out: it did not finish, has not the seeds of the others, or its texts were cut short at other places.',
    leftOut_other:
      '{{count}} runs are left out: they did not finish, have not the seeds of the others, or their texts were cut short at other places.',
    missing: {
      'one-run': 'With one run nothing can be compared.',
      live: 'The runs are compared when all have ended.',
      unfinished: 'Nothing can be compared before two settings have a run that finished without diverging.',
      'one-setting': 'All runs have the same settings: there is nothing to compare.',
      'other-model': 'No conclusion is drawn: the runs are of different base models.',
      'other-data': 'No conclusion is drawn: the runs learnt from different data.',
      'other-cut': 'No conclusion is drawn: texts were cut short at different places.',
      'other-steps': 'No conclusion is drawn: the runs have different numbers of steps.',
      'no-shared-seed': 'No conclusion is drawn: the settings share no seed.',
      'no-figures':
        'By validation loss nothing is concluded: one seed is one draw, and not all of these runs kept the losses on single examples. Repeat them with other seeds.',
    },
  },

  /** A file of the compared runs, for handing in. */
  report: {
    write: 'Report',
    about: 'Save the shown runs as one web page for handing in: settings, results and figures.',
    none: 'There is a report as soon as one of your runs is shown.',
    failed: 'The report could not be written: {{detail}}',
    title: '{{shown}} runs compared by {{settings}}',
    titleSame: '{{shown}} runs with the same settings',
    model: 'Base model {{model}}, {{weights}} weights',
    data: 'Data: {{name}} ({{train}} training, {{validation}} validation, {{test}} test)',
    settings: 'Settings that differ',
    same: 'All settings are the same.',
    course: 'Run so far',
    started: 'Started',
    device: 'Device',
    results: 'Results',
    lastLoss: 'Last validation loss',
    score: 'Test score (95\u00A0% interval)',
    heldOut: 'Held-out loss (change)',
    effectiveRank: 'Effective rank',
    time: 'Training time',
    unit: 'Losses are in nats per token.',
    unitEncoder: 'Losses of encoders are in nats per text.',
    reading:
      'The held-out loss is taken on text like that of pretraining; in brackets, how much it changed since the base model. The effective rank of ΔW is the mean over the adapted matrices after the last step. A dash stands for what was not measured. One seed is one draw: a small difference may be chance.',
    figures: 'Figures',
    figure: 'Figure {{number}}. {{title}}.',
    configs: 'All settings of each run',
    openRun: 'Open these settings in Rankscope',
    again: 'To repeat it',
    open: 'Open this experiment in Rankscope',
    version: 'Written by Rankscope {{version}}, settings in version {{config}} of their format.',
    weights: 'Base model {{model}}, SHA-256 of its weights: {{weights}}',
    browser: 'Browser: {{browser}}',
  },
  deploy: {
    noDora:
      'No adapter for PEFT from some runs with DoRA: PEFT keeps DoRA’s magnitudes of Wq, Wk and Wv in one vector. A run with DoRA can be exported where it adapts all three of these matrices, or none of them.',
    noVera:
      'No adapter for PEFT from some runs with VeRA: PEFT’s B has rows for each of Wq, Wk and Wv, where here all matrices share the first rows unless “Wq, Wk and Wv as one” is on. A run with VeRA can be exported where that is on or it adapts none of these three.',
    noPrefixEmbed:
      'No adapter for PEFT from some runs with prefix-embedding tuning: PEFT’s prompt tuning gives its virtual tokens the first positions, and has none after the prompt. A run that takes positions and has no tokens after the prompt can be exported.',
    noPeft:
      'No adapter for PEFT from {{methods}}: PEFT has no method that computes the same. “Export run” saves what such a run trained.',
    title: 'Adapters on this computer',
    unreadable: 'weights cannot be read',
    about:
      'Each run keeps the tensors that its method added or trained. “Export run” saves them with its curves in a file that opens here again; “Export adapter” saves them for PEFT, where PEFT’s format can hold them. PEFT’s two files, as they are, in a folder or zipped, can be imported here or dropped anywhere on the page.',
    empty: 'No adapter yet. Train a run, import one that was exported, or import an adapter in PEFT’s files.',
    columns: {
      run: 'Adapter',
      model: 'Base model',
      matrices: 'Method',
      weights: 'Trained weights',
      size: 'Trained size',
      file: 'PEFT file',
      loss: 'Lowest validation loss',
      score: 'Test score',
      stored: 'Stored',
      export: 'Actions',
    },
    import: 'Import run',
    peftTitle: 'Use the adapter with PEFT',
    peftAbout: 'Unzip the adapter and the base model side by side, as two folders. Then:',
    peftAboutHub:
      'Unzip the adapter. The base model, {{model}}, is loaded from the Hugging Face Hub at the commit that this page has. Then:',
    peftAboutFolder:
      'The base model is your own folder: unzip the adapter beside it, and put the folder’s path where “{{model}}” stands. Then:',
    noRun: 'Export the adapter of a run to have its folder’s name here.',
    base: 'Download the base model {{model}}',
    fused:
      'adapter_config.json says r = {{exported}}: Hugging Face’s {{family}} keeps Wq, Wk and Wv in one matrix, {{module}}, so the A and B of {{matrices}}, of rank {{r}} each, are joined into one pair of rank {{exported}}. Its ΔW is the same.',
    fusedRanks:
      'Hugging Face’s {{family}} keeps Wq, Wk and Wv in one matrix, {{module}}, so the A and B of {{matrices}} are joined into one pair in each layer. Its rank is the sum of theirs, which rank_pattern in adapter_config.json says, and its ΔW is the same.',
    factored:
      '{{start}} starts A and B as factors A₀ and B₀ of W₀, and trains beside W₀ − s·B₀A₀. So that the adapter loads on the unchanged base model, it is exported as plain LoRA: its A is [A; A − A₀] and its B is [B − B₀, B₀], of rank 2·{{r}} = {{exported}}. Its ΔW is the same.',
    factoredRanks:
      '{{start}} starts A and B as factors A₀ and B₀ of W₀, and trains beside W₀ − s·B₀A₀. So that the adapter loads on the unchanged base model, it is exported as plain LoRA: its A is [A; A − A₀] and its B is [B − B₀, B₀], of twice each matrix’s rank. Its ΔW is the same.',
  },

  storage: {
    title: 'Storage',
    private: 'Runs, adapters and your own data are stored in this browser, on this computer alone.',
    parts: 'Runs and adapters take about {{runs}}, your own data {{own}}, models of your own {{models}}.',
    downloads_one:
      'A download from the Hugging Face Hub that is not finished takes {{bytes}}. Choose “Your own model …” under Model, in Train, to go on with it or to delete it.',
    downloads_other:
      'Downloads from the Hugging Face Hub that are not finished take {{bytes}}. Choose “Your own model …” under Model, in Train, to go on with them or to delete them.',
    quota: 'The browser gives this site about {{quota}} of room in all.',
    persisted_yes: 'The browser has agreed to keep runs and data until you delete them.',
    persisted_no: 'The browser may delete runs and data when the disk fills up.',
    persisted_refused:
      'The browser did not agree to keep runs and data: it may delete them when the disk fills up. Export the runs that you want to keep.',
    persisted_unknown:
      'This browser does not tell how much room there is, nor how long it keeps runs and data.',
    ask: 'Ask the browser to keep runs and data',
    unsaved_one: '{{count}} run is not saved. Delete others to make room, or export it.',
    unsaved_other: '{{count}} runs are not saved. Delete others to make room, or export them.',
    unreadable_one:
      '{{count}} stored entry cannot be read: another version of the page wrote it, or it is damaged. It stays stored. Save it as a file before you delete it.',
    unreadable_other:
      '{{count}} stored entries cannot be read: another version of the page wrote them, or they are damaged. They stay stored. Save them as a file before you delete them.',
    saveUnreadable: 'Save as a file',
    deleteUnreadable: 'Delete',
    deleteTitle_one: 'Delete {{count}} unreadable entry?',
    deleteTitle_other: 'Delete {{count}} unreadable entries?',
    deleteText: 'These entries leave this browser for good, unless you saved them as a file.',
  },
} as const;
