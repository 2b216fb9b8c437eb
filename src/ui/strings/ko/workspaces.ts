/** Korean words of the workspaces' own parts: their names, the drawing of the model. */
import type { workspaces as english } from '../en/workspaces.ts';
import type { Like } from '../like.ts';

export const workspaces = {
  nav: '작업 공간',
  view: {
    train: '학습',
    compare: '비교',
    inspect: 'ΔW 살펴보기',
    deploy: '배포',
    learn: '배우기',
  },
  tools: '장치, 링크, 모양',
  settings: '설정',
  loading: '작업 공간을 불러오는 중…',
  recorded: '{{date}}에 {{device}}에서 녹화함, 시드 {{seed}}.',

  model: {
    title: '학습되는 것',
    layer: '{{layer}}층',
    shownLayers: '표시할 층',
    allLayers: '모든 층',
    legend: '{{method}}. 회색: 고정. 주황색: 학습.',
    legendBars: '막대: ΔW의 특잇값, 눈금은 0에서 {{largest}}까지. 막대 아래: 유효 랭크 / 가능한 최대.',
    legendZero: 'ΔW가 아직 0입니다. 학습하면 특잇값 막대가 자랍니다.',
    fixed: '{{layer}}층 {{matrix}}',
    legendTruth: '테두리: 숨은 특잇값.',
    legendNext: '점선: 표시된 실행과 다음 실행 중 한쪽만 학습합니다.',
    adapt: '다음 실행에서, 고른 모든 층의 {{matrix}} 적응시키기',
    leave: '다음 실행에서 {{matrix}} 그대로 두기',
    last: '대상 행렬이 {{matrix}}뿐입니다. 빼기 전에 다른 행렬을 고르십시오.',
    frozen: '{{layer}}층 {{matrix}}: 고정됨. 누르면 다음 실행에서 적응시킵니다.',
    spectrum: '{{layer}}층 {{matrix}}: 특잇값 {{sigma}}. 유효 랭크 {{effective}} / {{r}}. 누르면 확대합니다.',
    summary: '잔차 스트림을 따라 Wq, Wk, Wv, 어텐션, Wo, W1, GELU, W2가 {{layers}}층 이어집니다.',
    summaryLlama: '잔차 스트림을 따라 Wq, Wk, Wv, 어텐션, Wo, Wg, W1, SwiGLU, W2가 {{layers}}층 이어집니다.',
    summaryParallel:
      'Wq, Wk, Wv, 어텐션, Wo와 그 옆의 W1, GELU, W2가 {{layers}}층 이어집니다. 둘은 같은 잔차 스트림을 읽고, 출력은 모두 그 스트림에 더해집니다.',
    summaryPostNorm:
      '잔차 스트림을 따라 Wq, Wk, Wv, 어텐션, Wo, W1, GELU, W2가 {{layers}}층 이어지고, 덧셈마다 그 뒤에 LayerNorm이 있습니다.',
    legendEncoder:
      '인코더입니다. 모든 토큰이 텍스트 전체를 보고, 클래스는 첫 토큰에서 정해집니다. 어느 방법이든 분류 헤드도 함께 학습합니다.',
    summaryTargets: '다음 실행은 {{targets}}을(를) 적응시킵니다.',
    summaryMethod: '다음 실행의 방법: {{method}}. {{about}}',
    summaryTrained: '{{method}}이(가) 학습하는 것:',
    summaryMeasured: '표시된 실행의 유효 랭크: {{ranks}}.',
    rankOf: '{{site}} {{effective}} / {{r}}',
  },
  block: {
    norm: 'LayerNorm',
    normInitials: 'LN',
    attention: '어텐션',
    gelu: 'GELU',
    rmsNorm: 'RMSNorm',
    swiglu: 'SwiGLU',
    adapter: '어댑터',
    tokens: '토큰 임베딩',
    positions: '위치 임베딩',
    head: '헤드 (= 토큰 임베딩)',
  },
  mark: {
    weight: '채워진 것: 가중치 자체를 학습합니다.',
    bias: 'b: 학습되는 편향 벡터.',
    embeddings: '두 임베딩을 모두 학습합니다. 토큰 임베딩은 헤드이기도 합니다.',
    path: '행렬 옆: 학습되는 경로 BA.',
    frozenPath: '행렬 옆: 무작위로 정하고 함께 쓰는 고정된 A와 B.',
    input: '행렬 앞의 {{symbol}}: 입력에 곱하는 학습되는 벡터.',
    output: '행렬 뒤의 {{symbol}}: 출력에 곱하는 학습되는 벡터.',
    length: '행렬 뒤의 {{symbol}}: W′의 각 행의 학습되는 길이.',
    rank: '경로 가운데의 주황색 막대: {{symbol}}, A의 출력에 곱하는 학습되는 벡터.',
    update: '경로 끝의 주황색 막대: {{symbol}}, B의 출력에 곱하는 학습되는 벡터.',
    adapter: '어댑터: 학습되는 병목.',
    adapterWithNorm: '어댑터: LayerNorm이 있는 학습되는 병목.',
    tokens_other: '주황색 네모: 글 앞의 가상 토큰 {{before}}개, 여기서 학습합니다.',
    tokensBoth: '주황색 네모: 글 앞 {{before}}개, 프롬프트 뒤 {{after}}개의 가상 토큰, 여기서 학습합니다.',
    keys_other: '어텐션 + {{before}}: 글 앞의 가상 토큰 {{before}}개, 그 키와 값을 학습합니다.',
    where: '{{meaning}} 위치: {{layers}}층의 {{parts}}.',
  },
  place: {
    attention: '어텐션의 출력',
    mlp: 'MLP의 출력',
    block: '블록의 끝',
    tokens: '블록의 시작',
  },

  texts: {
    title: '모델이 쓰는 글',
    titleEncoder: '모델의 예측',
    scores: '점수',
    secret: 'k는 몇일까요?',
  },

  compare: {
    title: '비교',
  },
} as const satisfies Like<typeof english>;
