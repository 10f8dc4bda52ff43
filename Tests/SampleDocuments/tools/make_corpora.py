"""Makes every document of `corpora/` from `sources/*.md`; the `producer` property of a source says how.

    python3 make_corpora.py SOURCES CORPORA [NAME ...]     only the named documents, if any are named
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import source_document
import write_fodt
import write_html
import write_tex

FIXED_DATE = b"20250401000000"


def main():
    sources, corpora, wanted = Path(sys.argv[1]), Path(sys.argv[2]), set(sys.argv[3:])
    corpora.mkdir(parents=True, exist_ok=True)
    for path in sorted(sources.glob("*.md")):
        if not wanted or path.stem in wanted:
            make(source_document.read(path), corpora)


def make(document, corpora: Path):
    producer = document.properties["producer"]
    if producer in PRINTERS:
        target = corpora / f"{document.name}.pdf"
        with tempfile.TemporaryDirectory() as scratch:
            made = PRINTERS[producer](document, Path(scratch))
            target.write_bytes(with_fixed_metadata(made.read_bytes()))
    else:
        extension, encode = TEXTS[producer]
        target = corpora / f"{document.name}.{extension}"
        target.write_bytes(encode(document.body))
    print(f"{target.name}\t{producer}\t{target.stat().st_size}")


def print_with_libreoffice(document, scratch: Path) -> Path:
    source = scratch / "document.fodt"
    source.write_text(write_fodt.write(document), encoding="utf-8")
    run(["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--convert-to", "pdf", source.name], scratch)
    return scratch / "document.pdf"


def print_with_chromium(document, scratch: Path) -> Path:
    source = scratch / "document.html"
    source.write_text(write_html.write(document), encoding="utf-8")
    run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={scratch}/profile", "--no-pdf-header-footer",
         "--print-to-pdf=document.pdf", source.name],
        scratch,
    )
    return scratch / "document.pdf"


def print_with_lualatex(document, scratch: Path) -> Path:
    source = scratch / "document.tex"
    source.write_text(write_tex.write(document), encoding="utf-8")
    run(["lualatex", "-interaction=nonstopmode", "-halt-on-error", source.name], scratch)
    return scratch / "document.pdf"


def run(command, folder: Path):
    result = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1743465600", "FORCE_SOURCE_DATE": "1"}
    )
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{result.stdout[-3000:]}{result.stderr[-3000:]}")


def with_fixed_metadata(pdf: bytes) -> bytes:
    """The file with its dates and identifiers overwritten in place; lengths stay, so offsets stay."""
    pdf = re.sub(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}", lambda match: match[1] + FIXED_DATE, pdf)
    zeros = lambda match: match[1] + re.sub(rb"[0-9A-Fa-f]", b"0", match[2])
    pdf = re.sub(rb"(/DocChecksum ?)(/[0-9A-Fa-f]+)", zeros, pdf)
    return re.sub(rb"(/ID ?\[)(\s*<[0-9A-Fa-f]+>\s*<[0-9A-Fa-f]+>)", zeros, pdf)


PRINTERS = {"libreoffice": print_with_libreoffice, "chromium": print_with_chromium, "lualatex": print_with_lualatex}
TEXTS = {
    "markdown": ("md", lambda body: body.encode("utf-8")),
    "text": ("txt", lambda body: body.encode("utf-8")),
    "text-crlf": ("txt", lambda body: body.replace("\n", "\r\n").encode("utf-8")),
    "text-shift-jis": ("txt", lambda body: body.encode("cp932")),
}

if __name__ == "__main__":
    main()
