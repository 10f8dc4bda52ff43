"""Gradients of a tiny Llama and of its adapters from torch and peft, and logits with a trained-looking adapter.

Run with torch, transformers, peft, safetensors: python3 make.py   (writes beside itself; the same bytes every time)
"""

import json
import pathlib
import shutil

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaForCausalLM

HERE = pathlib.Path(__file__).parent
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
# Two conversations; the weights say which ids are learnt and how much.
EXAMPLES = [
    ([3, 17, 41, 5, 9, 22, 30, 8, 2], [0, 0, 0, 0, 0.25, 0, 1, 1, 1]),
    ([7, 7, 29, 44, 13], [0, 1, 1, 1, 1]),
]


def randomize(module, seed, keep=lambda name: True):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            if not keep(name):
                continue
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(1 + 0.2 * noise if "norm" in name else 0.2 * noise)


def loss_of(model):
    """Weighted mean over all learnt ids of both examples, each alone in its own pass."""
    total, weight = 0.0, 0.0
    for ids, weights in EXAMPLES:
        logits = model(torch.tensor([ids])).logits[0, :-1]
        losses = torch.nn.functional.cross_entropy(logits, torch.tensor(ids[1:]), reduction="none")
        w = torch.tensor(weights[1:])
        total, weight = total + (losses * w).sum(), weight + w.sum()
    return total / weight


def make(name, tied):
    torch.manual_seed(0)
    configuration = LlamaConfig(
        vocab_size=48, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=64, tie_word_embeddings=tied, attn_implementation="eager")
    model = LlamaForCausalLM(configuration)
    randomize(model, 11)
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)

    loss = loss_of(model)
    loss.backward()
    expected = {f"gradient.{n}": p.grad.clone() for n, p in model.named_parameters()}
    losses = {"loss": loss.item()}

    adapted = get_peft_model(
        model, LoraConfig(r=3, lora_alpha=6, target_modules=TARGETS, task_type="CAUSAL_LM", lora_dropout=0.0))
    randomize(adapted, 12, keep=lambda n: "lora_" in n)
    adapted.save_pretrained(folder / "adapter")
    adapted.zero_grad()
    loss = loss_of(adapted)
    loss.backward()
    losses["adapterLoss"] = loss.item()
    for n, p in adapted.named_parameters():
        if "lora_" in n:
            expected["gradient." + n.replace(".default", "")] = p.grad.clone()
    with torch.no_grad():
        expected["logits"] = adapted(torch.tensor([EXAMPLES[0][0]])).logits[0]
    save_file({n: t.contiguous() for n, t in expected.items()}, folder / "expected.safetensors")
    (folder / "losses.json").write_text(json.dumps(losses, indent=2, sort_keys=True) + "\n")
    (folder / "adapter" / "README.md").unlink(missing_ok=True)
    # peft writes the targets as a set, in any order.
    file = folder / "adapter" / "adapter_config.json"
    adapter = json.loads(file.read_text())
    adapter["target_modules"].sort()
    file.write_text(json.dumps(adapter, indent=2, sort_keys=True) + "\n")


def make_examples():
    (HERE / "examples.json").write_text(
        json.dumps([{"ids": i, "weights": w} for i, w in EXAMPLES], indent=2) + "\n")


make("tied", True)
make("untied", False)
make_examples()
