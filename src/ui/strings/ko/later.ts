/** Korean words of parts that come after the page. */
import type { later as english, laterWorkspaces as englishWorkspaces } from '../en/later.ts';
import type { Like } from '../like.ts';

export const later = {
  encoder: {
    ownHead: '인코더입니다. 분류 헤드는 폴더에 있던 것이며 거기서부터 학습을 이어 갑니다.',
    newHead: '인코더입니다. 이 클래스들을 위한 헤드가 없어 분류기를 무작위로 뽑은 뒤 학습합니다.',
    newHeadAndPooler:
      '인코더입니다. 폴더에 이 클래스들을 위한 헤드도 풀러(pooler)도 없어 둘 다 무작위로 뽑습니다. 분류기는 학습합니다. 풀러는 PEFT에서처럼 뽑은 그대로 두며, “통째로 학습할 모듈”에서 고르면 학습합니다.',
    newPooler:
      '인코더입니다. 분류기는 폴더에 있던 것이지만 풀러(pooler)가 없어 무작위로 뽑습니다. 풀러는 PEFT에서처럼 뽑은 그대로 두며, “통째로 학습할 모듈”에서 고르면 학습합니다.',
    tasks:
      '불러온 모델은 인코더라서 텍스트를 쓰지 않고 클래스를 구분합니다. 과제 “전제와 가설”이나 레이블이 있는 내 데이터를 배우며, 다른 과제에는 텍스트를 쓰는 모델이 필요합니다.',
    texts: '인코더는 텍스트를 쓰지 않고 클래스를 예측합니다.',
    prompt: '데이터의 것과 같은 글을 적으십시오. 데이터에 글이 두 개 있으면 한 줄씩 적으십시오.',
    deploy:
      '불러온 모델은 인코더라서 텍스트를 쓰지 않습니다. 여기서 측정하는 것에는 nano처럼 텍스트를 쓰는 모델이 필요합니다.',
    used: '인코더는 “{{prompt}}” 열을 읽고 “{{completion}}” 열의 클래스를 예측하는 법을 배웁니다.',
    usedTwo: '모델은 “{{prompt}}” 열과 “{{second}}” 열을 읽고 “{{completion}}” 열을 배웁니다.',
    pick: '{{name}}에는 열이 {{columns}}개 있습니다. 인코더가 읽을 글 하나 또는 둘과 예측해야 할 레이블을 고르십시오.',
    otherClasses:
      '이 실행은 불러온 데이터와 다른 클래스를 배웠거나, 어댑터가 이 브라우저에 보관되어 있지 않습니다. 그 실행의 과제를 고르거나 데이터를 다시 불러오십시오.',
    firstText: '글 열',
    secondText: '두 번째 글 열',
    noSecondText: '(없음: 글 하나)',
    label: '레이블 열',
    classes_other: '클래스 {{count}}개와 학습 예시 수: {{names}}',
    class: '{{label}} ({{train}})',
    unseen_other: '학습 예시가 없어 배울 수 없는 클래스: {{names}}. 예시를 더하십시오.',
  },
  wholeModule: {
    wte: '{{name}}: 토큰 임베딩',
    wpe: '{{name}}: 위치 임베딩',
    lnE: '{{name}}: 임베딩의 정규화',
    lnF: '{{name}}: 마지막 정규화',
    dense: '{{name}}: 분류기 앞의 층',
    head: '{{name}}: 헤드',
  },
  ownModel: {
    title: '내 모델',
    about:
      'Hugging Face 형식의 폴더: config.json, tokenizer.json(GPT-2는 vocab.json과 merges.txt도 됩니다), model.safetensors(또는 나뉜 파일들과 그 색인). Llama 계열(Llama, SmolLM2, Qwen2), GPT-NeoX(Pythia), GPT-2 모델, 인코더(BERT, RoBERTa)를 가중치 1GB까지 쓸 수 있습니다. zip으로 묶인 폴더도 됩니다.',
    privacy:
      '모델은 이 컴퓨터에만 있습니다. 여기서 지울 때까지 이 브라우저가 다음 방문을 위해 보관합니다. 페이지 아무 곳에나 끌어다 놓아도 됩니다.',
    ends: '학습 중인 실행은 마지막 스텝에서 끝나고 배운 것을 지킵니다.',
    folder: '폴더 선택…',
    files: '파일 또는 zip 선택…',
    size: '파일 크기',
    phases: {
      looking: '어떤 모델인지 읽는 중…',
      found: '모델을 찾았습니다. “열기”를 누르면 불러옵니다.',
      opening: '모델을 불러오는 중…',
    },
    refused: '이 모델은 쓸 수 없어 앞의 모델을 그대로 둡니다. 다른 모델을 고르십시오.',
    fromHub: 'Hub의 {{id}}, 커밋 {{commit}}',
    kept: '이 브라우저에 보관된 모델',
    delete: '지우기',
    deleteOf: '{{id}} 지우기',
    deleteTitle: '모델 {{id}} 지우기',
    deleteText_other:
      '이 모델로 학습한 실행이 {{count}}개 있습니다. 측정한 값은 남지만, 모델이 없으면 답을 쓰거나 병합하거나 이어서 학습할 수 없습니다. 같은 폴더를 다시 가져올 수 있습니다.',
    unfinished: 'Hub의 커밋 {{commit}}, 아직 열지 않음',
    partOf: '{{total}} 중 {{loaded}}',
    goOn: '이어받기',
    goOnWith: '{{id}} 이어서 내려받기',
    deletePart: '받은 {{id}} 지우기',
  },

  baseDtype: {
    explain:
      '모델 블록의 고정된 행렬을 저장하는 방식입니다. 임베딩, 노름, 편향은 그대로입니다. float16은 float32의 절반, int8은 4분의 1의 메모리를 씁니다. int8에서는 출력마다 가중치를 −127부터 127까지의 정수에 스케일 하나를 곱한 값으로 나타냅니다(LLM.int8()의 absmax). 학습하는 값은 QLoRA처럼 float32입니다. 저장된 그대로를 고르면 파일의 형식과 관계없이 메모리에서 float32로 둡니다. 다만 WebGPU에서는 float16으로 두어도 값이 달라지지 않는 행렬을 float16으로 둡니다. 이 페이지에 딸린 모델처럼 파일의 수가 이미 float16이면 float16은 아무것도 반올림하지 않습니다. 기본 모델을 측정하고 나면 반올림이 손실을 얼마나 바꾸는지 보여 줍니다. 바꾸면 모델을 다시 불러옵니다. 학습하는 실행도 계산 중인 점수도 없으면 바로, 있으면 그 일이 끝나거나 다음 실행을 시작할 때입니다.',
    names: { stored: '저장된 그대로', float16: 'float16 (16비트)', int8: 'int8, 출력마다 스케일 하나' },
    loss: '기본 모델의 검증 손실: 저장된 그대로 {{stored}} → 가중치 {{dtype}}: {{rounded}} ({{change}}).',
    noDifference: '차이 없음',
    waits:
      '불러온 모델의 기본 가중치: {{loaded}}. 학습하는 실행과 계산 중인 점수가 모두 끝나거나 학습을 새로 시작하면, 여기서 고른 대로 모델을 다시 불러옵니다. 그때까지 계산하지 못한 점수는 나중에 비교 화면에서 계산할 수 있습니다.',
    lossAlone:
      '기본 모델의 검증 손실(가중치 {{dtype}}): {{rounded}}. 저장된 그대로의 손실은 측정하지 않았습니다. 모델을 하나 더 올리면 학습보다 많은 메모리를 쓰거나, 모델 파일을 읽을 수 없었습니다.',
  },

  checkpointing: {
    explain:
      '그래디언트를 계산할 때까지 층마다 입력만 두고 나머지는 그때 다시 계산합니다. 결과는 같고 메모리는 모든 층이 아니라 한 층만큼만 들지만, 스텝마다 순전파를 거의 한 번 더 하는 시간이 걸립니다. 비교하는 실행은 차례로 학습합니다.',
  },

  memoryNote: {
    batch: '배치 크기 {{batch}}',
    length: '최대 길이 {{length}}',
    checkpointing: '그래디언트 체크포인팅',
    weights: '기본 모델 가중치 {{dtype}}',
    fits: '들어가는 설정: {{settings}}.',
    takesLonger: '그래디언트 체크포인팅은 결과를 바꾸지 않지만 스텝마다 시간이 더 걸립니다.',
    changesLoss: '반올림하면 기본 모델의 손실이 조금 바뀌며, 얼마나 바뀌는지 보여 줍니다.',
    use: '이 설정 쓰기',
    taken: '이 장치에 들어가도록 바꾸었습니다: {{settings}}.',
    none: '어떤 배치 크기나 최대 길이로도 학습할 수 없습니다. 더 작은 모델을 고르십시오.',
  },

  rateNote: {
    wide: '학습률 {{rate}}: 너비 64~128인 모델에서 찾은 값입니다. 이 모델의 너비는 {{width}}이므로 발산할 수 있습니다. 논문은 LoRA를 학습률 0.0002~0.0005로 학습합니다.',
    encoder:
      '학습률 {{rate}}: 글을 쓰는 모델에서 찾은 값입니다. 이 페이지의 인코더는 이 방법으로 학습률 {{better}}에서 학습했습니다.',
    use: '{{better}} 사용',
    taken: '이제 학습률은 {{better}}입니다.',
  },

  hub: {
    title: 'Hugging Face Hub에서',
    id: 'Hub의 모델 이름 또는 주소',
    lookUp: '찾아보기',
    asks: '예: HuggingFaceTB/SmolLM2-135M, openai-community/gpt2@main. 버튼을 누르기 전에는 Hub에 아무것도 묻지 않습니다. 누르면 huggingface.co가 여러분의 네트워크 주소와 원하는 모델을 알게 됩니다. 데이터와 실행은 이 컴퓨터에 남습니다.',
    architecture: '구조',
    parameters: '파라미터',
    numbers: '숫자 형식',
    size: '내려받기',
    licence: '라이선스',
    noLicence: '적혀 있지 않음',
    revision: '리비전과 커밋',
    memory: '학습에 드는 메모리(추정)',
    about: '약 {{size}}',
    memoryParts: '모델 {{model}}, 학습되는 가중치와 옵티마이저 {{state}}, 한 스텝 {{step}}',
    memoryFor: '지금 설정: {{length}}토큰 글 {{batch}}개씩의 배치, {{backend}}',
    shortages: {
      wasm: '학습에 약 {{needed}}이(가) 필요한데 WebAssembly는 많아야 {{room}}까지입니다. 배치 크기나 최대 길이를 줄이거나 더 작은 모델을 고르십시오.',
      buffer:
        '모델의 가장 큰 행렬이 {{needed}}인데 이 GPU의 버퍼는 많아야 {{room}}입니다. 주소에 backend=wasm을 추가하거나 더 작은 모델을 고르십시오.',
      binding:
        '한 스텝이 한 번에 쓰는 값이 {{needed}}인데 이 GPU는 {{room}}까지 쓸 수 있습니다. 배치 크기나 최대 길이, 학습되는 가중치를 줄이십시오. 주소에 backend=wasm을 추가하면 이 제한이 없습니다.',
      memory:
        '학습에 약 {{needed}}이(가) 필요한데 브라우저가 알려 주는 이 컴퓨터의 메모리는 {{room}}입니다. 배치 크기나 최대 길이를 줄이거나 더 작은 모델을 고르십시오.',
    },
    download: '내려받기',
    goOn: '이어서 내려받기',
    stop: '멈추기',
    open: '열기',
    forget: '그만두기',
    progress: '내려받기',
    loaded: '{{total}} 중 {{loaded}} ({{percent}})',
    phases: {
      looking: 'Hub에 묻는 중…',
      found: 'Hub에 있는 모델입니다. 가중치는 아직 받지 않았습니다.',
      checking: '이 브라우저에 남은 부분을 먼저 확인한 뒤 나머지를 받습니다.',
      fetching:
        '모델을 받는 중입니다. 그동안 이 창을 닫아도 됩니다. 페이지를 닫아도 받은 만큼은 남으며 나중에 이어서 받을 수 있습니다.',
      stopped:
        '내려받기를 멈췄습니다. 받은 만큼은 페이지를 떠나도 이 브라우저에 남습니다. 아래 목록에서 이어서 받거나 지울 수 있습니다.',
      stoppedUnkept:
        '내려받기를 멈췄습니다. 이 브라우저가 아무것도 보관하지 않으므로 페이지를 떠나면 받은 만큼도 사라집니다.',
      here: '모델을 모두 받아 Hub의 목록과 맞는지 확인했습니다. 열면 학습 중인 실행이 끝납니다.',
    },
    faults: {
      'no-id':
        '“{{text}}”: 모델 이름이 아닙니다. owner/name이나 owner/name@revision, 또는 모델 페이지의 주소를 쓰십시오.',
      'other-host':
        '이 페이지는 huggingface.co에만 묻습니다({{host}}에는 묻지 않습니다). 모델을 그곳에서 내려받은 뒤 폴더를 선택하십시오.',
      'other-kind': '“{{kind}}” 아래의 주소입니다. 모델의 주소를 쓰십시오.',
      absent: 'Hub에 이런 모델이 보이지 않습니다. 없거나 비공개입니다. 이름의 철자를 확인하십시오.',
      gated:
        '승인이 필요한 모델입니다. huggingface.co의 모델 페이지에서 조건에 동의하고 그곳에서 내려받은 뒤 폴더를 선택하십시오.',
      disabled: 'Hub가 이 모델을 닫았습니다. 다른 모델을 고르십시오.',
      'no-revision': '이 모델에 리비전 “{{revision}}”이(가) 없습니다. “@” 뒤를 빼면 main을 받습니다.',
      'no-file':
        '이 모델에 {{file}} 파일이 없습니다. 폴더에 그 파일을 넣거나 다른 모델이나 리비전을 고르십시오.',
      'no-model':
        '이 파일들 가운데 모델이 없습니다. 모델 폴더에는 config.json, tokenizer.json, model.safetensors가 있습니다. 그 폴더, 그 파일들 전부, 또는 그것을 묶은 zip을 고르십시오. 데이터 파일은 따로 끌어다 놓으십시오.',
      adapter: '기본 모델이 필요한 어댑터입니다. 페이지에 끌어다 놓거나 배포에서 불러오십시오.',
      several: '모델이 여럿 있습니다: {{text}}. 그중 한 폴더를 고르십시오.',
      zip: 'zip을 풀 수 없습니다. 손상되었거나 암호가 걸려 있습니다. 다시 묶거나, 풀어서 폴더를 고르십시오.',
      json: '{{file}} 파일이 JSON이 아니거나 모델의 파일이라기에는 너무 큽니다. 모델의 출처에서 다시 받으십시오.',
      'too-many': '이 네트워크에서 Hub에 너무 자주 물었습니다. {{seconds}}초 뒤에 다시 시도하십시오.',
      'too-many-now': '이 네트워크에서 Hub에 너무 자주 물었습니다. 5분 뒤에 다시 시도하십시오.',
      'no-answer':
        'Hub에 연결할 수 없습니다. 네트워크 연결을 확인하고 다시 시도하십시오. 방화벽이나 확장 프로그램이 huggingface.co를 막을 수도 있습니다. 디스크의 폴더는 네트워크 없이 쓸 수 있습니다.',
      refused: 'Hub가 {{status}}(으)로 답했습니다. 나중에 다시 시도하십시오.',
      unclear: 'Hub의 답을 이해할 수 없습니다. 나중에 다시 시도하거나 모델을 내려받아 폴더를 선택하십시오.',
      cut: '{{file}} 파일을 받는 중에 연결이 끊겼습니다. 받은 만큼은 남아 있으니 네트워크가 돌아오면 이어서 받으십시오.',
      family:
        '{{architecture}}(model_type “{{type}}”) 모델은 여기서 쓸 수 없습니다. Llama 계열(Llama, SmolLM2, Qwen2), GPT-NeoX(Pythia), GPT-2 모델, 인코더(BERT, RoBERTa)를 쓸 수 있습니다.',
      config: '여기서 쓸 수 있는 계열이지만 설정이 달라 쓸 수 없습니다. 다른 모델을 고르십시오.',
      weights: '{{file}} 파일을 읽을 수 없습니다. 모델의 출처에서 다시 받거나 다른 모델을 고르십시오.',
      pickle:
        '가중치가 safetensors가 아니라 {{file}} 파일로만 있습니다. 이런 파일은 코드를 실행할 수 있거나 형식이 달라 읽지 않습니다. model.safetensors가 있는 모델을 찾으십시오.',
      'no-weights':
        'safetensors로 된 가중치가 없습니다. model.safetensors를 다른 파일들과 함께 고르거나, 그 파일이 있는 모델을 고르십시오.',
      'no-tokenizer':
        '이 모델에 {{file}} 파일이 없어 글을 토큰으로 나눌 수 없습니다. 다른 모델을 고르십시오.',
      'too-large':
        '가중치가 {{bytes}}입니다. 페이지가 담을 수 있는 것은 {{limit}}까지입니다. 더 작은 모델을 고르십시오.',
      dtype:
        '텐서 “{{tensor}}”의 숫자는 {{dtype}} 형식입니다. F32, F16, BF16만 읽을 수 있습니다. 양자화하기 전의 모델을 고르십시오.',
      damaged: '{{file}} 파일이 Hub의 목록과 달라 버렸습니다. 이어서 내려받으면 다시 받습니다.',
      'no-room':
        '브라우저의 저장 공간이 부족해 내려받기를 멈췄습니다. 받은 만큼과 전에 있던 것은 그대로 있습니다. 아래에서 모델을 지우거나 배포 화면에서 실행을 지운 뒤 이어서 받으십시오.',
      elsewhere:
        '다른 탭이 이 모델을 내려받고 있습니다. 그 탭에서 계속하거나, 그 탭을 닫고 여기서 다시 시도하십시오.',
    },
  },

  device: {
    more: {
      hardware: 'WebGPU를 통해 그래픽 프로세서에서 학습합니다.',
      forced: '주소의 ?backend=가 이 백엔드를 지정합니다. 지우면 페이지가 알아서 고릅니다.',
      'software-webgpu':
        '여기 있는 WebGPU 어댑터는 CPU에서 에뮬레이션되어 WebAssembly보다 느리므로 WebAssembly를 사용합니다. 그래도 WebGPU를 쓰려면 주소에 backend=webgpu를 추가하십시오.',
      'no-webgpu':
        'WebGPU가 없어 WebAssembly가 CPU에서 계산합니다. GPU가 있는 컴퓨터에서 최신 Chrome, Edge, Firefox, Safari를 쓰면 더 빠릅니다.',
      'no-wasm': '일반 JavaScript로 계산합니다. 느립니다. 최신 브라우저는 훨씬 빠릅니다.',
      'wasm-failed':
        'WebAssembly 백엔드의 파일이 오지 않았거나 시작되지 않아 훨씬 느린 일반 JavaScript로 계산합니다. WebAssembly를 다시 시도하려면 페이지를 새로 고치십시오.',
    },
    adapter: '어댑터: {{adapter}}',
    f16: '학습은 float32로 계산합니다. 기본 모델의 가중치는 메모리를 아끼도록 float16으로 저장합니다. 이 GPU가 이를 올바르게 읽는 것을 시험으로 확인했습니다.',
    f32: '학습은 float32로 계산합니다. 기본 모델의 가중치는 float16으로 저장되어 있어 변환합니다.',
    threads_other: '스레드 {{count}}개',
    offline: {
      starting: '네트워크 없이도 열리도록 페이지의 파일을 저장하는 중입니다.',
      kept: '네트워크 없이 열립니다. 이 브라우저에 저장된 페이지 파일: {{size}}.',
      failed:
        '네트워크가 있어야 열립니다. 브라우저가 페이지의 파일을 저장하지 못했습니다. 디스크 공간을 비운 뒤 페이지를 새로 고치십시오.',
      none: '네트워크가 있어야 열립니다. 이 브라우저는 여기서 서비스 워커를 제공하지 않습니다. 페이지를 https나 localhost로 여십시오.',
    },
  },

  tour: {
    offer: '처음 오셨나요? 1분 둘러보기가 이 페이지의 각 부분을 소개합니다.',
    start: '둘러보기',
    again: '1분 둘러보기',
    end: '둘러보기 끝내기',
    back: '이전',
    next: '다음',
    done: '마침',
    place: '{{place}} / {{all}}',
    method: {
      title: '모델과 방법',
      text: '작은 트랜스포머와 그것을 적응시키는 방법입니다. LoRA는 모델의 가중치를 고정하고, 고른 행렬 옆의 작은 행렬 A와 B만 학습합니다.',
    },
    rank: {
      title: '랭크 r',
      text: 'A는 입력을 수 r개로 바꾸고, B는 그것을 출력에 더할 것으로 바꿉니다. 랭크가 낮을수록 적은 가중치를 학습하며, 그 개수는 슬라이더 아래에 있습니다. 1과 16을 차례로 골라 보십시오.',
    },
    train: {
      title: '학습',
      text: '학습은 이 브라우저에서 실행되며, 페이지를 처음 열었을 때의 설정이면 1분 이내에 끝납니다. 아무것도 전송되지 않습니다. 옆에 일시정지, 한 스텝, 초기화가 있습니다.',
    },
    loss: {
      title: '손실',
      text: '이어질 단어나 클래스를 모델이 얼마나 틀리는지 보여 줍니다. 처음 방문하면 녹화된 실행이 움직이고, 학습을 시작하면 그 자리에 내 실행이 나타납니다.',
    },
    spectrum: {
      title: 'ΔW의 특잇값',
      text: '학습한 것, ΔW = s·BA를 방향의 세기로 보여 줍니다. 많아야 r개이며, 이것이 랭크의 뜻입니다.',
    },
    workspaces: {
      title: '다른 작업 공간',
      text: '실행을 비교하고, 학습한 것을 살펴보고, 어댑터를 배포하고, 짧은 단원 열한 개로 LoRA를 배웁니다. 키보드 아이콘에서 이 둘러보기를 다시 열 수 있습니다.',
    },
  },

  classLink: {
    badge: '수업 링크',
    badgeSeed: '시드 {{seed}}',
    about: '이 페이지는 수업 링크로 열렸습니다. 여기서 무엇을 바꿀 수 있는지는 교사가 정했습니다.',
    fixes_other: '설정 {{count}}개를 고정합니다.',
    hides_other: '설정 {{count}}개를 숨깁니다.',
    student: '이름 또는 번호',
    studentAbout:
      '시드를 여기서 만듭니다. 번호는 그대로 시드가 되고, 같은 이름은 언제나 같은 시드가 됩니다. 이름은 이 브라우저에 남고, 제출하는 결과의 코드에 들어갑니다.',
    take: '이 이름 사용',
    seedNow: '내 시드: {{seed}}',
    handIn: '결과 제출',
    leave: '수업 링크에서 나가기',
    leaveAbout: '나가면 모든 설정을 바꿀 수 있습니다. 실행은 그대로 남고, 링크를 다시 열면 돌아옵니다.',
    fixedHere:
      '수업 링크가 이 설정을 고정합니다. 바꾸려면 “링크 복사” 옆의 “수업 링크”를 눌러 수업 링크에서 나가십시오.',
    fixedMark: '{{label}}: 고정됨',
  },

  notice: {
    classFixed_other: '수업 링크가 고정한 설정은 그대로 둡니다: {{settings}}.',
    classRefused: {
      version:
        '이 페이지가 모르는 버전의 수업 링크입니다: {{given}}. 페이지를 다시 불러와 새 버전을 쓰거나 링크를 다시 받으십시오. 그때까지는 아무것도 고정되지 않습니다.',
      part: '수업 링크에 이 페이지가 모르는 부분이 있습니다: {{given}}. 링크를 다시 받으십시오. 그때까지는 아무것도 고정되지 않습니다.',
      control:
        '수업 링크가 이 페이지에 없는 설정을 가리킵니다: {{given}}. 링크를 다시 받으십시오. 그때까지는 아무것도 고정되지 않습니다.',
      twice:
        '수업 링크에 같은 설정이 두 번 있습니다: {{given}}. 링크를 다시 받으십시오. 그때까지는 아무것도 고정되지 않습니다.',
      own: '수업 링크가 고정한 설정의 값은 만든 사람의 데이터나 모델이어서 링크에 담기지 않습니다: {{given}}. 다른 링크를 받으십시오. 그때까지는 아무것도 고정되지 않습니다.',
      cut: '수업 링크가 불완전합니다: 검사 문자 대신 {{given}} 부분으로 끝납니다. 링크 전체를 받으십시오. 그때까지는 아무것도 고정되지 않습니다.',
      changed:
        '수업 링크나 그 링크가 고정한 설정이 만들 때와 달라졌습니다. 링크를 다시 받으십시오. 그때까지는 아무것도 고정되지 않습니다.',
    },
    newVersion: '새 버전이 준비되었습니다.',
    reload: '새로 고침',
    left_other:
      '페이지를 떠난 사이 실행 {{count}}개가 멈췄습니다(마지막: “{{name}}”). 학습 화면의 “이어 가기”는 지금 보고 있는 실행을 마지막 체크포인트부터 이어 갑니다. 체크포인트가 없으면 학습을 눌러 새 실행을 시작하십시오.',
    goesOn:
      '실험 중에 페이지를 떠났습니다. 이제 실험을 계속합니다. 시작했던 실행: {{again}}개(저마다 마지막 체크포인트부터 이어 가고, 체크포인트가 없으면 처음부터 학습합니다). 남은 실행: {{waiting}}개.',
    interrupted_other:
      '닫힌 탭에서 실행 {{count}}개가 학습 중이었습니다(마지막: “{{name}}”). 마지막으로 저장된 스텝까지 보관했습니다. 학습 화면의 “이어 가기”는 지금 보고 있는 실행을 마지막 체크포인트부터 이어 갑니다. 체크포인트가 없으면 학습을 눌러 새 실행을 시작하십시오.',
    noCheckpoint:
      '학습 상태를 읽거나 저장할 수 없었습니다. 학습은 계속합니다. 지금 페이지를 닫으면 실행은 이전 체크포인트가 있으면 거기서, 없으면 처음부터 이어 갈 수 있습니다.',
    noCheckpointFull:
      '브라우저가 이 사이트에 준 저장 공간이 가득 차 학습 상태를 저장할 수 없습니다. 학습은 계속합니다. 지금 페이지를 닫으면 실행은 이전 체크포인트가 있으면 거기서, 없으면 처음부터 이어 갈 수 있습니다. 필요 없는 실행을 삭제하십시오.',
    dismiss: '닫기',
    undo: '되돌리기',
    ownDataAbsent:
      '이 링크는 다른 사람의 데이터로 만들어졌고, 링크는 데이터를 담지 않습니다. 대신 식당 소개 과제를 불러왔습니다.',
    deletedElsewhere_other: '다른 탭에서 실행 {{count}}개를 삭제했습니다(마지막: “{{name}}”).',
    deleted: '“{{name}}”을(를) 삭제했습니다. 되돌릴 수 있습니다.',
    cleared_zero:
      '학습 전의 모델로 돌아왔습니다. 끝난 실행은 목록에 남아 있습니다. 다시 보려면 표시하십시오.',
    cleared_other:
      '학습 전의 모델로 돌아왔습니다. 진행 중이던 실행 {{count}}개를 목록에서 뺐습니다. 멈춘 그대로 되돌릴 수 있습니다. 끝난 실행은 목록에 남아 있습니다.',
    notKept:
      '저장된 것을 이 페이지가 여는 것을 브라우저가 막고 있습니다. 그래서 이전 실행이 보이지 않고, 새 실행은 페이지를 닫으면 사라질 수 있습니다. 남기고 싶은 실행은 내보내십시오.',
    newerVersion:
      '이 브라우저에 저장된 것은 이 페이지의 더 새로운 버전이 썼습니다. 열려면 페이지를 새로 고치십시오. 이 버전은 실행을 읽지도 저장하지도 못하므로, 남기고 싶은 실행은 새로 고치기 전에 내보내십시오.',
    newer: '이 브라우저에 저장된 것은 이 페이지의 더 새로운 버전이 썼습니다.',
    emptied_other:
      '브라우저가 저장한 것을 지웠습니다. 실행 {{count}}개가 아직 이 탭에 있어 다시 저장하고 있습니다.',
    emptiedOwn:
      '브라우저가 저장한 것을 지웠습니다. 내 데이터 “{{name}}”이(가) 아직 이 탭에 있어 다시 저장하고 있습니다.',
    emptiedOwnToo: '내 데이터 “{{name}}”도 다시 저장합니다.',
    emptiedBare_other: '실행 {{count}}개의 학습된 가중치는 다른 곳에 없어 사라졌습니다.',
    full: '브라우저가 이 사이트에 준 저장 공간이 가득 찼습니다.',
    refused: '브라우저가 저장하기를 거부했습니다.',
    unsavedRuns_other: '실행 {{count}}개가 저장되지 않았습니다.',
    unsavedOwn: '내 데이터 “{{name}}”이(가) 저장되지 않았습니다.',
    unsavedStay: '이 탭을 닫기 전까지는 아무것도 사라지지 않으며, 페이지가 다시 시도합니다.',
    largest: '가장 많은 공간을 차지하는 것: {{parts}}. 필요 없는 것을 삭제하십시오.',
    largestOwn: '내 데이터 ({{size}})',
    exportOrLose: '남기고 싶은 것은 내보내십시오.',
    openDeploy: '배포 열기',
    notDeleted:
      '브라우저가 삭제를 거부해 삭제한 실행이나 어댑터가 아직 저장되어 있습니다. 나중에 다시 시도해 성공하지 않으면 다음 방문 때 다시 나타납니다.',
    unreadableEntries_other:
      '저장된 항목 {{count}}개를 읽을 수 없어 보이지 않습니다. 페이지의 다른 버전이 썼거나 손상되었습니다. 배포에서 파일로 저장할 수 있습니다.',
    otherOwnData:
      '다른 탭에서 내 데이터로 “{{name}}”을(를) 골랐습니다. 이 탭은 새로 고칠 때까지 지금 데이터를 씁니다.',
    storageSilent:
      '브라우저의 저장소가 응답하지 않아 보관된 실행이 아직 보이지 않습니다. 응답하면 곧 추가합니다. 계속 나타나지 않으면 이 페이지의 다른 탭을 닫으십시오.',
    readingRuns: '{{name}} 읽는 중… {{stage}}',
    cancelReading: '취소',
    badRunFile: '{{name}}을(를) 가져올 수 없습니다. “실행 내보내기”로 만든 파일을 고르십시오.',
    imported_other: '실행 {{count}}개를 가져왔습니다(처음: “{{name}}”).',
    importedShown: '차트는 그중 {{shown}}개를 표시합니다. 나머지는 실행 목록에 있습니다.',
    noAdapter: {
      absent:
        '“{{name}}”의 학습된 가중치가 이 컴퓨터에 더는 없습니다. 어댑터를 내보내려면 다시 학습하십시오.',
      unreadable:
        '저장된 “{{name}}”의 가중치를 읽을 수 없습니다. 손상되었거나 페이지의 다른 버전이 썼습니다. 배포에서 파일로 저장할 수 있습니다. 어댑터를 내보내려면 다시 학습하십시오.',
      refused:
        '브라우저의 저장소가 응답하지 않아 “{{name}}”의 학습된 가중치를 읽지 못했습니다. 다시 시도하거나 페이지를 새로 고치십시오.',
    },
    exportedBare: {
      large:
        '“{{name}}”을(를) 학습된 가중치 없이 내보냈습니다. 함께 담으면 파일이 이 페이지가 읽는 {{most}}보다 커집니다. PEFT에 맞는 형식이 있으면 “어댑터 내보내기”로 저장할 수 있습니다.',
      absent: '학습된 가중치가 이 컴퓨터에 더는 없어 “{{name}}”을(를) 가중치 없이 내보냈습니다.',
      unreadable:
        '저장된 가중치를 읽을 수 없어 “{{name}}”을(를) 가중치 없이 내보냈습니다. 손상되었거나 페이지의 다른 버전이 썼습니다. 배포에서 파일로 저장할 수 있습니다.',
      refused:
        '브라우저의 저장소가 응답하지 않아 “{{name}}”을(를) 학습된 가중치 없이 내보냈습니다. 다시 시도하거나 페이지를 새로 고치십시오.',
    },
    adapterImported: '어댑터 “{{name}}”을(를) 가져왔습니다. {{model}}에 맞으며 배포에 있습니다.',
    adapterNamed:
      '파일이 기본 모델을 “{{named}}”(이)라고 부릅니다. {{model}}의 가중치가 그와 같지 않으면 어댑터는 학습한 대로 작동하지 않습니다.',
    adapterStart:
      '파일에는 {{start}} 방식으로 학습한 A와 B가 그대로 있고, W₀에서 시작값을 뺀 나머지가 그 옆에 있었습니다. 시작값은 {{model}} 모델에서 계산했으므로 ΔW = s·(BA − B₀A₀)입니다. 내보내면 어댑터는 랭크 2r의 일반 LoRA가 됩니다.',
    adapterIgnored: '이 페이지가 모르는 설정이라 무시했습니다: {{fields}}.',
    badAdapterFile: '“{{name}}”을(를) 가져오지 않았습니다.',
    modelNotKept:
      '모델 “{{name}}”: 브라우저가 보관하지 못해 이 탭에만 있습니다. 다음 방문 때 폴더를 다시 고르십시오.',
    adapterNotKept:
      '브라우저가 어댑터 “{{name}}”의 저장을 거부했습니다. 이 탭을 닫으면 사라집니다. 필요 없는 것을 삭제하고 다시 가져오십시오.',
    tooBig:
      '{{name}}의 크기는 {{size}}입니다. {{limit}}까지의 파일을 읽을 수 있습니다. 더 작은 파일로 나누십시오.',
    unreadable:
      '{{name}}을(를) 읽지 못했습니다. 고른 뒤에 바뀌거나 옮겨지거나 삭제되었습니다. 다시 고르십시오.',
    config: {
      clamped:
        '링크가 {{key}}을(를) {{given}}(으)로 정했습니다. 가능한 가장 가까운 값 {{used}}을(를) 씁니다.',
      'unknown-key': '링크가 정한 {{key}}은(는) 이 페이지가 모르는 설정이라 무시합니다.',
      'other-method': '링크가 정한 {{key}}은(는) 그 방법이 쓰지 않는 설정이라 무시합니다.',
      'no-layer': '링크가 {{key}}을(를) “{{given}}”(으)로 정했지만 모델에 없는 층이라 무시합니다.',
      'other-model':
        '주소의 모델 “{{given}}”은(는) 이 브라우저에 없어 {{used}}을(를) 씁니다. 모델에서 그 폴더를 고르거나 Hub에서 받은 뒤 주소를 다시 여십시오.',
      'bad-value': '링크가 {{key}}을(를) “{{given}}”(으)로 정했지만 불가능한 값이라 {{used}}을(를) 씁니다.',
      'bad-value-unset': '링크가 {{key}}을(를) “{{given}}”(으)로 정했지만 불가능한 값입니다. {{used}}.',
      unset: {
        layers_to_transform: '모든 층을 씁니다',
        max_train_samples: '모든 학습 예시를 씁니다',
        secret_rank: 'k는 시드에서 뽑습니다',
        alpha_ratio: 'α는 고정입니다',
      },
      'needs-lora':
        '링크가 LoRA의 랭크와 행렬 설정인 {{key}}을(를) “{{given}}”(으)로 정했습니다. 링크의 방법에는 그런 설정이 없어 무시합니다.',
      'bad-value-ignored': '링크가 {{key}}을(를) “{{given}}”(으)로 정했지만 불가능한 값이라 무시합니다.',
      'bad-version':
        '링크를 페이지의 다른 버전({{given}})이 만들었습니다. 이 페이지가 읽을 수 있는 설정을 씁니다.',
      more_other: '링크의 다른 설정 {{problems}}개도 바꾸거나 무시했습니다.',
    },
  },
  error: {
    'backend-unavailable':
      '계산할 백엔드를 시작하지 못했습니다. 주소에서 ?backend=를 지우거나 최신 Chrome, Edge, Firefox, Safari를 쓰십시오.',
    'file-fetch': '페이지에 필요한 파일을 불러오지 못했습니다. 연결을 확인한 뒤 다시 시도를 누르십시오.',
    'model-format':
      '모델 파일이 손상되었거나 기대한 것과 달라 모델을 불러오지 않았습니다. 다시 시도를 누르거나 다른 모델을 고르십시오.',
    'model-absent':
      '모델이 내 폴더에서 왔는데 이 브라우저에는 그 폴더가 없습니다. 모델에서 폴더를 다시 고르거나 다른 모델을 고르십시오.',
    'file-unreadable': '디스크에서 파일을 읽지 못했습니다. 다시 고르십시오.',
    'data-format': '데이터를 읽을 수 없습니다.',
    'data-incomplete': '이 파일에는 짝이 되는 파일이 있습니다. 그 파일도 고르거나 놓으십시오.',
    'data-too-small':
      '학습하기에 서로 다른 프롬프트나 글이 너무 적습니다. 예시를 더해 데이터를 다시 불러오십시오.',
    'no-text':
      '불러온 모델은 인코더입니다. 클래스를 구분할 뿐 텍스트를 쓰지 않습니다. 과제 “전제와 가설”, 레이블이 있는 내 데이터, 또는 텍스트를 쓰는 모델을 고르십시오.',
    'no-classes': '인코더가 이 데이터에서 클래스를 배울 수 없습니다.',
    'prompt-parts':
      '인코더는 데이터에서처럼 글 두 개를 함께 읽습니다. 첫째 글을 첫 줄에, 둘째 글을 다음 줄에 쓰십시오.',
    'prompt-too-long': '프롬프트가 이 모델에 너무 깁니다. 줄이십시오.',
    'no-model': '아직 불러온 모델이 없습니다. 페이지가 준비될 때까지 기다린 뒤 다시 시도하십시오.',
    'other-model':
      '불러온 것과 다른 기본 모델이거나, 같은 모델의 다른 가중치에 속합니다. 학습 화면의 “모델”에서 그 모델을 고른 뒤 다시 시도하십시오.',
    'other-classes':
      '이 실행은 불러온 데이터와 다른 클래스를 배웠습니다. 그 실행의 과제를 고르거나 데이터를 다시 불러온 뒤 다시 시도하십시오.',
    'rank-too-high':
      '합 전체의 랭크가 여기서 LoRA가 가질 수 있는 랭크보다 높습니다. 어댑터를 더 적게 합치거나, 랭크를 정해 가장 가까운 합을 고르십시오.',
    'no-data': '아직 불러온 데이터가 없습니다. 과제를 고른 뒤 다시 시도하십시오.',
    abandoned: '다른 것을 골라 취소했습니다.',
    'no-run': '워커에 이 실행이 더는 없습니다. 다시 학습하십시오.',
    'bad-checkpoint':
      '보관된 것으로는 이 실행을 이어 갈 수 없습니다. 멈출 때까지 재고 배운 것은 그대로 있습니다. 학습을 누르면 새 실행을 시작합니다.',
    'no-form': 'PEFT에는 이 실행을 똑같이 학습하는 형식이 없습니다.',
    'bad-adapter': '보관된 이 어댑터의 가중치가 설정과 맞지 않거나 읽을 수 없습니다.',
    'non-finite':
      '손실이 유한한 수가 아니게 되어 실행을 멈췄습니다. 학습률(또는 LoRA의 알파)을 낮추거나 그래디언트 클리핑을 켜십시오.',
    'out-of-memory':
      '메모리가 가득 찼습니다. 배치 크기, 최대 길이, 또는 학습할 것(랭크, 행렬)을 줄이십시오. 초기화하면 실행들의 메모리를 비웁니다.',
    'no-worker':
      '학습하는 부분을 불러오지 못했습니다. 연결을 확인한 뒤 다시 시도를 누르십시오. 그래도 안 되면 페이지를 새로 고치십시오.',
    'device-lost':
      '모델을 학습하는 워커가 멈췄습니다. 진행 중이던 실행은 마지막 스텝에서 끝났고 배운 것을 지킵니다. 새로 시작하려면 학습을 누르십시오.',
    'bad-message': '페이지와 워커가 서로를 이해하지 못합니다. 페이지를 새로 고치십시오.',
    internal: '페이지에 문제가 생겼습니다. 페이지를 새로 고치십시오. 끝난 실행은 보관되어 있습니다.',
  },

  own: {
    title: '내 데이터',
    privacy: '데이터는 이 컴퓨터에만 있습니다. 페이지는 여기서 읽고 어디로도 보내지 않습니다.',
    about:
      '프롬프트와 응답의 쌍: CSV, TSV, JSON, JSON Lines, Parquet(.gz나 .zip으로 압축해도 됨). 또는 일반 텍스트: 줄마다 따로 배웁니다. 흔한 형식을 알아봅니다: 채팅, 지시문, 선호와 피드백 데이터, GLUE, E2E NLG, WikiSQL(두 파일 함께), SAMSum, SQuAD.',
    choose: '파일 선택',
    drop: '또는 페이지 아무 곳에나 놓기',
    paste: '또는 글 붙여넣기',
    pastedName: '붙여넣은 글',
    read: '글 읽기',
    reading: '읽는 중…',
    readingStage: '읽는 중… {{stage}}',
    stopReading: '읽기 취소',
    inUse: '이제 과제는 {{name}}입니다.',
    review: '어떻게 읽었는지 보기',
    preview: '미리 보기',
    use: '이 데이터 사용',
    otherwise: '다르게 읽기',
    cancel: '취소',
    file: {
      delimited: '{{delimiter}}(으)로 칸을 나눈 표',
      json: 'JSON',
      parquet: 'Parquet',
      text: '일반 텍스트',
    },
    delimiter: { tab: '탭', comma: '쉼표', semicolon: '쌍반점', bar: '세로줄(|)' },
    packing: { gzip: '.gz 압축을 풂', zip: '.zip 압축을 풂' },
    format: '알아본 형식',
    recognised: '{{format}} 형식으로 알아봄. 프롬프트: {{prompts}}, 참조 답: {{pairs}}, 지표: {{metric}}',
    likely:
      '{{format}} 형식으로 보여 그렇게 읽음. 프롬프트: {{prompts}}, 참조 답: {{pairs}}, 지표: {{metric}}',
    evidence: '근거: {{evidence}}.',
    used: '모델은 “{{prompt}}” 열을 읽고 “{{completion}}” 열을 쓰는 법을 배웁니다.',
    usedText: '모델은 “{{completion}}” 열을 글마다 따로 쓰는 법을 배웁니다.',
    firstPairs: '처음 예시',
    firstRows: '처음 행',
    damaged_other:
      '{{encoding}}이(가) 아닌 바이트가 있는 줄이 {{count}}개입니다(처음은 {{line}}번째 줄). 그런 바이트는 \uFFFD로 보입니다. 이상한 글자가 많으면 다른 인코딩을 고르십시오.',
    found: '읽은 쌍이나 글: {{pairs}}, 제외한 행이나 답: {{rows}}',
    building: '글을 토큰으로 나누는 중…',
    counts: '쌍: 학습 {{train}}, 검증 {{validation}}, 테스트 {{test}}. 서로 다른 프롬프트: {{prompts}}',
    textCounts: '글: 학습 {{train}}, 검증 {{validation}}, 테스트 {{test}}',
    longest: '가장 긴 예시: 토큰 {{tokens}}개 (실행은 최대 {{max}}개를 씀)',
    truncated_other: '응답 {{count}}개를 길이에 맞춰 자름',
    dropped: '제외함: {{rows}} ({{reason}}. 처음은 {{line}}번째 줄)',
    reason: {
      'empty-prompt': '프롬프트가 비어 있음',
      'empty-completion': '응답이 비어 있음',
      'prompt-too-long': '프롬프트만으로 너무 김',
      duplicate: '완전히 같은 것이 있음',
      'bad-row': '행을 읽을 수 없음',
      'no-label': '레이블이 없거나 공개되지 않음',
      'no-table': '표가 없음',
      rejected: '거절된 답이며 배우지 않음',
      undesired: '바라지 않는다고 표시된 답이며 배우지 않음',
      'zero-weight': '가중치가 0인 답',
      'other-split': '학습 분할이 아닌 행',
    },
    encoding: '인코딩',
    encodings: {
      'utf-8': 'UTF-8',
      'utf-16le': 'UTF-16 LE',
      'utf-16be': 'UTF-16 BE',
      'windows-1252': 'Windows-1252 (서유럽)',
      'windows-1250': 'Windows-1250 (중부 유럽)',
      'iso-8859-2': 'ISO-8859-2 (중부 유럽)',
      'windows-1251': 'Windows-1251 (키릴 문자)',
      'koi8-r': 'KOI8-R (러시아어)',
      'koi8-u': 'KOI8-U (우크라이나어, 러시아어)',
      'windows-1253': 'Windows-1253 (그리스어)',
      'windows-1254': 'Windows-1254 (튀르키예어)',
      'windows-1255': 'Windows-1255 (히브리어)',
      'windows-1256': 'Windows-1256 (아랍어)',
      'windows-1257': 'Windows-1257 (발트어)',
      'windows-1258': 'Windows-1258 (베트남어)',
      'windows-874': 'Windows-874 (태국어)',
      'euc-kr': 'CP949, EUC-KR (한국어)',
      shift_jis: 'Shift_JIS (일본어)',
      'euc-jp': 'EUC-JP (일본어)',
      'iso-2022-jp': 'ISO-2022-JP (일본어)',
      gb18030: 'GB18030, GBK (중국어 간체)',
      big5: 'Big5 (중국어 번체)',
      macintosh: 'Mac Roman (서유럽)',
    },
    readAs: '읽는 방식',
    readAsAuto: '알아본 대로',
    readAsTable: '고른 열',
    readAsText: '일반 텍스트',
    pick: '{{name}}에는 열이 {{columns}}개 있습니다. 모델이 읽을 프롬프트와 모델이 써야 할 응답을 고르십시오.',
    prompt: '프롬프트 열',
    noPrompt: '(없음: 일반 글)',
    completion: '응답 열',
    readColumns: '이 열 읽기',
    kept: '전에 불러온 것을 계속 씁니다.',
  },

  presenter: {
    title: '발표 모드',
    about: '큰 글자와 굵은 선으로, 수업에 필요한 것만 보여 줍니다. 프로젝터에 알맞습니다.',
    ring: '포인터 둘레의 고리',
    next: '다음',
    leave: '나가기',
  },

  shortcuts: {
    title: '키보드 단축키',
    on: '페이지 전체에서 한 글자 단축키 사용',
    train: '학습, 일시정지, 계속',
    step: '한 스텝',
    reset: '초기화',
    compare: '랭크 비교',
    present: '발표 모드 켜기 또는 끄기',
    next: '다음 단계, 단원, 작업 공간',
    experiment: '단원의 실험 실행',
    ring: '포인터 둘레의 고리 켜기 또는 끄기',
    help: '이 목록 보기',
    space: '스페이스',
    or: '또는',
    note: '입력란에 글을 쓸 때는 이 키들이 글자만 입력합니다.',
    always: '어디서나',
    write: '내 프롬프트에 답 쓰기',
    release: '고른 스텝을 놓거나, 열린 것을 닫거나, 발표 모드에서 나가기',
    arrows: '초점이 있는 차트의 스텝이나 입력란의 값 움직이기',
    views: '탭에서 다음 작업 공간으로 가기',
    upDown: '화살표 키',
    leftRight: '← →',
  },

  secret: {
    title: 'k는 몇일까요?',
    about:
      '모든 층의 Wq와 Wv에 랭크 k인 비밀 ΔW를 더했습니다. 이 ΔW를 가진 모델, 곧 교사가 이 글들을 썼습니다. 교사처럼 쓰려면 행렬마다 정확히 k개의 방향이 필요합니다. 그러니 실행의 행렬마다 특잇값이 뚝 떨어지기 전까지 몇 개인지 세어 보십시오. 유효 랭크로는 k를 알 수 없습니다. 작은 특잇값도 일부 세므로, 실행의 r이 k보다 크면 유효 랭크도 k보다 큽니다.',
    propose:
      '가능한 모든 k(1에서 {{most}})에 r = {{r}}이면 충분합니다. 가중치 감쇠 {{decay}}은(는) 글에 필요 없는 방향을 줄입니다.',
    trainFirst: '이 글들로 학습한 실행이 끝나면 k를 볼 수 있습니다.',
    proposed: 'Wq와 Wv, r = {{r}}, {{steps}}스텝, 학습률 {{rate}}, 가중치 감쇠 {{decay}}(으)로 설정',
    guess: '내 추측',
    reveal: '공개',
    right: '맞습니다: k는 {{k}}입니다.',
    wrong: 'k는 {{k}}입니다. 추측은 {{guess}}였습니다.',
    another: '다른 비밀',
    next: '표시된 실행은 지금 고른 것과 다른 비밀을 배웠습니다. 지금 비밀로 배우려면 학습을 누르십시오.',
    base: '기본 모델과 교사의 거리(KL 발산)는 검증 글 {{texts}}개에서 토큰당 {{before}} nat입니다.',
    divergence:
      '교사와의 거리(KL 발산)는 검증 글 {{texts}}개에서 스텝 {{step}}에 토큰당 {{after}} nat, 기본 모델은 {{before}}입니다.',
    teacherLoss:
      '교사 자신의 검증 손실은 {{loss}}입니다. 새 글이 충분하면 어느 모델의 손실도 이보다 낮지 않습니다. 학습 글은 이미 보았으므로 실행의 학습 손실은 더 낮을 수 있습니다.',
    table: '숨은 특잇값과 배운 특잇값',
    matrix: '행렬',
    hidden: '숨은 값',
    hiddenValue_other: '{{sigma}} 값 {{count}}개',
    learned: '배운 값, 스텝 {{step}}',
    notAdapted: '적응시키지 않음',
  },

  noLastScores:
    '이 실행에는 마지막 스텝 뒤의 점수가 없습니다. 프롬프트에 모두 답하기 전에 페이지를 닫았거나 다른 모델을 골랐습니다. 다른 탭이 이 실행을 학습했다면 그 탭이 아직 채점하고 있을 수 있습니다. 비교의 “지금 채점”이 보관된 어댑터로 채점합니다.',

  panel: {
    hiddenTexts:
      '글에는 프롬프트가 없습니다. 교사가 토큰을 하나씩 뽑아 씁니다. 이 과제를 고르면 글을 쓰기 시작합니다.',
    tasksHelp:
      '과제를 고르려면 클릭하거나 Enter를 누르십시오. 화살표 키로 둘러봅니다. Esc를 누르면 바꾸지 않고 닫습니다.',
    tasksTitle: '모델이 배울 것',
    pattern: {
      title: '행렬별 랭크와 알파',
      matrix: '행렬',
      rank: '{{matrix}}의 랭크',
      alpha: '{{matrix}}의 알파',
      r: 'r',
      a: 'α',
      remove: '{{matrix}}의 랭크와 알파 지우기',
      add: '추가',
      addLabel: '자기 랭크와 알파를 추가할 행렬',
      layer: '층',
      allLayers: '모든 층',
      oneLayer: '{{layer}}층',
      unused: '이 행렬은 적응시키지 않으므로 랭크와 알파가 아무 효과도 없습니다.',
      exists: '{{matrix}}에는 이미 행이 있습니다.',
    },
  },

  budget: {
    lock: '예산 고정',
    unlock: '예산 고정 풀기',
    about:
      '고정하면 학습되는 가중치의 수가 늘지 않습니다. 한 행렬의 랭크를 바꾸면 나머지가 남은 예산을 정수 랭크가 허락하는 만큼 고르게 나눕니다. 다른 행렬을 고르면 모두가 새로 나눕니다. r은 예산에서 정해집니다. 다른 모델이나 방법을 고르면 고정이 풀립니다.',
    spent: '예산 {{budget}}: 모두 썼습니다.',
    unspent: '예산 {{budget}}: {{unspent}} 남음.',
    ranks: '예산 안의 랭크',
    rank: '{{matrix}}의 랭크',
    note: {
      'rank-follows': 'r은 예산에서 정해집니다. “자세히”에서 행렬의 랭크를 바꾸거나 예산 고정을 푸십시오.',
      'too-small':
        '랭크 1로도 가중치 {{least}}개가 필요해 예산을 넘습니다. 덜 적응시키거나 예산 고정을 푸십시오.',
      most: '{{matrix}}의 랭크는 {{rank}}(으)로, 나머지에 랭크 1을 남기는 최대입니다. 더 높이려면 예산 고정을 푸십시오.',
    },
  },

  parameters: {
    shapes_other: 'B는 d × r, A는 r × k입니다. 적응시키는 {{count}}개 층의 가중치를 함께 셉니다.',
    shapeA: 'A {{shape}}',
    shapeB: 'B {{shape}}',
    biases: '편향',
    modules: '통째로 학습할 모듈',
    tokens: '가상 토큰',
    pooler: '풀러(pooler)',
    head: '분류 헤드',
    shapeM: 'm {{shape}}',
    adapter: '어댑터',
    file: 'PEFT 파일로 {{size}}',
    fileAbout:
      'PEFT 형식은 {{family}} 모델의 Wq, Wk, Wv를 행렬 하나({{module}})로 둡니다. 그 A와 B를 0으로 채워 랭크가 더 높은 한 쌍으로 합치므로, 파일에는 A와 B보다 많은 수가 들어갈 수 있습니다. PiSSA나 OLoRA에서는 기본 모델에 그대로 맞도록 쌍의 랭크가 2r입니다.',
    fileAboutLlama:
      'PEFT 형식은 행렬마다 A와 B를 그대로 둡니다. PiSSA나 OLoRA에서는 기본 모델에 그대로 맞도록 쌍의 랭크가 2r입니다.',
    optimizer: '옵티마이저 메모리',
    full: '전체 미세 조정: {{size}}',
    gpt3: 'GPT-3 175B에서 같은 선택',
    gpt3Value: '가중치 {{shown}}개, 1,750억 개의 {{percent}}',
    gpt3About: 'GPT-3의 모양(96층, 폭 12,288)과 같은 설정으로 계산했습니다. 잰 값이 아닙니다.',
    gpt3AboutLayers:
      'GPT-3의 모양(96층, 폭 12,288)과 같은 설정으로, 다만 모든 층에 대해 계산했습니다. 잰 값이 아닙니다.',
  },
} as const satisfies Like<typeof english>;

