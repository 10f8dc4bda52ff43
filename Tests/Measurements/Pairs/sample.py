"""Draws pairs of a workspace for reading one by one, and candidates that the gates threw away:

    python sample.py WORKSPACE [--pairs 100] [--dropped 50] [--seed 42]

Pairs are first wordings that the latest dataset holds, drawn evenly from all; dropped ones come from the ledger.
"""

import argparse
import json
import random
import sqlite3
from pathlib import Path

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("workspace", type=Path)
arguments.add_argument("--pairs", type=int, default=100)
arguments.add_argument("--dropped", type=int, default=50)
arguments.add_argument("--seed", type=int, default=42)
chosen = arguments.parse_args()

store = sqlite3.connect(f"file:{chosen.workspace / 'output/studio.sqlite'}?mode=ro", uri=True)
dataset = max((chosen.workspace / "output/dataset").glob("v*"), key=lambda folder: int(folder.name[1:]))
kept = {json.loads(line)["id"] for file in dataset.glob("*.jsonl") for line in file.open() if '"id"' in line}
rows = store.execute("SELECT id, question, answer, evidence, generator FROM pairs WHERE variant_of IS NULL ORDER BY id")
pairs = [row for row in rows if row[0] in kept]
draw = random.Random(chosen.seed)
for number, (_, question, answer, evidence, generator) in enumerate(draw.sample(pairs, min(chosen.pairs, len(pairs))), 1):
    place = json.loads(evidence)[0]
    print(f"{number}\t{json.loads(generator)['template']}\t{place['document']}\t{question}\t{answer}")
print()
dropped = store.execute(
    "SELECT reason, detail FROM ledger WHERE stage = 'generate' AND outcome = 'dropped' ORDER BY 1, 2").fetchall()
for number, (reason, detail) in enumerate(draw.sample(dropped, min(chosen.dropped, len(dropped))), 1):
    print(f"{number}\t{reason}\t{detail}")
