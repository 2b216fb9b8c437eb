/** English words about scores. They come with the panels that show them. */
export const scores = {
  scoresSecret:
    'Texts without a prompt have no reference. How near the run is to its teacher stands under “What is k?”.',
  scoresNone:
    'Scores are measured after a run and every so many steps (“Score every” under More). Plain text has no scores.',
  scoresGreedy: 'Each score is of greedy answers to the same prompts every time.',
  scoresAbout:
    'The data has {{validation}} prompts for validation and {{test}} for test in all. Below each score: its 95\u00A0% interval; none is shown for too few prompts or nearly equal scores.',
  predictedLabel: 'predicted {{label}}',
  notForgotten:
    'The model forgot nothing: at step {{step}} its loss on ordinary text is {{after}}; the base model’s is {{before}}.',
  metricMeanings: {
    bleu: 'Runs of one to four words shared with the references, as sacreBLEU counts. 100 is the same text.',
    'bleu-lc':
      'BLEU of the texts in lower case, as sacreBLEU counts with lowercase set. Papers on E2E report this one.',
    'rouge-1': 'Words shared with the nearest reference (F-measure), in percent.',
    'rouge-2': 'Pairs of words shared with the nearest reference (F-measure), in percent.',
    'rouge-l': 'Longest common sequence of words with the nearest reference (F-measure), in percent.',
    'slot-error-rate': 'Facts of the prompt that the text misses, gets wrong or adds, per fact, in percent.',
    'exact-match': 'Texts that equal a reference, in percent.',
    accuracy: 'Right answers, in percent.',
    f1: 'Harmonic mean of precision and recall of one class, in percent. An answer that is no label counts as not of the class.',
    matthews:
      'Correlation of answers and labels, times 100 as GLUE reports it: 100 if all are right, 0 if answers tell nothing. An answer that is no label counts as wrong.',
    pearson:
      'Linear correlation of the numbers written and wanted, times 100 as GLUE reports it. Texts that hold no number are left out and counted.',
    spearman:
      'Correlation of the ranks of the numbers written and wanted, times 100 as GLUE reports it. Texts that hold no number are left out and counted.',
    'execution-accuracy': 'Queries that give what the right query gives when run in SQLite, in percent.',
  },
  tokenizerMeanings: {
    '13a': 'Words as sacreBLEU’s tokenizer 13a cuts them.',
    zh: 'Each Chinese character counts as a word: sacreBLEU’s tokenizer zh.',
    char: 'Each character counts as a word: sacreBLEU’s tokenizer char, which needs no dictionary.',
    'rouge-score': 'Words as the rouge-score package cuts them: runs of a–z and 0–9.',
    words:
      'Words are runs of letters and digits of any script; the rouge-score package itself knows a–z alone.',
    characters:
      'Each character of a script without spaces between words, and each Korean syllable, counts as a word.',
  },
  notDefined: {
    'one-class': 'not defined: all of one class',
    'no-positives': 'not defined: none of the class',
    'no-variance': 'not defined: all numbers alike',
    'too-few': 'not defined: fewer than three texts',
    unreadable: 'not defined: half of the texts or more hold no number',
  },
} as const;
