/** Korean words of what models write, and encoders predict, for prompts. */
import type { samples as english, texts as englishTexts } from '../en/samples.ts';
import type { Like } from '../like.ts';

export const samples = {
  texts: '모델의 답',
  reference: '참조 답',
  teacherText: '교사의 글',
  chance: '우연 {{chance}}',
  tunedText: '조정된 모델',
  baseAsked: '기본 모델 {{model}} · {{how}}',
  drawnAsked: '기본 모델 {{model}}, 분류기는 무작위로 뽑음 · {{how}}',
  tunedAsked: '{{name}}, 스텝 {{step}} · {{how}}',
  notYet: '아직 학습하지 않음',
  notHeld: '이 실행의 어댑터는 이 브라우저에 없음',
  otherModel: '이 실행의 모델은 {{model}}: 답을 들으려면 그 모델을 고르십시오',
  nothing: '없음',
  marked: '밑줄: 프롬프트가 요구하는 값.',
  yourPrompt: '내 프롬프트',
  promptKeys: 'Ctrl + Enter로 글을 씁니다.',
  promptKeysEncoder: 'Ctrl + Enter로 예측합니다.',
  decoding: '디코딩',
  decodings: { greedy: '그리디', beams: '빔 서치, 빔 10개', sampling: '샘플링, T = 0.8' },
  write: '쓰기',
  predict: '예측',
  predicted: '예측함',
} as const satisfies Like<typeof english>;

export const texts = {
  region: '프롬프트와 글',
  promptOf: '프롬프트 {{place}} / {{prompts}}',
  previous: '이전 프롬프트',
  next: '다음 프롬프트',
  own: '내 프롬프트…',
  ofTheData: '데이터의 프롬프트',
  before: '학습 전: 기본 모델',
  beforeDrawn: '학습 전: 기본 모델, 분류기는 무작위로 뽑음',
  after: '학습 후',
  written: {
    afterSteps_other: '스텝 {{count}} 뒤에 씀',
    notYet: '아직 쓰지 않음',
    notThere: '스텝 {{step}}에는 아직 글이 없습니다. 글은 스텝 {{steps}} 뒤에만 씁니다.',
    none: '실행을 시작하면 기본 모델과 조정된 모델이 같은 프롬프트에 쓴 글이 여기에 나타납니다.',
  },
  predicted: {
    afterSteps_other: '스텝 {{count}} 뒤에 예측함',
    notYet: '아직 예측하지 않음',
    notThere: '스텝 {{step}}에는 아직 예측이 없습니다. 클래스는 스텝 {{steps}} 뒤에만 예측합니다.',
    none: '실행을 시작하면 기본 모델과 조정된 모델이 같은 글에 예측한 클래스가 여기에 나타납니다.',
  },
} as const satisfies Like<typeof englishTexts>;
