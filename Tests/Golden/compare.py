"""Compares two folders of golden files: python compare.py COMMITTED REMADE

Numbers may differ by what another version or processor rounds differently (1e-5 of the largest); everything else has to be equal.
"""

import gzip
import json
import math
import sys
from pathlib import Path

import numpy as np
from safetensors import safe_open

TOLERANCE = 1e-5


def tensors(path):
    with safe_open(path, framework="pt") as file:
        return {name: file.get_tensor(name).float().numpy() for name in file.keys()}


def same_values(one, other):
    if isinstance(one, bool) or isinstance(other, bool) or type(one) is not type(other):
        if isinstance(one, (int, float)) and isinstance(other, (int, float)) and not isinstance(one, bool):
            return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        return one == other
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same_values(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(same_values(a, b) for a, b in zip(one, other))
    if isinstance(one, float):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return one == other


def same(one, other):
    if one.read_bytes() == other.read_bytes():
        return True
    if one.suffix == ".safetensors":
        a, b = tensors(one), tensors(other)
        return a.keys() == b.keys() and all(
            a[name].shape == b[name].shape and np.abs(a[name] - b[name]).max() <= TOLERANCE * max(1, np.abs(a[name]).max())
            for name in a
        )
    texts = [(gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()) for file in (one, other)]
    suffix = Path(one.stem).suffix if one.suffix == ".gz" else one.suffix
    if suffix in (".json", ".jsonl"):
        lines = [[json.loads(line) for line in ([text] if suffix == ".json" else text.splitlines())] for text in texts]
        return same_values(*lines)
    return False


def main():
    committed, remade = map(Path, sys.argv[1:3])
    files = {
        path.relative_to(folder)
        for folder in (committed, remade)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    different = [f for f in sorted(files) if not ((committed / f).exists() and (remade / f).exists() and same(committed / f, remade / f))]
    for file in different:
        print(f"differs: {file}")
    print(f"{len(files) - len(different)} of {len(files)} golden files are what the reference libraries give.")
    sys.exit(1 if different else 0)


main()
