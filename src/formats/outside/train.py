"""Repeats the run of run.json with transformers, PEFT and accelerate: README.md has the commands.

The same base model, the same start, the same texts in the same batches, the same optimizer and schedule. Losses stand beside
those that the page measured. With dropout, which draws other numbers here, they are alike but not the same.
"""

import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from accelerate import Accelerator
from peft import PeftConfig, get_peft_model, set_peft_model_state_dict
from safetensors.torch import load_file
from torch import nn
from transformers import AutoModelForCausalLM, get_scheduler

HERE = Path(__file__).resolve().parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=str(HERE / "model"), help="folder or Hugging Face name of the base model")
    parser.add_argument("--start", default=str(HERE / "start"), help="adapter to start from: adapter/ goes on from the trained one")
    parser.add_argument("--out", default=str(HERE / "out"), help="folder for adapter/ and losses.jsonl")
    parser.add_argument("--steps", type=int, help="stop after so many steps; the schedule stays that of the whole run")
    return parser.parse_args()


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def load_model(args):
    """The base model with the adapter. Nothing of the base model is dropped in training, as in the page."""
    base = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32)
    for module in base.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    config = PeftConfig.from_pretrained(args.start)
    config.inference_mode = False
    # Not PeftModel.from_pretrained, which does not train prefixes that it loads.
    model = get_peft_model(base, config)
    set_peft_model_state_dict(model, load_file(Path(args.start) / "adapter_model.safetensors"))
    return model


@torch.no_grad()
def take_off_start(model):
    """PiSSA and OLoRA: A and B start as factors of W, and what they leave of it stays frozen in its place."""
    for module in model.modules():
        if hasattr(module, "lora_A"):
            module.get_base_layer().weight.sub_(module.get_delta_weight("default"))


def name_in_file(parameter):
    """What adapter_model.safetensors calls a parameter."""
    return parameter.replace(".default", "").removesuffix(".weight")


def trained_parts():
    """Of tensors that are trained in parts alone: 1 for each number that is trained, else 0.

    The page trains Wq, Wk and Wv each on its own. PEFT holds them as one c_attn: A's are stacked, and B has blocks, which are
    0 outside and must stay 0.
    """
    path = HERE / "trained.safetensors"
    return {name_in_file(name): mask for name, mask in load_file(path).items()} if path.exists() else {}


def create_optimizer(model, run):
    """AdamW. Kinds of tensors differ in learning rate and decay by the factors of run.json."""
    training = run["config"]["training"]
    groups = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            kind = next(kind for kind in run["factors"] if kind in name)
            groups.setdefault(kind, []).append(parameter)
    rate, decay = training["learning_rate"], training["weight_decay"]
    return torch.optim.AdamW([
        {"params": parameters, "lr": rate * run["factors"][kind]["rate"], "weight_decay": decay * run["factors"][kind]["decay"]}
        for kind, parameters in groups.items()
    ], betas=(0.9, 0.999), eps=1e-8)


def padded(rows, device):
    """Texts as one batch: ids, the next token at each place, and 1 where that token counts."""
    length = max(len(row["input_ids"]) for row in rows) - 1
    ids, targets = torch.zeros(len(rows), length, dtype=torch.long), torch.zeros(len(rows), length, dtype=torch.long)
    mask = torch.zeros(len(rows), length)
    for i, row in enumerate(rows):
        text = torch.tensor(row["input_ids"])
        places = len(text) - 1
        ids[i, :places], targets[i, :places] = text[:-1], text[1:]
        mask[i, row["completion_start"] - 1 : places] = 1
    # What pads lies after all that counts, where nothing before it looks.
    return ids.to(device), targets.to(device), mask.to(device)


def loss_sum(model, ids, targets, mask):
    """The summed cross-entropy of the tokens that count, in nats."""
    # Virtual tokens of prompt tuning stand before the text.
    logits = model(input_ids=ids).logits[:, -ids.shape[1] :].float()
    losses = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none")
    return (losses * mask.flatten()).sum()


def counted(rows):
    return sum(len(row["input_ids"]) - row["completion_start"] for row in rows)


