/** Korean words of the lesson that goes through two training steps in slow motion. */
import type { step as english } from '../en/learn-step.ts';
import type { Like } from '../like.ts';

export const step = {
  title: '한 스텝을 천천히',
  claim:
    '<lora>LoRA</lora>는 여느 가중치를 학습할 때처럼 A와 B를 그래디언트로 학습합니다. 시작할 때 B는 0입니다. 그래서 첫 스텝에서는 B만 그래디언트를 받고, A는 둘째 스텝에서 처음 받습니다.',
  source: '4.1절. 옵티마이저는 논문의 실험과 같이 Adam입니다',
  try: '랭크와 행렬을 고르십시오. 그러면 이 페이지가 실제 실행의 처음 두 학습 스텝을 계산합니다. 그 스텝을 한 단계씩 살펴보십시오.',
  rank: '랭크 r',
  matrix: '행렬',
  take: '두 스텝 계산',
  taking: '두 스텝을 계산하는 중…',
  failed: '스텝을 계산하지 못했습니다: {{why}}',
  about:
    '모델 {{model}}, 식당 소개, 배치당 글 {{batch}}개, 학습률 {{rate}}, 시드 {{seed}}: 페이지가 열릴 때의 설정입니다. 페이지의 다른 곳에서 학습하는 것에는 영향을 주지 않습니다.',
  viewer: '두 스텝',
  keys: '버튼이나 화살표 키 ←와 →로 앞뒤로 갑니다.',
  back: '뒤로',
  next: '다음',
  at: '스텝 {{step}} / {{steps}}, 단계 {{stage}} / {{stages}}',
  numbers: '칸에 수 보이기',
  token: '첫 글의 토큰',
  tokenAt: '{{place}}: {{token}}',
  drawing:
    '적응시킨 행렬: x가 W0를 지나고, 그 옆에서 A를 거쳐 B를 지납니다. 두 결과를 더한 것이 h이고, h에서 손실이 나옵니다.',
  lossName: '손실',
  frozenName: '고정',
  whole: '{{rows}} × {{columns}} 전체',
  part: '{{rows}} × {{columns}} 중 처음 {{shownRows}} × {{shownColumns}}',
  norm: '전체의 노름 {{norm}}',
  unit: '단위 {{unit}}',
  cell: '행 {{row}}',
  zero: '모두 0',
  name: {
    x: 'x',
    w0: 'W0',
    frozen: 'W0·x',
    low: 'A·x',
    update: 's·B·A·x',
    a: 'A',
    b: 'B',
    gradB: '∂L/∂B',
    gradA: '∂L/∂A',
    firstB: 'B의 m',
    secondB: 'B의 v',
    changeB: 'B의 변화',
    changeA: 'A의 변화',
    deltaBefore: '스텝 전의 ΔW',
    deltaAfter: '스텝 뒤의 ΔW',
  },
  stage: {
    token: {
      title: '토큰이 행렬에 들어옵니다',
      text: '배치에는 글이 {{texts}}개 있습니다. 첫 글의 토큰 하나를 따라갑니다: “{{token}}”. 층 1의 행렬 {{matrix}} 앞에서 이 토큰은 수 {{d}}개의 벡터 x입니다.',
    },
    frozen: {
      title: 'W0를 지나서',
      text: 'W0·x는 기본 모델이 계산하는 것입니다. W0는 고정되어 있어 그래디언트를 받지 않고 그대로 있습니다.',
    },
    update: {
      title: 'A와 B를 지나서',
      first:
        'A는 x를 길이 r = {{r}}의 벡터로 바꾸고, 이 벡터는 0이 아닙니다. B가 0이므로 s = α/r일 때 s·B·A·x도 0이고, 기본 모델처럼 h = W0·x입니다.',
      later:
        'A는 x를 길이 r = {{r}}의 벡터로 바꿉니다. B는 이제 0이 아닙니다. s = α/r = {{s}}일 때 s·B·A·x의 노름: {{norm}}, W0·x의 노름: {{frozen}}.',
    },
    loss: {
      title: '손실',
      text: '토큰 “{{token}}” 다음에 글은 “{{target}}” 토큰으로 이어집니다. 모델이 여기에 주는 확률은 {{probability}}이고, 이 토큰의 손실은 {{nats}} nat입니다. 스텝의 손실 L은 배치에 있는 그런 토큰 {{tokens}}개의 평균입니다: {{loss}}. 스텝마다 배치의 글이 다르므로, 연속한 두 손실을 비교해도 한 스텝으로 얼마나 나아졌는지는 알 수 없습니다.',
    },
    gradB: {
      title: 'B의 그래디언트',
      text: '역전파에서 ∂L/∂B는 배치의 모든 토큰에 걸친 g·(A·x)ᵀ의 합에 s를 곱한 것입니다. g는 h에 대한 그래디언트입니다. A·x가 0이 아니므로 B는 그래디언트를 받습니다. 그 노름: {{norm}}.',
    },
    gradA: {
      title: 'A의 그래디언트',
      first:
        '∂L/∂A는 Bᵀ·g·xᵀ의 합에 s를 곱한 것입니다. B가 0이므로 ∂L/∂A의 값은 모두 0입니다. A가 바뀌어도 손실은 달라지지 않습니다.',
      later:
        '∂L/∂A는 Bᵀ·g·xᵀ의 합에 s를 곱한 것입니다. B가 스텝 1에서 움직였으므로 이제 A도 그래디언트를 받습니다. 그 노름: {{norm}}.',
    },
    adam: {
      title: 'Adam',
      clipped:
        '실행의 모든 그래디언트를 합친 노름: {{gradNorm}}. 먼저 그 노름이 {{most}}이(가) 되도록 줄입니다. Adam은 그래디언트의 이동 평균 m과 그 제곱의 이동 평균 v를 갱신하고, 값마다 약 −η·m⁠/⁠√v만큼 바꿉니다. 둘 다 0에서 시작한 것을 보정합니다. η = {{rate}}은(는) 학습률이며, 스텝마다 조금씩 내려갑니다.',
      plain:
        '실행의 모든 그래디언트를 합친 노름: {{gradNorm}}. 한계 {{most}} 아래이므로 그대로 둡니다. Adam은 그래디언트의 이동 평균 m과 그 제곱의 이동 평균 v를 갱신하고, 값마다 약 −η·m⁠/⁠√v만큼 바꿉니다. 둘 다 0에서 시작한 것을 보정합니다. η = {{rate}}은(는) 학습률이며, 스텝마다 조금씩 내려갑니다.',
      first:
        '첫 스텝에서 m⁠/⁠√v는 1 또는 −1이므로, 그래디언트가 아무리 작아도 B의 값은 η만큼 바뀝니다. A는 그래디언트가 없어 가중치 감쇠로만 줄어듭니다. 줄어드는 비율: {{decay}}.',
      later: '이제 A도 바뀝니다.',
    },
    delta: {
      title: '새 ΔW',
      first:
        'ΔW = s·B·A는 0이었습니다. 이제 노름은 {{norm}}, W0의 노름은 {{frozen}}입니다. 바뀐 값이 아무리 많아도 랭크는 최대 {{r}}입니다.',
      later:
        'ΔW의 노름: 스텝 전 {{before}}, 스텝 뒤 {{norm}}. W0의 노름: {{frozen}}. 스텝마다 이렇게 이어집니다.',
    },
  },
  meaning:
    'B = 0으로 두면 시작할 때 ΔW가 0이면서도 학습이 시작됩니다. A·x가 0이 아니어서 B가 그래디언트를 받기 때문입니다. A와 B가 모두 0이라면 둘 다 그래디언트를 전혀 받지 못합니다.',
  paper:
    'A는 무작위로 뽑고 B는 0으로 두어 시작할 때 <delta>ΔW</delta> = (α/r)·B·A가 0입니다. 논문은 <adam>Adam</adam>으로 학습합니다(4.1절).',
  here: '그림은 한 층의 행렬 하나입니다. 스텝은 적응시킨 행렬마다 같은 일을 하며, 클리핑에 쓰는 노름은 그 모든 그래디언트를 합친 노름입니다.',
} as const satisfies Like<typeof english>;
