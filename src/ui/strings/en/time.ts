/** English words of the view of Inspect ΔW that shows the weights over training time. They come with it. */
import { readings } from './readings.ts';

export const time = {
  lines: {
    aFrobenius: '‖A‖F',
    aSpectral: '‖A‖₂',
    bFrobenius: '‖B‖F',
    bSpectral: '‖B‖₂',
    frobenius: '‖ΔW‖F',
    spectral: '‖ΔW‖₂',
    effective: 'effective rank',
    stable: 'stable rank',
    right: 'at the input (v₁)',
    left: 'at the output (u₁)',
  },
  units: { factors: '', delta: '', rank: '', angle: ' in degrees' },
  chance: 'a random direction',
  definition: 'definition',
  reading: 'Step {{step}}: {{values}}.',
  value: '{{name}} {{value}}',
  noDelta: 'Its weights can be followed once a run has begun.',

  titles: {
    factors: 'Norms of A and B over time',
    delta: 'Norms of ΔW over time',
    rank: 'Rank of ΔW over time',
    angle: 'Angle of ΔW to its final place',
  },
  meanings: {
    factors:
      '‖M‖F = √Σσ², the Frobenius norm: the root of the sum of all squared entries. ‖M‖₂ = σ₁, the spectral norm: the most that M lengthens a vector. Of A and B as they are trained, without s = α/r (Hu et al. 2021, section 4.1); with VeRA’s λ in them. B starts at zero. “LoRA Without Regret” (Thinking Machines 2025) finds that B ends with the larger spectral norm.',
    delta:
      '‖ΔW‖F = √Σσ²: how much of W is changed in all. ‖ΔW‖₂ = σ₁: how much in its leading direction. The nearer the two lines, the more of ΔW is one direction.',
    rank: `Effective rank (Roy & Vetterli 2007). ${readings.effectiveRankMeaning} Stable rank: ${readings.stableRankMeaning}`,
    angle:
      'ΔW = Σσuvᵀ. The angle between its leading direction at a step, u₁ at the output and v₁ at the input, and the same direction after the last step: arccos |cos|, from 0° (there) to 90°. A random direction of d dimensions stands at about arccos(1/√d), since its cos² is 1/d on average. Where two singular values are nearly equal the leading one may change places with the next, and the angle jumps.',
  },
  readings: {
    factorsB:
      '‖B‖F went from {{b0}} to {{b}} and ‖A‖F from {{a0}} to {{a}} at step {{last}}. B has the larger spectral norm there: {{b2}} against {{a2}}.',
    factorsA:
      '‖B‖F went from {{b0}} to {{b}} and ‖A‖F from {{a0}} to {{a}} at step {{last}}. A has the larger spectral norm there: {{a2}} against {{b2}}.',
    delta:
      '‖ΔW‖F is {{norm}} at step {{last}}, and has been at least half of that since step {{since}}. The leading direction alone is {{share}} of its energy Σσ².',
    deltaMean: '‖ΔW‖F is {{norm}} at step {{last}}, and has been at least half of that since step {{since}}.',
    zero: 'ΔW is still zero.',
    rank: 'The effective rank is {{value}} at step {{last}}, and has stayed within {{near}} of that since step {{since}}.',
    angle:
      'ΔW’s leading direction has stayed within {{near}}° of its final place since step {{right}} at the input, and since step {{left}} at the output, of {{last}} steps. A random one would stand at about {{chanceRight}}° and {{chanceLeft}}°.',
    angleAlone:
      'ΔW’s leading direction has stayed within {{near}}° of its final place since step {{right}} at the input, and since step {{left}} at the output, of {{last}} steps.',
    angleMean:
      'On the mean over the matrices ΔW’s leading direction has stayed within {{near}}° of its final place since step {{right}} at the input, and since step {{left}} at the output, of {{last}} steps. A random one would stand at about {{chanceRight}}° and {{chanceLeft}}°.',
    angleMeanAlone:
      'On the mean over the matrices ΔW’s leading direction has stayed within {{near}}° of its final place since step {{right}} at the input, and since step {{left}} at the output, of {{last}} steps.',
  },
  wentOn: 'The run went on from step {{step}}; directions before it were not kept.',

  none: {
    trainsW: 'This method trains W itself: it has no A and no B. The norms of ΔW stand beside.',
    sinceStart:
      'ΔW here is what A and B have changed since they started as factors of W₀. Their own norms are mostly those of W₀’s part, so they are not kept.',
    older:
      'The record of this run does not hold these figures: it is from before the page kept them. Train the run again to see them.',
    live: 'The final place of a direction is known once the run has ended.',
    failed: 'The run failed, so its directions came to no final place.',
    lost: 'The record of this run does not hold these angles: the run was cut off before its end, or is from before the page kept them. Train the run again to see them.',
  },
} as const;