export const laterWorkspaces = {
  experiment: {
    title: '실험',
    readyMade: '준비된 실험',
    question: {
      rank: '어느 랭크?',
      matrices: '예산이 같다면 어느 행렬?',
      examples: '예시 몇 개?',
      rate: '어느 학습률?',
      method: '어느 방법?',
      seeds: '우연은 얼마나 클까?',
      forgetting: '무엇을 잊을까?',
    },
    source: {
      rank: 'LoRA 논문의 표 6',
      matrices: 'LoRA 논문의 표 5',
      examples: 'LoRA 논문의 표 16',
      rate: '세 랭크의 LoRA와 전체 미세 조정, LoRA Without Regret을 따라',
      method: '크기를 고를 수 있으면 거의 같은 파라미터 수, 각자의 학습률',
      seeds: '한 실행의 세 시드',
      forgetting: '다섯 학습률의 LoRA와 전체 미세 조정',
    },
    varies: '바꿀 것',
    alsoVaries: '함께 바꿀 것',
    another: '다른 설정도 바꾸기',
    leaveOut: '바꾸지 않기: {{setting}}',
    valuesOf: '값: {{setting}}',
    setting: {
      r: '랭크 r',
      lora_alpha: 'α',
      matrices: '행렬과 랭크',
      learning_rate: '학습률',
      method: '방법',
      method_at_budget: '예산 안의 방법',
      max_train_samples: '학습 쌍',
      seed: '시드',
      model: '모델',
      task: '과제',
    },
    noValue: '{{setting}}: 값을 둘 이상, 쉼표로 나누어 입력하십시오.',
    tooManyValues: '{{setting}}: 값은 {{most}}개까지입니다. 몇 개를 빼십시오.',
    badValue: '“{{given}}”은(는) 여기서 불가능합니다. {{hint}}',
    hint: {
      r: '랭크는 1에서 64까지의 정수입니다.',
      lora_alpha: 'α는 0보다 큰 수입니다.',
      matrices: '행렬과 랭크를 “q.v.4”처럼 쓰십시오: r = 4인 Wq와 Wv. 행렬: q, k, v, o, up, down.',
      learning_rate: '학습률은 0.000001에서 1까지의 수입니다.',
      method: '방법: {{methods}}.',
      method_at_budget: '방법: {{methods}}.',
      max_train_samples: '학습 쌍은 10 이상의 정수, 또는 전체를 뜻하는 “all”입니다.',
      seed: '시드는 0 이상의 정수입니다.',
      model: '모델: {{models}}.',
      task: '과제: {{tasks}}.',
    },
    sizes: '{{model}}에서, 학습되는 가중치 약 {{budget}}개에 맞춘 크기',
    sizeless: '고를 크기가 없음',
    one: '실행 하나로는 비교할 수 없습니다. 값을 하나 더 입력하십시오.',
    modelOnTask: '{{task}}의 {{model}}',
    unlearnable_other: '인코더는 클래스를 구분하는데 다음 과제에는 클래스가 없어 뺐습니다: {{runs}}.',
    unfit_other: '이 모델은 여기서 다음 방법으로 적응시킬 수 없어 뺐습니다: {{methods}}.',
    fixedByClass: '수업 링크가 고정한 설정을 이 실행들이 바꾸게 됩니다. 다른 설정을 바꾸십시오.',
    lacksLora:
      '설정의 방법 {{method}}에는 그런 설정이 없습니다. 설정에서 LoRA를 고르거나 다른 것을 바꾸십시오.',
    tooMany: '실행이 {{runs}}개로, 한 실험의 최대 {{most}}개보다 많습니다. 값을 줄이십시오.',
    runsOf_other: '실행 {{count}}개',
    about: '이 장치에서 약 {{time}}',
    unknownTime: '이 장치가 이 모델의 실행을 하나 학습하기 전에는 시간을 모름',
    run_other: '실행 {{count}}개 학습',
    linkProblem: '링크의 실험에 불가능한 부분이 있어 뺐습니다: {{parts}}.',
    due: '예정된 실행',
    dueRuns_other: '남은 실행 {{count}}개',
    waiting_other: '그중 {{count}}개 대기 중',
    left: '약 {{time}} 남음',
    held: '보류됨',
    hold: '보류',
    goOn: '계속',
    list: '목록',
    waitingRuns: '대기 중인 실행',
    takes: '약 {{time}}',
    dropRun: '{{run}} 빼기',
    drop_other: '대기 중인 실행 {{count}}개 빼기',
  },
  comparison: {
    together: '같은 시드와 배치로 함께 시작했습니다. {{alphaRule}}',
    empty: '표에서 보려면 실행을 둘 이상 표시하거나 랭크 비교를 누르십시오.',
    emptyNoRank: '표에서 보려면 실행을 둘 이상 표시하십시오.',
  },
  lateScores: {
    lacking_other:
      '끝난 실행 {{count}}개에 마지막 스텝 뒤의 점수가 없습니다. 점수를 재기 전에 페이지를 떠났거나, 가져온 파일에 점수가 없습니다.',
    score: '지금 채점',
    whenFree: '학습하는 실행이 없을 때 채점합니다.',
  },
  conclusion: {
    by_finalLoss: '마지막 검증 손실로 보면',
    by_finalLossExamples: '예시마다 평균한 마지막 검증 손실로 보면',
    by_metric: '테스트 프롬프트의 {{metric}} 점수로 보면',
    alike_other: '{{by}} {{among}} {{best}} 설정과 구별할 수 없는 것: {{settings}}',
    by: '{{setting}}(차이 {{difference}})',
    fewSeeds: '시드 두 개로는 큰 차이도 우연과 가리기 어렵습니다. 시드를 더하십시오.',
    best: '{{by}} {{among}} 가장 좋은 것: {{best}}',
    seeds: '시드 {{count}}개에서',
    oneSeed: '시드가 하나인 이 실행들에서(다른 시드에서는 다를 수 있음)',
    othersAlike_other: '그 밖의 {{count}}개',
    worse: '더 나쁜 것: {{setting}}({{difference}})',
    alsoWorse: '{{setting}}({{difference}})',
    othersWorse: '나머지 {{count}}개는 {{least}}에서 {{most}}만큼 나쁩니다',
    nats: '{{difference}} nat',
    points: '{{difference}}점',
    test: '검정 방법',
    pairs_seeds: '쌍은 같은 배치를 본, 시드가 같은 실행들입니다: {{count}}쌍.',
    pairs_examples: '쌍은 같은 검증 예시의 손실이며 모두 똑같이 셉니다: {{count}}쌍.',
    pairs_prompts: '쌍은 같은 테스트 프롬프트의 답이 점수에 보태는 몫입니다(잭나이프): {{count}}쌍.',
    tests_other:
      '모든 설정끼리 짝지은 스튜던트 대응표본 t 검정 {{count}}번, 홀름(Holm)의 방법으로 보정해 전체 유의 수준 {{level}}.',
    interval: '차이는 평균이 가장 좋은 {{best}}에 견준 것입니다. ±는 각 차이만의 95% 신뢰 구간의 절반입니다.',
    diverged_other: '{{setting}}: 실행 {{count}}개 중 {{diverged}}개가 발산해 비교하지 않습니다.',
    noMetric: '테스트 점수로는 결론을 내리지 않습니다. 점수가 없는 실행이 있습니다.',
    notShown_other: '같은 실험의 다른 실행 {{count}}개는 표시하지 않았고 비교하지 않습니다.',
    leftOut_other:
      '실행 {{count}}개를 뺐습니다. 끝나지 않았거나, 다른 설정의 시드가 없거나, 글이 다른 곳에서 잘렸습니다.',
    missing: {
      'one-run': '실행 하나로는 비교할 수 없습니다.',
      live: '모든 실행이 끝나면 비교합니다.',
      unfinished: '두 설정에 발산하지 않고 끝난 실행이 있기 전에는 비교할 수 없습니다.',
      'one-setting': '모든 실행의 설정이 같아 비교할 것이 없습니다.',
      'other-model': '실행들의 기본 모델이 서로 달라 결론을 내리지 않습니다.',
      'other-data': '실행들이 서로 다른 데이터를 배워 결론을 내리지 않습니다.',
      'other-cut': '글이 잘린 곳이 서로 달라 결론을 내리지 않습니다.',
      'other-steps': '실행들의 스텝 수가 서로 달라 결론을 내리지 않습니다.',
      'no-shared-seed': '설정들에 공통된 시드가 없어 결론을 내리지 않습니다.',
      'no-figures':
        '검증 손실로는 결론을 내리지 않습니다. 시드 하나는 한 번 뽑은 것일 뿐이고, 예시마다의 손실을 보관하지 않은 실행이 있습니다. 다른 시드로 되풀이하십시오.',
    },
  },

  report: {
    write: '보고서',
    about: '표시된 실행을 제출할 웹 페이지 하나로 저장합니다: 설정, 결과, 그림.',
    none: '내 실행이 하나라도 표시되면 보고서를 쓸 수 있습니다.',
    failed: '보고서를 쓰지 못했습니다: {{detail}}',
    title: '{{settings}}에 따른 실행 {{shown}}개의 비교',
    titleSame: '설정이 같은 실행 {{shown}}개',
    model: '기본 모델 {{model}}, 가중치 {{weights}}개',
    data: '데이터: {{name}} (학습 {{train}}, 검증 {{validation}}, 테스트 {{test}})',
    settings: '다른 설정',
    same: '모든 설정이 같습니다.',
    course: '지금까지의 실행',
    started: '시작',
    device: '장치',
    results: '결과',
    lastLoss: '마지막 검증 손실',
    score: '테스트 점수 (95% 신뢰 구간)',
    heldOut: '일반 글 손실 (변화)',
    effectiveRank: '유효 랭크',
    time: '학습 시간',
    unit: '손실의 단위는 토큰당 nat입니다.',
    unitEncoder: '인코더의 손실 단위는 글 하나당 nat입니다.',
    reading:
      '일반 글 손실은 사전 학습 글과 비슷한 글에서 재며, 괄호 안은 기본 모델에서 얼마나 바뀌었는지입니다. ΔW의 유효 랭크는 마지막 스텝 뒤 적응시키는 행렬의 평균입니다. 줄표는 재지 않은 것을 뜻합니다. 시드 하나는 한 번 뽑은 것이므로 작은 차이는 우연일 수 있습니다.',
    figures: '그림',
    figure: '그림 {{number}}. {{title}}.',
    configs: '각 실행의 모든 설정',
    openRun: 'Rankscope에서 이 설정 열기',
    again: '되풀이하려면',
    open: 'Rankscope에서 이 실험 열기',
    version: 'Rankscope {{version}}(으)로 작성, 설정 형식 버전 {{config}}.',
    weights: '기본 모델 {{model}}, 가중치의 SHA-256: {{weights}}',
    browser: '브라우저: {{browser}}',
  },
  deploy: {
    noDora:
      'DoRA를 쓴 일부 실행은 PEFT 어댑터로 내보낼 수 없습니다. PEFT는 Wq, Wk, Wv의 DoRA 크기를 벡터 하나에 둡니다. DoRA 실행은 이 세 행렬을 모두 적응시키거나 하나도 적응시키지 않을 때 내보낼 수 있습니다.',
    noVera:
      'VeRA를 쓴 일부 실행은 PEFT 어댑터로 내보낼 수 없습니다. PEFT의 B에는 Wq, Wk, Wv마다 행이 따로 있지만 여기서는 “Wq, Wk, Wv를 하나로”를 켜지 않으면 모든 행렬이 처음 행들을 함께 씁니다. VeRA 실행은 이를 켰거나 이 세 행렬을 하나도 적응시키지 않을 때 내보낼 수 있습니다.',
    noPrefixEmbed:
      '프리픽스 임베딩 튜닝을 쓴 일부 실행은 PEFT 어댑터로 내보낼 수 없습니다. PEFT의 프롬프트 튜닝은 가상 토큰에 처음 위치를 주고, 프롬프트 뒤에는 토큰을 두지 않습니다. 위치를 차지하고 프롬프트 뒤에 토큰이 없는 실행은 내보낼 수 있습니다.',
    noPeft:
      'PEFT 어댑터로 내보낼 수 없는 방법: {{methods}}. PEFT에 똑같이 계산하는 방법이 없습니다. 이런 실행이 학습한 것은 “실행 내보내기”로 저장합니다.',
    title: '이 컴퓨터의 어댑터',
    unreadable: '가중치를 읽을 수 없음',
    about:
      '실행마다 방법이 더하거나 학습한 텐서를 보관합니다. “실행 내보내기”는 곡선과 함께 여기서 다시 열리는 파일로 저장합니다. “어댑터 내보내기”는 PEFT 형식이 담을 수 있으면 PEFT용으로 저장합니다. PEFT의 두 파일은 그대로, 폴더째, 또는 zip으로 여기에 가져오거나 페이지 아무 곳에나 놓을 수 있습니다.',
    empty: '아직 어댑터가 없습니다. 실행을 학습하거나, 내보낸 실행이나 PEFT 파일의 어댑터를 가져오십시오.',
    columns: {
      run: '어댑터',
      model: '기본 모델',
      matrices: '방법',
      weights: '학습된 가중치',
      size: '학습된 크기',
      file: 'PEFT 파일',
      loss: '최저 검증 손실',
      score: '테스트 점수',
      stored: '저장',
      export: '동작',
    },
    import: '실행 가져오기',
    peftTitle: 'PEFT에서 어댑터 쓰기',
    peftAbout: '어댑터와 기본 모델의 압축을 나란한 두 폴더에 푸십시오. 그다음:',
    peftAboutHub:
      '어댑터의 압축을 푸십시오. 기본 모델({{model}})은 Hugging Face Hub에서 이 페이지가 가진 커밋으로 불러옵니다. 그다음:',
    peftAboutFolder:
      '기본 모델은 직접 가져온 폴더입니다. 그 옆에 어댑터의 압축을 풀고, “{{model}}” 자리에 폴더의 경로를 적으십시오. 그다음:',
    noRun: '실행의 어댑터를 내보내면 여기에 그 폴더 이름이 들어갑니다.',
    base: '기본 모델 {{model}} 내려받기',
    fused:
      'adapter_config.json에는 r = {{exported}}(으)로 적힙니다. Hugging Face의 {{family}} 모델은 Wq, Wk, Wv를 행렬 하나({{module}})에 두므로, 랭크가 각각 {{r}}인 {{matrices}}의 A와 B를 랭크 {{exported}}인 한 쌍으로 합칩니다. ΔW는 같습니다.',
    fusedRanks:
      'Hugging Face의 {{family}} 모델은 Wq, Wk, Wv를 행렬 하나({{module}})에 두므로, {{matrices}}의 A와 B를 층마다 한 쌍으로 합칩니다. 그 랭크는 각 랭크의 합으로 adapter_config.json의 rank_pattern에 적히며, ΔW는 같습니다.',
    factored:
      '{{start}}은(는) A와 B를 W₀의 인수 A₀와 B₀로 시작하고 W₀ − s·B₀A₀ 옆에서 학습합니다. 바뀌지 않은 기본 모델에 올릴 수 있도록 어댑터를 일반 LoRA로 내보냅니다: A는 [A; A − A₀], B는 [B − B₀, B₀]이고 랭크는 2·{{r}} = {{exported}}입니다. ΔW는 같습니다.',
    factoredRanks:
      '{{start}}은(는) A와 B를 W₀의 인수 A₀와 B₀로 시작하고 W₀ − s·B₀A₀ 옆에서 학습합니다. 바뀌지 않은 기본 모델에 올릴 수 있도록 어댑터를 일반 LoRA로 내보냅니다: A는 [A; A − A₀], B는 [B − B₀, B₀]이고 랭크는 행렬마다 두 배입니다. ΔW는 같습니다.',
  },

  storage: {
    title: '저장 공간',
    private: '실행, 어댑터, 내 데이터는 이 컴퓨터의 이 브라우저에만 저장됩니다.',
    parts: '차지하는 공간: 실행과 어댑터 약 {{runs}}, 내 데이터 {{own}}, 내 모델 {{models}}.',
    downloads_other:
      'Hugging Face Hub에서 받다가 만 모델의 크기: {{bytes}}. 이어서 받거나 지우려면 “학습” 화면의 “모델”에서 “내 모델…”을 고르십시오.',
    quota: '브라우저가 이 사이트에 준 공간은 모두 약 {{quota}}입니다.',
    persisted_yes: '브라우저가 삭제할 때까지 실행과 데이터를 보관하기로 했습니다.',
    persisted_no: '디스크가 차면 브라우저가 실행과 데이터를 지울 수 있습니다.',
    persisted_refused:
      '브라우저가 실행과 데이터의 보관을 약속하지 않았습니다. 디스크가 차면 지울 수 있습니다. 남기고 싶은 실행은 내보내십시오.',
    persisted_unknown:
      '이 브라우저는 공간이 얼마나 있는지, 실행과 데이터를 얼마나 보관하는지 알려 주지 않습니다.',
    ask: '브라우저에 실행과 데이터의 보관 요청',
    unsaved_other: '실행 {{count}}개가 저장되지 않았습니다. 다른 것을 삭제해 공간을 마련하거나 내보내십시오.',
    unreadable_other:
      '저장된 항목 {{count}}개를 읽을 수 없습니다. 페이지의 다른 버전이 썼거나 손상되었습니다. 항목은 저장된 채로 둡니다. 삭제하기 전에 파일로 저장하십시오.',
    saveUnreadable: '파일로 저장',
    deleteUnreadable: '삭제',
    deleteTitle_other: '읽을 수 없는 항목 {{count}}개를 삭제할까요?',
    deleteText: '파일로 저장하지 않았다면 이 항목들은 이 브라우저에서 영영 사라집니다.',
  },
} as const satisfies Like<typeof englishWorkspaces>;
