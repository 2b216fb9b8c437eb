/** What the rooms below the page say of files and of what they could not do, in Korean, and by what readers know a format. */
import type { Sayings } from './sayer.ts';

export const fileSayings: Sayings = {
  // Names of formats
  'Prompt and completion messages (TRL)': '프롬프트와 응답 메시지 (TRL)',
  'System, question and response': '시스템, 질문, 응답',
  'Questions on a context (SQuAD)': '문맥에 대한 질문 (SQuAD)',
  'Conversations as lists of texts': '글의 목록으로 된 대화',
  'Preference data': '선호 데이터',
  'E2E NLG in lines': '줄로 된 E2E NLG',
  'Chat messages': '채팅 메시지',
  'Rated answers': '점수를 매긴 답',
  'Sentence pairs with labels': '레이블이 있는 문장 쌍',
  'Sentence pairs with scores': '점수가 있는 문장 쌍',
  'Feedback data (KTO)': '피드백 데이터 (KTO)',

  // By what a format is known
  'keys instruction, context and response; the context stands in the prompt, below a blank line':
    '키 instruction, context, response. 문맥은 프롬프트의 빈 줄 아래에 놓임',
  'keys question, context and answer; the context stands in the prompt, below a blank line':
    '키 question, context, answer. 문맥은 프롬프트의 빈 줄 아래에 놓임',
  'prompt and completion with role and content': 'role과 content가 있는 prompt와 completion',
  'keys instruction, input and output': '키 instruction, input, output',
  'keys dialogue and summary': '키 dialogue와 summary',
  'columns sentence1, sentence2 and gold_label': '열 sentence1, sentence2, gold_label',
  'columns question1, question2 and is_duplicate': '열 question1, question2, is_duplicate',
  'columns sentence and label, labels 0 and 1': '열 sentence와 label, 레이블 0과 1',
  'columns mr and ref, meanings such as {0}': '열 mr과 ref, {0} 같은 의미 표현',
  'columns Quality, #1 String and #2 String': '열 Quality, #1 String, #2 String',
  '{0} with texts, the user’s and the assistant’s by turns': '사용자와 도우미의 글이 번갈아 나오는 {0}',
  'questions with table_id and sql (sel, agg, conds)': 'table_id와 sql(sel, agg, conds)이 있는 질문',
  'tables with id, header, types and rows': 'id, header, types, rows가 있는 표',
  'output as a list, the better answer first': '나은 답이 앞에 오는 output 목록',
  'several answers with a score or rank each; the best is learned':
    '점수나 순위가 있는 여러 답. 가장 좋은 것을 배움',
  'keys {0} and {1}, the better one by {2}': '키 {0}과(와) {1}. 나은 쪽은 {2}(으)로 정함',
  'keys {0} and {1}': '키 {0}과(와) {1}',
  'columns {0}, no label': '열 {0}, 레이블 없음',
  'no header; source, label 0 or 1, mark, sentence': '머리글 없음. 출처, 레이블 0 또는 1, 표시, 문장',
  '{0} with {1} and {2}': '{1}과(와) {2}이(가) 있는 {0}',
  'lines of two sides with || between': '||로 나뉜 두 쪽으로 된 줄',
  'answers with {0}; of each prompt the best one is learned':
    '{0}이(가) 있는 답. 프롬프트마다 가장 좋은 것을 배움',
  'columns of a GLUE task, no label': 'GLUE 과제의 열, 레이블 없음',
  'columns sentence1, sentence2 and score, a number': '열 sentence1, sentence2와 숫자인 score',
  'answers with {0} true or false': '{0}이(가) true나 false인 답',

  // Files of data
  '{0} unpacks to more than {1} MB. Cut it into smaller files.':
    '{0}: 압축을 풀면 {1}MB가 넘습니다. 더 작은 파일로 나누십시오.',
  '{0} is made of more than {1} gzip members. Unpack it, and pack it again as one.':
    '{0}: gzip 조각이 {1}개가 넘습니다. 압축을 풀고 하나로 다시 압축하십시오.',
  '{0} is a damaged or locked zip archive. Unpack it, and give the file inside.':
    '{0}: 손상되었거나 잠긴 zip 압축 파일입니다. 풀어서 안의 파일을 주십시오.',
  '{0} is {1}. Choose a file of text or a Parquet file.':
    '{0}: {1}입니다. 텍스트 파일이나 Parquet 파일을 고르십시오.',
  '{0} is {1}. Copy its text into a .txt file.': '{0}: {1}입니다. 글을 .txt 파일로 옮기십시오.',
  '{0} is {1}. Save it as CSV (UTF-8).': '{0}: {1}입니다. CSV(UTF-8)로 저장하십시오.',
  '{0} is {1}. Unpack it, and give the file inside.': '{0}: {1}입니다. 풀어서 안의 파일을 주십시오.',
  '{0} is {1}. Unpack it, or pack it as .gz.': '{0}: {1}입니다. 압축을 풀거나 .gz로 압축하십시오.',
  '{0} is {1}. Save it as Parquet or JSON Lines.': '{0}: {1}입니다. Parquet이나 JSON Lines로 저장하십시오.',
  '{0} is {1}. Export the table as CSV.': '{0}: {1}입니다. 표를 CSV로 내보내십시오.',
  'not a text file but {0}': '텍스트 파일이 아닌 {0}',
  'packed by {0}': '{0}(으)로 압축된 파일',
  'a picture': '그림',
  'a PDF': 'PDF',
  'an old Office file': '옛 Office 파일',
  'a zip archive': 'zip 압축 파일',
  'a 7-Zip archive': '7-Zip 압축 파일',
  'a RAR archive': 'RAR 압축 파일',
  'a Parquet file': 'Parquet 파일',
  'an Arrow file': 'Arrow 파일',
  'an SQLite database': 'SQLite 데이터베이스',
  'a program': '프로그램',
  'a picture or a recording': '그림이나 녹음',
  '{0} is damaged: its gzip data does not match its checksum, or breaks off. Pack or download it again.':
    '{0}: 손상되었습니다. gzip 데이터가 체크섬과 맞지 않거나 끊겨 있습니다. 다시 압축하거나 내려받으십시오.',
  '{0} is an Excel workbook. Save the sheet as CSV (UTF-8), and give that.':
    '{0}: Excel 통합 문서입니다. 시트를 CSV(UTF-8)로 저장해 주십시오.',
  '{0} is an Office document. Save it as plain text or CSV, and give that.':
    '{0}: Office 문서입니다. 일반 텍스트나 CSV로 저장해 주십시오.',
  '{0} is a zip archive that holds {1}. Unpack it, and give the one file to learn from.':
    '{0}: zip 압축 파일입니다({1}). 풀어서 배울 파일 하나를 주십시오.',
  'no file': '파일 없음',
  '{0} files: {1}': '파일 {0}개: {1}',
  'There is no encoding "{0}". Choose one of the list.': '“{0}” 인코딩은 없습니다. 목록에서 고르십시오.',
  '{0} is empty. Give it rows with a prompt and a completion, or plain text.':
    '{0}: 비어 있습니다. 프롬프트와 응답이 있는 행이나 일반 글을 넣으십시오.',
  '{0} is not a text file: line {1} holds a zero byte. Choose a file of text (CSV, TSV, JSON Lines or plain) saved as UTF-8.':
    '{0}: 텍스트 파일이 아닙니다. {1}번째 줄에 0 바이트가 있습니다. UTF-8로 저장한 텍스트 파일(CSV, TSV, JSON Lines, 일반)을 고르십시오.',
  '{0} has more than {1} lines, the most that can be read. Cut it into smaller files.':
    '{0}: 읽을 수 있는 최대인 {1}줄을 넘습니다. 더 작은 파일로 나누십시오.',
  '{0}, line {1}: a quote mark (") is not closed, or text follows the one that closes. Close it, and write a quote mark inside a quoted cell twice ("").':
    '{0}, {1}번째 줄: 따옴표(")가 닫히지 않았거나 닫는 따옴표 뒤에 글이 있습니다. 따옴표를 닫고, 칸 안의 따옴표는 두 번("") 쓰십시오.',
  '{0} do not belong together in any format that is known here. Give one file at a time; WikiSQL alone comes in two, questions and tables.':
    '함께 쓰는 형식을 알 수 없습니다: {0}. 파일을 하나씩 주십시오. 질문과 표의 두 파일로 된 것은 WikiSQL뿐입니다.',
  "{0} holds WikiSQL's {1}; {2} are in another file, usually {3}. Give that file too, now or both together.":
    '{0}: WikiSQL의 두 파일 중 하나입니다. 짝이 되는 파일(보통 {3})도 지금 또는 함께 주십시오.',
  "{0} is one of GLUE's test files, whose labels are not public. Give the task's train.tsv or its dev file.":
    '{0}: 레이블이 공개되지 않은 GLUE의 테스트 파일입니다. 과제의 train.tsv나 dev 파일을 주십시오.',
  '{0} has no column of scores. Add one called "score".':
    '{0}: 점수 열이 없습니다. “score”라는 열을 더하십시오.',
  '{0} is not whole, or not Parquet that can be read here: {1}. Save it again.':
    '{0}: 온전하지 않거나 여기서 읽을 수 있는 Parquet이 아닙니다({1}). 다시 저장하십시오.',
  '{0} has {1} columns; at most {2} can be read. Keep those of the prompt and the completion.':
    '{0}: 열이 {1}개이고 최대 {2}개를 읽을 수 있습니다. 프롬프트와 응답의 열만 남기십시오.',
  '{0} has two columns called "{1}". Rename one of them.':
    '{0}: “{1}”이라는 열이 둘입니다. 하나의 이름을 바꾸십시오.',
  '{0} has no columns of text. Each row needs a prompt and a completion, or a text.':
    '{0}: 글이 든 열이 없습니다. 행마다 프롬프트와 응답, 또는 글이 있어야 합니다.',
  '{0} has too few columns: {1}. Pairs need two, a prompt and a completion. To train on plain text, call the column "text" or use a .txt file.':
    '{0}: 열이 너무 적습니다({1}). 쌍에는 프롬프트와 응답의 두 열이 필요합니다. 일반 글로 학습하려면 열 이름을 “text”로 하거나 .txt 파일을 쓰십시오.',
  '{0} has no column "{1}". Pick from {2}.': '{0}: “{1}” 열이 없습니다. 다음에서 고르십시오: {2}.',
  'Column "{0}" is picked as prompt and as completion. Pick two different columns.':
    '“{0}” 열을 프롬프트와 응답으로 모두 골랐습니다. 서로 다른 두 열을 고르십시오.',
  "{0} is nested as SQuAD's files are (paragraphs, and in each its qas). Give one row a question, with question, context and answer side by side.":
    '{0}: SQuAD의 파일처럼 중첩되어 있습니다(paragraphs와 그 안의 qas). 질문마다 한 행에 question, context, answer를 나란히 두십시오.',
  '{0} holds several lists: {1}. Keep the one that holds the rows, or call it "data".':
    '{0}: 목록이 여럿 있습니다({1}). 행이 든 것만 남기거나 이름을 “data”로 하십시오.',
  '{0}, line {1}: not valid JSON: {2}. Mend it there.':
    '{0}, {1}번째 줄: 올바른 JSON이 아닙니다: {2}. 거기를 고치십시오.',
  'not valid JSON: {0}': '올바른 JSON이 아님: {0}',
  'not valid JSON': '올바른 JSON이 아님',
  '{0} (column {1})': '{0}({1}번째 글자)',
  'this is no number as JSON writes it': 'JSON의 숫자가 아님',
  'a name in double quotes is missing': '큰따옴표로 묶은 이름이 없음',
  'a value is missing': '값이 없음',
  'a colon is missing after a name': '이름 뒤에 쌍점이 없음',
  'a comma is missing between two values': '두 값 사이에 쉼표가 없음',
  'an object is not closed by }': '객체가 }로 닫히지 않음',
  'a list is not closed by ]': '목록이 ]로 닫히지 않음',
  'more text follows where the value has ended': '값이 끝난 뒤에 글이 더 있음',
  'a comment stands here, and JSON has none; take it out': '주석이 있음. JSON에는 주석이 없으니 지울 것',
  'a text is not closed by a double quote on its line': '글이 같은 줄에서 큰따옴표로 닫히지 않음',
  'a number breaks off': '숫자가 끊김',
  'a backslash stands before a character that JSON does not escape; write \\\\':
    'JSON에서 이스케이프하지 않는 글자 앞에 역슬래시가 있음. \\\\로 쓸 것',
  'a tab or another control character stands within a text; write \\t':
    '글 안에 탭이나 다른 제어 문자가 있음. \\t로 쓸 것',
  'lists or objects are nested too deep': '목록이나 객체가 너무 깊이 중첩됨',
  'it cannot be parsed': '해석할 수 없음',
  'the prompt is empty': '프롬프트가 비어 있음',
  'the completion is empty': '응답이 비어 있음',
  'the text is empty': '글이 비어 있음',
  '{0} gives {1} of at most {2} tokens, with {3}; at least {4} different prompts (or pieces of plain text, or conversations) are needed.':
    '{0}: {2}토큰 이하의 {1}({3})입니다. 서로 다른 프롬프트(또는 글, 대화)가 {4}개 이상 필요합니다.',
  '{0} example': '예시 {0}개',
  '{0} examples': '예시 {0}개',
  '{0} different prompt': '서로 다른 프롬프트 {0}개',
  '{0} different prompts': '서로 다른 프롬프트 {0}개',
  'Rows or answers left out: {0} ({1}; the first is in line {2}).':
    '제외한 행이나 답: {0}({1}. 처음은 {2}번째 줄).',
  'bad row': '읽을 수 없는 행',
  'empty prompt': '빈 프롬프트',
  'empty completion': '빈 응답',
  'prompt too long': '너무 긴 프롬프트',
  duplicate: '같은 것',
  '{0} was changed, moved or deleted after it was chosen.':
    '{0}: 고른 뒤에 바뀌거나 옮겨지거나 삭제되었습니다.',

  // Files of runs
  'It is not JSON.': 'JSON이 아닙니다.',
  'It is empty.': '비어 있습니다.',
  'It is a web page.': '웹 페이지입니다.',
  'It is not a text file.': '텍스트 파일이 아닙니다.',
  'It is not JSON: see line {0}.': 'JSON이 아닙니다: {0}번째 줄을 보십시오.',
  'It breaks off in line {0}: only a part of the file is here. Copy or download it again.':
    '{0}번째 줄에서 끊겼습니다. 파일의 일부만 있습니다. 다시 복사하거나 내려받으십시오.',
  'It is a safetensors file: weights alone, without their run.':
    'safetensors 파일입니다. 가중치만 있고 실행이 없습니다.',
  'It holds no run.': '실행이 없습니다.',
  'It has version {0}; this page reads version {1}.': '버전 {0}입니다. 이 페이지는 버전 {1}을(를) 읽습니다.',
  'Reload the page for its newer version.': '새 버전을 쓰려면 페이지를 새로 고치십시오.',
  'At "{0}": {1}.': '“{0}”에서: {1}.',
  'it is missing': '없음',

  // Folders of models
  'The folder has no {0}.': '폴더에 {0} 파일이 없습니다.',
  'The folder has neither {0} nor {1}.': '폴더에 {0} 파일도 {1} 파일도 없습니다.',
  '{0} names {1}, which the folder has not.': '{0}에 적힌 {1} 파일이 폴더에 없습니다.',
  '{0} looks for tensor "{1}" in {2}, which has it not.':
    '{0}에 따르면 텐서 “{1}”은(는) {2}에 있어야 하지만 없습니다.',
  '{0} is not JSON.': '{0}: JSON이 아닙니다.',
  'The weights have {0} GB; a page can hold {1} GB of them.':
    '가중치가 {0}GB입니다. 페이지는 {1}GB까지 담을 수 있습니다.',
  'config.json: model_type {0}; models of {1} can be run here.':
    'config.json: model_type {0}. 여기서는 다음 모델을 쓸 수 있습니다: {1}.',
  'is missing': '없음',
  'config.json: the model has {0} layers of width {1}; here it may have {2} of {3}.':
    'config.json: 모델은 폭이 {1}인 {0}개 층입니다. 여기서는 폭 {3}, {2}개 층까지입니다.',
  'config.json is not that of a {0} model which can be run here. {1}.':
    'config.json이 여기서 쓸 수 있는 {0} 모델의 것이 아닙니다. {1}.',
  'config.json: type_vocab_size: a pair of texts needs two types of tokens.':
    'config.json: type_vocab_size: 글 한 쌍에는 토큰 종류가 둘 필요합니다.',
  'config.json: max_position_embeddings leaves no position for a token.':
    'config.json: max_position_embeddings에 토큰의 자리가 남지 않습니다.',
  'The model file has no tensor "{0}".': '모델 파일에 텐서 “{0}”이(가) 없습니다.',
  'The model file holds "{0}", which is not part of this {1} model.':
    '모델 파일에 이 {1} 모델의 것이 아닌 “{0}”이(가) 있습니다.',
  'This is no safetensors file: it is shorter than 8 bytes.':
    'safetensors 파일이 아닙니다. 8바이트보다 짧습니다.',
  'The safetensors header has {0} bytes; it may have {1} at most.':
    'safetensors 머리글이 {0}바이트입니다. 많아야 {1}바이트까지입니다.',
  'The safetensors header is not JSON: the file is damaged or of another format.':
    'safetensors 머리글이 JSON이 아닙니다. 파일이 손상되었거나 다른 형식입니다.',
  'Tensor {0} is {1}; only F32, F16 and BF16 can be read.':
    '텐서 {0}은(는) {1}입니다. F32, F16, BF16만 읽을 수 있습니다.',
  '{0}: tokenizer.json has {1} tokens, config.json says {2}.':
    '{0}: tokenizer.json의 토큰은 {1}개인데 config.json에는 {2}개로 적혀 있습니다.',

  // PEFT's files
  'There is no {0}. PEFT writes {1} and {2}.': '{0} 파일이 없습니다. PEFT는 {1}과(와) {2}을(를) 씁니다.',
  'There are several adapters: {0}, {1}. Choose one.': '어댑터가 여럿 있습니다: {0}, {1}. 하나를 고르십시오.',
  '{0} is a Python pickle: to read one is to run the program in it. Save the adapter as safetensors: model.save_pretrained(folder) of a current PEFT does.':
    '{0}: 파이썬 pickle입니다. 읽으면 그 안의 프로그램을 실행하게 됩니다. 어댑터를 safetensors로 저장하십시오. 최신 PEFT의 model.save_pretrained(folder)가 그렇게 합니다.',
  '{0} cannot be unpacked: it is cut short or damaged.':
    '{0}: 압축을 풀 수 없습니다. 잘렸거나 손상되었습니다.',
  '{0}: {1} would unpack to {2} MB; the page reads files of at most {3} MB.':
    '{0}: {1} 파일을 풀면 {2} MB가 됩니다. 이 페이지는 {3} MB까지의 파일을 읽습니다.',
  'peft_type is {0}. Models of the Llama and GPT-NeoX families are adapted with LoRA here; the other methods are computed for GPT-2 models.':
    'peft_type이 {0}입니다. Llama와 GPT-NeoX 계열 모델은 여기서 LoRA로 적응시킵니다. 다른 방법은 GPT-2 모델에서 계산합니다.',
  'It fits the base model {0}: choose that one, then import the adapter again.':
    '기본 모델 {0}에 맞습니다. 그것을 고른 뒤 어댑터를 다시 가져오십시오.',
  'Neither {0} nor another base model of this page fits, or the two files are not of one adapter.':
    '{0}에도, 이 페이지의 다른 기본 모델에도 맞지 않거나, 두 파일이 한 어댑터의 것이 아닙니다.',
  'adapter_config.json: {0}': 'adapter_config.json: {0}',
  'its classifier tells {0} classes apart, and that of the loaded model {1}. Choose the task or load the data whose classes the adapter learned, then import it again.':
    '어댑터의 분류기는 클래스 {0}개를, 불러온 모델의 분류기는 {1}개를 구분합니다. 어댑터가 배운 클래스가 있는 과제를 고르거나 데이터를 불러온 뒤 다시 가져오십시오.',
  'adapter_model.safetensors: {0}': 'adapter_model.safetensors: {0}',
  'it is not JSON.': 'JSON이 아닙니다.',
  'it is not a JSON object.': 'JSON 객체가 아닙니다.',
  '{0} is missing.': '{0} 항목이 없습니다.',
  '{0} is a {1}, where a {2} belongs.': '{0} 항목이 {2}이(가) 아니라 {1}입니다.',
  '{0} cannot be read: {1}.': '{0} 항목을 읽을 수 없습니다: {1}.',
  '"{0}" and "{1}" are of two adapters. Save the one that is wanted alone.':
    '“{0}”과(와) “{1}”은(는) 서로 다른 어댑터의 것입니다. 원하는 것 하나만 저장하십시오.',
  'it has no peft_type, so it is no adapter’s.': 'peft_type이 없어 어댑터의 것이 아닙니다.',
  'peft_type {0} has no form here; {1} have.':
    '여기에는 peft_type {0}에 해당하는 것이 없습니다. 쓸 수 있는 것: {1}.',
  '{0} is set. It means {1}, which no method here has.':
    '{0}이(가) 설정되어 있는데, 여기의 방법에는 그런 것이 없습니다.',
  'it has no tensor "{0}", which adapter_config.json asks for ({1}).':
    'adapter_config.json이 요구하는 텐서 “{0}”({1})이(가) 없습니다.',
  'tensor "{0}" is {1}, and this model with adapter_config.json needs {2}.':
    '텐서 “{0}”의 크기는 {1}인데, 이 모델과 adapter_config.json에는 {2}이(가) 필요합니다.',
  'tensor "{0}" ({1}) is of nothing that adapter_config.json adapts.':
    '텐서 “{0}”({1})은(는) adapter_config.json이 적응시키는 것의 것이 아닙니다.',
  'modules_to_save names {0}, which this model has not. It is a language model: its modules are embeddings, blocks, last norm and {1}; heads of classifiers have no place in it.':
    'modules_to_save에 이 모델에 없는 {0}이(가) 있습니다. 이 모델은 언어 모델이며, 모듈은 임베딩, 블록, 마지막 정규화, {1}입니다. 분류기의 헤드가 들어갈 자리는 없습니다.',
  'modules_to_save names {0}, which is not trained whole here. Beside the classifier the modules of the blocks, the embeddings’ norm and a BERT’s pooler can be.':
    'modules_to_save에 여기서 통째로 학습하지 않는 {0}이(가) 있습니다. 분류기 말고는 블록의 모듈, 임베딩의 정규화, BERT의 풀러(pooler)만 통째로 학습할 수 있습니다.',
  'modules_to_save does not name the classifier, so the files hold no trained head. An encoder here tells classes apart: train the adapter with task_type SEQ_CLS.':
    'modules_to_save에 classifier가 없어 파일에 학습한 헤드가 없습니다. 여기서 인코더는 클래스를 가려냅니다. task_type을 SEQ_CLS로 하여 어댑터를 학습하십시오.',
  'modules_to_save names {0}, which target_modules adapts. Here a module is trained whole or has A and B.':
    'modules_to_save에 target_modules가 적응시키는 {0}이(가) 있습니다. 여기서 모듈은 통째로 학습하거나 A와 B를 갖습니다.',
  'ensure_weight_tying is set, so the embedding and the head are trained as one matrix. Here modules_to_save trains each as a matrix of its own.':
    'ensure_weight_tying이 설정되어 임베딩과 헤드를 한 행렬로 학습했습니다. 여기의 modules_to_save는 각각을 자신의 행렬로 학습합니다.',
  'init_lora_weights is {0}. A and B stand beside what a singular value decomposition by random numbers left of W₀, and PEFT itself draws others each time that it loads the adapter. Save the adapter with path_initial_model_for_weight_conversion: PEFT then writes plain LoRA beside W₀.':
    'init_lora_weights가 {0}입니다. A와 B는 난수로 한 특잇값 분해가 W₀에서 남긴 것 옆에 있고, PEFT 자신도 어댑터를 불러올 때마다 다른 난수를 뽑습니다. path_initial_model_for_weight_conversion으로 어댑터를 저장하면 PEFT가 W₀ 옆의 일반 LoRA로 씁니다.',
  'init_lora_weights is {0}. A and B stand beside {1}, which the files do not hold. Save the adapter with path_initial_model_for_weight_conversion: PEFT then writes plain LoRA beside W₀.':
    'init_lora_weights가 {0}입니다. A와 B는 바뀐 W₀ 옆에 있는데, 그것이 파일에 없습니다. path_initial_model_for_weight_conversion으로 어댑터를 저장하면 PEFT가 W₀ 옆의 일반 LoRA로 씁니다.',
  'init_lora_weights is {0}. Whether it changes W₀ is not known here. Save the adapter with path_initial_model_for_weight_conversion: PEFT then writes plain LoRA beside W₀.':
    'init_lora_weights가 {0}입니다. 이것이 W₀를 바꾸는지 여기서는 알 수 없습니다. path_initial_model_for_weight_conversion으로 어댑터를 저장하면 PEFT가 W₀ 옆의 일반 LoRA로 씁니다.',
  'The folder of "{0}" has other weights by now than are loaded.':
    '“{0}” 폴더의 가중치가 불러온 것과 달라졌습니다.',

  // Work of the page
  'One of the two lines is empty.': '두 줄 가운데 하나가 비어 있습니다.',
  'An encoder writes no text: it predicts which of the classes a text is of.':
    '인코더는 텍스트를 쓰지 않고, 텍스트가 어느 클래스에 속하는지 예측합니다.',
  'An encoder writes no text: it learns to tell classes apart, which the task nli has and own data with labels.':
    '인코더는 텍스트를 쓰지 않고 클래스를 구분하도록 학습합니다. 과제 nli와 레이블이 있는 내 데이터에 클래스가 있습니다.',
  'The run was kept without the order in which the files of "{0}" have their classes. Load that model and the data of the run, then try again.':
    '실행에 “{0}” 파일의 클래스 순서가 보관되어 있지 않습니다. 그 모델과 실행의 데이터를 불러온 뒤 다시 시도하십시오.',
  'There is no text.': '글이 없습니다.',
  'The run learned: {0}.': '실행이 배운 클래스: {0}.',
  'The loaded data have: {0}.': '불러온 데이터의 클래스: {0}.',
  '{0} holds texts without labels. An encoder learns from a table with a column of texts, or two, and a column of labels.':
    '{0}에는 레이블이 없는 글만 있습니다. 인코더는 글 열 하나 또는 둘과 레이블 열이 있는 표에서 배웁니다.',
  'The labels of {0} are numbers with fractions ({1}), so to predict them is regression, as on STS-B. An encoder here tells classes apart. Round the numbers to a few classes, or choose a model that writes.':
    '{0}의 레이블은 소수({1})이므로 STS-B처럼 회귀 과제입니다. 여기서 인코더는 클래스를 구분합니다. 숫자를 몇 개의 클래스로 반올림하거나 텍스트를 쓰는 모델을 고르십시오.',
  'Every label of {0} is -1, as in test sets, whose labels are not public. Give the training or development set.':
    '{0}의 레이블이 모두 -1입니다. 레이블이 공개되지 않은 테스트 세트가 그렇습니다. 학습 세트나 개발 세트를 주십시오.',
  'Every label of {0} is {1}. An encoder needs two classes or more to tell apart.':
    '{0}의 레이블이 모두 {1}입니다. 인코더가 구분하려면 클래스가 둘 이상 필요합니다.',
  '{0} has {1} different labels in {2} rows ({3}, …), so they are rather numbers, names or texts than classes. Choose another column of labels, or a model that writes.':
    '{0}에는 행 {2}개에 서로 다른 레이블이 {1}개 있습니다({3}, …). 클래스보다는 숫자, 이름, 글로 보입니다. 다른 레이블 열이나 텍스트를 쓰는 모델을 고르십시오.',
  'Column "{0}" is picked twice. Pick different columns.':
    '“{0}” 열을 두 번 골랐습니다. 서로 다른 열을 고르십시오.',
  'It has {0} tokens, end mark included; the model reads {1} at once, its answer among them.':
    '끝 표시까지 토큰이 {0}개입니다. 모델은 답까지 합쳐 한 번에 {1}개를 읽습니다.',
  'The run was trained on other weights than "{0}" has now.':
    '실행을 지금의 “{0}”과(와) 다른 가중치로 학습했습니다.',
  'The run was trained on other weights of its base model.':
    '실행을 그 기본 모델의 다른 가중치로 학습했습니다.',
  'The data that the run learned from is not loaded.': '실행이 배운 데이터를 불러오지 않았습니다.',
  'The checkpoint is gone: another tab or the browser deleted it.':
    '체크포인트가 없습니다. 다른 탭이나 브라우저가 삭제했습니다.',
  'It was made of other weights or data, or on another kind of device.':
    '다른 가중치나 데이터로, 또는 다른 종류의 장치에서 만든 것입니다.',
  'There is nothing to train on yet.': '아직 학습할 것이 없습니다.',
  'The run is not in the list any more.': '실행이 목록에 더는 없습니다.',
  'The part of the page that reads files could not be loaded.':
    '페이지에서 파일을 읽는 부분을 불러오지 못했습니다.',
  '{0}: the server answered {1}.': '{0}: 서버의 응답 {1}.',
  '{0}: the server has sent nothing for {1} s.': '{0}: 서버가 {1}초 동안 아무것도 보내지 않았습니다.',
  '{0}: the server answered with a web page in place of the file.':
    '{0}: 서버가 파일 대신 웹 페이지를 보냈습니다.',
};
