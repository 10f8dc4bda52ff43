"""Reads a source document: `key: value` lines, a `---` line, then a small Markdown.

Only what the documents use is understood: headings, paragraphs (one line each), bullet and numbered lists nested by two
spaces, tables, and `**bold**`. A line that fits none of these is a paragraph.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Heading:
    level: int
    text: str


@dataclass
class Paragraph:
    text: str


@dataclass
class ListItem:
    depth: int
    number: str  # "" for a bullet, else the number as written
    text: str


@dataclass
class ItemList:
    items: list


@dataclass
class Table:
    header: list
    rows: list


@dataclass
class SourceDocument:
    name: str
    properties: dict
    body: str
    blocks: list = field(default_factory=list)

    @property
    def language(self):
        return self.properties["language"]

    @property
    def title(self):
        return next(block.text for block in self.blocks if isinstance(block, Heading))


LIST_ITEM = re.compile(r"^( *)(-|\d+\.) (.*)$")


def read(path: Path) -> SourceDocument:
    head, separator, body = path.read_text(encoding="utf-8").partition("\n---\n")
    if not separator:
        raise SystemExit(f"{path}: no '---' line after the properties")
    properties = dict(line.split(": ", 1) for line in head.splitlines() if line)
    document = SourceDocument(path.stem, properties, body.lstrip("\n"))
    document.blocks = list(parse(document.body))
    return document


def parse(body: str):
    lines = body.splitlines()
    position = 0
    while position < len(lines):
        line = lines[position]
        if not line.strip():
            position += 1
        elif line.startswith("#"):
            marks, text = line.split(" ", 1)
            yield Heading(len(marks), text)
            position += 1
        elif line.startswith("|"):
            end = run_end(lines, position, lambda other: other.startswith("|"))
            rows = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in lines[position:end]]
            yield Table(rows[0], rows[2:])
            position = end
        elif LIST_ITEM.match(line):
            end = run_end(lines, position, LIST_ITEM.match)
            yield ItemList([list_item(item) for item in lines[position:end]])
            position = end
        else:
            yield Paragraph(line.strip())
            position += 1


def run_end(lines, start, belongs):
    end = start
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return end


def list_item(line: str) -> ListItem:
    indent, mark, text = LIST_ITEM.match(line).groups()
    return ListItem(len(indent) // 2, "" if mark == "-" else mark[:-1], text)


def spans(text: str):
    """The text as (is bold, piece) pairs."""
    for index, piece in enumerate(text.split("**")):
        if piece:
            yield index % 2 == 1, piece
