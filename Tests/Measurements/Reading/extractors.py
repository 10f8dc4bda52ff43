"""Text of a PDF by the product and by the tools that people use otherwise."""

import json
import subprocess


def run(*command):
    return subprocess.run(command, capture_output=True, timeout=120).stdout.decode("utf-8", "replace")


def shikomi(program, furniture):
    """`furniture`: with running headers, footers and page numbers, for gold that has them."""

    def extract(path):
        output = run(program, "parse", path, "--quiet")
        blocks = json.loads(output)["blocks"] if output else []
        return "\n".join(b["text"].replace(" | ", " ") for b in blocks if furniture or b["kind"] not in ("header", "footer"))

    return extract


def pdftotext(path):
    return run("pdftotext", path, "-")


def pdftotext_raw(path):
    return run("pdftotext", "-raw", path, "-")


def pymupdf(path):
    import pymupdf

    with pymupdf.open(path) as document:
        return "\n".join(page.get_text() for page in document)


def pypdfium2(path):
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


PEERS = {"pdftotext": pdftotext, "pdftotext -raw": pdftotext_raw, "PyMuPDF": pymupdf, "pypdfium2": pypdfium2}
