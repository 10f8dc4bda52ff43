"""Mixed text to measure tokenizers on: Japanese, English and code, a third of the bytes each, lines in a shuffled order.

    python mixed_text.py FIXTURES OUT [MEGABYTES]

From the documents and passages of FIXTURES and this repository's own sources. Where they do not suffice, lines come again,
cut and joined anew: as in real corpora, words come again more than lines do.
"""

import json
import lzma
import random
import sys
import tarfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


def documents(folder):
    for path in sorted(folder.glob("*.tar.xz")):
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and member.name.endswith((".md", ".txt", ".html", ".adoc", ".xml")):
                    yield archive.extractfile(member).read().decode("utf-8", errors="replace")


def passages(paths):
    for path in sorted(paths):
        data = json.loads(lzma.decompress(path.read_bytes()))
        for article in data["data"]:
            for paragraph in article["paragraphs"]:
                yield paragraph["context"]


def code():
    for pattern in ["Sources/**/*.swift", "Sources/**/*.c", "Sources/**/*.h", "Tests/**/*.swift", "Tests/**/*.py"]:
        for path in sorted(REPOSITORY.glob(pattern)):
            yield path.read_text("utf-8", errors="replace")


def lines(texts):
    return [line for text in texts for line in text.splitlines() if line.strip()]


def shares(folder):
    japanese = lines(documents(folder / "docs-ja")) + lines(passages((folder / "train").glob("jaquad_*.json.xz")))
    english = lines(documents(folder / "docs-en")) + lines(passages([folder / "qa/squad2-dev-partA.json.xz"]))
    english += lines(passages([folder / "qa/covidqa-200423.json.xz"]))
    return [japanese, english, lines(code())]


def enough(pool, size, generator):
    """Lines of about `size` bytes: each once, then pieces of two."""
    out, total = [], 0
    for line in generator.sample(pool, len(pool)):
        out.append(line)
        total += len(line.encode()) + 1
        if total >= size:
            return out
    while total < size:
        one, other = generator.choice(pool), generator.choice(pool)
        line = one[: generator.randint(0, len(one))] + other[generator.randint(0, len(other)) :]
        if line.strip():
            out.append(line)
            total += len(line.encode()) + 1
    return out


def main():
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    size = (int(sys.argv[3]) if len(sys.argv) > 3 else 100) * 1_000_000
    generator = random.Random(1)
    mixed = []
    for pool in shares(folder):
        print(f"{sum(len(line.encode()) + 1 for line in pool) / 1e6:.1f} MB of its own", file=sys.stderr)
        mixed += enough(pool, size // 3, generator)
    generator.shuffle(mixed)
    out.write_text("\n".join(mixed) + "\n", "utf-8")


if __name__ == "__main__":
    main()
