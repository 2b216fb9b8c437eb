/** Korean words of the pictures that compare runs. */
import type { pictures as english } from '../en/pictures.ts';
import type { Like } from '../like.ts';

export const pictures = {
  downloadSvg: 'SVG 내려받기',

  // Losses of several runs
  logX: 'x 로그',
  along: { name: '가로축', step: '스텝', epoch: '에포크', tokens: '토큰', seconds: '학습 시간(초)' },
  losses: { name: '손실', both: '둘 다', validation: '검증', training: '학습' },
  joinSeeds: '시드 평균',
  seeds: '시드',
  deviation: '± 표준편차',
  bandOf_zero: '시드 평균 ± 표준편차',
  bandOf_other: '시드 {{count}}개의 평균 ± 표준편차',
  ofSeeds_other: '{{run}} · 시드 {{count}}개',
  atPlace: '{{measure}} {{place}}',
  firstCurves: '처음 실행 {{shown}}개를 그렸습니다.',
  moreCurves_other: '처음 곡선 {{shown}}개를 그렸습니다. 나머지 {{count}}개는 표에 있습니다.',

  // Figures
  figureName: '수치',
  figure: {
    bestLoss: '최저 검증 손실',
    finalLoss: '마지막 검증 손실',
    metric: '{{metric}}, 테스트',
    forgetting: '망각 (일반 글에 대한 손실의 증가)',
    heldOut: '일반 글에 대한 손실',
    parameters: '학습된 가중치',
    share: '모델 중 학습된 비율',
    seconds: '학습 시간(초)',
    tokens: '학습한 토큰',
    effectiveRank: 'ΔW의 유효 랭크',
    stableRank: 'ΔW의 안정 랭크',
    k90: '에너지 90%의 σ',
  },
  against: '{{x}}에 따른 {{y}}',
  upwards: '위로: {{figure}}',
  pointsOf: '{{chart}}의 점',
  pointReading: '{{run}}: {{figures}}.',
  cutShort_other: '일찍 끝난 실행 {{count}}개는 그리지 않습니다.',
  withoutFigure_other: '실행이나 설정 {{runs}}개에는 이 수치가 없습니다.',
  meanOfSeeds: '{{figure}}, 평균 ± 표준편차',
  showAllRows: '모든 행을 차트에 표시',
  meanOverSeeds_other: '시드 {{count}}개의 평균',
  eachSeed: '시드마다',

  // By setting
  bySetting: '설정별',
  bySettingOne: '실행 하나가 표시되었습니다. 설정이 다른 실행을 하나 더 표시하거나 비교를 시작하십시오.',
  bySettingEmpty:
    '표시된 실행들은 시드 말고는 다른 것이 없습니다. 랭크나 학습률 같은 설정이 다른 실행을 시작해 함께 표시하십시오.',
  bySettingLater: '실행이 수치를 재면 여기에 나타납니다.',
  bestOf: {
    low: '평균이 가장 낮은 곳: {{point}} 나머지가 이와 구별되는지는 이 실행들의 대응표본 검정 결과에 적혀 있습니다.',
    high: '평균이 가장 높은 곳: {{point}} 나머지가 이와 구별되는지는 이 실행들의 대응표본 검정 결과에 적혀 있습니다.',
  },

  // Published
  published: {
    title: '발표된 수치',
    notHere: '여기서 재지 않음',
    choice: '표',
    option: { lora: '{{number}}', peft: 'PEFT' },
    source: { lora: 'LoRA 논문의 표 {{number}}', peft: 'PEFT의 방법 비교' },
    metric: {
      accuracy: '정확도, %',
      bleu: 'BLEU',
      glue: 'GLUE 점수의 평균',
      loss: '검증 손실',
      rouge: 'ROUGE-L',
    },
    withNoise: '{{figure}}, 출처에 따르면 ± {{noise}}',
    line: '곡선',
    here: '여기',
    absent: '–',
    noise: '±',
    from: '출처',
    finding: {
      matrices:
        '학습되는 가중치의 수가 같을 때, 네 행렬 모두를 랭크 2로 적응시키는 것이 가장 좋거나 그만큼 좋습니다. Wk만 적응시키는 것이 가장 나쁩니다.',
      ranks: 'Wq와 Wv에서는 랭크 1이 랭크 64와 거의 같습니다. Wq만으로는 어느 랭크에서나 더 나쁩니다.',
      'ranks-gpt2':
        '손실은 랭크 16까지 떨어지고 그 뒤로는 거의 변하지 않습니다. BLEU는 랭크 4에서 가장 높은데, 다른 설정을 이 랭크에 맞추어 조정했습니다.',
      examples:
        '예시 100개로 LoRA와 전체 미세 조정(FT)은 60%에 이르고, 프리픽스 임베딩 튜닝은 우연의 33.3%를 겨우 넘습니다.',
      'methods-gpt3':
        '가중치 37.7M개를 학습하는 LoRA는 전체 미세 조정(FT)과 같거나 더 좋습니다. PreEmbed가 가장 나쁩니다.',
      'methods-glue':
        '가중치의 0.5%도 안 되는 LoRA가 전체 미세 조정(FT)과 비슷합니다. *는 이전 연구의 값, †는 Houlsby 등의 설정입니다. †가 없는 LoRA는 MRPC, RTE, STS-B를 MNLI에서 배운 것에서 시작합니다.',
      'methods-e2e':
        'LoRA의 BLEU가 가장 높고, 학습되는 가중치 수가 같은 PreLayer가 바로 뒤를 잇습니다. *는 이전 연구의 값입니다.',
      'methods-peft':
        '설정이 방법만큼 중요합니다. IA³는 학습률과 행렬만으로 31.1에서 45.5까지 달라지고, LoRA의 변형들은 전체 미세 조정의 위아래에 걸쳐 있습니다.',
    },
    empty:
      '표시된 실행들 사이에서 다른 것에 대해 발표된 수치가 여기에 없습니다. 다음 설정에는 있습니다: {{settings}}. 그중 하나가 다른 실행을 시작해 함께 표시하십시오.',
  },

  // Trade-off
  tradeOff: '절충',
  tradeOffEmpty: '실행이 두 수치를 모두 재면 여기에 점으로 나타납니다.',
  across: '가로',
  up: '세로',
  preset: { size: '가중치, 손실', forgetting: '망각, 손실', forgettingScore: '망각, 점수' },
  front: '파레토 전선',
  onFront: '파레토 전선 위',
  yes: '예',
  no: '아니요',
  frontReading_other:
    '평균으로 본 {{x}}과(와) {{y}}의 파레토 전선: {{runs}}. 나머지에는 모두, 두 수치에서 그보다 못하지 않고 하나에서는 더 나은 것이 이 중에 있습니다.',
  noFrontReading:
    '{{figures}}. 두 수치 모두에서 어느 쪽이 좋은지 정해진 것은 아니므로 파레토 전선을 그리지 않습니다.',

  // Spectra
  spectra: '실행별 ΔW 스펙트럼',
  spectraEmpty:
    '실행이 학습하면 ΔW의 특잇값이 여기에 나타납니다. LoRA처럼 특잇값이 있는 방법의 실행을 표시하십시오.',
  spectraReading_other: '스펙트럼 {{count}}개. 유효 랭크가 가장 큰 실행은 {{run}}: {{effective}} / {{r}}.',
  drawnRank: '그린 스펙트럼의 유효 랭크',
  drawnRankMeaning:
    '{{meaning}} 여기서는 그린 스펙트럼의 값이며, 그것은 행렬과 시드의 평균일 수 있습니다. 실행 표의 값은 행렬마다 잰 랭크의 평균입니다.',
  meanOfMatrices: '행렬 평균',
  moreCells_other: '처음 {{shown}}개를 그렸고, 나머지 {{count}}개는 표에 있음',
  withoutSpectra_other: '실행이나 설정 {{runs}}개에는 특잇값이 없음',

  // Energy
  energy: 'k에 따른 ΔW의 에너지',
  energyAsked:
    '에너지의 90%가 놓인 곳은 숨은 랭크처럼 보이지만 그렇지 않습니다. 학습 화면에서 “k는 몇일까요?”에 답하면 그림이 나타납니다.',
  energyShare: '위로: 에너지 Σσ²의 %',
  energyShareName: '에너지 비율',
  largestValues: 'k, 가장 큰 특잇값의 개수',
  energyReading: '그린 곡선에서 에너지의 90%를 담는 특잇값의 개수: {{runs}}.',
  drawnEnergyRank: '그린 곡선에서 에너지의 90%:',
  k90Of: '{{run}}: {{k}}',

  // The choice
  pictures: {
    choice: '그림',
    curves: '곡선',
    setting: '설정별',
    published: '발표된 수치',
    tradeOff: '절충',
    spectra: '스펙트럼',
    energy: '에너지',
    empty: '목록에서 표시한 실행을 여기에 그립니다. 비교를 시작하거나 몇 개를 표시하십시오.',
  },
} as const satisfies Like<typeof english>;
