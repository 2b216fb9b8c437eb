/** English words of the workspace Inspect ΔW, which come with it. */
import i18next from 'i18next';

export const inspect = {
  view: 'View',
  views: {
    spectra: 'Spectra',
  },

  // Figures of trained tensors
  noSites: 'The figures of each adapted matrix can be taken once a run has begun.',
  taking: '{{done}} of {{count}} matrices',
  cancel: 'Cancel',
  cancelled: 'Cancelled: {{done}} of {{count}} matrices are done.',
  again: 'Go on',
  retry: 'Try again',
  untaken: 'The figures could not be taken. {{why}}',
  noWeights: 'The trained weights of this run are not in this browser. Train it again to inspect it.',
  otherWeights:
    'The run was trained on other weights of the base model than this page has now. Train it again to inspect it.',
} as const;

i18next.addResourceBundle('en', 'inspect', inspect, true);
