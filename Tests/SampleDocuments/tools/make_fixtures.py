"""Makes the small PDFs in `fixtures/` that the readers' tests look at: each shows one difficulty and nothing else.

    python3 make_fixtures.py FIXTURES

Written byte by byte, with fonts that are not embedded, so that every position in them is known; only the encrypted one
needs a tool (qpdf).
"""

import subprocess
import sys
import zlib
from pathlib import Path

PAGE_WIDTH, PAGE_HEIGHT = 595, 842
LATIN_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
BOLD_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"
JAPANESE_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UTF16-H /DescendantFonts [<< /Type /Font"
    b" /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >>"
    b" /DW 1000 /W [1 94 500] /FontDescriptor << /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4"
    b" /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >> >>] >>"
)


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write = lambda name, content: (folder / name).write_bytes(content)
    write("two-columns.pdf", pdf([two_columns()]))
    write("table.pdf", pdf([table()]))
    write("running-header.pdf", pdf([running_header(page) for page in (1, 2, 3)]))
    write("hyphenation.pdf", pdf([hyphenation()]))
    write("japanese-list.pdf", pdf([japanese_list()]))
    write("image-only.pdf", pdf([b"q 300 0 0 200 147 500 cm /Image Do Q"], image=checkerboard()))
    whole = (folder / "running-header.pdf").read_bytes()
    write("truncated.pdf", whole[: len(whole) * 6 // 10])
    write("zero-byte.pdf", b"")
    write("not-a-pdf.pdf", b"This is a plain text file whose name ends in .pdf.\nIt has no PDF header.\n")
    encrypt(folder / "table.pdf", folder / "encrypted.pdf")


def pdf(page_contents, image=None) -> bytes:
    """Page objects first and the catalogue last, so that a file that is cut off has no catalogue."""
    count = len(page_contents)
    pages_number, first_font = 2 * count + 1, 2 * count + 2
    resources = b"<< /Font << /F1 %d 0 R /F2 %d 0 R /J1 %d 0 R >>" % (first_font, first_font + 1, first_font + 2)
    resources += b" /XObject << /Image %d 0 R >> >>" % (first_font + 3) if image else b" >>"
    objects = []
    for index, content in enumerate(page_contents):
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %d %d] /Resources %s /Contents %d 0 R >>"
            % (pages_number, PAGE_WIDTH, PAGE_HEIGHT, resources, 2 * index + 2)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    kids = b" ".join(b"%d 0 R" % (2 * index + 1) for index in range(count))
    objects.append(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count))
    objects += [LATIN_FONT, BOLD_FONT, JAPANESE_FONT] + ([image] if image else [])
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % pages_number)
    return assembled(objects)


def assembled(objects) -> bytes:
    out, offsets = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(objects), start)
    return bytes(out)


def line(x, y, text, size=11, font="F1") -> bytes:
    """One line of text whose baseline starts at (x, y), from the bottom left of the page."""
    if font == "J1":
        shown = b"<%s>" % text.encode("utf-16-be").hex().encode()
    else:
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        shown = b"(%s)" % escaped.encode("cp1252")
    return b"BT /%s %d Tf %d %d Td %s Tj ET" % (font.encode(), size, x, y, shown)


def lines(x, top, texts, leading=15, size=11, font="F1") -> list:
    return [line(x, top - index * leading, text, size, font) for index, text in enumerate(texts)]


def two_columns() -> bytes:
    """Lines of both columns share their baselines: a reader that goes line by line weaves them together."""
    left = [
        "The left column speaks of the mill.", "The mill was built in 1894 beside the", "river Arrow and ground wheat for",
        "three villages. Its wheel measures", "five metres across.", "Today the mill is a library.",
    ]
    right = [
        "The right column speaks of the bridge.", "The bridge was opened in 1911 by the", "engineer Maud Ellison. It carries",
        "carts of up to six tonnes and has", "four stone arches.", "Today the bridge is for walkers only.",
    ]
    heading = [line(60, 780, "The Mill and the Bridge", 18, "F2")]
    return b"\n".join(heading + lines(60, 740, left) + lines(315, 740, right))


