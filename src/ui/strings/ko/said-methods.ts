/** What src/core/methods says of the methods and their settings, in Korean. */
import type { Sayings } from './sayer.ts';

export const methodSayings: Sayings = {
  // Names
  'Full fine-tuning': '전체 미세 조정',
  'Prefix-embedding tuning': '프리픽스 임베딩 튜닝',
  'Prefix-layer tuning': '프리픽스 층 튜닝',
  'Prefix tuning (K, V)': '프리픽스 튜닝 (K, V)',

  // What they train
  'A trained update BA of low rank beside each chosen weight matrix, which stays frozen.':
    '고른 가중치 행렬마다 그 옆에서 저랭크 업데이트 BA를 학습합니다. 행렬 자체는 고정됩니다.',
  'The model’s own weights are trained, all of them or those of its last layers: the baseline of all methods that train fewer.':
    '모델 자신의 가중치를 모두, 또는 마지막 층들만 학습합니다. 더 적게 학습하는 모든 방법의 기준입니다.',
  'Every bias vector of the model is trained; all weight matrices stay frozen.':
    '모델의 모든 편향 벡터를 학습합니다. 가중치 행렬은 모두 고정됩니다.',
  'A learned vector multiplies the output of each chosen matrix; for W2 it multiplies the input. All weights stay frozen.':
    '고른 행렬마다 출력에 학습된 벡터를 곱합니다. W2에서는 입력에 곱합니다. 모든 가중치는 고정됩니다.',
  'Two random frozen matrices are shared by all chosen weight matrices, each of which trains two vectors that scale them.':
    '고른 가중치 행렬들이 고정된 무작위 행렬 둘을 함께 쓰고, 각자 이를 조절하는 벡터 둘을 학습합니다.',
  'Virtual tokens before each text, or between prompt and completion, whose input embeddings are learned (prompt tuning); all weights stay frozen.':
    '글 앞이나 프롬프트와 응답 사이에 가상 토큰을 두고 그 입력 임베딩을 학습합니다(프롬프트 튜닝). 모든 가중치는 고정됩니다.',
  'Virtual tokens before each text, or between prompt and completion, whose activations are learned where each block begins; all weights stay frozen.':
    '글 앞이나 프롬프트와 응답 사이에 가상 토큰을 두고 블록이 시작하는 곳마다 그 활성값을 학습합니다. 모든 가중치는 고정됩니다.',
  'Virtual tokens before each text, whose keys and values are learned in every layer (prefix tuning); all weights stay frozen.':
    '글 앞에 가상 토큰을 두고 모든 층에서 그 키와 값을 학습합니다(프리픽스 튜닝). 모든 가중치는 고정됩니다.',
  'A trained bottleneck after the attention and one after the MLP of each block (Houlsby et al. 2019); all weights of the model stay frozen.':
    '블록마다 어텐션 뒤와 MLP 뒤에 병목을 하나씩 두고 학습합니다(Houlsby et al. 2019). 모델의 모든 가중치는 고정됩니다.',
  'A trained bottleneck with a LayerNorm after the MLP of each block (Lin et al. 2020); all weights of the model stay frozen.':
    '블록마다 MLP 뒤에 LayerNorm이 있는 병목을 두고 학습합니다(Lin et al. 2020). 모델의 모든 가중치는 고정됩니다.',
  'LoRA and prefix-embedding tuning together: an update BA beside each chosen matrix, and virtual tokens whose input embeddings are learned.':
    'LoRA와 프리픽스 임베딩 튜닝을 함께 씁니다. 고른 행렬마다 그 옆의 업데이트 BA와, 가상 토큰의 입력 임베딩을 학습합니다.',
  'LoRA and prefix-layer tuning together: an update BA beside each chosen matrix, and virtual tokens whose activations are learned where each block begins.':
    'LoRA와 프리픽스 층 튜닝을 함께 씁니다. 고른 행렬마다 그 옆의 업데이트 BA와, 블록이 시작하는 곳마다 가상 토큰의 활성값을 학습합니다.',
  'Encoders (BERT, RoBERTa) are adapted with LoRA, BitFit or IA³ here; the other methods are computed for GPT-2 models.':
    '여기서 인코더(BERT, RoBERTa)는 LoRA, BitFit 또는 IA³로 적응시킵니다. 다른 방법은 GPT-2 모델에서만 계산합니다.',
  'Full fine-tuning trains the base weights themselves, which int8 has no room for: choose “as stored” or float16 for the base weights, or a method that leaves them frozen, as LoRA.':
    '전체 미세 조정은 기본 모델 가중치 자체를 학습하므로 int8로 저장할 수 없습니다. 기본 모델 가중치를 “저장된 그대로”나 float16으로 바꾸거나, LoRA처럼 가중치를 고정해 두는 방법을 고르십시오.',
  'Models of the Llama and GPT-NeoX families are adapted with LoRA here; the other methods are computed for GPT-2 models.':
    'Llama와 GPT-NeoX 계열 모델은 여기서 LoRA로 적응시킵니다. 다른 방법은 GPT-2 모델에서 계산합니다.',

  // Settings
  'Rank r': '랭크 r',
  Alpha: '알파',
  'Target matrices': '대상 행렬',
  'LoRA dropout': 'LoRA 드롭아웃',
  'rsLoRA scaling (α/√r)': 'rsLoRA 스케일 (α/√r)',
  'LoRA+ ratio λ': 'LoRA+ 비율 λ',
  'Start of A and B': 'A와 B의 시작',
  Biases: '편향',
  'Whole modules': '통째로 학습할 모듈',
  whole: '통째',
  'Ranks of single matrices': '행렬별 랭크',
  'Alphas of single matrices': '행렬별 알파',
  Layers: '층',
  'Layers to train': '학습할 층',
  'Start of λd': 'λd의 시작',
  'Wq, Wk and Wv as one': 'Wq, Wk, Wv를 하나로',
  fused: '하나로',
  'Adapts Wq, Wk and Wv as PEFT adapts GPT-2’s c_attn: with one λd for the three, and each with rows of B of its own. Off, each has a λd of its own, and all take the first rows of B.':
    'Wq, Wk, Wv를 PEFT가 GPT-2의 c_attn을 적응시키듯 적응시킵니다. 셋이 λd 하나를 함께 쓰고, B의 행은 저마다 따로 갖습니다. 끄면 저마다 λd를 갖고, 모두 B의 처음 행들을 씁니다.',
  'Seed of A and B': 'A와 B의 시드',
  'Tokens before': '앞 토큰',
  'Tokens after': '뒤 토큰',
  'Take positions': '위치 차지',
  'Bottleneck m': '병목 m',
  all: '전체',
  none: '없음',
  Gaussian: '가우스',
  frozen: '고정',
  'trained with their matrices': '그 행렬과 함께 학습',
  'all trained': '모두 학습',

  // In titles of runs
  matrices: '행렬',
  dropout: '드롭아웃',
  start: '시작',
  biases: '편향',
  layers: '층',
  'own r': '자기 r',
  'own α': '자기 α',
  key: '키',
  'last layers': '마지막 층',
  'last layer only': '마지막 층만',
  'last {0} layers only': '마지막 {0}층만',
  '{0} token before': '앞 {0}토큰',
  '{0} tokens before': '앞 {0}토큰',
  '{0} token after': '뒤 {0}토큰',
  '{0} tokens after': '뒤 {0}토큰',
  'bottleneck {0}': '병목 {0}',
  'λ starts at {0}': 'λ의 시작 {0}',
  'A and B of seed {0}': 'A와 B의 시드 {0}',

  // Help
  'The highest rank that ΔW = s·BA can have (2r with PiSSA or OLoRA). A is r × k and B is d × r, so the number of trained weights grows in proportion to r.':
    'ΔW = s·BA가 가질 수 있는 가장 큰 랭크입니다(PiSSA나 OLoRA에서는 2r). A는 r × k, B는 d × r이므로 학습되는 가중치의 수는 r에 비례합니다.',
  'How strongly the trained update counts: its output is multiplied by α/r. A higher α acts much like a higher learning rate.':
    '학습된 업데이트를 얼마나 세게 반영할지 정합니다. 그 출력에 α/r을 곱합니다. α를 높이면 학습률을 높인 것과 비슷합니다.',
  'The weight matrices that get a trained update BA beside them. The LoRA paper adapts Wq and Wv of the attention; W1 and W2 belong to the MLP.':
    '옆에 업데이트 BA를 두고 학습할 가중치 행렬입니다. LoRA 논문은 어텐션의 Wq와 Wv를 적응시킵니다. W1과 W2는 MLP의 것입니다.',
  'The share of the input to A that is randomly left out during training. 0 switches it off.':
    '학습하는 동안 A의 입력에서 무작위로 빼는 비율입니다. 0이면 끕니다.',
  'Scales by α/√r instead of α/r, so that updates of a large rank are not scaled down too far (rank-stabilised LoRA).':
    'α/r 대신 α/√r을 곱해, 랭크가 큰 업데이트가 지나치게 작아지지 않게 합니다(랭크 안정화 LoRA).',
  'B learns at λ times the learning rate, and A at the learning rate itself (LoRA+). 1 is plain LoRA; the authors of LoRA+ suggest 16.':
    'B는 학습률의 λ배로, A는 학습률 그대로 배웁니다(LoRA+). 1이면 일반 LoRA이며, LoRA+의 저자들은 16을 권합니다.',
  'Trains the length of each row of W apart from its direction: W′ = m · (W + s·BA)/‖W + s·BA‖, with one trained m for each row. It costs more time than LoRA alone.':
    'W의 각 행의 길이를 방향과 따로 학습합니다: W′ = m · (W + s·BA)/‖W + s·BA‖, 행마다 m을 하나씩 학습합니다. LoRA만 쓸 때보다 시간이 더 걸립니다.',
  'Gaussian: A is random and B is 0. PiSSA starts A and B as the first r singular directions of W₀, OLoRA as the first r columns and rows of its QR factors; what they leave of W₀ stays frozen, in a copy of its own (Wq, Wk and Wv have one together). ΔW = s·(BA − B₀A₀) then has rank 2r at most. All three start at the base model’s loss.':
    '가우스: A는 무작위, B는 0입니다. PiSSA는 A와 B를 W₀의 처음 r개 특이 방향으로, OLoRA는 QR 인수의 처음 r개 열과 행으로 시작합니다. W₀의 나머지는 따로 복사해 고정합니다(Wq, Wk, Wv는 함께 하나). 그러면 ΔW = s·(BA − B₀A₀)의 랭크는 2r 이하입니다. 셋 모두 기본 모델의 손실에서 시작합니다.',
  'Which bias vectors of the model are trained beside A and B: none; those of the adapted matrices (Wq, Wk and Wv have one in common); or all, of LayerNorm too.':
    'A와 B 말고 모델의 어느 편향 벡터를 학습할지 정합니다: 없음, 적응시키는 행렬의 것(Wq, Wk, Wv는 하나를 함께 씀), 또는 LayerNorm까지 모두.',
  'Modules of the model whose own weights are trained beside A and B, as PEFT’s modules_to_save. A head that is the token embedding becomes a matrix of its own when it is trained whole.':
    'A와 B 말고 자신의 가중치까지 학습할 모듈을 고릅니다. PEFT의 modules_to_save와 같습니다. 토큰 임베딩을 함께 쓰는 헤드는 통째로 학습하면 자신의 행렬이 됩니다.',
  'A matrix can have a rank and an α of its own, in all layers or in one; all others have those above. A row for one layer decides over the row for all.':
    '행렬은 모든 층에서, 또는 한 층에서 자기 랭크와 α를 가질 수 있습니다. 나머지는 위의 값을 씁니다. 한 층의 행이 모든 층의 행보다 앞섭니다.',
  'A matrix can have an α of its own, in all layers or in one.':
    '행렬은 모든 층에서, 또는 한 층에서 자기 α를 가질 수 있습니다.',
  'The layers whose target matrices are adapted: all of them, unless you choose.':
    '대상 행렬을 적응시킬 층입니다. 고르지 않으면 모든 층입니다.',
  '“all”, or 0, trains all weights, the embeddings among them. A number k trains the last k layers alone; all other weights stay frozen.':
    '“전체” 또는 0은 임베딩까지 모든 가중치를 학습합니다. 수 k는 마지막 k개 층만 학습하고 나머지 가중치는 모두 고정합니다.',
  'The weight matrices whose output a learned vector multiplies, column by column. The vector of W2 multiplies its input, the MLP’s inner activation. The paper of IA³ chooses Wk, Wv and W2.':
    '출력의 열마다 학습된 벡터를 곱할 가중치 행렬입니다. W2의 벡터는 입력인 MLP 안쪽 활성값에 곱합니다. IA³ 논문은 Wk, Wv, W2를 고릅니다.',
  'The rank of the shared matrices, and the highest that ΔW can have. A matrix trains d + r numbers, so a high rank costs little.':
    '함께 쓰는 행렬의 랭크이자 ΔW가 가질 수 있는 가장 큰 랭크입니다. 행렬마다 수 d + r개를 학습하므로 랭크를 높여도 거의 늘지 않습니다.',
  'The weight matrices that train vectors of their own beside them.':
    '옆에 자기 벡터를 두고 학습할 가중치 행렬입니다.',
  'What each entry of λd starts at. It scales the rows of A; λb, which scales the rows of B, starts at 0.':
    'λd의 원소가 시작하는 값입니다. λd는 A의 행을 조절합니다. B의 행을 조절하는 λb는 0에서 시작합니다.',
  'Draws the frozen matrices A and B. Runs with the same number here have the same A and B, whatever their own seed.':
    '고정된 행렬 A와 B를 뽑습니다. 이 수가 같은 실행은 자기 시드와 관계없이 A와 B가 같습니다.',
  'l_p learned virtual tokens stand before each text. They take places of the context, so that fewer are left for the text: the paper’s point against prefix methods.':
    '글마다 앞에 학습된 가상 토큰 l_p개를 둡니다. 문맥의 자리를 차지하므로 글에 남는 자리가 줄어듭니다. 논문이 프리픽스 방법의 단점으로 드는 점입니다.',
  'l_i learned virtual tokens stand between prompt and completion. They take places of the context as well.':
    '프롬프트와 응답 사이에 학습된 가상 토큰 l_i개를 둡니다. 이것도 문맥의 자리를 차지합니다.',
  'The text’s positions begin after the tokens before it, as in PEFT’s prompt tuning.':
    '글의 위치는 앞의 토큰 다음부터 시작합니다. PEFT의 프롬프트 튜닝과 같습니다.',
  'The width of an adapter layer between its two projections, from d to m and from m back to d. The number of trained weights grows in proportion to m.':
    'd에서 m으로, 다시 m에서 d로 가는 두 사영 사이의 어댑터 층의 폭입니다. 학습되는 가중치의 수는 m에 비례합니다.',
  'The model has {0} layers: the blocks of all are trained. The embeddings and the last LayerNorm stay frozen.':
    '모델은 {0}개 층이므로 모든 블록을 학습합니다. 임베딩과 마지막 LayerNorm은 고정됩니다.',

  // Singular values
  'The method adds virtual tokens. It changes no weight matrix, so there is no ΔW to decompose.':
    '이 방법은 가상 토큰을 더합니다. 가중치 행렬을 바꾸지 않으므로 분해할 ΔW가 없습니다.',
  'Adapter layers are new layers between the frozen ones. They change no weight matrix, so there is no ΔW to decompose.':
    '어댑터 층은 고정된 층 사이의 새 층입니다. 가중치 행렬을 바꾸지 않으므로 분해할 ΔW가 없습니다.',
  'BitFit trains bias vectors only. It changes no weight matrix, so there is no ΔW to decompose.':
    'BitFit은 편향 벡터만 학습합니다. 가중치 행렬을 바꾸지 않으므로 분해할 ΔW가 없습니다.',
  'IA³ rescales rows or columns of W. Its ΔW can have full rank, so singular values are not shown.':
    'IA³는 W의 행이나 열의 크기를 조절합니다. ΔW가 최대 랭크일 수 있어 특잇값을 보이지 않습니다.',
  'With DoRA these are the singular values of {0}, the update of the direction. W′ − W₀ also rescales the rows of W₀, so its rank is not bounded by {1}.':
    'DoRA에서는 방향의 업데이트인 {0}의 특잇값입니다. W′ − W₀는 W₀의 행의 크기도 조절하므로 랭크가 {1}로 제한되지 않습니다.',
  'ΔW = s·(BA − B₀A₀) is what training has changed. A and B started as factors A₀ and B₀ of W₀, so its rank can be 2r.':
    'ΔW = s·(BA − B₀A₀)는 학습이 바꾼 것입니다. A와 B가 W₀의 인수 A₀와 B₀에서 시작했으므로 랭크가 2r일 수 있습니다.',
};
