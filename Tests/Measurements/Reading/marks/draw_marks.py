"""Draws the marks over their pages, one picture a page, to check them by eye. Needs PyMuPDF.

    python draw_marks.py FIXTURES OUT [WORD]

Only the pages of files whose name contains WORD, if given.
"""

import argparse
import json
from pathlib import Path

import pymupdf

COLOURS = {
    "heading": (0.9, 0, 0),
    "listItem": (0, 0.3, 1),
    "listContinuation": (0.45, 0.75, 1),
    "header": (0, 0.6, 0),
    "footer": (0, 0.6, 0),
    "caption": (0.7, 0, 0.8),
    "footnote": (0.6, 0.4, 0),
    "tableText": (0.9, 0.6, 0),
    "body": (0.7, 0.7, 0.7),
    "open": (1, 0, 0.7),
}


def draw(entry, fixtures, out):
    page = pymupdf.open(fixtures / "pdf" / entry["file"])[entry["page"] - 1]
    # The boxes lie on the page as it is seen, so a picture of it takes them even where the page is rotated.
    with pymupdf.open() as document:
        drawn = document.new_page(width=page.rect.width, height=page.rect.height)
        drawn.insert_image(drawn.rect, pixmap=page.get_pixmap(dpi=110))
        for line in entry["lines"]:
            box, colour = pymupdf.Rect(line["box"]), COLOURS[line["kind"]]
            drawn.draw_rect(box, color=colour, fill=colour, fill_opacity=0.15, width=0.6)
            if line["kind"] not in ("body", "tableText"):
                name = {"listItem": "li", "listContinuation": "lc"}.get(line["kind"], line["kind"])
                label = f"{name} {line.get('level', '')}"
                drawn.insert_text((max(1, box.x0 - 4 * len(label) - 2), box.y1 - 2), label, fontsize=7, color=colour)
        drawn.get_pixmap(dpi=110).save(out / f"{Path(entry['file']).stem}-{entry['page']}.png")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fixtures", type=Path, help="the folder of fixtures")
    parser.add_argument("out", type=Path)
    parser.add_argument("word", nargs="?", default="")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for row in Path(__file__).with_name("marks.jsonl").read_text().splitlines():
        entry = json.loads(row)
        if arguments.word in entry["file"]:
            draw(entry, arguments.fixtures, arguments.out)


main()
