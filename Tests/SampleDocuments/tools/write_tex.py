"""A source document as LaTeX for lualatex (luatexja for Japanese): justified, hyphenated, fancyhdr header and footer."""

from source_document import Heading, Paragraph, SourceDocument, Table, spans

PREAMBLE_ENGLISH = r"""\documentclass[11pt,a4paper]{article}
\usepackage[margin=25mm,headheight=14pt]{geometry}
\usepackage{microtype}
\setlength{\parindent}{0pt}\setlength{\parskip}{5pt plus 1pt}
"""
PREAMBLE_JAPANESE = r"""\documentclass[10pt,a4paper]{ltjsarticle}
\usepackage[margin=25mm,headheight=14pt]{geometry}
\usepackage[haranoaji]{luatexja-preset}
\setlength{\parindent}{1\zw}\setlength{\parskip}{2pt plus 1pt}
"""
PREAMBLE = r"""\pdfvariable suppressoptionalinfo 623
\usepackage{fancyhdr,multicol}
\pagestyle{fancy}\fancyhf{}
\lhead{\small %(header)s}\rhead{\small %(number)s}\cfoot{\small %(footer)s}
\setcounter{secnumdepth}{0}
\begin{document}
\thispagestyle{fancy}
"""
SECTIONS = {2: "section", 3: "subsection"}
SPECIAL = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}


def write(document: SourceDocument) -> str:
    japanese = document.language == "ja"
    properties = document.properties
    columns = int(properties.get("columns", "1"))
    preamble = (PREAMBLE_JAPANESE if japanese else PREAMBLE_ENGLISH) + PREAMBLE % {
        "header": escape(properties.get("header", "")),
        "number": escape(properties.get("number", "")),
        "footer": r"-- \thepage\ --" if japanese else r"Page \thepage",
    }
    title, rest = document.blocks[0], document.blocks[1:]
    lines = [preamble, r"{\LARGE\bfseries %s\par}\vspace{8pt}" % inline(title.text)]
    if columns > 1:
        lines.append(r"\begin{multicols}{%d}\sloppy" % columns)
    lines += [block_tex(block) for block in rest]
    if columns > 1:
        lines.append(r"\end{multicols}")
    return "\n\n".join(lines) + "\n\\end{document}\n"


def block_tex(block) -> str:
    if isinstance(block, Heading):
        return r"\%s{%s}" % (SECTIONS[block.level], inline(block.text))
    if isinstance(block, Paragraph):
        return inline(block.text)
    if isinstance(block, Table):
        return table_tex(block)
    return list_tex(block.items)


def table_tex(table: Table) -> str:
    rows = [table.header] + table.rows
    body = " \\\\ \\hline\n".join(" & ".join(inline(cell) for cell in row) for row in rows)
    columns = "|" + "l|" * len(table.header)
    return "\\begin{center}\\small\\renewcommand{\\arraystretch}{1.25}\\begin{tabular}{%s}\\hline\n%s \\\\ \\hline\n\\end{tabular}\\end{center}" % (columns, body)


def list_tex(items) -> str:
    lines, open_lists = [], []
    for item in items:
        while len(open_lists) > item.depth + 1:
            lines.append(r"\end{%s}" % open_lists.pop())
        if len(open_lists) <= item.depth:
            open_lists.append("enumerate" if item.number else "itemize")
            lines.append(r"\begin{%s}\setlength{\itemsep}{1pt}" % open_lists[-1])
        lines.append(r"\item %s" % inline(item.text))
    lines += [r"\end{%s}" % name for name in reversed(open_lists)]
    return "\n".join(lines)


def inline(text: str) -> str:
    return "".join(r"\textbf{%s}" % escape(piece) if bold else escape(piece) for bold, piece in spans(text))


def escape(text: str) -> str:
    return "".join(SPECIAL.get(character, character) for character in text)
