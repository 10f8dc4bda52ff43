"""Writes rope.json: the rotary frequencies of transformers for every way to stretch them.

    python Tests/Golden/transformers/rope.py
"""

import json
from pathlib import Path

import torch
from transformers import LlamaConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

LLAMA3 = {"rope_type": "llama3", "factor": 32.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
          "original_max_position_embeddings": 8192}
YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32768}
CASES = [
    ({}, 10000.0, 64), ({}, 1000000.0, 128), ({}, 500000.0, 96),
    ({"rope_type": "linear", "factor": 8.0}, 1000000.0, 256), ({"rope_type": "linear", "factor": 3.7}, 10000.0, 64),
    (LLAMA3, 500000.0, 64), (LLAMA3, 500000.0, 128), ({**LLAMA3, "factor": 8.3, "high_freq_factor": 3.3}, 12345.6, 80),
    (YARN, 1000000.0, 128), ({**YARN, "factor": 3.3, "truncate": False}, 5000000.0, 64),
    ({"rope_type": "dynamic", "factor": 2.0}, 10000.0, 64), ({"rope_type": "dynamic", "factor": 3.7}, 500000.0, 128),
]


def main() -> None:
    cases = []
    for stretching, theta, size in CASES:
        parameters = {"rope_type": "default", **stretching, "rope_theta": theta}
        config = LlamaConfig(hidden_size=size, num_attention_heads=1, num_key_value_heads=1, head_dim=size,
                             max_position_embeddings=4096, rope_parameters=dict(parameters))
        entry = {"head_dim": size, "config": {"max_position_embeddings": 4096, "rope_parameters": parameters}}
        if parameters["rope_type"] == "dynamic":
            entry["length"] = 6001
            found, _ = ROPE_INIT_FUNCTIONS["dynamic"](config, None, seq_len=torch.tensor(entry["length"]))
        else:
            found = LlamaRotaryEmbedding(config).inv_freq
        cases.append({**entry, "frequencies": found.tolist()})
    path = Path(__file__).parent / "rope.json"
    path.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
