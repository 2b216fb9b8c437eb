/** The README.md of a run's folder: what is in it, and the commands. */
import { hasLora, startsFactored } from '../../core/methods/lora-config.ts';
import type { MethodConfig } from '../../core/methods/methods.ts';
import type { BaseDtype } from '../../core/run-config.ts';
import type { RunRecord } from '../../core/run-record.ts';

const modelLine = (isHere: boolean, model: string): string =>
  isHere
    ? '- `model/`: the base model, as `from_pretrained` loads it'
    : `- the base model \`${model}\` is not here: put its folder beside this file as \`model/\`, or name it with \`--model\``;

const weightsLine = (weights: string | undefined): string =>
  weights === undefined ? '' : `\nThe SHA-256 of the base model’s weights was \`${weights}\`.\n`;

/** The program trains on float32 weights. */
const roundedLine = (dtype: BaseDtype): string =>
  dtype === 'stored'
    ? ''
    : `\nThe page trained on the base model’s matrices rounded to ${dtype}. \`train.py\` takes them as they are stored, so its losses are
near the page’s and not the same.\n`;

/** A and B that began as factors of W0 are kept as a change of W0 of twice their rank, which is no start of such a run. */
const onwardLine = (method: MethodConfig): string =>
  hasLora(method) && startsFactored(method)
    ? ''
    : '\npython train.py --start adapter      # from the trained adapter on, with the schedule and the batches from their start';

/** @param isModelHere whether the base model lies in the folder */
export function readmeFor({ name, config, weights }: RunRecord, isModelHere: boolean): string {
  const { batch_size, max_steps } = config.training;
  return `# ${name}

A run of Rankscope, to go on with transformers, PEFT and accelerate.

${modelLine(isModelHere, config.model)}
- \`start/\`: the adapter as training starts, in PEFT's files
- \`adapter/\`: the adapter as the page trained it, in PEFT's files
- \`trained.safetensors\`, where there is one: which numbers of fused matrices are trained
- \`data/\`: the splits as JSON Lines, in the page's order: the text and its tokens (\`input_ids\`); predictions count from
  \`completion_start\` on
- \`batches.jsonl\`: the lines of \`data/train.jsonl\` that each of the ${max_steps} steps takes, from 0
- \`run.json\`: the run's settings, and the losses that the page measured
- \`train.py\`: repeats the run and prints each loss beside the page's
${weightsLine(weights)}${roundedLine(config.training.base_dtype)}
## Commands

Python 3.10 or later:

\`\`\`sh
python -m venv venv && . venv/bin/activate
pip install -r requirements.txt
\`\`\`

One GPU, or none:

\`\`\`sh
python train.py                      # the whole run; writes out/adapter and out/losses.jsonl
python train.py --steps 20           # its first steps${onwardLine(config.method)}
python train.py --model <folder or name>
\`\`\`

Several GPUs of one machine; every step's batch of ${batch_size} is shared out among them, so there can be ${batch_size} at most:

\`\`\`sh
accelerate launch --multi_gpu --num_processes 2 train.py
torchrun --nproc_per_node 2 train.py
\`\`\`

Several machines; the same folder on each, with its own \`--node_rank\` (0, 1, …) and the address of machine 0:

\`\`\`sh
torchrun --nnodes 2 --nproc_per_node 2 --node_rank 0 --master_addr 10.0.0.1 --master_port 29500 train.py
accelerate launch --multi_gpu --num_machines 2 --num_processes 4 --machine_rank 0 --main_process_ip 10.0.0.1 --main_process_port 29500 train.py
\`\`\`

Other data: write lines like those of \`data/train.jsonl\`, and lines of \`batches.jsonl\` that name them.

## What was run, and what was not

\`train.py\` was run on a CPU, in one process and in two (\`torchrun --nproc_per_node 2\`), with torch 2.13, transformers 5.18,
PEFT 0.21 and accelerate 1.15, on runs of this kind: losses were those of the page to 1e-4 over the first 20 steps, and the
logits of the adapter that it then wrote were, to 1e-4 of the largest. Rounding grows over many steps.
**Several machines were never run**, nor were several GPUs: these commands are as the documentation of torchrun and accelerate
has them. With LoRA dropout the numbers that are dropped are drawn otherwise here, so losses are alike but not the same.

The adapter in Python, and what it writes for the first prompt of the test split:

\`\`\`python
import json

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained("model"), "adapter")
tokenizer = PreTrainedTokenizerFast(tokenizer_file="model/tokenizer.json")
line = json.loads(open("data/test.jsonl").readline())
ids = torch.tensor([line["input_ids"][: line["completion_start"]]])
text = model.generate(input_ids=ids, max_new_tokens=60, eos_token_id=line["input_ids"][-1])
print(tokenizer.decode(text[0, ids.shape[1] :], skip_special_tokens=True))
\`\`\`
`;
}
