/** Korean words of what the charts say of what they show. */
import type { readings as english } from '../en/readings.ts';
import type { Like } from '../like.ts';

export const readings = {
  pngFailed: '이 브라우저가 그림을 그리지 못했습니다. 숫자는 CSV로 내려받을 수 있습니다.',
  latestRows: '{{count}}행 중 마지막 {{shown}}행입니다. CSV에는 모두 있습니다.',
  lossReading: '{{run}}, 스텝 {{step}}: 학습 손실 {{training}}, 검증 손실 {{validation}}.',
  baseReading: '기본 모델의 검증 손실은 {{base}}입니다.',
  onlyThese: '{{sigma}} (나머지는 그리지 않음)',
  spectrumReading:
    '{{run}}, {{site}}, 스텝 {{step}}: 가장 큰 특잇값 {{largest}}, 유효 랭크 {{effective}} / {{r}}. {{energy}}에 에너지의 90%가 있습니다.',
  spectrumAskedReading:
    '{{run}}, {{site}}, 스텝 {{step}}: 가장 큰 특잇값 {{largest}}, 유효 랭크 {{effective}} / {{r}}.',
  spectrumZeroReading: '{{run}}, {{site}}, 스텝 {{step}}: ΔW는 0입니다.',
  effectiveRankMeaning:
    'ΔW가 몇 방향에 퍼져 있는지 나타냅니다: exp(−Σ p ln p), 곧 p = σ/Σσ의 엔트로피를 지수 함수에 넣은 값입니다(Roy & Vetterli 2007). σ가 모두 같으면 그 개수, σ가 하나뿐이면 1입니다. 작은 σ도 일부 세므로 큰 특잇값의 개수보다 꽤 클 수 있습니다.',
  stableRankMeaning: 'Σσ² / σ₁²: 가장 큰 방향 말고 얼마나 더 있는지 나타냅니다. 1 이상입니다.',
  energyRankMeaning:
    'ΔW의 에너지는 특잇값 제곱의 합 Σσ²입니다. 그 90%가 가장 큰 특잇값 몇 개에 들어 있는지 나타냅니다.',
  sitesReading_other: '행렬 {{count}}개. 유효 랭크가 가장 큰 행렬은 {{site}}: {{effective}} / {{r}}.',
  sitesEmpty: '실행을 시작하면 적응시키는 행렬마다 작은 스펙트럼이 여기에 나타납니다.',
  spectrumOthers: '다른 실행에는 특잇값이 있습니다. 보려면 그중 하나를 먼저 표시하십시오.',
} as const satisfies Like<typeof english>;
