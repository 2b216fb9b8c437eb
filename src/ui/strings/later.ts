/** The words of parts that come after the page: they are added with the first of these. */
import i18next from 'i18next';

export const later = {
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

  shortcuts: {
    title: 'Keyboard shortcuts',
    on: 'Use single-key shortcuts on the whole page',
    train: 'Train, pause or resume',
    step: 'One step',
    reset: 'Reset',
    compare: 'Compare ranks',
    help: 'Show this list',
    space: 'Space',
    or: 'or',
    note: 'While you type in a field, these keys only type.',
    always: 'Everywhere',
    write: 'Write an answer to your own prompt',
    release: 'Let go of a held step, or close what is open',
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
    'This run has no scores after its last step: its page was closed, or another model was chosen, before all texts for them were written. If another tab trained this run, that tab may still be writing them.',

  /** Of the card that “Details” opens. */
  parameters: {
    shapes_one: 'B is d × r and A is r × k. The weights of the one adapted layer are counted.',
    shapes_other:
      'B is d × r and A is r × k. The weights of the {{count}} adapted layers are counted together.',
    shapeA: 'A {{shape}}',
    shapeB: 'B {{shape}}',
    biases: 'biases',
    tokens: 'virtual tokens',
    others: 'biases and virtual tokens',
    shapeM: 'm {{shape}}',
    adapter: 'Adapter',
    file: 'as PEFT’s file {{size}}',
    fileAbout:
      'PEFT’s format has one matrix, c_attn, for GPT-2’s Wq, Wk and Wv. Their A and B are joined into one pair of higher rank, filled up with zeros, so the file can hold more numbers than A and B have. With PiSSA or OLoRA the pairs have rank 2r, so that they fit the base model as it is.',
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
  deploy: {
    noDora:
      'No adapter for PEFT from some runs with DoRA: PEFT keeps DoRA’s magnitudes of Wq, Wk and Wv in one vector. A run with DoRA can be exported where it adapts all three of these matrices, or none of them.',
    noPeft:
      'No adapter for PEFT from {{methods}}: of all methods, this page can write only LoRA in PEFT’s format. “Export run” saves what such a run trained.',
    title: 'Adapters on this computer',
    unreadable: 'weights cannot be read',
    about:
      'Each run keeps the tensors that its method added or trained. “Export run” saves them with its curves in a file that opens here again; “Export adapter” saves them for PEFT, where PEFT’s format can hold them.',
    empty: 'No run yet. Train one, or import a run that was exported.',
    columns: {
      run: 'Run',
      model: 'Base model',
      matrices: 'Method',
      weights: 'Trained weights',
      size: 'Adapter',
      file: 'PEFT file',
      loss: 'Lowest validation loss',
      stored: 'Stored',
      export: 'Export or delete',
    },
    import: 'Import run',
    peftTitle: 'Use the adapter with PEFT',
    peftAbout: 'Unzip the adapter and the base model side by side, as two folders. Then:',
    noRun: 'Export the adapter of a run to have its folder’s name here.',
    base: 'Download the base model {{model}}',
    fused:
      'adapter_config.json says r = {{exported}}: Hugging Face’s GPT-2 keeps Wq, Wk and Wv in one matrix, c_attn, so the A and B of {{matrices}}, of rank {{r}} each, are joined into one pair of rank {{exported}}. Its ΔW is the same.',
    fusedRanks:
      'Hugging Face’s GPT-2 keeps Wq, Wk and Wv in one matrix, c_attn, so the A and B of {{matrices}} are joined into one pair in each layer. Its rank is the sum of theirs, which rank_pattern in adapter_config.json says, and its ΔW is the same.',
    factored:
      '{{start}} starts A and B as factors A₀ and B₀ of W₀, and trains beside W₀ − s·B₀A₀. So that the adapter loads on the unchanged base model, it is exported as plain LoRA: its A is [A; A − A₀] and its B is [B − B₀, B₀], of rank 2·{{r}} = {{exported}}. Its ΔW is the same.',
    factoredRanks:
      '{{start}} starts A and B as factors A₀ and B₀ of W₀, and trains beside W₀ − s·B₀A₀. So that the adapter loads on the unchanged base model, it is exported as plain LoRA: its A is [A; A − A₀] and its B is [B − B₀, B₀], of twice each matrix’s rank. Its ΔW is the same.',
  },

  storage: {
    title: 'Storage',
    private: 'Runs, adapters and your own data are stored in this browser, on this computer alone.',
    parts: 'Runs with their adapters take about {{runs}}, your own data {{own}}.',
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

i18next.addResourceBundle('en', 'app', later, true);
i18next.addResourceBundle('en', 'workspaces', laterWorkspaces, true);
