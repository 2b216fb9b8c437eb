/** English words of Learn’s page for the teacher. */

export const teacher = {
  title: 'For the teacher',
  about:
    'A link that sets the page up for a class, and the class’s results on one chart. No account and no server: everything is in addresses and short codes. For a projector there is presenter mode. Every page of Learn prints as a handout, and in presenter mode as slides.',
  link: {
    title: 'A class link',
    about:
      'Set the form as the class shall have it, choose here what students may change, and give them the link.',
    opens: 'Opens at',
    lessons: 'Lessons',
    controls:
      'Controls of the form for the method chosen now. A hidden control is left out of the form, and its setting is fixed.',
    control: 'Control',
    value: 'Value',
    free: 'Free',
    fixed: 'Fixed',
    hidden: 'Hidden',
    fixAll: 'Fix all',
    freeAll: 'Free all',
    seedOwn: 'the student’s',
    seeds: 'Each student has a seed of their own',
    seedsAbout:
      'It is made from a name or number that the student types; until then a number is drawn. The page shows both. “student=7” at the end of the address gives it.',
    own: {
      task: 'Own data is in no link: the task stays free, and the link opens with the first task.',
      model:
        'A model of one’s own is in no link: the model stays free, and the link opens with the first model.',
    },
    address: 'The link',
    addressAbout:
      'Its last part, after “class=”, says in words what is fixed, and ends with a check: a link that was cut short or changed is refused with a message, and fixes nothing.',
    nothingFixed: 'Nothing is fixed yet: this is a plain link to the settings of the form.',
    copy: 'Copy class link',
    open: 'Open it as a student',
    holds:
      'What is fixed stays so against keys, presets, the drawing, brought models and data, Compare ranks, experiments and “Train anew”. Lessons train runs of their own, which no link changes. Imported runs are shown as they are. A student can leave the class: by “Class link” beside “Copy link”.',
  },
  results: {
    title: 'The class’s results',
    about:
      'Each student opens “Hand in a result” in Learn and sends you the code, or shows its QR code: a phone’s own camera opens the address that it holds, and the result is added in that browser. This page reads no camera.',
    paste: 'Codes',
    pasteAbout: 'One on each line, or whole addresses.',
    add: 'Add',
    added_zero: 'No result was added.',
    added_one: '{{count}} result was added.',
    added_other: '{{count}} results were added.',
    again_one: 'Line {{lines}} was there already.',
    again_other: 'Lines {{lines}} were there already.',
    line: 'Line {{line}}: {{reason}}',
    more: 'and {{lines}} more lines that could not be read.',
    bad: {
      empty: 'there is no code.',
      letter: '“{{given}}” is in no code. Codes have letters, digits and hyphens.',
      version:
        'this page does not know codes of this kind: they begin with 1. Reload the page for its newest version, or ask for the code again.',
      short: 'the code is incomplete. Ask for all of it.',
      check: 'the code does not pass its check: a letter is wrong or missing. Compare it with the student’s.',
      unknown:
        'the code says something that this page does not know ({{given}}). Reload the page for its newest version.',
      settings: 'the code names a setting that this page cannot have ({{given}}).',
    },
    chart: 'Results of the class',
    students_one: '{{count}} result',
    students_other: '{{count}} results',
    summary_one: '{{count}} result: {{y}} against {{x}}.',
    summary_other: '{{count}} results: {{y}} against {{x}}.',
    none: 'No result of this task has both figures.',
    table: 'All results of the class',
    student: 'Student',
    metric: 'Test metric',
    score: 'Score',
    settings: 'Settings',
    axis: {
      r: 'rank r',
      parameters: 'trained weights',
      learning_rate: 'learning rate',
      max_steps: 'steps',
      max_train_samples: 'training examples',
      seed: 'seed',
      loss: 'last validation loss',
    },
    csv: 'Download CSV',
    file: 'class-results',
    clear: 'Clear results',
    clearAbout_one: 'The result of one student is deleted from this browser.',
    clearAbout_other: 'The results, {{count}} in all, are deleted from this browser.',
    kept: 'Results stay in this browser until you clear them. A check finds mistyped codes; it does not prove that a run was made.',
  },
} as const;

export const handIn = {
  title: 'Hand in a result',
  about:
    'The code holds the settings of a finished run, how many weights it trained, its last validation loss, its test metric and its seed. Nothing is sent: you give it to your teacher.',
  none: 'There is no finished run yet. Train one with a model of the page, and its code stands here.',
  run: 'Run',
  name: 'Your name or number',
  nameAbout: 'It goes into the code. Leave it empty to hand in without a name.',
  noScore:
    'The test metric is not measured yet. The code is complete without it, and longer once it is there.',
  code: 'Code of the result',
  copy: 'Copy code',
  copyAddress: 'Copy its address',
  qr: 'QR code of the result’s address',
  qrAbout:
    'The camera of a phone or tablet opens the address, and there the result joins those of the class.',
} as const;
