/** Korean words of the shelf of adapters in Deploy. */
import type { adapters as english } from '../en/adapters.ts';
import type { Like } from '../like.ts';

export const adapters = {
  shelf: {
    combined: '여기서 결합함',
    combinedMeasured: '여기서 결합함, {{data}}에서 측정함',
    importFiles: '어댑터 가져오기',
    importFolder: '어댑터 폴더 가져오기',
    fromFile: '파일에서',
    notSaved: '저장되지 않음',
    measure: '측정',
    exportRun: '실행 내보내기',
    exportAdapter: '어댑터 내보내기',
    trainOn: '이어서 학습',
    trainOnAbout:
      '“이어서 학습”은 어댑터의 가중치에서 실행을 시작합니다. 방법과 랭크는 어댑터의 것이고, 과제, 시드, 학습 설정은 학습 화면의 것입니다. 파일에 Wq, Wk, Wv의 A가 하나뿐이면 저마다 사본을 받습니다. 시작할 때 ΔW는 같고, 학습하면서 사본이 서로 달라집니다.',
    otherModel:
      '{{model}}이(가) 아닌 기본 모델의 어댑터는 설정에서 그 기본 모델을 고르면 측정하고, 이어서 학습하고, 답을 들을 수 있습니다.',
    measuring: '{{data}}에서 “{{name}}” 측정 중…',
    measuringTexts: '{{data}}에서 “{{name}}” 측정 중… 글 {{texts}}개 중 {{written}}개',
    measured: '파일에서, {{data}}에서 측정함',
    sha: '가중치의 SHA-256: {{weights}}',
    rename: '이름 바꾸기',
    newName: '{{name}}의 새 이름',
  },
  trial: {
    title: '어댑터로 글쓰기',
    titleEncoder: '어댑터로 예측하기',
    which: '어댑터',
    about: '기본 모델과 어댑터가 같은 프롬프트에 답합니다.',
    none: '{{model}}의 어댑터로 글을 쓰려면 하나를 가져오거나 실행을 학습하십시오.',
    noneEncoder: '{{model}}의 어댑터로 예측하려면 하나를 가져오거나 실행을 학습하십시오.',
  },
} as const satisfies Like<typeof english>;
