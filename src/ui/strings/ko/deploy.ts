/** Korean words of Deploy's views beside the shelf. */
import type { deploy as english } from '../en/deploy.ts';
import type { Like } from '../like.ts';

export const deploy = {
  view: '보기',
  views: {
    shelf: '보관함',
    merge: '병합',
    latency: '지연 시간',
    switch: '교체',
    combine: '결합',
    savings: '절약',
  },
  adapter: '어댑터',
  adapters: '어댑터',
  busy: '모델을 불러온 뒤, 학습하거나 멈추거나 기다리는 실행이 없을 때 할 수 있습니다.',
  stop: '멈추기',
  measuring: '측정 중…',
  definition: '정의',

  outside: {
    title: '밖에서 이어 가기',
    about:
      '컴퓨터 한 대로 모자랄 때, 표시된 실행을 transformers, PEFT, accelerate로 GPU 하나 또는 여럿에서 되풀이하고 이어 가는 폴더를 압축해 받습니다. 학습을 시작할 때와 끝냈을 때의 어댑터, 실행의 순서대로 적은 JSON Lines 데이터, train.py, 명령이 적힌 README.md가 들어 있고, 이 페이지에 딸린 모델이면 기본 모델도 들어 있습니다. 손실마다 여기서 잰 손실이 나란히 출력됩니다.',
    ownModel: '여러분의 모델 {{model}}은(는) 복사하지 않습니다. 그 폴더를 둘 곳은 README.md에 있습니다.',
    scales:
      '이 실행은 밖에서 이어 갈 수 없습니다. Wq, Wk, Wv의 배율 α/r가 서로 다른데, PEFT는 이 셋을 배율이 하나뿐인 행렬({{module}})로 함께 학습합니다. α/r가 같아지도록 랭크와 알파를 고르십시오.',
    encoder:
      '이 실행은 밖에서 이어 갈 수 없습니다. 기본 모델이 인코더인데 train.py는 글을 쓰는 모델을 학습합니다.',
    download: '{{name}} 폴더 내려받기',
  },

  merge: {
    title: '병합한 것과 병합하지 않은 것',
    about:
      '병합은 ΔW = s·BA를 고정된 가중치에 더해 W = W₀ + ΔW로 만드는 것입니다. 그러면 그 옆에서 따로 계산할 것이 없습니다. 병합을 풀면 ΔW를 다시 뺍니다. 실수로 계산하면 둘 다 아무것도 바꾸지 않지만 float32에서는 반올림이 생깁니다. 그 크기를 여기서 검증 쌍으로, 워커 안에서, 장치에 있는 가중치로 잽니다. 기본 모델 가중치가 float16이나 int8이면 반올림한 값에 ΔW를 float32로 더하며, 합은 다시 반올림하지 않습니다. 실행은 자기 과제의 쌍으로, 파일에서 온 어댑터는 학습 화면에서 고른 과제의 쌍으로 잽니다.',
    none: '아직 병합할 것이 없습니다. LoRA, DoRA, VeRA, IA³, BitFit이나 전체 미세 조정으로 실행을 학습하거나 그런 어댑터를 가져오십시오.',
    measure: '병합하고 비교',
    download: '병합한 모델 내려받기',
    downloadAbout:
      '병합한 모델은 Hugging Face 형식의 폴더이며 zip 파일로 받습니다. float32로 적은 model.safetensors, config.json, tokenizer.json이 들어 있습니다. PEFT 없이 AutoModelForCausalLM.from_pretrained로 불러올 수 있습니다. 기본 모델 가중치가 float16이나 int8이면 ΔW를 반올림한 값에 더합니다.',
    notCompared: '이 방법에는 ΔW = s·BA가 없어 비교할 것이 없습니다. 병합한 모델은 내려받을 수 있습니다.',
    encoderTitle: '병합한 인코더',
    encoderAbout:
      '병합은 ΔW = s·BA를 고정된 가중치에 더하고, 학습한 분류 헤드와 편향을 모델의 것 대신 넣는 것입니다. 결과는 Hugging Face 형식의 폴더이며 zip 파일로 받습니다. float32로 적은 model.safetensors, 클래스 이름이 적힌 config.json, tokenizer.json이 들어 있습니다. PEFT 없이 AutoModelForSequenceClassification.from_pretrained로 불러올 수 있습니다.',
    encoderNone:
      '아직 병합할 것이 없습니다. 이 인코더로 실행을 학습하거나 이 인코더의 어댑터를 가져오십시오.',
    others:
      '어댑터 층은 모델의 층 사이에서 계산되고 프리픽스는 글 옆에 놓이므로, 모델의 가중치만으로는 같은 계산을 할 수 없습니다. 그래서 다음은 병합할 수 없습니다: {{names}}',
    start: '어댑터를 고르고 “병합하고 비교”를 누르십시오.',
    matrices: '행렬',
    difference: '로짓의 가장 큰 차이',
    largest: '가장 큰 로짓',
    sameToken: '가장 그럴듯한 토큰이 같은 곳',
    ofPlaces: '{{same}} / {{places}}',
    places: '자리',
    roundTrip: '가중치의 가장 큰 오차',
    largestWeight: '가장 큰 가중치',
    differenceMeaning:
      '검증 쌍의 이어지는 글의 모든 자리에서, 모든 토큰의 로짓 가운데 가장 큰 |병합한 것 − 병합하지 않은 것|입니다.',
    roundTripMeaning:
      'ΔW를 더했다가 다시 뺀 뒤, 적응시킨 모든 행렬의 원소 가운데 가장 큰 |W − W₀|입니다. DoRA는 W의 행의 크기도 바꾸며 이 페이지는 그것을 되돌리지 않습니다. 그래서 DoRA에는 이 수치가 없습니다. PiSSA와 OLoRA에서 여기의 W₀는 A와 B를 더하는 고정된 나머지 W₀ − s·B₀A₀입니다.',
    reading:
      '병합한 {{name}}의 로짓은 병합하기 전과 최대 {{difference}}만큼만 다르고(가장 큰 로짓의 {{share}}), 자리 {{places}}곳 중 {{same}}곳에서 가장 그럴듯한 토큰이 같습니다.',
    readingRoundTrip: 'ΔW를 다시 빼면 최대 {{error}}의 오차로 W₀가 됩니다.',
    exactRoundTrip: 'ΔW를 다시 빼면 비트까지 똑같은 W₀가 됩니다.',
  },

  latency: {
    title: '지연 시간',
    about:
      '다음 토큰의 점수까지 순전파 한 번에 걸리는 밀리초와, 키와 값을 보관해 둔 글에 토큰 하나를 더하는 데 걸리는 밀리초입니다. 라운드마다 모든 방식을 매번 다른 순서로 번갈아 재고, 점수를 읽어 오면 시간 재기를 끝냅니다. 퍼센트는 같은 라운드에서 기본 모델보다 얼마나 더 걸렸는지를 라운드에 걸친 중앙값과 99% 구간으로 보인 것입니다. 그래서 밀리초의 두 중앙값의 비와 다를 수 있습니다. 시간은 값에 따라 달라지지 않으므로, 방법들은 여기 적힌 크기의 학습하지 않은 텐서를 씁니다. 병합한 LoRA는 정말로 병합하며, 병합한 행렬은 기본 모델의 행렬과 같은 방식으로 저장합니다. 기본 모델이 float16이나 int8이면 같은 정밀도로 반올림합니다.',
    measure: '측정',
    measuring: '{{share}} 완료',
    start: '이 컴퓨터에서 {{model}}의 시간을 재려면 “측정”을 누르십시오.',
    stopped: '멈춤: 측정 {{count}}개 중 {{done}}개를 마쳤습니다.',
    rounds: '라운드',
    way: '방식',
    ways: {
      base: '기본 모델',
      merged: 'LoRA, 병합함',
      unmerged: 'LoRA, 병합하지 않음',
      'adapter-h': 'AdapterH',
      'adapter-l': 'AdapterL',
      'prefix-kv': '프리픽스 (K, V)',
    },
    forward: '토큰 {{length}}개의 순전파 한 번',
    token: '토큰 하나 더',
    work: '배치 {{batch}} × 토큰 {{length}}개',
    tokenWork: '토큰 하나 더, 배치 {{batch}}',
    batch: '배치 {{batch}}',
    batchColumn: '배치',
    length: '토큰',
    ms: '{{ms}} ms',
    median: '중앙값, ms',
    low: '하한, ms',
    high: '상한, ms',
    over: '기본 모델보다 더, %',
    overLow: '하한, %',
    overHigh: '상한, %',
    method: '방법',
    where: '잰 곳',
    share: '{{share}}% ({{low}}에서 {{high}}까지)',
    shareAlone: '{{share}}%',
    meaning:
      '모든 라운드의 중앙값입니다. 괄호 안은 같은 라운드의 기본 모델보다 얼마나 더 걸리는지를 라운드들의 중앙값으로 나타낸 것이며, 잡음의 분포를 가정하지 않는 순서 통계량의 99% 구간을 함께 적습니다. 이런 구간을 많이 구하면 백 개 중 하나꼴로 참값을 벗어납니다.',
    device: {
      webgpu: 'WebGPU: {{adapter}}',
      webgpuSoftware: 'WebGPU, 소프트웨어 에뮬레이션: {{adapter}}',
      wasm_other: 'WebAssembly, 스레드 {{count}}개',
      cpu: '일반 JavaScript',
    },
    on: '{{model}}, {{device}}',
    slower: '{{work}}에서 기본 모델보다 시간이 더 걸리는 방식: {{ways}}. 그 구간이 0보다 위에 있습니다.',
    faster: '{{work}}에서 기본 모델보다 시간이 덜 걸리는 방식: {{ways}}. 그 구간이 0보다 아래에 있습니다.',
    slowerWay: '{{way}} ({{share}}%)',
    notSlower: '{{work}}에서 기본 모델과 구별되는 방식이 없습니다. 모든 구간에 0이 들어 있습니다.',
    mergedSame_other: '병합한 LoRA는 측정 {{count}}개 중 어느 것에서도 기본 모델과 구별되지 않습니다.',
    mergedApart_other: '병합한 LoRA는 측정 {{count}}개 중 {{apart}}개에서 기본 모델과 구별됩니다.',
    shortened:
      '글은 토큰이 최대 {{length}}개입니다. {{model}}은(는) 한 번에 {{places}}개를 읽고, 그중 {{prefix}}개를 프리픽스가 차지합니다.',
    paper: 'RTX 8000에서 잰 GPT-2 medium: LoRA 논문의 표 1이며 여기서 잰 것이 아닙니다',
    paperWork: '배치 {{batch}} × {{length}}, |\u2060Θ\u2060|\u00A0=\u00A0{{parameters}}',
    paperMs: '{{mean}} ± {{deviation}} ms',
    paperShare: '+{{share}}%',
    paperMerged: '미세 조정, 또는 병합한 LoRA',
    paperNote:
      '논문은 병합하지 않은 LoRA의 시간을 재지 않습니다. 논문의 모델은 더 크고 장치도 다릅니다. 밀리초가 아니라 방식들의 순서를 비교하십시오.',
  },

  switch: {
    title: '어댑터 바꾸기',
    about:
      '기본 모델 하나를 불러온 채로 두고 그 위에서 어댑터를 번갈아 씁니다. 옮기는 것은 어댑터의 텐서뿐입니다. 새 어댑터로 토큰 하나의 순전파에 답할 때까지의 시간을 잽니다. 그 옆은 모델 전체를 원래 온 곳에서 새로 불러와(파일이 브라우저의 캐시에 있을 수 있음) 같은 순전파에 답할 때까지의 시간입니다.',
    none: '아직 {{model}}의 어댑터가 없습니다. 실행을 학습하거나 어댑터를 가져오십시오. 다른 모델의 어댑터를 쓰려면 학습 화면에서 그 모델을 고르십시오.',
    measure: '측정',
    model: '{{model}}, 새로 불러옴',
    what: '불러오는 것',
    bytes: '옮긴 바이트',
    median: '중앙값, ms',
    lower: '제1사분위수, ms',
    upper: '제3사분위수, ms',
    quartiles: '가운데 절반 {{low}}에서 {{high}}까지',
    rounds: '라운드',
    reading:
      '어댑터 중 가장 큰 것을 불러오는 데 {{ms}} ms가 걸리고 {{bytes}}을(를) 옮깁니다. 모델 전체를 불러오는 데는 {{modelMs}} ms가 걸리고 {{modelBytes}}을(를) 옮깁니다. 옮기는 양이 {{times}}배입니다.',
    readingBytes:
      '어댑터 중 가장 큰 것은 {{bytes}}을(를) 옮기고 모델 전체는 그 {{times}}배인 {{modelBytes}}을(를) 옮깁니다. 시간은 여기서 구별되지 않습니다.',
  },

  answers: {
    title: '프롬프트 하나, 고른 모든 어댑터',
    alone: '{{model}}만',
    texts: '답',
    start:
      '불러온 데이터에 있는 것과 같은 꼴로 프롬프트를 쓰십시오. 기본 모델과 고른 모든 어댑터가 답합니다.',
  },

  mixed: {
    about:
      '배치 하나에서 행마다 자기 어댑터를 씁니다. W₀x는 모든 행에 대해 한꺼번에 계산하고, 각 행에 자기 어댑터의 s·BAx를 더합니다. 이렇게 불러온 모델 하나로 여러 어댑터를 동시에 서비스합니다(멀티테넌트 서빙: S-LoRA, Sheng et al. 2023). 여기서는 각 어댑터의 작은 곱을 차례로 계산하므로, 배치가 더 빠른지는 모델과 장치에 따라 다릅니다.',
    others:
      '배치에 들지 않는 어댑터: {{names}}. 배치는 LoRA의 ΔW = s·BA만 받으므로, 위와 같이 차례로 답합니다.',
    measure: '배치 하나로 측정',
    reading:
      '기본 모델과 어댑터를 합한 {{rows}}개 행에 배치 하나로는 {{together}}, 차례로는 {{inTurn}} 걸립니다(그리디, {{rounds}}회의 중앙값). 글 {{rows}}개 중 {{same}}개가 두 방식에서 같습니다.',
    spread: '가운데 절반 {{low}}–{{high}}',
    faster: '여기서는 배치 하나가 더 빠릅니다.',
    slower: '여기서는 차례로 하는 것이 더 빠릅니다.',
    alike: '여기서는 두 방식의 시간을 구별할 수 없습니다.',
  },

  combine: {
    title: '어댑터의 결합',
    about:
      '기본 모델이 같은 어댑터들을 저마다의 가중치로 더합니다: Σ wᵢΔWᵢ. 인수들을 나란히 놓으면 합이 모두 남고 랭크는 더해집니다(PEFT의 “cat”). 특잇값 분해는 합의 가장 강한 방향만, 고른 랭크만큼 남깁니다(“svd”). PEFT의 “linear”처럼 A와 B를 따로따로 더하면 교차항이 있는 다른 합이 되므로 제공하지 않습니다.',
    none: '아직 결합할 것이 없습니다. {{model}}의 실행을 LoRA나 VeRA로 학습하거나 그런 어댑터를 가져오십시오. 다른 모델의 어댑터를 쓰려면 학습 화면에서 그 모델을 고르십시오.',
    weight: '{{name}}의 가중치',
    how: '방법',
    ways: { cat: '합 전체: 랭크가 더해짐', svd: '다음 랭크로 가장 가까운 것' },
    rank: '랭크',
    name: '이름',
    combine: '결합',
    chooseSome: '적어도 한 어댑터에 0이 아닌 가중치를 주십시오.',
    cross:
      'DoRA를 쓰거나, 자기 편향이 있거나, 다른 방법으로 만든 어댑터는 뺍니다. 그 어댑터들이 바꾸는 것은 ΔW만이 아닙니다.',
    reading:
      '“{{name}}”이(가) 보관함에 있습니다. 행렬 {{matrices}}개에 걸쳐 가중합과의 차이가 가중합 노름의 {{error}}입니다.',
    readingZero: '“{{name}}”이(가) 보관함에 있습니다. 가중합은 0입니다.',
    matrix: '행렬',
    norm: '‖Σ wᵢΔWᵢ‖F',
    error: '상대 오차',
    all: '모두',
    errorMeaning:
      '‖Σ wᵢΔWᵢ − BA‖F / ‖Σ wᵢΔWᵢ‖F, 여기서 A와 B는 float32로 보관된 것입니다. 나란히 놓은 인수들은 반올림만큼만 어긋납니다.',
  },

  savings: {
    title: 'LoRA와 전체 미세 조정',
    about:
      '이 페이지의 실행 가운데 방법만 다르고, 시간에 영향을 주는 나머지, 곧 모델, 데이터, 배치, 장치가 모두 같은 것들입니다. 스텝의 시간과 메모리는 잰 것이고, 학습된 가중치, 옵티마이저 상태(학습되는 가중치마다 AdamW의 float32 모멘트 두 개), 파일은 텐서에서 센 것입니다.',
    memoryMeaning:
      '메모리는 학습 스텝에서 가장 많이 쓰는 순간에 텐서가 장치에서 차지하는 것과 AdamW의 모멘트입니다. 기본 모델은 양쪽에 다 들어갑니다. 이 페이지는 모든 실행을 위해 기본 모델을 두고, 전체 미세 조정은 그 사본을 학습하기 때문입니다. 장치가 텐서 밖에 잡아 둔 것, 커널이 계산하는 동안 쓰는 것, 측정과 글쓰기는 세지 않습니다.',
    none: 'LoRA가 무엇을 절약하는지 보려면 모델, 데이터, 배치가 같은 실행을 LoRA로 하나, 전체 미세 조정으로 하나 학습하십시오.',
    noLora: 'LoRA가 무엇을 절약하는지 보려면 모델, 데이터, 배치가 같은 실행을 LoRA로 학습하십시오.',
    noFull:
      'LoRA가 무엇을 절약하는지 보려면 모델, 데이터, 배치가 같은 실행을 전체 미세 조정으로 학습하십시오.',
    what: '실행마다',
    lora: 'LoRA: {{name}}',
    full: '전체: {{name}}',
    loraColumn: 'LoRA',
    fullColumn: '전체 미세 조정',
    times: '전체 미세 조정 대비 LoRA',
    paper: '논문의 GPT-3 175B',
    trained: '학습된 가중치',
    optimizer: '옵티마이저 상태',
    memory: '학습의 최대 메모리',
    memoryModel: '그 가운데 기본 모델',
    memoryState: '그 가운데 방법이 두는 것과 옵티마이저 상태',
    memoryStep: '그 가운데 스텝: 배치, 활성값, 그래디언트',
    file: '실행에서 보관하는 것',
    step: '스텝의 시간',
    ms: '{{ms}} ms',
    quartiles: '가운데 절반 {{low}}에서 {{high}}까지',
    smaller: '1\u00A0/\u00A0{{times}}',
    ratio: '{{times}}배',
    tooShort: '스텝이 너무 적음',
    notMeasured: '재지 않음: 다른 실행과 함께 학습했거나 이전 버전의 페이지에서 학습함',
    paperTrained: '175,255.8M에서 4.7M으로(표 4)',
    paperMemory: '1.2 TB에서 350 GB로, 3분의 1(4.2절)',
    paperFile: '체크포인트 350 GB에서 35 MB로, 10,000분의 1(4.2절, r = 4, Wq와 Wv)',
    paperStep: '25% 빠름(4.2절)',
    faster: '여기서 LoRA의 스텝은 {{share}} 더 짧습니다. 두 시간의 가운데 절반이 서로 떨어져 있습니다.',
    slower: '여기서 LoRA의 스텝은 {{share}} 더 깁니다. 두 시간의 가운데 절반이 서로 떨어져 있습니다.',
    bytes: '옵티마이저와 파일은 {{times}}분의 1로 줄어듭니다.',
    lessMemory: '학습은 가장 많이 쓸 때 LoRA로 {{lora}}, 전체 미세 조정으로 {{full}} 차지합니다.',
  },

  calculator: {
    title: '더 큰 모델이라면',
    about:
      '각 모델의 차원에서 LoRA 논문(5.1절)의 식으로 센 것이며, 여기서 잰 것은 없습니다. 파일은 논문처럼 float16으로, 옵티마이저 상태는 float32로 셉니다.',
    model: '모델',
    method: '방법',
    methods: {
      lora: 'LoRA',
      'adapter-h': 'AdapterH',
      'adapter-l': 'AdapterL',
      'prefix-embed': '프리픽스 임베딩',
      'prefix-layer': '프리픽스 층',
      'prefix-kv': '프리픽스 (K, V)',
      'lora-prefix-embed': 'LoRA + 프리픽스 임베딩',
      'lora-prefix-layer': 'LoRA + 프리픽스 층',
      vera: 'VeRA',
      ia3: 'IA³',
      bitfit: 'BitFit',
      full: '전체 미세 조정',
    },
    bitfit:
      '논문은 GPT-3의 BitFit을 14.2M, 곧 층마다 약 12d로 적습니다. 블록의 편향은 층마다 11d이고, 여기서는 그것을 셉니다.',
    noBiases: '이 모델에는 편향이 없습니다.',
    rank: '랭크 r',
    matrices: '행렬',
    head: '어휘로 가는 사상',
    bottleneck: '병목 m',
    before: '앞의 토큰',
    after: '뒤의 토큰',
    trained: '학습되는 가중치',
    share: '모든 가중치 중 비율',
    optimizer: '옵티마이저 상태 (AdamW)',
    file: '보관하는 것 (float16)',
    full: '전체 미세 조정',
    here: '이 방법',
    fewer: '몇 분의 1',
    all: '이 설정의 모든 모델',
    reading: '{{method}}은(는) {{model}}의 가중치 {{weights}}개를 학습합니다. {{times}}개 중 하나입니다.',
    choose: '행렬을 하나 이상 고르십시오.',
  },
} as const satisfies Like<typeof english>;
