/** English words of the essay questions of Learn. */
export const essays = {
  title: 'Essays',
  about:
    'Five questions to write on. Attach runs of this page as evidence: their figures stand under your text and go with it into the file. Your text stays in this browser.',
  criteria: 'A good answer',
  text: 'Your text',
  words_one: '{{count}} word',
  words_other: '{{count}} words',
  evidence: 'Runs as evidence',
  noRuns: 'There are no runs in this browser yet. Train some in Train or Compare, or in a lesson.',
  gone_one: '{{count}} attached run is not in this browser any more.',
  gone_other: '{{count}} attached runs are not in this browser any more.',
  figures: 'Figures of the attached runs',
  markdown: 'Download as Markdown',
  html: 'Download as HTML',
  run: 'Run',
  settings: 'Settings',
  figure: {
    parameters: 'Trained weights',
    bestLoss: 'Lowest validation loss',
    metric: 'Test score',
    effectiveRank: 'Effective rank of ΔW',
    forgetting: 'Forgetting (nats)',
    seconds: 'Training time (s)',
  },
  question: {
    rank: {
      title: 'Why is a low rank enough?',
      ask: 'The paper trains GPT-3 with r = 1 almost as well as with r = 64. Explain why a change of low rank can be enough for a task, and design an experiment that could show the contrary.',
      criteria: {
        first:
          'distinguishes the rank of ΔW from the rank of W0, and the rank that is allowed from the rank that is used;',
        second: 'names a result that would speak against the claim, before it looks at results;',
        third:
          'varies r and says what happens to α/r, takes more than one seed, and says how large the noise between seeds is;',
        fourth:
          'says what a small model can and cannot show: at width 64, r = 16 is a quarter of the width, and no longer low.',
      },
    },
    budget: {
      title: 'Where to spend a fixed budget?',
      ask: 'You may train 10,000 weights. Which matrices do you adapt, in which layers, and at which rank? Give reasons, and say how you would find out that you were wrong.',
      criteria: {
        first: 'computes the budget: r·(d + k) for each adapted matrix;',
        second:
          'compares several matrices at a small rank with one at a large rank, as Table 5 of the paper does;',
        third:
          'considers the MLP too: later work finds it to matter more than attention, also at an equal number of weights;',
        fourth:
          'supports the choice by runs of equal size, and does not call a difference within the noise a winner.',
      },
    },
    deploy: {
      title: 'What does LoRA cost and save in use?',
      ask: 'A service has one base model and a hundred tasks. Compare LoRA, adapter layers and full fine-tuning: memory, disk, time for an answer, and the change from one task to another.',
      criteria: {
        first:
          'tells memory in training from memory in use: the base model itself has to be in memory in both;',
        second:
          'says when merged LoRA adds no latency, and why adapter layers add it most for single short texts;',
        third: 'names the price of merging: texts of different tasks cannot share a batch;',
        fourth: 'uses numbers: bytes of an adapter and of a whole model, and times that were measured.',
      },
    },
    gap: {
      title: 'Where does LoRA fall short?',
      ask: 'In which situations would you choose full fine-tuning, although LoRA is cheaper? Weigh the paper’s results against later ones.',
      criteria: {
        first:
          'names where low rank runs out: much data beside few trained weights, and large batches, where LoRA loses more than full fine-tuning;',
        second:
          'compares each method at its own best learning rate: at those, nine variants of LoRA lay within 1 to 2 % of each other in a study of 2026;',
        third:
          'weighs forgetting too. In one comparison (Llama-3.2-3B on mathematics, 2026) LoRA with r = 32 came to 47.8 % and full fine-tuning to 47.2 %, with noise of about one point; full fine-tuning took 36 GB instead of 21 and forgot less, 0.03 nats instead of 0.05;',
        fourth: 'names intruder dimensions: strong directions of W0 + ΔW that W0 did not have.',
      },
    },
    directions: {
      title: 'What does ΔW do to the directions of W0?',
      ask: 'Does ΔW repeat the strongest directions of W0, amplify weaker ones, or bring new ones? Explain how one measures that, and what your runs show.',
      criteria: {
        first: 'defines the measure: the norm of UᵀW0V for U and V from ΔW, from W0 itself, and at random;',
        second: 'compares with chance: in a small matrix random directions hold a good part of W0 already;',
        third: 'tells amplification (section 7.3) from intruder dimensions, which W0 does not have;',
        fourth: 'says which matrices and layers were looked at, and whether they agree.',
      },
    },
  },
} as const;
