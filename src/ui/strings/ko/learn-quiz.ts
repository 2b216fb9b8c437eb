/** Korean words of the quiz and the glossary of Learn. */
import type { glossary as englishGlossary, quiz as englishQuiz } from '../en/learn-quiz.ts';
import type { Like } from '../like.ts';

export const quiz = {
  title: '퀴즈',
  about:
    '모든 단원이 보여 주는 것에 관한 문제 열 개와 계산 문제 세 개입니다. 답하면 바로 설명합니다. 숫자와 순서는 매번 바뀝니다.',
  score: '답한 {{answered}}문제 중 {{right}}문제를 맞혔고 {{left}}문제가 남았습니다.',
  all: '{{questions}}문제를 모두 풀었습니다: {{right}}문제를 맞혔습니다.',
  again: '다른 숫자와 순서',
  answer: '답하기',
  right: '맞습니다.',
  wrong: '틀렸습니다. 정답: {{answer}}',
  isRight: '정답',
  isChosen: '내 답',
  lesson: '단원 “{{lesson}}”에서 보기',
  place: '문제 {{place}}',

  question: {
    trained: {
      ask: 'LoRA는 무엇을 학습합니까?',
      right: '고른 행렬 옆의 A와 B.',
      second: '저랭크로 반올림한, 고른 행렬 W0.',
      third: '고른 행렬의 편향.',
      fourth: '작은 학습률로 모든 가중치.',
      why: 'h = W0·x + (α/r)·B·A·x: A와 B에만 그래디언트가 있습니다(4.1절).',
    },
    start: {
      ask: 'A는 무작위 값에서 시작하는데, 왜 B는 0에서 시작합니까?',
      right: '학습을 바뀌지 않은 모델에서 시작하려고.',
      second: '나중에 A와 B의 크기가 같아지게 하려고.',
      third: 'B에 옵티마이저가 필요 없게 하려고.',
      fourth: '처음에 ΔW가 최대 랭크를 갖게 하려고.',
      why: 'B = 0이면 A가 무엇이든 곱이 0입니다. 둘 다 0이면 어느 쪽도 그래디언트를 받지 못합니다.',
    },
    rank: {
      ask: 'B는 열이 r개, A는 행이 r개입니다. r은 무엇을 제한합니까?',
      right: 'ΔW가 바꿀 수 있는 방향의 수.',
      second: 'ΔW의 원소의 크기.',
      third: '적응시키는 층의 수.',
      fourth: '학습에 필요한 스텝의 수.',
      why: '열 r개와 행 r개의 곱에는 0보다 큰 특잇값이 많아야 r개입니다.',
    },
    memory: {
      ask: 'LoRA 학습은 왜 전체 미세 조정보다 메모리를 훨씬 적게 씁니까?',
      right: '고정된 가중치에는 그래디언트도 Adam의 상태도 필요 없습니다.',
      second: 'LoRA를 쓰면 모델 자체를 메모리에 두지 않습니다.',
      third: '전체 미세 조정보다 배치가 더 작습니다.',
      fourth: '모델을 더 적은 비트로 반올림합니다.',
      why: '옵티마이저 상태와 그래디언트는 A와 B에만 있습니다. 고정된 모델은 여전히 메모리에 있습니다(4.2절). 비트를 줄이는 것은 QLoRA의 다른 아이디어입니다.',
    },
    intrinsic: {
      ask: '논문이 말하는 변화의 낮은 내재적 랭크란 무엇입니까?',
      right: '변화가 적은 수의 방향에 있습니다.',
      second: '가중치 W0 자체의 랭크가 낮습니다.',
      third: '과제의 학습 예시가 적습니다.',
      fourth: '모델의 층이 적습니다.',
      why: 'W0는 최대 랭크입니다. 가설은 적응할 때 생기는 변화 ΔW에 관한 것입니다(1절).',
    },
    matrices: {
      ask: 'GPT-3에서 학습되는 가중치의 예산이 같을 때, 표 5에서 어느 선택이 가장 좋았습니까?',
      right: '작은 랭크로 여러 행렬.',
      second: '가장 큰 랭크로 Wq만.',
      third: '가장 큰 랭크로 Wk만.',
      fourth: '차이가 없었습니다.',
      why: 'r = 8인 Wq만, 또는 Wk만은 분명히 가장 나빴고, r = 4인 Wq와 Wv, 또는 r = 2인 네 행렬 모두가 가장 좋았습니다.',
    },
    latency: {
      ask: 'LoRA는 배포한 뒤 왜 지연을 더하지 않습니까?',
      right: 'B·A를 W0에 더하고, W0의 모양은 그대로입니다.',
      second: 'B·A가 W0와 병렬로 계산되고 더 빠릅니다.',
      third: '적응시킨 층은 계산하지 않습니다.',
      fourth: 'A와 B를 더 적은 비트로 저장합니다.',
      why: 'W = W0 + (α/r)·B·A를 첫 글을 쓰기 전에 한 번 계산합니다(4.1절).',
    },
    adapters: {
      ask: '어댑터 층은 가중치가 적은데도 왜 지연을 더합니까?',
      right: '앞 층의 계산을 기다려야 합니다.',
      second: '글을 더 길게 만듭니다.',
      third: '글마다 새로 불러와야 합니다.',
      fourth: '다른 정밀도를 씁니다.',
      why: '작은 곱셈도 앞 층을 기다려야 합니다. 배치가 작으면 이것이 드러납니다(3절, 표 1).',
    },
    prefix: {
      ask: '프리픽스 튜닝이나 프롬프트 튜닝은 글에서 무엇을 빼앗습니까?',
      right: '가상 토큰이 차지하는 위치.',
      second: '글에서 빠지는 단어 몇 개.',
      third: '계산하지 않는 마지막 층.',
      fourth: '없습니다. 프리픽스는 가중치에 병합됩니다.',
      why: '학습된 토큰은 글과 같은 열에 놓입니다(3절).',
    },
    switch: {
      ask: '병합한 모델로 다른 과제를 하려고 합니다. 무엇을 해야 합니까?',
      right: '(α/r)·B·A를 빼고 다른 과제의 것을 더합니다.',
      second: '다른 과제의 모델 전체를 불러옵니다.',
      third: 'W0에서 다시 학습합니다.',
      fourth: '없습니다. 병합한 모델 하나가 두 과제를 모두 합니다.',
      why: '빼면 W0로 돌아오고, 더할 다른 과제의 A와 B는 작습니다(4.1절). 병합한 뒤에는 과제가 다른 글을 한 배치에 담을 수 없습니다.',
    },
  },
  reckoned: {
    count: {
      ask: 'r = {{r}}인 LoRA가 {{d}} × {{d}} 행렬 {{matrices}}개를 적응시킵니다. 학습하는 가중치는 몇 개입니까?',
      why: '2 · {{matrices}} · {{d}} · {{r}}: 행렬마다 r × d인 A와 d × r인 B(5.1절).',
    },
    share: {
      ask: '행렬의 가중치는 {{d}} × {{d}}개입니다. r = {{r}}인 A와 B는 그 몇 퍼센트입니까?',
      why: '2·d·r을 d²로 나누면 2·r/d입니다.',
    },
    scale: {
      ask: 'α = {{alpha}}, r = {{r}}입니다. B·A·x에는 얼마를 곱합니까?',
      why: 'B·A·x에 α/r을 곱합니다(4.1절).',
    },
  },
} as const satisfies Like<typeof englishQuiz>;

