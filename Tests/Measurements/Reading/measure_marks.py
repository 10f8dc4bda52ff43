"""Headings, list items, headers and footers against the lines marked by eye in marks/:

    python measure_marks.py PROGRAM FIXTURES [--mistakes]

Every marked line is scored by the block that covers it; lines marked open are left out. A list item is right when the
block begins with its first line. Levels: of pairs of found headings on a page, how many stand in the marked order.
"""

import argparse
import json
import subprocess
from collections import Counter
from itertools import combinations
from pathlib import Path

RUNNING = ("header", "footer")
CLASSES = ("heading", "listItem", "header/footer")


def area(box):
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])


def shared(box, other):
    return area([max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3])])


def covering(line, blocks):
    """The block a line belongs to. Where several cover most of it, the one with the smallest rectangles there."""
    best = None
    for block in blocks:
        touched = [rect for rect in block.get("rects") or [] if shared(line["box"], rect)]
        share = sum(shared(line["box"], rect) for rect in touched) / max(1e-9, area(line["box"]))
        if share < 0.25:
            continue
        rank = (0, sum(map(area, touched))) if share >= 0.5 else (1, -share)
        if best is None or rank < best[0]:
            best = (rank, block)
    return best and best[1]


def first_lines(lines, found):
    """The number of the line each block begins with: the topmost of those its first rectangle covers."""
    first = {}
    for number, (line, block) in enumerate(zip(lines, found)):
        if block is None:
            continue
        box = line["box"]
        rank = (shared(box, block["rects"][0]) < area(box) / 4, box[1] + box[3], box[0])
        if id(block) not in first or rank < first[id(block)][0]:
            first[id(block)] = (rank, number)
    return {number for _, number in first.values()}


def pooled(kind):
    return "header/footer" if kind in RUNNING else kind


def score(entry, blocks, counts, mistakes):
    lines = entry["lines"]
    found = [covering(line, blocks) for line in lines]
    first = first_lines(lines, found)

    def mistake(line, gold, kind):
        mistakes.append(f"{entry['file']} p{entry['page']} {line['box']}: {gold}, found {kind}")

    for number, (line, block) in enumerate(zip(lines, found)):
        gold, kind = pooled(line["kind"]), pooled(block["kind"]) if block else "nothing"
        if gold == "open":
            continue
        begins = number in first
        for name in CLASSES:
            is_found = kind == name and (begins or name != "listItem")
            counts[name, "gold"] += gold == name
            counts[name, "found"] += is_found
            counts[name, "right"] += gold == name and is_found
        right = kind == gold and (begins or gold != "listItem")
        wrongly = kind in CLASSES and (begins or kind != "listItem")
        if not right and (gold in CLASSES or wrongly):
            mistake(line, line["kind"], f"{kind} begun before" if kind == gold else kind)

    headings = [
        (line, block)
        for line, block in zip(lines, found)
        if "level" in line and block and block["kind"] == "heading" and "level" in block
    ]
    for (line, block), (other, another) in combinations(headings, 2):
        if block is another:
            continue
        order = (line["level"] > other["level"]) - (line["level"] < other["level"])
        same = order == (block["level"] > another["level"]) - (block["level"] < another["level"])
        counts["levels", "pairs"] += 1
        counts["levels", "right"] += same
        if not same:
            mistake(
                other,
                f"level {other['level']} beside {line['level']} at {line['box']}",
                f"{another['level']} beside {block['level']}",
            )


def parsed(program, path):
    output = subprocess.run(
        [program, "parse", str(path), "--format", "json", "--quiet"], capture_output=True, timeout=600
    ).stdout
    return json.loads(output)["blocks"] if output else []


def report(title, pages, counts):
    for name in CLASSES:
        right, found, gold = (counts[name, part] for part in ("right", "found", "gold"))
        precision, recall = right / max(1, found), right / max(1, gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"| {title} ({pages} pages) | {name} | {gold} | {found} | {precision:.3f} | {recall:.3f} | {f1:.3f} |")
    right, pairs = counts["levels", "right"], counts["levels", "pairs"]
    print(f"| {title} ({pages} pages) | order of levels | {pairs} pairs | | {right / max(1, pairs):.3f} | | |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("fixtures", type=Path, help="the folder of fixtures")
    parser.add_argument("--mistakes", action="store_true")
    arguments = parser.parse_args()
    rows = (Path(__file__).parent / "marks/marks.jsonl").read_text().splitlines()
    entries = [json.loads(row) for row in rows]
    blocks = {
        file: parsed(arguments.program, arguments.fixtures / "pdf" / file)
        for file in dict.fromkeys(entry["file"] for entry in entries)
    }
    counts, pages, mistakes = {"Japanese": Counter(), "English": Counter()}, Counter(), []
    for entry in entries:
        language = "Japanese" if entry["file"].startswith("ja") else "English"
        pages[language] += 1
        on_page = [block for block in blocks[entry["file"]] if block.get("page") == entry["page"]]
        score(entry, on_page, counts[language], mistakes)
    print("| pages | class | gold | found | precision | recall | F1 |")
    print("|---|---|---:|---:|---:|---:|---:|")
    for language in counts:
        report(language, pages[language], counts[language])
    report("together", pages.total(), sum(counts.values(), Counter()))
    if arguments.mistakes:
        print(*mistakes, sep="\n")


main()
