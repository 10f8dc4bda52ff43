"""Text against gold, beside pdftotext, PyMuPDF and pypdfium2 on the same files:

    python measure_text.py PROGRAM FIXTURES [--files] [--set NAME] [--tool NAME]

Prints a Markdown table a set: similarity, word F1, order. --files adds one line a file for the product.
"""

import argparse
import tarfile
from pathlib import Path
from statistics import mean

import extractors
import texts


def gold_text(folder):
    base, samples = folder / "gold-text", folder / "sample-files"
    pairs = [
        (base / "crazyones.pdf", base / "crazyones.txt"),
        (base / "GeoTopo-komprimiert.pdf", base / "GeoTopo-book.txt"),
        (base / "scotus-transcript-p1.pdf", base / "scotus-transcript-p1.txt"),
        (base / "toy.pdf", base / "toy.layout.txt"),
        (samples / "010-pdflatex-forms__pdflatex-forms.pdf", base / "010-pdflatex-forms.txt"),
        # Not multicolumn-lorem-ipsum.txt: it sets the columns side by side, which is no order to read in.
    ]
    return [(p, g.read_text("utf-8")) for p, g in pairs if p.exists()]


def gold_docling(folder, right_to_left=False):
    base = folder / "gold-docling"
    return [
        (base / f"{gold.stem}.pdf", texts.without_markdown(gold.read_text("utf-8")))
        for gold in sorted((base / "groundtruth").glob("*.md"))
        if (base / f"{gold.stem}.pdf").exists() and gold.stem.startswith("right_to_left") == right_to_left
    ]


def structure_order(folder):
    """Tagged PDFs: the order of the author's structure tree, where it holds the same characters as the pages."""
    pairs = []
    for path in sorted(folder.rglob("*.pdf")):
        if "hostile" in path.parts or "Tagged:          yes" not in extractors.run("pdfinfo", str(path)):
            continue
        lines = extractors.run("pdfinfo", "-struct-text", str(path)).splitlines()
        quoted = [line.strip()[1:-1] for line in lines if line.strip().startswith('"') and line.strip().endswith('"')]
        tree = "".join(quoted)
        pages = extractors.pdftotext(str(path))
        a, b = (set(texts.units(t)) for t in (tree, pages))
        if a and len(a & b) / len(a | b) >= 0.9:
            pairs.append((path, tree))
    return pairs


def japanese_reference(folder):
    """pdftotext's text as it lies beside the documents: a strong reference, but no gold, and pdftotext's own."""
    pairs = []
    for name in ("ja", "ja-gov"):
        with tarfile.open(folder / name / "poppler-text.tar.xz") as archive:
            for member in archive.getmembers():
                path = folder / name / (Path(member.name).stem + ".pdf")
                if member.isfile() and path.exists():
                    pairs.append((path, archive.extractfile(member).read().decode("utf-8", "replace")))
    return sorted(pairs)


def vertical(_):
    """The project's own texts, set vertically by three producers."""
    folder = Path(__file__).resolve().parents[2] / "SampleDocuments" / "vertical"
    golds = {gold.name.split(".")[0]: gold.read_text("utf-8") for gold in folder.glob("*.gold.txt")}
    return [(path, golds[path.name.split(".")[0]]) for path in sorted(folder.glob("*.pdf"))]


# Docling's gold is without running headers and footers; the others are with them.
SETS = {
    "gold-text": (gold_text, True),
    "gold-docling": (gold_docling, False),
    "gold-docling, right to left": (lambda folder: gold_docling(folder, True), False),
    "vertical Japanese": (vertical, False),
    "Japanese, against pdftotext's reference": (japanese_reference, True),
    "tagged PDFs' own order": (structure_order, True),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("fixtures", type=Path, help="the folder of fixtures")
    parser.add_argument("--files", action="store_true")
    parser.add_argument("--set")
    parser.add_argument("--tool", help="only this one")
    arguments = parser.parse_args()
    for name, (pairs_of, furniture) in SETS.items():
        tools = {"shikomi": extractors.shikomi(arguments.program, furniture), **extractors.PEERS}
        if arguments.set and arguments.set not in name:
            continue
        pairs = pairs_of(arguments.fixtures / "pdf")
        print(f"\n## {name} ({len(pairs)} files)\n\n| tool | similarity | word F1 | order |\n| --- | --- | --- | --- |")
        for tool, extract in tools.items():
            if arguments.tool and arguments.tool != tool:
                continue
            scores = []
            for path, gold in pairs:
                found = extract(str(path))
                scores.append((texts.similarity(found, gold), texts.word_f1(found, gold), texts.order_agreement(found, gold)))
            print(f"| {tool} | " + " | ".join(f"{mean(column):.4f}" for column in zip(*scores)) + " |")
            if arguments.files:
                for (path, _), score in zip(pairs, scores):
                    print(f"|   {path.name} | " + " | ".join(f"{s:.4f}" for s in score) + " |")


main()
