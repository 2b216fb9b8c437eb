/** Korean words of the views of Inspect ΔW that set ΔW against W₀, or change it. */
import type { delta as english } from '../en/delta.ts';
import type { Like } from '../like.ts';

export const delta = {
  figure8: {
    title: 'W₀와 공유하는 방향',
    cells: 'ΔW와 W₀를 견준 칸',
    own: 'ΔW',
    base: 'W₀',
    found:
      'ΔW의 처음 방향(많아야 {{own}}개)과 W₀의 처음 10분의 1 사이에서 가장 큰 값은 φ({{i}}, {{j}}) = {{phi}}이며, 우연이라면 {{chance}}입니다. GPT-3에서 잰 LoRA 논문의 그림 8에서는 0.2를 겨우 넘습니다.',
  },
  // ΔW against W0
  definition: '정의',
  none: '여기서 ΔW는 0입니다. 실행이 첫 스텝을 마치기 전에는 W₀와 견줄 것이 없습니다.',
  table7: {
    title: 'W₀에 견준 ΔW',
    whose: '수치',
    here: '{{run}} · {{site}}',
    paper: 'GPT-3 175B · 48층의 Wq (LoRA 논문의 표 7, 여기서 재지 않음)',
    directions: 'r',
    overlap: 'ΔW의 방향',
    own: 'W₀의 방향',
    random: '무작위',
    sampled: '한 번 뽑음',
    deltaNorm: '‖ΔW‖F',
    baseNorm: '‖W₀‖F',
    factor: '증폭',
    byChance: '우연이라면',
    overlapMeaning:
      'U와 V가 ΔW의 처음 r개 왼쪽·오른쪽 특이 방향일 때 ‖UᵀW₀V‖F: ΔW가 작용하는 곳에 W₀가 얼마나 있는지 나타냅니다(Hu et al. 2021, 7.3절).',
    ownMeaning:
      'W₀ 자신의 가장 강한 r개 방향으로 잰 같은 값: W₀의 σ₁² + … + σᵣ²의 제곱근이며, r개 방향이 가질 수 있는 최대입니다.',
    randomMeaning:
      '무작위 방향으로 잰 같은 값: d × k인 W₀에 대해 평균(제곱평균제곱근) ‖W₀‖F·r / √(d·k)입니다.',
    sampledMeaning: '무작위 방향을 한 번 뽑아 잰 같은 값. 우연이 평균에서 얼마나 벗어나는지 보여 줍니다.',
    factorMeaning:
      '‖ΔW‖F / ‖UᵀW₀V‖F: ΔW의 처음 r개 방향에서 ΔW가 W₀보다 얼마나 강한지 나타냅니다(Hu et al. 2021, 부록 H.4). 둘 다 그 r개 방향의 것입니다.',
    byChanceMeaning: '이 r개 방향이 무작위일 때의 증폭입니다.',
    reading: {
      more: 'ΔW의 처음 {{r}}개 방향에서 W₀는 {{overlap}}입니다. 무작위 방향({{random}})의 {{times}}배이고 자신의 가장 강한 방향({{own}})의 {{share}}입니다. 논문의 결과처럼 ΔW는 W₀에 있지만 강조되지 않은 것을 강하게 합니다.',
      top: 'ΔW의 처음 {{r}}개 방향에서 W₀는 {{overlap}}입니다. 무작위 방향({{random}})의 {{times}}배이고 자신의 가장 강한 방향({{own}})의 {{share}}입니다. ΔW는 W₀가 이미 강조하는 방향들 가운데 있습니다.',
      chance:
        'ΔW의 처음 {{r}}개 방향에서 W₀는 {{overlap}}(으)로, 무작위 방향({{random}})과 비슷합니다. 여기서 ΔW는 W₀와 나란하지 않습니다. 자신의 가장 강한 {{r}}개 방향에서는 {{own}}입니다.',
      less: 'ΔW의 처음 {{r}}개 방향에서 W₀는 {{overlap}}(으)로, 무작위 방향({{random}})보다 작습니다. ΔW는 W₀가 약한 곳에 작용합니다. 자신의 가장 강한 {{r}}개 방향에서는 {{own}}입니다.',
    },
    amplified: '거기서 ΔW는 W₀보다 {{factor}}배 강합니다.',
    caution:
      '여기 W₀의 크기는 {{d}} × {{k}}이고 GPT-3은 12,288 × 12,288입니다. 차원이 적으면 무작위 방향들도 더 많이 겹칩니다.',
  },
  spectrum: {
    title: 'W₀의 스펙트럼에서 ΔW가 놓인 곳',
    side: '방향',
    sides: { left: '왼쪽, 출력 쪽', right: '오른쪽, 입력 쪽' },
    xName: 'W₀의 처음 i개 특이 방향',
    share: '위로: W₀의 처음 i개에 든 비율, %',
    direction: 'ΔW의 방향 {{k}}',
    base: 'W₀ 자신의 에너지',
    chance: '무작위 방향',
    meaning:
      'ΔW의 한 특이 방향과 같은 쪽 W₀의 처음 i개 특이 방향(강한 것부터)의 Σ cos²입니다. 점선 위의 곡선은 W₀의 강한 방향들, 아래의 곡선은 약한 방향들 가운데 있습니다. W₀ 자신의 에너지는 처음 i개의 Σσ²를 전체의 Σσ²로 나눈 값입니다.',
    half: 'ΔW의 첫 방향의 절반이 W₀의 방향 {{n}}개 중 처음 {{i}}개에 들어 있습니다.',
    chanceHalf: '무작위 방향이라면 절반이 처음 {{i}}개에 들어 있습니다.',
    chanceShare: '무작위 방향은 {{share}}만이 그 모두에 들어 있습니다.',
    noHalf: 'ΔW의 첫 방향 중 W₀의 방향 {{n}}개가 펼치는 공간에 든 것은 절반이 안 됩니다.',
    drawn: '방향 {{count}}개 중 처음 {{shown}}개를 그렸습니다. 표에는 모두 있습니다.',
    k: 'ΔW의 방향',
    i: 'W₀의 방향',
    sigma: 'W₀의 σ',
    cos2: 'cos²',
  },
  sites: {
    title: '행렬별 증폭',
    upwards: '위로: 증폭, ‖ΔW‖F / ‖UᵀW₀V‖F',
    chance: '우연이라면',
    reading: '{{site}}, r = {{r}}: {{factor}}. 우연이라면 {{chance}}.',
    summary: '증폭이 가장 큰 곳은 {{most}}, 가장 작은 곳은 {{least}}입니다.',
    matrix: '행렬',
    axis: '행렬 · 층',
    share: 'W₀ 자신의 것 대비',
  },
  // Runs with their ΔW changed
  measuring: {
    preparing: '방향을 재는 중…',
    progress: '{{total}} 중 {{done}}',
    cancel: '취소',
    busy: '학습 중인 실행이 없을 때 잴 수 있습니다.',
    absent: '재지 않음: {{runs}}. 학습된 가중치나 모델의 폴더가 이 브라우저에 없습니다.',
  },
  cut: {
    title: '방향 k개로 자른 ΔW의 손실',
    about:
      '모든 행렬에서 실행의 ΔW를 처음 특이 방향 k개만 남기고 자른 뒤, 학습 때와 같은 검증 쌍으로 다시 잽니다. 실행이 학습한 다른 것은 그대로 둡니다.',
    whatStays:
      '전체 미세 조정에서는 모든 행렬을 자릅니다. 함께 학습한 임베딩, 편향, 정규화는 k = 0에서도 그대로 둡니다.',
    measure: '자르고 측정',
    more: '나머지 측정',
    none: 'ΔW가 있는 실행이 끝나면 그 ΔW를 더 적은 방향으로 잘라 볼 수 있습니다.',
    recorded: '자르려면 학습된 가중치가 필요한데 녹화된 실행에는 없습니다. 먼저 실행을 학습하십시오.',
    xName: 'k, 행렬마다 남기는 방향의 수',
    cutTo: '위로: k개로 자른 검증 손실',
    trained: '그 랭크로 학습함',
    meaning:
      '적응시키는 모든 행렬에서 한꺼번에 ΔW = UΣVᵀ를 U_kΣ_kV_kᵀ로 자릅니다. 랭크 k인 가장 가까운 행렬입니다(Eckart and Young 1936). DoRA에서는 방향의 업데이트를 자릅니다. k = 0이면 ΔW를 뺍니다. 손실은 실행을 쟀던 검증 쌍의 평균 교차 엔트로피이며 단위는 토큰당 nat, 인코더에서는 글 하나당 nat입니다.',
    reading: '{{run}}을(를) {{k}}개로 자름: 손실 {{loss}}.',
    enough: '{{run}}: 방향 {{rank}}개 중 처음 {{k}}개로 ΔW가 얻은 것의 95%가 유지됩니다.',
    all: '{{run}}: 얻은 것의 95%를 유지하려면 ΔW의 방향 {{rank}}개가 모두 필요합니다.',
    worse: '{{ranks}}개로 자르면 {{run}}은(는) 그 랭크로 학습한 실행보다 나쁩니다.',
    asGood:
      '{{ranks}}개로 자르면 {{run}}은(는) 그 랭크로 학습한 실행과 같거나(ΔW로 얻은 것의 5% 안) 더 좋습니다.',
    k: 'k',
    loss: '손실',
    heldOut: '일반 글에서',
    rank: 'ΔW의 랭크',
    ended: '학습이 끝났을 때의 손실',
    at: '방향 k개일 때',
    slider: '남기는 방향의 수, k',
    of: 'k = {{k}}',
    change: '변화',
    changeMeaning: '이 실행의 ΔW 전체에 견준 값입니다.',
    prompt: '프롬프트',
    write: 'k = {{k}}(으)로 쓰기',
    reference: '참조 답',
    base: '기본 모델',
    whole: 'ΔW 전체',
    cutText: '{{k}}개로 자름',
    textsOf: '{{run}}이(가) 쓰는 글',
  },
  // Intruder dimensions
  intruders: {
    countReading: '{{run}}, {{site}}: {{count}}.',
    totalOf: '{{run}}: 모두 {{total}}개.',
    countOthers_other: '표시된 다른 실행 {{count}}개의 침입 차원도 세기',
    title: 'W₀와의 닮음',
    xName: 'W₀ + ΔW의 특이 방향, 강한 것부터',
    upwards: '위로: W₀의 방향과의 가장 큰 |cos|',
    epsilon: 'ε = {{epsilon}}: 이보다 낮으면 침입 차원',
    definition:
      '침입 차원은 W₀ + ΔW의 가장 강한 왼쪽 특이 방향 {{top}}개 중 W₀의 모든 왼쪽 특이 방향과의 |cos|가 ε = {{epsilon}}보다 작은 것입니다(Shuttleworth et al. 2024, PEFT의 정의). 그 논문에 따르면 가중치가 수십억 개인 모델에서 전체 미세 조정에는 적고 LoRA에는 많으며, 랭크가 낮을수록 많습니다. 작은 모델에서는 랭크가 낮으면 침입 차원이 될 방향이 적어, 랭크가 높을 때 더 많을 수 있습니다.',
    dora: 'DoRA에서는 W₀ + ΔW가 실행이 쓰는 행렬이 아닙니다. 행의 크기를 다시 조정하기 때문입니다. 이 수치는 방향의 업데이트만의 것입니다.',
    found_zero: '{{site}}: W₀ + ΔW의 처음 방향 {{top}}개 중 침입 차원이 없습니다.',
    found_other:
      '{{site}}: W₀ + ΔW의 처음 방향 {{top}}개 중 {{count}}개가 W₀의 어느 방향과도 닮지 않은 침입 차원입니다.',
    reading: '방향 {{k}}: σ {{sigma}}, |cos| {{cosine}}.',
    intruder: '침입 차원',
    like: 'W₀의 방향과 닮음',
    k: '방향',
    sigma: 'W₀ + ΔW의 σ',
    cosine: '가장 큰 |cos|',
    kind: '종류',
    counts: '행렬별 침입 차원',
    count: '침입 차원',
    countUp: '위로: 처음 방향 {{top}}개 중 침입 차원의 수',
    lambda: '침입 차원에 λ를 곱했을 때의 손실',
    lambdaAbout:
      '모든 행렬에서 침입 차원을 줄입니다: W₀ + ΔW에서 그 (1 − λ)·σuvᵀ를 뺍니다. 그런 다음 학습 때처럼 검증 쌍과 일반 글에서 실행을 다시 잽니다. λ = 1이면 ΔW가 그대로이고, PEFT는 0.75를 제안하며, 0이면 침입 차원을 없앱니다.',
    measure: 'λ 측정',
    tooMany:
      'ΔW의 방향이 많아 침입 차원을 줄이면 {{max}}개를 넘습니다. 여기서는 랭크가 더 낮은 실행만 잴 수 있습니다.',
    noneToScale: '이 실행에는 줄일 침입 차원이 없습니다.',
    live: '실행이 끝나면 침입 차원을 줄여 볼 수 있습니다.',
    fixed: '침입 차원은 행렬을 바꾸는 것이 ΔW뿐일 때 줄일 수 있습니다. DoRA는 행의 크기도 바꿉니다.',
    lambdaName: 'λ',
    loss: '검증 손실',
    heldOut: '일반 글에 대한 손실',
    lambdaReading: 'λ = {{lambda}}: {{name}} {{loss}}.',
    lambdaOf: 'λ = {{lambda}}',
    effect:
      'λ = 1에서 λ = {{lambda}}(으)로 가면 검증 손실은 {{loss}}에서 {{lossThen}}(으)로, 일반 글에 대한 손실은 {{heldOut}}에서 {{heldOutThen}}(으)로 바뀝니다.',
    least: '검증 손실은 λ = {{lambda}}일 때 {{loss}}(으)로 가장 낮습니다.',
    baseLoss: '기본 모델의 검증 손실은 {{loss}}입니다.',
  },
} as const satisfies Like<typeof english>;
