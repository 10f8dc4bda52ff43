"""Tiny random Llama models with their logits, greedy continuations and adapters, from transformers and peft."""

import json
import shutil

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from safetensors.numpy import save_file
from transformers import LlamaConfig, LlamaForCausalLM


def randomize(model, seed):
    """Weights large enough that the logits differ visibly from uniform."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "norm" in name:
                parameter.copy_(1 + 0.2 * torch.randn(parameter.shape, generator=generator))
            else:
                parameter.copy_(0.15 * torch.randn(parameter.shape, generator=generator))


def save(model, folder, dtype):
    if folder.exists():
        shutil.rmtree(folder)
    model.to(dtype).save_pretrained(folder)
    # Loaded anew, so that the expectation is that of the stored weights in float32 arithmetic (`to` would also have rounded
    # the rotary frequencies).
    return LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


def logits(model, ids):
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0].float().numpy()


def greedy(model, ids, count):
    ids = list(ids)
    for _ in range(count):
        ids.append(int(logits(model, ids)[-1].argmax()))
    return ids[-count:]


def make_models(here):
    folder = here / "models"
    folder.mkdir(exist_ok=True)
    shapes = {
        # Tied head, head size unlike width / heads.
        "tied-f32": (dict(vocab_size=420, hidden_size=32, intermediate_size=56, num_attention_heads=4, num_key_value_heads=2,
                          head_dim=16, tie_word_embeddings=True, rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
                          bos_token_id=1, eos_token_id=2), torch.float32),
        # Untied, biases, Llama 3's rotary scaling with short original context so that it shows.
        "untied-bf16": (dict(vocab_size=96, hidden_size=64, intermediate_size=96, num_attention_heads=4, num_key_value_heads=1,
                             tie_word_embeddings=False, attention_bias=True, mlp_bias=True, bos_token_id=1, eos_token_id=[2, 3],
                             rope_parameters={"rope_type": "llama3", "rope_theta": 10000.0, "factor": 8.0, "low_freq_factor": 1.0,
                                              "high_freq_factor": 4.0, "original_max_position_embeddings": 16}), torch.bfloat16),
        "linear-f32": (dict(vocab_size=64, hidden_size=16, intermediate_size=24, num_attention_heads=2, num_key_value_heads=2,
                            tie_word_embeddings=True, bos_token_id=1, eos_token_id=2,
                            rope_parameters={"rope_type": "linear", "rope_theta": 500.0, "factor": 4.0}), torch.float32),
    }
    expected = {}
    tensors = {}
    for seed, (name, (shape, dtype)) in enumerate(shapes.items()):
        config = LlamaConfig(num_hidden_layers=2, max_position_embeddings=512, rms_norm_eps=1e-5, **shape)
        model = LlamaForCausalLM(config).eval()
        randomize(model, seed)
        model.tie_weights()
        model = save(model, folder / name, dtype)
        rng = np.random.default_rng(seed)
        ids = [int(i) for i in rng.integers(4, shape["vocab_size"], 20)]
        tensors[name] = logits(model, ids)
        expected[name] = {"ids": ids, "greedy": greedy(model, ids, 16), "parameters": model.num_parameters()}
        if name == "tied-f32":
            shutil.copy(here / "tokenizers" / "gpt2.json", folder / name / "tokenizer.json")
            for adapter, options in {
                "lora": dict(r=4, lora_alpha=8, target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]),
                "rslora": dict(r=9, lora_alpha=6, use_rslora=True, target_modules=["q_proj", "v_proj"]),
            }.items():
                base = LlamaForCausalLM.from_pretrained(folder / name, dtype=torch.float32).eval()
                peft = get_peft_model(base, LoraConfig(task_type="CAUSAL_LM", **options)).eval()
                generator = torch.Generator().manual_seed(seed + 100)
                with torch.no_grad():
                    for key, parameter in peft.named_parameters():
                        if "lora_" in key:
                            parameter.copy_(0.2 * torch.randn(parameter.shape, generator=generator))
                path = folder / adapter
                if path.exists():
                    shutil.rmtree(path)
                peft.save_pretrained(path)
                (path / "README.md").unlink(missing_ok=True)
                config_path = path / "adapter_config.json"
                config = json.loads(config_path.read_text())
                config["base_model_name_or_path"] = name  # not the path of whoever ran this
                config["target_modules"] = sorted(config["target_modules"])  # a set: its order is chance
                config_path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
                tensors[adapter] = logits(peft, ids)
    save_file(tensors, str(folder / "expected.safetensors"))
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")