export const glossary = {
  title: '용어집',
  about: '논문과 이 페이지의 용어입니다.',
  find: '용어 찾기',
  none: '“{{text}}”이(가) 든 용어가 없습니다.',
  terms: {
    fullFineTuning: {
      term: '전체 미세 조정 (full fine-tuning)',
      meaning: '사전 학습된 모델의 모든 가중치를 과제로 학습하는 것입니다. 다른 방법을 비교하는 기준입니다.',
    },
    lora: {
      term: 'LoRA',
      meaning:
        '저랭크 적응(low-rank adaptation): 가중치 W0를 바꾸지 않고 모델을 과제에 적응시킵니다. 행렬 W0의 옆에서 얇은 두 행렬 A와 B를 학습하고 그 결과를 더합니다: h = W0·x + (α/r)·B·A·x.',
    },
    decomposition: {
      term: '저랭크 분해 (low-rank decomposition)',
      meaning: '행렬을 얇은 두 행렬 B(d × r)와 A(r × k)의 곱으로 쓰는 것입니다. r은 d와 k보다 훨씬 작습니다.',
    },
    transformer: {
      term: '트랜스포머 (transformer)',
      meaning:
        '블록으로 이루어진 신경망입니다. 블록마다 어텐션과 MLP가 있고, 그 결과를 잔차 스트림(지금까지의 결과를 더한 합)에 더합니다.',
    },
    attention: {
      term: '어텐션 (attention)',
      meaning:
        '블록에서 토큰마다 앞의 토큰들의 정보를 받아들이는 부분입니다. 어느 토큰에서 얼마나 받아들일지는 토큰마다 스스로 계산합니다.',
    },
    projections: {
      term: 'Wq, Wk, Wv, Wo',
      meaning:
        '어텐션의 네 행렬입니다. 쿼리와 키는 어디를 볼지, 값은 무엇을 옮길지, 출력은 그것을 잔차 스트림에 어떻게 더할지 정합니다.',
    },
    delta: {
      term: 'ΔW',
      meaning: '학습이 가중치 행렬에 일으킨 변화입니다: W = W0 + ΔW. LoRA에서는 ΔW = (α/r)·B·A입니다.',
    },
    rank: {
      term: '랭크 r (rank)',
      meaning:
        'B·A의 안쪽 크기이며, ΔW가 가질 수 있는 방향의 최대 수입니다. 행렬의 랭크는 0보다 큰 특잇값의 개수입니다.',
    },
    effectiveRank: {
      term: '유효 랭크 (effective rank)',
      meaning:
        '중요한 특잇값의 개수: exp(−Σ p·ln p), p = σ/Σσ. 특잇값 r개가 모두 같으면 r이고, 하나가 나머지보다 훨씬 크면 1에 가깝습니다.',
    },
    alpha: {
      term: 'α',
      meaning: 'LoRA의 상수: B·A에 α/r을 곱해, r을 바꾸어도 학습률을 바꿀 필요가 없게 합니다.',
    },
    dModel: {
      term: 'd_model',
      meaning: '트랜스포머의 폭: 블록 사이에서 토큰 하나를 나타내는 수의 개수입니다.',
    },
    adapterLayers: {
      term: '어댑터 층 (adapter layers)',
      meaning:
        '고정된 모델의 층 사이에 넣어 학습하는, 병목이 있는 작은 신경망입니다. 차례로 계산하므로 지연을 더합니다.',
    },
    bitfit: { term: 'BitFit', meaning: '편향 벡터만 학습하는 것입니다.' },
    promptTuning: {
      term: '프롬프트 튜닝과 프리픽스 튜닝 (prompt and prefix tuning)',
      meaning:
        '글 앞에 두는 가상 토큰을 임베딩에서만, 또는 모든 층에서 학습하는 것입니다. 가상 토큰은 글이 쓸 위치를 차지합니다.',
    },
    intrinsicRank: {
      term: '내재적 랭크 (intrinsic rank)',
      meaning: '과제를 위한 변화에 실제로 필요한 랭크입니다. 논문의 가설은 이것이 낮다는 것입니다.',
    },
    adam: {
      term: 'Adam',
      meaning:
        '옵티마이저: 학습되는 가중치마다 그래디언트와 그 제곱의 이동 평균을 두므로 수가 두 개씩 더 필요합니다.',
    },
    svd: {
      term: '특잇값 분해, 특잇값 (SVD, singular values)',
      meaning:
        '특잇값 분해는 행렬을, 길이가 1인 열 하나와 행 하나의 곱에 가중치 σ₁ ≥ σ₂ ≥ …를 매긴 합으로 씁니다. 이 σ들이 특잇값입니다.',
    },
    projectionMetric: {
      term: '사영 거리 (projection metric)',
      meaning: '부분공간 사이의 거리: √(p − Σσ²). σ는 두 기저의 곱의 특잇값, p는 더 작은 차원입니다.',
    },
    similarity: {
      term: '부분공간 유사도 φ (subspace similarity)',
      meaning: '두 부분공간 중 작은 것이 다른 것에 얼마나 들어 있는지, 0에서 1까지로 나타냅니다(식 4).',
    },
    amplification: {
      term: '증폭 계수 (amplification factor)',
      meaning:
        '‖ΔW‖를, ΔW 자신의 방향에서 잰 W0의 크기로 나눈 값: W0에 있지만 강조되지 않은 것을 ΔW가 얼마나 강하게 증폭하는지 나타냅니다.',
    },
    merging: {
      term: '병합 (merging)',
      meaning: '(α/r)·B·A를 W0에 한 번 더하는 것입니다. 그 뒤 모델은 추가 지연 없이 전처럼 계산합니다.',
    },
    glue: {
      term: 'GLUE',
      meaning:
        '추론과 유사도 같은, 영어 문장에 대한 과제의 모음입니다. 그중 여덟 개가 논문의 표 2에 있습니다.',
    },
    e2e: {
      term: 'E2E NLG',
      meaning:
        '과제: 주어진 속성으로 식당에 관한 문장을 씁니다. 논문의 표 3에 있으며, 이 페이지의 첫 과제도 같은 종류입니다.',
    },
    wikisql: {
      term: 'WikiSQL',
      meaning: '과제: 표에 대한 질문을 쿼리로 바꿉니다. 논문의 표 4에 있습니다.',
    },
    token: {
      term: '토큰 (token)',
      meaning: '모델이 수 하나로 읽고 쓰는 글의 조각입니다. 단어의 일부일 때가 많습니다.',
    },
    loss: {
      term: '검증 손실 (validation loss)',
      meaning:
        '학습하지 않은 글의 토큰을 모델이 얼마나 못 맞히는지 나타냅니다. 맞는 토큰마다 모델이 준 확률의 −ln을 평균한 값입니다. 낮을수록 좋습니다.',
    },
    nat: {
      term: 'nat',
      meaning: '자연로그로 잰 손실의 단위입니다. 손실 1 nat는 확률 1/e, 곧 37%를 뜻합니다.',
    },
    batch: {
      term: '배치 (batch)',
      meaning: '학습 스텝 하나에서 함께 쓰는 글들입니다.',
    },
    learningRate: {
      term: '학습률 (learning rate)',
      meaning: '학습 스텝 하나가 가중치를 얼마나 움직이는지 정합니다.',
    },
    seed: {
      term: '시드 (seed)',
      meaning: '난수 생성을 시작하는 수입니다. 시드가 같으면 실행의 시작값과 배치 순서도 같습니다.',
    },
    checkpoint: {
      term: '체크포인트 (checkpoint)',
      meaning: '학습한 가중치를, 옵티마이저가 이어 가는 데 필요한 것과 함께 저장한 것입니다.',
    },
    forgetting: {
      term: '망각 (forgetting)',
      meaning: '과제를 학습한 뒤, 사전 학습 글과 비슷한 글에서 모델이 얼마나 나빠졌는지 나타냅니다.',
    },
    virtualToken: {
      term: '가상 토큰 (virtual token)',
      meaning: '글 앞에 놓여, 단어 대신 학습된 벡터를 갖는 자리입니다.',
    },
    klDivergence: {
      term: 'KL 발산 (KL divergence)',
      meaning: '한 모델의 예측이 다른 모델의 예측에서 얼마나 먼지 나타냅니다. 같으면 0입니다.',
    },
    samsum: { term: 'SAMSum', meaning: '과제: 대화를 한두 문장으로 요약합니다. 논문의 표 4에 있습니다.' },
  },
} as const satisfies Like<typeof englishGlossary>;