@torch.no_grad()
def validation_loss(accelerator, model, rows):
    """Every process measures its share of the texts."""
    # A process may have none of the texts, and makes no pass through what waits for the others, then.
    model = accelerator.unwrap_model(model)
    model.eval()
    mine = rows[accelerator.process_index :: accelerator.num_processes]
    total = torch.zeros((), device=accelerator.device)
    for i in range(0, len(mine), 32):
        total += loss_sum(model, *padded(mine[i : i + 32], accelerator.device))
    return (accelerator.reduce(total) / counted(rows)).item()


def save(model, folder, is_factored):
    if not is_factored:
        model.save_pretrained(folder)
        return
    # As a change of the base model as it is, of twice the rank.
    model.peft_config["default"].init_lora_weights = "pissa"
    model.save_pretrained(folder, path_initial_model_for_weight_conversion=str(HERE / "start"))


def main():
    args = arguments()
    run = json.loads((HERE / "run.json").read_text(encoding="utf-8"))
    training = run["config"]["training"]
    train, validation = read_lines(HERE / "data/train.jsonl"), read_lines(HERE / "data/validation.jsonl")
    batches = read_lines(HERE / "batches.jsonl")
    accelerator = Accelerator()
    torch.manual_seed(run["config"]["seed"])
    model = load_model(args)
    is_repeat = Path(args.start).resolve() == HERE / "start"
    is_factored = run["startsFactored"] and is_repeat
    if is_factored:
        take_off_start(model)
    optimizer = create_optimizer(model, run)
    masks = trained_parts()
    parts = [
        (parameter, masks[name_in_file(name)].to(accelerator.device))
        for name, parameter in model.named_parameters()
        if name_in_file(name) in masks and masks[name_in_file(name)].shape == parameter.shape
    ]
    if len(parts) < len(masks):
        raise SystemExit(f"trained.safetensors does not fit the adapter in {args.start}: its tensors have other shapes.")
    model, optimizer = accelerator.prepare(model, optimizer)
    schedule = {"constant": "constant_with_warmup"}.get(training["lr_scheduler_type"], training["lr_scheduler_type"])
    # Not prepared: accelerate would step it once for each process.
    scheduler = get_scheduler(schedule, optimizer, training["warmup_steps"], training["max_steps"])

    # What the page measured is of a run from its start.
    in_page = {kind: dict(run[key]) if is_repeat else {} for kind, key in (("loss", "losses"), ("validation", "validationLosses"))}
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    lines = []

    def tell(step, kind, value):
        lines.append({"step": step, kind: value, "page": in_page[kind].get(step)})
        page = f"   in the page {lines[-1]['page']:.6f}" if lines[-1]["page"] is not None else ""
        accelerator.print(f"step {step:5}  {kind:10} {value:.6f}{page}", flush=True)

    measured = validation[: run["validationPairs"]]
    steps = min(args.steps or len(batches), len(batches))
    tell(0, "validation", validation_loss(accelerator, model, measured))
    for step in range(1, steps + 1):
        model.train()
        rows = [train[line] for line in batches[step - 1]]
        mine = rows[accelerator.process_index :: accelerator.num_processes]
        if not mine:
            raise SystemExit(f"A batch of {len(rows)} texts is too small for {accelerator.num_processes} processes.")
        optimizer.zero_grad()
        total = loss_sum(model, *padded(mine, accelerator.device))
        # Processes take the mean of their gradients: so it is that of the whole batch's mean loss.
        accelerator.backward(total * accelerator.num_processes / counted(rows))
        for parameter, mask in parts:
            parameter.grad.mul_(mask)
        if training["max_grad_norm"] > 0:
            accelerator.clip_grad_norm_(model.parameters(), training["max_grad_norm"])
        optimizer.step()
        scheduler.step()
        tell(step, "loss", (accelerator.reduce(total.detach()) / counted(rows)).item())
        if step % training["eval_steps"] == 0 or step == training["max_steps"]:
            tell(step, "validation", validation_loss(accelerator, model, measured))
    if accelerator.is_main_process:
        save(accelerator.unwrap_model(model), out / "adapter", is_factored)
        (out / "losses.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    accelerator.end_training()


if __name__ == "__main__":
    main()
