"""Loads a model and its adapter with transformers and peft and compares their logits with the product's:

    python check_adapter.py MODEL ADAPTER IDS LOGITS.safetensors

IDS are numbers with commas between. Prints the largest difference; exits with 1 where it is above 1e-3.
"""

import sys

import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

model, adapter, ids, logits = sys.argv[1:5]
base = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32)
ids = torch.tensor([[int(i) for i in ids.split(",")]])
with torch.no_grad():
    plain = base(ids).logits[0]
    tuned = PeftModel.from_pretrained(base, adapter).eval()(ids).logits[0]
if torch.equal(plain, tuned):
    sys.exit("the adapter changes nothing")
difference = (tuned - load_file(logits)["logits"]).abs().max().item()
print(f"largest difference of logits: {difference:.2e}")
sys.exit(0 if difference < 1e-3 else 1)
