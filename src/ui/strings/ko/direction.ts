/** Korean words of the view of Inspect ΔW that tells what one direction of ΔW does. */
import type { direction as english } from '../en/direction.ts';
import type { Like } from '../like.ts';

export const direction = {
  direction: '방향',
  option: '{{k}} (σ {{sigma}})',
  measure: '이 방향 측정',
  measuring: '재는 중…',
  about:
    'ΔW = Σσuvᵀ: 방향마다 행렬의 입력 x에서 vᵀx를 읽고 출력에 σ·vᵀx·u를 더합니다. 여기서는 방향 하나를 검증 글 전체에서 따라가 봅니다. 무엇이 이 방향을 활성화하는지, 이 방향이 있을 때와 없을 때 실행이 무엇을 예측하는지, 이 방향이 손실을 얼마나 바꾸는지 봅니다.',
  none: '방향이 무엇을 하는지 보려면 ΔW가 있는 실행을 학습하십시오.',
  live: '실행이 끝나면 방향을 따라가 볼 수 있습니다.',
  recorded: '학습된 가중치가 필요한데 녹화된 실행에는 없습니다. 먼저 실행을 학습하십시오.',
  encoder: '인코더는 텍스트를 쓰지 않습니다. 방향이 하는 일은 모델이 쓰는 텍스트에서 잽니다.',
  zero: '여기서 ΔW는 0이라 방향이 없습니다.',
  definition: '정의',

  excites: {
    title: '이 방향을 활성화하는 것',
    meaning:
      '처음 검증 글 {{texts}}개의 프롬프트와 응답에서 토큰마다 잰 vᵀx입니다. x는 실행 전체가 그 토큰을 읽을 때 행렬에 들어오는 것, v는 오른쪽 특이 방향입니다. 글마다 가장 강한 토큰을 문맥과 함께 보여 줍니다. 진할수록 강하며, +와 −는 색이 다릅니다. u와 v의 부호는 함께 뒤집을 수 있습니다. +는 u 쪽으로, −는 그 반대쪽으로 밉니다.',
    reading:
      '방향 {{k}}은(는) 입력 에너지의 {{share}}을(를) 읽습니다. {{d}}차원의 무작위 방향이라면 {{chance}}입니다.',
    positive: 'vᵀx > 0',
    negative: 'vᵀx < 0',
    text: '글',
    token: '토큰',
    strength: 'vᵀx',
    context: '문맥',
    place: '위치',
  },
  predicts: {
    title: '이 방향이 더 그럴듯하게 만드는 것',
    by: '정렬 기준',
    byP: 'p',
    byLogp: 'log p, 로짓처럼',
    meaning:
      '실제로 잰 값입니다. 실행이 ΔW 전체로 한 번, 이 방향 없이 한 번 예측합니다. 토큰이 얻는 것은 이 방향이 있을 때의 log p에서 없을 때의 log p를 뺀 값이며, 검증 글에서 다음 토큰이 응답에 속하는 자리 {{places}}곳의 평균입니다. 다른 모든 토큰에 견주어 그 토큰의 로짓이 얼마나 바뀌었는지 나타냅니다. p 기준은 같은 값을 확률로 잰 것이라, 실행이 실제로 쓰는 단어가 중요해집니다.',
    raised: '올라감',
    lowered: '내려감',
    token: '다음 토큰',
    logp: 'log p',
    pInPercent: 'p, %: 없을 때 → 있을 때',
    without: '없을 때 p',
    whole: '있을 때 p',
    change: '변화',
    nothing: '없음',
    summary: '이 방향이 가장 많이 올리는 것은 {{raised}}, 가장 많이 내리는 것은 {{lowered}}입니다.',
  },
  worth: {
    title: '이 방향이 없을 때',
    figure: '수치',
    loss: '검증 손실',
    heldOut: '일반 글에 대한 손실',
    whole: '있을 때',
    without: '없을 때',
    change: '변화',
    score: '이 방향 없이 채점',
    scoring: '{{metric}}, 테스트 프롬프트 {{texts}}개',
    textWithout: '방향 {{k}} 없이',
    write: '이 방향 없이 쓰기',
  },
} as const satisfies Like<typeof english>;
