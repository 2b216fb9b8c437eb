/** Korean words that say what scores mean. */
import type { scores as english } from '../en/scores.ts';
import type { Like } from '../like.ts';

export const scores = {
  scores: '점수',
  scoresEmpty: '실행을 시작하면 답이 얼마나 좋은지 과제의 지표로 잰 값이 여기에 나타납니다.',
  forgetting:
    '모델이 잊은 것: 스텝 {{step}}에서 일반 글에 대한 손실이 {{before}}에서 {{after}}(으)로 커졌습니다.',
  byClass: '조정된 모델의 테스트 답, 클래스별',
  rightLabel: '정답',
  wroteLabel: '“{{label}}” 씀',
  wroteElse: '다른 것을 씀',
  classRight: '정답률 %',
  unreadable_other: '수가 없는 글 {{count}}개 제외',
  range: '{{low}} – {{high}}',
  validationAlone: '검증',
  validationTexts_other: '검증, 처음 프롬프트 {{texts}}개',
  validationAll_other: '검증, 프롬프트 {{texts}}개 모두',
  validationLater: '조정됨',
  testAlone: '테스트',
  testTexts_other: '테스트, 처음 프롬프트 {{texts}}개',
  testAll_other: '테스트, 프롬프트 {{texts}}개 모두',
  testLater: '조정됨, 실행 뒤',
  scoredAt: '조정됨, 스텝 {{step}}',
  answersLater: '실행이 끝나면 테스트 답이 여기에 나타납니다.',
  answers_other: '테스트 프롬프트 {{count}}개',
  order: '답의 순서',
  orders: { worst: '나쁜 것부터', best: '좋은 것부터', given: '데이터 순서' },
  judged: '{{model}}: {{verdict}}',
  verdict: '{{metric}} {{score}}',
  offBy: '오차 {{error}}',
  noNumber: '수 없음',
  right: '맞음',
  wrong: '틀림',
  parting: '밑줄: 두 글 중 하나에만 있는 단어:',
  onlyModel: '모델에만',
  onlyReference: '참조 답에만',
  nearestOf: '참조 답 {{count}}개 중 가장 가까운 것',
  moreAnswers: '{{count}}개 더 보기',
  scoresSecret:
    '프롬프트가 없는 글에는 참조 답이 없습니다. 실행이 교사에 얼마나 가까운지는 “k는 몇일까요?”에 있습니다.',
  scoresNone:
    '점수는 실행이 끝난 뒤와 일정한 스텝마다(더 보기의 “채점 간격”) 잽니다. 일반 글에는 점수가 없습니다.',
  scoresGreedy: '점수는 언제나 같은 프롬프트에 그리디로 쓴 답으로 잽니다.',
  scoresDrawn: '기본 모델의 분류기는 무작위로 뽑은 것이라 학습 전에는 추측일 뿐입니다.',
  scoresAbout:
    '데이터에는 검증 프롬프트 {{validation}}개와 테스트 프롬프트 {{test}}개가 있습니다. 점수 아래는 95% 신뢰 구간입니다. 프롬프트가 너무 적거나 점수가 거의 같으면 표시하지 않습니다.',
  predictedLabel: '“{{label}}” 예측',
  notForgotten:
    '모델은 아무것도 잊지 않았습니다: 스텝 {{step}}에서 일반 글에 대한 손실이 {{after}}, 기본 모델은 {{before}}입니다.',
  metricMeanings: {
    bleu: '참조 답과 공유하는 한 단어에서 네 단어까지의 연속을 sacreBLEU처럼 셉니다. 100이면 같은 글입니다.',
    'bleu-lc':
      '소문자로 바꾼 글의 BLEU를 sacreBLEU의 lowercase 설정처럼 셉니다. E2E 논문들이 보고하는 값입니다.',
    'rouge-1': '가장 가까운 참조 답과 공유하는 단어(F 값), 퍼센트.',
    'rouge-2': '가장 가까운 참조 답과 공유하는 이어진 두 단어(F 값), 퍼센트.',
    'rouge-l': '가장 가까운 참조 답과의 가장 긴 공통 단어열(F 값), 퍼센트.',
    'slot-error-rate': '프롬프트의 사실 중 글이 빠뜨리거나 틀리거나 덧붙인 것의 사실당 비율, 퍼센트.',
    'exact-match': '참조 답과 똑같은 글의 비율, 퍼센트.',
    accuracy: '맞은 답의 비율, 퍼센트.',
    f1: '한 클래스의 정밀도와 재현율의 조화 평균, 퍼센트. 레이블이 아닌 답은 그 클래스가 아닌 것으로 셉니다.',
    matthews:
      '답과 레이블의 상관에 GLUE처럼 100을 곱한 값: 모두 맞으면 100, 답이 아무것도 말해 주지 않으면 0입니다. 레이블이 아닌 답은 틀린 것으로 셉니다.',
    pearson: '쓴 수와 바라는 수의 선형 상관에 GLUE처럼 100을 곱한 값. 수가 없는 글은 빼고 따로 셉니다.',
    spearman: '쓴 수와 바라는 수의 순위 상관에 GLUE처럼 100을 곱한 값. 수가 없는 글은 빼고 따로 셉니다.',
    'execution-accuracy': 'SQLite에서 실행했을 때 정답 쿼리와 같은 결과를 내는 쿼리의 비율, 퍼센트.',
  },
  tokenizerMeanings: {
    '13a': '단어는 sacreBLEU의 토크나이저 13a처럼 나눕니다.',
    zh: '한자마다 한 단어로 셉니다: sacreBLEU의 토크나이저 zh.',
    char: '글자마다 한 단어로 셉니다: 사전이 필요 없는 sacreBLEU의 토크나이저 char.',
    'rouge-score': '단어는 rouge-score 패키지처럼 나눕니다: a–z와 0–9의 연속.',
    words: '단어는 모든 문자의 글자와 숫자의 연속입니다. rouge-score 패키지 자체는 a–z만 압니다.',
    characters: '띄어쓰기가 없는 문자는 글자마다, 한글은 음절마다 한 단어로 셉니다.',
  },
  notDefined: {
    'one-class': '정의되지 않음: 모두 한 클래스',
    'no-positives': '정의되지 않음: 그 클래스가 하나도 없음',
    'no-variance': '정의되지 않음: 수가 모두 같음',
    'too-few': '정의되지 않음: 글이 세 개보다 적음',
    unreadable: '정의되지 않음: 글의 절반 이상에 수가 없음',
  },
} as const satisfies Like<typeof english>;
