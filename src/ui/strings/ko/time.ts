/** Korean words of the view of Inspect ΔW that shows the weights over training time. */
import type { time as english } from '../en/time.ts';
import type { Like } from '../like.ts';
import { readings } from './readings.ts';

export const time = {
  lines: {
    aFrobenius: '‖A‖F',
    aSpectral: '‖A‖₂',
    bFrobenius: '‖B‖F',
    bSpectral: '‖B‖₂',
    frobenius: '‖ΔW‖F',
    spectral: '‖ΔW‖₂',
    effective: '유효 랭크',
    stable: '안정 랭크',
    right: '입력 쪽(v₁)',
    left: '출력 쪽(u₁)',
  },
  units: { factors: '', delta: '', rank: '', angle: ' (도)' },
  chance: '무작위 방향',
  definition: '정의',
  reading: '스텝 {{step}}: {{values}}.',
  value: '{{name}} {{value}}',
  noDelta: '실행이 시작되면 가중치를 따라가 볼 수 있습니다.',

  titles: {
    factors: '시간에 따른 A와 B의 노름',
    delta: '시간에 따른 ΔW의 노름',
    rank: '시간에 따른 ΔW의 랭크',
    angle: 'ΔW의 첫째 방향과 그 마지막 방향 사이의 각',
  },
  meanings: {
    factors:
      '‖M‖F = √Σσ², 프로베니우스 노름: 모든 원소의 제곱합의 제곱근입니다. ‖M‖₂ = σ₁, 스펙트럼 노름: M이 벡터를 가장 길게 늘이는 배율입니다. 학습되는 그대로의 A와 B이며 s = α/r은 들어 있지 않고(Hu et al. 2021, 4.1절), VeRA의 λ는 들어 있습니다. B는 0에서 시작합니다. “LoRA Without Regret”(Thinking Machines 2025)에서는 마지막에 B의 스펙트럼 노름이 더 컸습니다.',
    delta:
      '‖ΔW‖F = √Σσ²: W가 전체로 얼마나 바뀌었는지 나타냅니다. ‖ΔW‖₂ = σ₁: 첫째 방향에서 얼마나 바뀌었는지 나타냅니다. 두 선이 가까울수록 ΔW는 한 방향에 가깝습니다.',
    rank: `유효 랭크(Roy & Vetterli 2007). ${readings.effectiveRankMeaning} 안정 랭크: ${readings.stableRankMeaning}`,
    angle:
      'ΔW = Σσuvᵀ. 어느 스텝의 첫째 방향(출력 쪽 u₁, 입력 쪽 v₁)과 마지막 스텝 뒤의 첫째 방향 사이의 각 arccos |cos|이며, 0°(도착)에서 90°까지입니다. d차원의 무작위 방향은 cos²의 평균이 1/d이므로 약 arccos(1/√d)에 있습니다. 두 특잇값이 거의 같으면 첫째 방향이 다음 방향과 자리를 바꾸어 각이 뛸 수 있습니다.',
  },
  readings: {
    factorsB:
      '스텝 {{last}}까지 B는 ‖B‖F {{b0}}에서 {{b}}(으)로, A는 ‖A‖F {{a0}}에서 {{a}}(으)로 바뀌었습니다. 그때 스펙트럼 노름은 B가 더 큽니다: {{b2}}, A는 {{a2}}.',
    factorsA:
      '스텝 {{last}}까지 B는 ‖B‖F {{b0}}에서 {{b}}(으)로, A는 ‖A‖F {{a0}}에서 {{a}}(으)로 바뀌었습니다. 그때 스펙트럼 노름은 A가 더 큽니다: {{a2}}, B는 {{b2}}.',
    delta:
      '스텝 {{last}}에서 ‖ΔW‖F는 {{norm}}이며, 스텝 {{since}}부터 그 절반 이상이었습니다. 첫째 방향 하나가 에너지 Σσ²의 {{share}}입니다.',
    deltaMean: '스텝 {{last}}에서 ‖ΔW‖F는 {{norm}}이며, 스텝 {{since}}부터 그 절반 이상이었습니다.',
    zero: 'ΔW는 아직 0입니다.',
    rank: '스텝 {{last}}에서 유효 랭크는 {{value}}이며, 스텝 {{since}}부터 그 {{near}} 안에 머물렀습니다.',
    angle:
      'ΔW의 첫째 방향은 {{last}}스텝 가운데 입력 쪽은 스텝 {{right}}부터, 출력 쪽은 스텝 {{left}}부터 마지막 자리에서 {{near}}° 안에 머물렀습니다. 무작위 방향이라면 입력 쪽은 약 {{chanceRight}}°, 출력 쪽은 약 {{chanceLeft}}°에 있습니다.',
    angleAlone:
      'ΔW의 첫째 방향은 {{last}}스텝 가운데 입력 쪽은 스텝 {{right}}부터, 출력 쪽은 스텝 {{left}}부터 마지막 자리에서 {{near}}° 안에 머물렀습니다.',
    angleMean:
      '행렬 전체의 평균으로 ΔW의 첫째 방향은 {{last}}스텝 가운데 입력 쪽은 스텝 {{right}}부터, 출력 쪽은 스텝 {{left}}부터 마지막 자리에서 {{near}}° 안에 머물렀습니다. 무작위 방향이라면 입력 쪽은 약 {{chanceRight}}°, 출력 쪽은 약 {{chanceLeft}}°에 있습니다.',
    angleMeanAlone:
      '행렬 전체의 평균으로 ΔW의 첫째 방향은 {{last}}스텝 가운데 입력 쪽은 스텝 {{right}}부터, 출력 쪽은 스텝 {{left}}부터 마지막 자리에서 {{near}}° 안에 머물렀습니다.',
  },
  wentOn: '실행은 스텝 {{step}}에서 이어졌으며, 그 전의 방향은 보관되지 않았습니다.',

  none: {
    trainsW: '이 방법은 W 자체를 학습하므로 A와 B가 없습니다. ΔW의 노름은 옆에 있습니다.',
    sinceStart:
      '여기서 ΔW는 W₀의 인수로 시작한 A와 B가 그 뒤로 바뀐 만큼입니다. A와 B의 노름은 대부분 W₀에서 온 것이라 보관하지 않습니다.',
    older:
      '이 실행의 기록에는 이 수치가 없습니다. 페이지가 이를 보관하기 전의 실행입니다. 보려면 다시 학습하십시오.',
    live: '방향의 마지막 자리는 실행이 끝나야 알 수 있습니다.',
    failed: '실행이 실패하여 방향이 마지막 자리에 이르지 못했습니다.',
    lost: '이 실행의 기록에는 이 각이 없습니다. 끝나기 전에 끊겼거나 페이지가 이를 보관하기 전의 실행입니다. 보려면 다시 학습하십시오.',
  },
} as const satisfies Like<typeof english>;
