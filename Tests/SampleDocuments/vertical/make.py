"""Makes PDFs set vertically, and what they say, from the texts in `sources/`: the gold of vertical Japanese.

    python3 make.py [FOLDER]

Each text is set by three producers, because each writes vertical text in a way of its own: LuaLaTeX (in one tier and in
two), Chromium and LibreOffice. `# ` begins a heading, `{漢字|かんじ}` is a word with its reading set beside it, `[12]` are
figures set upright side by side in one line's width. The gold of a text is `NAME.gold.txt`: one paragraph a line, without
readings; `NAME.readings.tsv` has those, in order.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOKEN = re.compile(r"\{([^|}]+)\|([^}]+)\}|\[(\d+)\]")


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted((HERE / "sources").glob("*.txt")):
        paragraphs = [line for line in source.read_text(encoding="utf-8").splitlines() if line]
        name = source.stem
        gold = [re.sub(r"^#+ ", "", TOKEN.sub(lambda m: m[1] or m[3], line)) for line in paragraphs]
        (folder / f"{name}.gold.txt").write_text("\n".join(gold) + "\n", encoding="utf-8")
        readings = [m for line in paragraphs for m in TOKEN.findall(line) if m[0]]
        (folder / f"{name}.readings.tsv").write_text("".join(f"{m[0]}\t{m[1]}\n" for m in readings), encoding="utf-8")
        with tempfile.TemporaryDirectory() as scratch:
            scratch = Path(scratch)
            shutil.copy(lualatex(paragraphs, scratch, tiers=1), folder / f"{name}.latex.pdf")
            shutil.copy(lualatex(paragraphs, scratch, tiers=2), folder / f"{name}.two-tiers.pdf")
            shutil.copy(chromium(paragraphs, scratch), folder / f"{name}.chromium.pdf")
            shutil.copy(libreoffice(paragraphs, scratch), folder / f"{name}.libreoffice.pdf")


def heading(line):
    """The level of a heading (0 for none) and the text."""
    marks = re.match(r"(#+) ", line)
    return (len(marks[1]), line[marks.end():]) if marks else (0, line)


def lualatex(paragraphs, scratch, tiers) -> Path:
    ruby = lambda m: rf"\ruby{{{m[1]}}}{{{m[2]}}}" if m[1] else rf"\tatechuyoko{{{m[3]}}}"
    sizes = {1: r"\Large", 2: r"\large", 3: r"\normalsize"}
    body = []
    for line in paragraphs:
        level, text = heading(line)
        text = TOKEN.sub(ruby, text)
        body.append(rf"\bigskip\noindent{{{sizes[level]}\gtfamily {text}}}\par\smallskip" if level else f"　{text}\\par")
    columns = ",twocolumn" if tiers == 2 else ""
    text = "\n".join([
        rf"\documentclass[a5paper,10pt{columns}]{{ltjtarticle}}",
        r"\usepackage{luatexja-ruby}\usepackage[haranoaji]{luatexja-preset}",
        r"\let\tatechuyoko\rensuji\setlength{\parindent}{0pt}",
        r"\begin{document}", *body, r"\end{document}",
    ])
    (scratch / "text.tex").write_text(text, encoding="utf-8")
    run("lualatex", "-interaction=batchmode", "text.tex", cwd=scratch)
    return scratch / "text.pdf"


def chromium(paragraphs, scratch) -> Path:
    token = lambda m: f"<ruby>{m[1]}<rt>{m[2]}</rt></ruby>" if m[1] else f'<span class="upright">{m[3]}</span>'
    body = []
    for line in paragraphs:
        level, text = heading(line)
        tag = f"h{level}" if level else "p"
        body.append(f"<{tag}>{TOKEN.sub(token, text)}</{tag}>")
    style = (
        "@page { size: A5; margin: 18mm } html { writing-mode: vertical-rl; font: 10.5pt/1.9 'Noto Serif CJK JP' }"
        " h1, h2, h3 { font-family: 'Noto Sans CJK JP'; line-height: 1.6 } h1 { font-size: 16pt } h2 { font-size: 13pt }"
        " h3 { font-size: 10.5pt } p { text-indent: 1em; margin: 0 } .upright { text-combine-upright: all }"
    )
    page = f'<!doctype html><html lang="ja"><meta charset="utf-8"><style>{style}</style><body>' + "\n".join(body)
    (scratch / "text.html").write_text(page, encoding="utf-8")
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        f"--print-to-pdf={scratch / 'web.pdf'}", (scratch / "text.html").as_uri())
    return scratch / "web.pdf"


def libreoffice(paragraphs, scratch) -> Path:
    token = lambda m: (
        f"<text:ruby><text:ruby-base>{m[1]}</text:ruby-base><text:ruby-text>{m[2]}</text:ruby-text></text:ruby>" if m[1]
        else f'<text:span text:style-name="Upright">{m[3]}</text:span>'
    )
    body = []
    for line in paragraphs:
        level, text = heading(line)
        body.append(f'<text:p text:style-name="{f"Head{level}" if level else "Text"}">{TOKEN.sub(token, text)}</text:p>')
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    styles = "".join(
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {room}/>'
        f'<style:text-properties style:font-name-asian="{font}" style:font-size-asian="{size}pt" fo:font-size="{size}pt"'
        ' style:language-asian="ja" style:country-asian="JP"/></style:style>'
        for name, font, size, room in [
            ("Text", "Noto Serif CJK JP", 10.5, 'fo:text-indent="10.5pt"'),
            ("Head1", "Noto Sans CJK JP", 16, 'fo:margin-left="14pt" fo:margin-bottom="8pt"'),
            ("Head2", "Noto Sans CJK JP", 13, 'fo:margin-top="12pt" fo:margin-bottom="6pt"'),
            ("Head3", "Noto Sans CJK JP", 10.5, 'fo:margin-top="8pt"'),
        ]
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="{names}office:1.0" xmlns:text="{names}text:1.0"'
        f' xmlns:style="{names}style:1.0" xmlns:fo="{names}xsl-fo-compatible:1.0"'
        ' office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
        '<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="148mm" fo:page-height="210mm"'
        ' fo:margin="18mm" style:writing-mode="tb-rl"/></style:page-layout>'
        '<style:style style:name="Upright" style:family="text"><style:text-properties style:text-combine="letters"/></style:style>'
        f'{styles}</office:automatic-styles><office:master-styles><style:master-page style:name="Standard"'
        f' style:page-layout-name="Page"/></office:master-styles><office:body><office:text>{"".join(body)}</office:text>'
        "</office:body></office:document>"
    )
    (scratch / "office.fodt").write_text(text, encoding="utf-8")
    run("soffice", "--headless", f"-env:UserInstallation=file://{scratch}/profile", "--convert-to", "pdf",
        "--outdir", scratch, scratch / "office.fodt")
    return scratch / "office.pdf"


def run(*command, cwd=None):
    subprocess.run([str(part) for part in command], cwd=cwd, check=True, capture_output=True, timeout=240)


main()
