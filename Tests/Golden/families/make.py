"""Makes the golden logits and embeddings of every family from the reference libraries.

Needs torch, transformers, sentence-transformers, safetensors. Run it in this folder: python make.py [decoders|encoders]
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
import transformers
from safetensors import safe_open
from safetensors.numpy import save_file

from cases import DECODERS, HEADS, OLD_FORMS
from weights import tensor, uniform

HERE = Path(__file__).parent
CLASSES = {"Gemma3": ("Gemma3TextConfig", "Gemma3ForCausalLM"), "GPT2": ("GPT2Config", "GPT2LMHeadModel")}
# Keys that say nothing about the numbers.
NOISE = ["transformers_version", "use_cache", "initializer_range", "attention_dropout", "hidden_dropout", "classifier_dropout",
         "embd_pdrop", "attn_pdrop", "resid_pdrop", "pretraining_tp", "reorder_and_upcast_attn"]


def fill(folder, plus_one, rounded=None, heads=([], [])):
    """Replaces the numbers of a saved model by generated ones; returns names and shapes."""
    path = folder / "model.safetensors"
    with safe_open(path, framework="np") as file:
        shapes = {name: list(file.get_slice(name).get_shape()) for name in sorted(file.keys())}
    added, left_out = heads
    shapes |= {name: [64, 32] for name in added}
    shapes = {name: shape for name, shape in shapes.items() if name not in left_out}
    tensors = {name: torch.from_numpy(tensor(name, shape, not plus_one)) for name, shape in shapes.items()}
    if rounded:
        tensors = {name: value.to(rounded) for name, value in tensors.items()}
    from safetensors.torch import save_file as save_torch

    save_torch(tensors, path, metadata={"format": "pt"})
    return shapes


def ids(name, count, vocabulary):
    return [int(x) for x in (uniform(name, count) + 1) / 2 * vocabulary]


def clean(folder):
    config = json.loads((folder / "config.json").read_text())
    return {key: value for key, value in config.items() if key not in NOISE and not key.startswith("summary_")}


def logits(model, tokens):
    with torch.no_grad():
        return model(torch.tensor([tokens])).logits[0].float().numpy()


CHUNKS = [10, 18, 19]


def in_chunks(model, tokens):
    """What the same text gives that is fed in chunks, through a cache."""
    cache, rows = transformers.DynamicCache(), []
    with torch.no_grad():
        for begin, end in zip([0] + CHUNKS, CHUNKS + [len(tokens)]):
            rows.append(model(torch.tensor([tokens[begin:end]]), past_key_values=cache, use_cache=True).logits[0].float().numpy())
    return np.concatenate(rows)


def decoder(name, family, arguments, results):
    config_class, model_class = CLASSES.get(family, (f"{family}Config", f"{family}ForCausalLM"))
    model = getattr(transformers, model_class)(getattr(transformers, config_class)(**{k: v for k, v in arguments.items() if v is not None or k == "sliding_window"}))
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        model.save_pretrained(folder)
        heads = HEADS.get(name, ([], []))
        shapes = fill(folder, family == "Gemma3", heads=heads)
        load = getattr(transformers, model_class).from_pretrained
        tokens = ids(name, 24, 64)
        exact = logits(load(folder, dtype=torch.float32, attn_implementation="eager").eval(), tokens)
        case = {"config": clean(folder), "tensors": shapes, "ids": tokens}
        if name.endswith("-long"):
            case["chunks"] = CHUNKS
            results[name + ".chunks"] = in_chunks(load(folder, dtype=torch.float32, attn_implementation="eager").eval(), tokens)
        if name in OLD_FORMS:
            change = OLD_FORMS[name]
            old = {k: v for k, v in case["config"].items() if k not in change["remove"]} | change["add"]
            case["old"] = old
            # The reference itself reads both forms alike.
            (folder / "config.json").write_text(json.dumps(old))
            again = logits(load(folder, dtype=torch.float32, attn_implementation="eager").eval(), tokens)
            assert np.abs(again - exact).max() < 1e-5, name
            (folder / "config.json").write_text(json.dumps(case["config"]))
        # The same weights in bf16, in float32 arithmetic: run in bf16, the reference is up to 1.5e-2 from its own results.
        fill(folder, family == "Gemma3", torch.bfloat16, heads)
        model = load(folder, dtype=torch.float32, attn_implementation="eager").eval()
        if family == "Gemma3":
            # With bf16 weights the reference rounds what it multiplies embeddings by.
            embedding = model.model.embed_tokens
            embedding.embed_scale = embedding.embed_scale.to(torch.bfloat16).float()
        return case, exact, logits(model, tokens)


def make_decoders():
    cases, results = {}, {}
    for name, (family, arguments) in DECODERS.items():
        case, exact, half = decoder(name, family, arguments, results)
        cases[name] = case
        results[name] = exact
        results[name + ".bf16"] = half
    write("decoders", cases, results)


def write(topic, cases, results):
    with open(HERE / f"{topic}.json", "w") as file:
        file.write("{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in cases.items()) + "\n}\n")
    save_file({name: np.ascontiguousarray(value) for name, value in results.items()}, str(HERE / f"{topic}.safetensors"))


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["decoders", "encoders"]
    if "decoders" in wanted:
        make_decoders()
    if "encoders" in wanted:
        from encoders import make_encoders

        make_encoders(HERE)
