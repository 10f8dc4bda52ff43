"""Opens a dataset folder with `datasets` and trains some steps on it with TRL, both as they come.

    python Tests/Golden/check_dataset.py DATASET MODEL [EXPORT …]

DATASET is output/dataset/VERSION, MODEL a directory in Hugging Face layout with a chat template, EXPORT folders that
`shikomi export` has written of DATASET: they too are found as their four splits, by name and with as many lines.
Ends with an error where the four parts are not found by name, a line is lost, or training does not lower the loss.
"""

import json
import sys
import tempfile
from pathlib import Path

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

folder, directory = Path(sys.argv[1]), sys.argv[2]
parts = {"train": "train", "validation": "validation", "test_reworded": "test-reworded", "test_unseen": "test-unseen"}

with tempfile.TemporaryDirectory() as cache:
    dataset = load_dataset(str(folder), cache_dir=cache)
    # A part without examples is not named in the card: `datasets` would refuse the folder.
    parts = {name: file for name, file in parts.items() if (folder / f"{file}.jsonl").stat().st_size > 0}
    assert set(dataset) == set(parts), f"splits are {sorted(dataset)}"
    for name, file in parts.items():
        lines = [json.loads(line) for line in (folder / f"{file}.jsonl").read_text(encoding="utf-8").splitlines()]
        rows = dataset[name]
        assert len(rows) == len(lines), f"{name}: {len(rows)} rows of {len(lines)} lines"
        for row, line in zip(rows, lines):
            assert row["messages"] == [{"content": m["content"], "role": m["role"]} for m in line["messages"]], line["id"]
            assert row["weight"] == line["weight"] and row["evidence"][0]["quote"] == line["evidence"][0]["quote"]
    print("parts:", {name: len(dataset[name]) for name in parts})
    for export in sys.argv[3:]:
        exported = load_dataset(export, cache_dir=cache)
        sizes = {name: len(rows) for name, rows in exported.items()}
        whole = {"pairs": sum(len(dataset[name]) for name in parts)}
        assert sizes in ({name: len(dataset[name]) for name in parts}, whole), f"{export}: {sizes}"
        print("export:", Path(export).name, sizes)

    tokenizer = AutoTokenizer.from_pretrained(directory)
    model = AutoModelForCausalLM.from_pretrained(directory)
    settings = SFTConfig(
        output_dir=cache, max_steps=8, per_device_train_batch_size=4, learning_rate=1e-3, use_cpu=True, report_to=[],
        save_strategy="no", warmup_steps=0, seed=0)
    trainer = SFTTrainer(
        model=model, processing_class=tokenizer, train_dataset=dataset["train"], args=settings)
    # Every example was taken in. A few steps on some of them say little of the others: the loss is taken over what is
    # trained on, before and after.
    learned = trainer.train_dataset.select(range(min(16, len(trainer.train_dataset))))
    trainer.train_dataset = learned
    before = trainer.evaluate(learned)["eval_loss"]
    trainer.train()
    after = trainer.evaluate(learned)["eval_loss"]
    assert after < before, f"the loss went from {before} to {after}"
    print(f"trained: {trainer.state.global_step} steps, loss {before:.3f} to {after:.3f}")
