"""Words that are glued together, and characters that are lost, against what at least two of pdftotext, PyMuPDF and pypdfium2
find:

    python measure_words.py PROGRAM FIXTURES [--examples]

A word is glued where two tools part it into the same two or more words on one line, with white between them, and Shikomi
does not. A character is lost where at
least two tools find it more often in a document than Shikomi, readings (ruby) and headers included.
"""

import argparse
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import extractors
import texts

LATIN = re.compile(r"[0-9A-Za-zÀ-ɏ.,%€£$-]+")
JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")


def shikomi_pages(program, path):
    output = extractors.run(program, "parse", path, "--quiet")
    if not output:
        return None
    document = json.loads(output)
    pages = {page["number"]: [] for page in document["pages"]}
    for block in document["blocks"]:
        cells = [cell for row in block.get("rows") or [] for cell in row]
        pages.setdefault(block["page"], []).extend(cells or [block["text"]])
        pages[block["page"]].extend(reading["text"] for reading in block.get("readings") or [])
    return {number: "\n".join(parts) for number, parts in pages.items()}


def peers_pages(path):
    import pymupdf
    import pypdfium2

    plain = extractors.run("pdftotext", path, "-").split("\f")
    result = {"pdftotext": dict(enumerate(plain, start=1))}
    with pymupdf.open(path) as document:
        result["PyMuPDF"] = {number: page.get_text() for number, page in enumerate(document, start=1)}
    document = pypdfium2.PdfDocument(path)
    try:
        result["pypdfium2"] = {
            number: page.get_textpage().get_text_range() for number, page in enumerate(document, start=1)
        }
    finally:
        document.close()
    return result


def words(text):
    return LATIN.findall(texts.plain(text))


def neighbours(path):
    """For each page, the pairs of words that stand on one line with white between them."""
    import pymupdf

    result = {}
    with pymupdf.open(path) as document:
        for number, page in enumerate(document, start=1):
            boxes = page.get_text("words")
            result[number] = {
                (texts.plain(a[4]), texts.plain(b[4]))
                for a, b in zip(boxes, boxes[1:])
                if a[5:7] == b[5:7] and abs(a[3] - b[3]) < 0.15 * (a[3] - a[1]) and b[0] - a[2] > 0.05 * (a[3] - a[1])
            }
    return result


def glued(own, peers, pairs_on_page):
    """Words of ours that two tools both write as several."""
    found = []
    peers = [words(text) for text in peers]
    known = [set(tokens) for tokens in peers]
    joined = []
    for tokens in peers:
        pairs = {}
        for count in (2, 3):
            for start in range(len(tokens) - count + 1):
                pairs["".join(tokens[start:start + count])] = tuple(tokens[start:start + count])
        joined.append(pairs)
    for word in set(words(own)):
        if sum(word in tokens for tokens in known) > 0:
            continue
        parts = [pairs[word] for pairs in joined if word in pairs]
        for first in range(len(parts)):
            for second in parts[first + 1:]:
                if parts[first] == second and second[:2] in pairs_on_page and all(len(re.sub(r"\W", "", part)) >= 2 for part in second):
                    found.append((word, second))
    return sorted(set(found))


def counts(pages, pattern):
    text = unicodedata.normalize("NFKC", "".join(pages.values()))
    return Counter(pattern.findall(text))


def consensus(tools, pattern):
    every = [counts(pages, pattern) for pages in tools.values()]
    return Counter({key: sorted(c[key] for c in every)[-2] for key in set().union(*every)})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("fixtures", type=Path)
    parser.add_argument("--examples", action="store_true")
    arguments = parser.parse_args()
    letters = re.compile(r"[^\W_]")
    pages = glued_pages = 0
    totals = {"kana and kanji": [0, 0], "letters and digits": [0, 0]}
    for path in sorted((arguments.fixtures / "pdf").rglob("*.pdf")):
        if "hostile" in path.parts:
            continue
        own = shikomi_pages(arguments.program, str(path))
        if own is None:
            continue
        try:
            tools, pairs = peers_pages(str(path)), neighbours(str(path))
        except Exception as error:
            print(f"{path.name}: left out, {error}")
            continue
        for number, text in own.items():
            pages += 1
            # Words at a page's end may stand on the next one's block.
            context = text + "\n" + own.get(number - 1, "")
            found = glued(text, [tool.get(number, "") for tool in tools.values()], pairs.get(number, set()))
            found = [item for item in found if not all(part in words(context) for part in item[1])]
            glued_pages += bool(found)
            if found and arguments.examples:
                print(f"{path.name} p{number}: glued {found[:4]}")
        for name, pattern in (("kana and kanji", JAPANESE), ("letters and digits", letters)):
            wanted, have = consensus(tools, pattern), counts(own, pattern)
            missing = {key: n - have[key] for key, n in wanted.items() if n > have[key]}
            totals[name][0] += sum(wanted.values())
            totals[name][1] += sum(missing.values())
            if missing and arguments.examples:
                share = sum(missing.values()) / sum(wanted.values())
                print(f"{path.name}: {name} {sum(missing.values())} lost ({share:.4%}) {dict(Counter(missing).most_common(6))}")
    print(f"\npages with glued words: {glued_pages} of {pages} ({glued_pages / pages:.2%})")
    for name, (wanted, missing) in totals.items():
        print(f"recall of {name}: {1 - missing / wanted:.6f} ({missing} of {wanted} lost)")


main()
