"""Tables against the gold of the ICDAR 2013 competition: F1 of cell adjacencies, table finding included.

    python measure_tables.py PROGRAM FIXTURES [--files]

A relation is a cell, its nearest neighbour with content to the right or below, and the direction (Göbel et al., ICDAR
2013). Contents are compared without white space. Everything in a document counts: a table that is none costs precision.
A span is right where a cell of the same content covers as many rows and columns in the gold.
"""

import argparse
import json
import re
import subprocess
import tarfile
import unicodedata
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree


def content(text):
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))


def relations(grid):
    """`grid` maps (row, column) to (cell's identity, content); a cell that spans stands at several places."""
    found = set()
    if not grid:
        return Counter()
    rows, columns = (max(place[axis] for place in grid) + 1 for axis in (0, 1))
    for (row, column), (cell, text) in grid.items():
        for name, ahead in (
            ("right", ((row, c) for c in range(column + 1, columns))),
            ("below", ((r, column) for r in range(row + 1, rows))),
        ):
            for place in ahead:
                other = grid.get(place)
                if other and other[0] != cell:
                    found.add((cell, other[0], text, other[1], name))
                    break
    return Counter((text, other, direction) for _, _, text, other, direction in found)


def gold_relations(xml):
    """Relations, and cells that cover more than one place."""
    total, spans = Counter(), Counter()
    for region in ElementTree.fromstring(xml).iter("region"):
        grid = {}
        for number, cell in enumerate(region.iter("cell")):
            text = content(cell.findtext("content"))
            if not text:
                continue
            first_row, first_column = int(cell.get("start-row")), int(cell.get("start-col"))
            rows = int(cell.get("end-row", first_row)) + 1 - first_row
            columns = int(cell.get("end-col", first_column)) + 1 - first_column
            if rows * columns > 1:
                spans[text, rows, columns] += 1
            for row in range(first_row, first_row + rows):
                for column in range(first_column, first_column + columns):
                    grid[row, column] = (number, text)
        total += relations(grid)
    return total, spans


def found_relations(program, path):
    output = subprocess.run([program, "parse", str(path), "--quiet"], capture_output=True, timeout=120).stdout
    total, spans = Counter(), Counter()
    for block in json.loads(output)["blocks"] if output else []:
        if block["kind"] != "table":
            continue
        grid = {}
        for row, cells in enumerate(block["rows"]):
            for column, text in enumerate(cells):
                if content(text):
                    grid[row, column] = ((row, column), content(text))
        for span in block.get("spans", []):
            first = grid.get((span["row"], span["column"]))
            if not first:
                continue
            spans[first[1], span["rows"], span["columns"]] += 1
            for row in range(span["row"], span["row"] + span["rows"]):
                for column in range(span["column"], span["column"] + span["columns"]):
                    grid.setdefault((row, column), first)
        total += relations(grid)
    return total, spans


def scores(right, found, gold):
    precision, recall = right / max(1, found), right / max(1, gold)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("fixtures", type=Path, help="the folder of fixtures")
    parser.add_argument("--files", action="store_true")
    arguments = parser.parse_args()
    folder = arguments.fixtures / "pdf/gold-icdar2013-tables"
    with tarfile.open(folder / "gold-eu.tar.xz") as archive:
        gold = {
            Path(member.name).name: archive.extractfile(member).read()
            for member in archive.getmembers()
            if member.name.endswith("-str.xml")
        }
    sums, each = Counter(), []
    for path in sorted(folder.glob("*.pdf")):
        wanted = gold_relations(gold[f"{path.stem}-str.xml"]) if f"{path.stem}-str.xml" in gold else (Counter(), Counter())
        found = found_relations(arguments.program, path)
        for name, value in zip(("spans right", "spans found", "spans gold"), ((wanted[1] & found[1]).total(), found[1].total(), wanted[1].total())):
            sums[name] += value
        wanted, found = wanted[0], found[0]
        counts = ((wanted & found).total(), found.total(), wanted.total())
        each.append(scores(*counts)[2])
        for name, value in zip(("right", "found", "gold"), counts):
            sums[name] += value
        if arguments.files:
            print(f"{path.name}: found {counts[1]}, gold {counts[2]}, F1 {each[-1]:.3f}")
    precision, recall, f1 = scores(sums["right"], sums["found"], sums["gold"])
    print(f"{len(each)} files, {sums['gold']} relations: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}; mean F1 of files {sum(each) / len(each):.3f}")
    precision, recall, f1 = scores(sums["spans right"], sums["spans found"], sums["spans gold"])
    print(f"spans: found {sums['spans found']}, gold {sums['spans gold']}: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


main()