def table() -> bytes:
    rows = [
        ("Article", "Weight", "Price"), ("Copper bowl", "1.2 kg", "34.50"), ("Tin spoon", "45 g", "2.80"), ("Iron kettle", "3.7 kg", "61.00"),
    ]
    left, top, height, widths = 60, 720, 24, (200, 120, 100)
    parts = [line(60, 780, "Household goods", 16, "F2"), line(60, 750, "All prices are in crowns.")]
    for index in range(len(rows) + 1):
        y = top - index * height
        parts.append(b"%d %d m %d %d l S" % (left, y, left + sum(widths), y))
    x = left
    for column in range(len(widths) + 1):
        parts.append(b"%d %d m %d %d l S" % (x, top, x, top - len(rows) * height))
        x += widths[column] if column < len(widths) else 0
    for index, row in enumerate(rows):
        x = left
        for cell, width in zip(row, widths):
            parts.append(line(x + 6, top - index * height - 16, cell, font="F2" if index == 0 else "F1"))
            x += width
    parts.append(line(60, 590, "The kettle is sold without a lid."))
    return b"\n".join(parts)


def running_header(page: int) -> bytes:
    """A sentence runs on from the bottom of each page to the top of the next, across footer and header."""
    bodies = {
        1: ["Chapter 1. The lamp", "The lamp of the lighthouse burns 14 litres of oil a night.", "The keeper who lights the lamp must climb all the"],
        2: ["188 steps of the tower before sunset.", "Chapter 2. The horn", "The fog horn sounds for five seconds and then is"],
        3: ["silent for twenty-five seconds.", "Chapter 3. The boat", "The boat is painted yellow and carries nine people."],
    }
    parts = [line(60, 805, "Lighthouse Handbook", 9), line(470, 805, "Second edition", 9), line(280, 40, f"Page {page} of 3", 9)]
    y = 740
    for text in bodies[page]:
        heading = text.startswith("Chapter")
        y -= 30 if heading else 18
        parts.append(line(60, y, text, 14 if heading else 11, "F2" if heading else "F1"))
    return b"\n".join(parts)


def hyphenation() -> bytes:
    """Two words divided at a line end, one compound with its own hyphen there, and a soft hyphen."""
    texts = [
        "The greenhouse is heated by an under-", "ground spring. The tempera-", "ture of the water is 41 degrees. The well-",
        "known gardener Alba Reyes grows orchids and fruit\u00ad", "less vines in it.",
    ]
    return b"\n".join(lines(60, 760, texts))


def japanese_list() -> bytes:
    """Japanese in a font that is not embedded: without the package poppler-data its text is lost."""
    texts = [
        "図書室の使い方", "図書室は、平日の9時から17時まで開いています。借りた本は、", "2週間以内に返してください。",
        "・本は1人3冊まで借りられます。", "・辞書は借りられません。", "・雑誌は翌日に返してください。",
    ]
    return b"\n".join([line(60, 780, texts[0], 18, "J1")] + lines(60, 740, texts[1:3], 20, 11, "J1") + lines(75, 690, texts[3:], 20, 11, "J1"))


def checkerboard() -> bytes:
    side = 32
    pixels = bytes(255 if (x // 4 + y // 4) % 2 else 90 for y in range(side) for x in range(side))
    data = zlib.compress(pixels, 9)
    return (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
        b" /Length %d >>\nstream\n%s\nendstream" % (side, side, len(data), data)
    )


def encrypt(source: Path, target: Path):
    """The user password is `secret`, the owner password `owner`."""
    subprocess.run(["qpdf", "--encrypt", "secret", "owner", "256", "--", "--static-id", source, target], check=True)


if __name__ == "__main__":
    main()
