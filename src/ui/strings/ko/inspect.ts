/** Korean words of the workspace Inspect ΔW. */
import type { inspect as english } from '../en/inspect.ts';
import type { Like } from '../like.ts';
import { readings } from './readings.ts';

export const inspect = {
  view: '보기',
  views: {
    direction: '방향',
    spectra: '스펙트럼',
    map: '지도',
    time: '시간',
    similarity: '유사도',
    base: 'W₀와 견주기',
    cut: '자르기',
    intruders: '침입 차원',
  },

  // Figures of trained tensors
  noSites: '실행이 시작되면 적응시키는 행렬마다 수치를 잴 수 있습니다.',
  taking: '행렬 {{count}}개 중 {{done}}개',
  cancel: '취소',
  cancelled: '취소함: 행렬 {{count}}개 중 {{done}}개를 쟀습니다.',
  again: '계속',
  retry: '다시 시도',
  untaken: '수치를 재지 못했습니다. {{why}}',
  noWeights: '이 실행의 학습된 가중치가 이 브라우저에 없습니다. 살펴보려면 다시 학습하십시오.',
  absentModel:
    '이 실행은 내 모델 폴더의 실행인데, 그 폴더가 이 브라우저에 더는 없습니다. 학습 화면의 모델에서 폴더를 다시 고르십시오. 스펙트럼은 폴더 없이도 볼 수 있습니다.',
  otherWeights:
    '이 실행은 지금 페이지가 가진 것과 다른 기본 모델 가중치로 학습했습니다. 살펴보려면 다시 학습하십시오.',
  recordedOnly: '이 수치에는 학습된 가중치가 필요한데 녹화된 실행에는 없습니다. 보려면 실행을 학습하십시오.',
  takenAt: '스텝 {{step}}에서 잼. 학습이 아직 끝나지 않았습니다.',
  takeAnew: '다시 재기',
  definition: '정의',

  // Map
  map: {
    title: 'ΔW 지도: 층 × 행렬',
    figure: '수치',
    cells: '지도의 칸',
    hint: '칸을 가리키거나 화살표 키로 움직이십시오. 클릭하거나 Enter를 누르면 스펙트럼이 나타납니다.',
    cell: '{{site}}: {{figure}} {{value}}.',
    chanceCell: '{{site}}: {{figure}} {{value}}. 방향이 무작위라면 {{chance}}.',
    noCell: '{{site}}: 적응시키지 않습니다.',
    zeroCell: '{{site}}: ΔW가 0이라 값이 없습니다({{figure}}).',
    summary_other:
      '행렬 {{count}}개의 {{figure}}: 가장 큰 곳 {{most}}, {{value}}. 가장 작은 곳 {{least}}, {{low}}.',
    otherStep:
      '이 수치에는 학습된 가중치가 필요한데 스텝 {{step}}의 것만 알려져 있습니다. 다른 스텝은 실행 기록에 특잇값만 있습니다. 보려면 고른 스텝을 놓으십시오(Escape).',
    asked:
      '에너지의 90%가 놓인 곳은 숨은 랭크처럼 보이지만 그렇지 않습니다. 학습 화면에서 “k는 몇일까요?”에 답하면 지도가 나타납니다.',
    chance: '우연이라면',
    names: {
      effectiveRank: '유효 랭크',
      stableRank: '안정 랭크',
      k90: 'k90, 에너지 90%의 σ',
      norm: '‖ΔW‖F',
      relativeNorm: '‖ΔW‖F / ‖W₀‖F',
      amplification: '증폭',
    },
    meanings: {
      effectiveRank: readings.effectiveRankMeaning,
      stableRank: readings.stableRankMeaning,
      k90: readings.energyRankMeaning,
      norm: '‖ΔW‖F = √Σσ², 프로베니우스 노름: ΔW의 모든 원소의 제곱합의 제곱근입니다. 얼마나 바뀌었는지 나타냅니다.',
      relativeNorm:
        '‖ΔW‖F / ‖W₀‖F: 바꾸는 대상인 고정된 행렬에 견주어 변화가 얼마나 큰지, 프로베니우스 노름으로 나타냅니다.',
      amplification:
        'ΔW의 특이 방향 U와 V에 대해 ‖ΔW‖F / ‖UᵀW₀V‖F: ΔW가 작용하는 곳에서 ΔW가 W₀보다 얼마나 강한지 나타냅니다(Hu et al. 2021, 7.3절과 부록 H.4). GPT-3에서 r = 4일 때 21.5, r = 64일 때 약 2였습니다. 같은 차원의 무작위 방향이라면 ‖ΔW‖F·√(d·k) / (‖W₀‖F·r)입니다.',
    },
  },

  // Similarity
  similarity: {
    figures: {
      run: 'r {{r}} 시드 {{seed}}',
      seed: '시드 {{seed}}',
      ranks: {
        name: '그림 3: 두 랭크',
        about:
          'LoRA 논문의 그림 3(r = 8과 r = 64)처럼, 보관된 실행 중 랭크가 가장 높은 것과, 랭크가 그 8분의 1에 가장 가까운 것입니다.',
        train_other: '그림 3에 없는 것 학습: {{runs}}',
      },
      seeds: {
        name: '그림 4: 두 시드',
        about: 'LoRA 논문의 그림 4처럼, 시드만 다른 보관된 두 실행과 그 옆의 두 가우스 행렬입니다.',
        train_other: '그림 4에 없는 것 학습: {{runs}}',
      },
      layers: {
        name: '그림 6, 7: 모든 층',
        about:
          'LoRA 논문의 그림 6과 7(GPT-3의 1, 32, 64, 96층)처럼, 고른 두 실행을 모든 층의 모든 행렬에서 견줍니다.',
      },
      base: {
        name: '그림 8: W₀',
        about:
          'LoRA 논문의 그림 8처럼, ΔW의 방향과 ΔW가 바꾸는 W₀의 방향입니다. “W₀와 견주기” 보기에 있습니다.',
      },
    },
    all: {
      title: '모든 행렬에서 공유하는 방향',
      found:
        '{{one}}과(와) {{other}}: 첫 방향이 가장 닮은 곳은 {{most}}, 가장 덜 닮은 곳은 {{least}}입니다. 괄호 안은 φ(1, 1)입니다. 행렬을 누르면 크게 보입니다.',
    },
    secret: '비밀 ΔW*',
    secretFewer: {
      found:
        '{{site}}에서 {{one}}의 방향은 {{own}}개뿐이며 모두 비밀의 방향 {{k}}개가 펼치는 공간에 있습니다: φ({{own}}, {{k}}) = {{phi}}, 우연이라면 {{chance}}.',
      mostly:
        '{{site}}에서 {{one}}의 방향 {{own}}개는 대부분 비밀의 방향 {{k}}개가 펼치는 공간에 있습니다: φ({{own}}, {{k}}) = {{phi}}, 우연이라면 {{chance}}.',
      not: '{{site}}에서 {{one}}의 방향 {{own}}개 가운데 비밀의 방향 {{k}}개가 펼치는 공간에 든 것은 적습니다: φ({{own}}, {{k}}) = {{phi}}, 우연이라면 {{chance}}.',
    },
    secretFound: {
      found:
        '비밀의 방향 {{k}}개를 찾았습니다. {{site}}에서 {{one}}의 처음 방향 {{k}}개가 거의 같은 공간을 펼칩니다: φ({{k}}, {{k}}) = {{phi}}, 우연이라면 {{chance}}. 비밀의 방향은 모두 똑같이 강하므로 순서는 뜻이 없고 펼치는 공간만 뜻이 있습니다.',
      mostly:
        '비밀의 방향 {{k}}개를 대부분 찾았습니다. {{site}}에서 {{one}}의 처음 방향 {{k}}개와 φ({{k}}, {{k}}) = {{phi}}, 우연이라면 {{chance}}. 비밀의 방향은 모두 똑같이 강하므로 순서는 뜻이 없고 펼치는 공간만 뜻이 있습니다.',
      not: '비밀의 방향 {{k}}개는 {{site}}에서 {{one}}의 처음 방향 {{k}}개 가운데 없습니다: φ({{k}}, {{k}}) = {{phi}}, 우연이라면 {{chance}}. 비밀의 방향은 모두 똑같이 강하므로 순서는 뜻이 없고 펼치는 공간만 뜻이 있습니다.',
    },
    asOfOne: '{{one}}은(는) 스텝 {{step}}',
    title: '두 실행이 공유하는 방향',
    gaussianTitle: '두 가우스 행렬',
    cells: '유사도의 칸',
    gaussianCells: '두 가우스 행렬의 칸',
    first: '실행, 아래로 (i)',
    second: '실행, 옆으로 (j)',
    side: '방향',
    sides: {
      a: 'A: 오른쪽, 입력 쪽',
      b: 'B: 왼쪽, 출력 쪽',
      right: 'ΔW: 오른쪽, 입력 쪽',
      left: 'ΔW: 왼쪽, 출력 쪽',
    },
    sideNames: {
      a: 'A의 오른쪽 특이 방향',
      b: 'B의 왼쪽 특이 방향',
      right: 'ΔW의 오른쪽 특이 방향',
      left: 'ΔW의 왼쪽 특이 방향',
    },
    over: '우연을 넘는 값',
    gaussian: '가우스 행렬을 옆에',
    phi: 'φ(i, j)',
    phiOver: '우연을 넘는 φ',
    phiMeaning:
      'φ(i, j) = ‖UᵢᵀVⱼ‖²F / min(i, j): 한 실행의 처음 i개 방향이 펼치는 공간과 다른 실행의 처음 j개 방향이 펼치는 공간이 얼마나 겹치는지 나타냅니다(Hu et al. 2021, 식 4). 0: 겹치지 않음. 1: 한 공간이 다른 공간을 포함함. 사영 거리 d와 p = min(i, j)로 쓰면 1 − d²/p입니다. 논문의 부록 G에는 (1 − d²)/p로 잘못 인쇄되어 있습니다.',
    chanceMeaning:
      'd차원 공간의 무작위 공간들은 평균 φ = max(i, j)/d입니다. 여기서 d = {{d}}. 논문에서는 d가 12,288이라 우연이 거의 0이지만 작은 모델에서는 그렇지 않습니다. 우연을 넘는 값: (φ − 우연) / (1 − 우연), 우연에서 0이고 φ가 1이면 1입니다. 우연보다 작으면 0으로 그립니다. 무작위 공간만으로 이 값이 ± 0.2보다 크게 흩어지면 비워 둡니다.',
    chance: '우연',
    axes: '아래로 i: {{one}}, 옆으로 j: {{other}}',
    hint: '값을 읽으려면 칸을 가리키거나 화살표 키로 움직이십시오.',
    hintGaps: '값을 읽으려면 칸을 가리키거나 화살표 키로 움직이십시오. 빈칸: 우연만으로 정해지는 곳입니다.',
    cell: 'φ({{i}}, {{j}}) = {{phi}}. 우연이라면 {{chance}} ± {{deviation}}.',
    overCell: 'φ({{i}}, {{j}}) = {{phi}}. 우연이라면 {{chance}} ± {{deviation}}. 우연을 넘는 값 {{over}}.',
    nothingCell:
      'φ({{i}}, {{j}}) = {{phi}}. 우연이라면 {{chance}} ± {{deviation}}. 우연을 넘을 여지가 너무 작아 판단할 수 없습니다.',
    deviation: '우연 ± 표준편차',
    few: '유사도는 ΔW가 있는, 같은 모델의 두 실행 사이에서 잽니다. 시드나 랭크를 바꾸어 하나 더 학습하십시오.',
    noCommon: '이 두 실행이 함께 바꾼 행렬이 없습니다.',
    noFactors:
      '두 실행 중 하나에 자기 A와 B가 없습니다(ΔW 자체를 학습하거나, A와 B가 W₀의 인수로 시작한 뒤 바뀐 것이 ΔW입니다). 그래서 ΔW의 방향을 비교합니다.',
    zero: '두 실행 중 하나의 ΔW가 여기서 0이라 방향이 없습니다.',
    asOf: '{{one}}은(는) 스텝 {{step}}, {{other}}은(는) 스텝 {{otherStep}}',
    found: {
      all: '{{site}}에서 {{one}}과(와) {{other}}의 처음 방향 {{k}}개는 모두 합쳐 절반 넘게 겹칩니다: φ({{k}}, {{k}}) = {{phi}}, 우연이라면 {{chance}}.',
      some: '{{site}}에서 {{one}}과(와) {{other}}의 처음 방향 {{k}}개는 절반 넘게 겹칩니다: φ({{k}}, {{k}}) = {{phi}}, 우연이라면 {{chance}}. 더 큰 공간은 우연이 남긴 것의 절반도 공유하지 않습니다.',
      only: '{{site}}에서 {{one}}의 하나뿐인 방향과 {{other}}의 첫 방향은 절반 넘게 겹칩니다: φ(1, 1) = {{phi}}, 우연이라면 {{chance}}.',
      first:
        '{{site}}에서 {{one}}과(와) {{other}}의 첫 방향은 절반 넘게 겹칩니다: φ(1, 1) = {{phi}}, 우연이라면 {{chance}}. 더 큰 공간은 우연이 남긴 것의 절반도 공유하지 않습니다.',
      none: '{{site}}에서 {{one}}과(와) {{other}}: φ(1, 1) = {{phi}}, 우연이라면 {{chance}}. 처음 방향들이 펼치는 어느 공간도 우연을 뺀 나머지의 절반을 공유하지 않습니다.',
    },
    drawAgain: '다시 뽑기',
    gaussianFound: '크기가 같은 두 무작위 행렬입니다. 여기 보이는 것은 우연만으로 생깁니다.',
    start: {
      seed: '두 실행 모두 시드 {{seed}}에서 A를 뽑았고 작은 랭크의 값은 큰 랭크의 값에 들어 있습니다. 그래서 A의 방향과 입력 쪽 ΔW의 방향은 저절로 겹칩니다. 시드가 다른 두 실행이 더 많은 것을 말해 줍니다.',
      frozen: '두 실행은 고정된 A와 B가 같습니다(VeRA의 시드 {{seed}}). 방향이 저절로 겹칩니다.',
      adapter: '두 실행은 같은 어댑터를 이어서 학습했습니다. 그 방향은 저절로 둘 다에 있습니다.',
      factors:
        '두 실행은 A와 B를 W₀의 같은 인수로 시작했고, ΔW는 그 뒤에 바뀐 것입니다. 그 방향은 저절로 둘 다에 있습니다.',
    },
  },
} as const satisfies Like<typeof english>;
