"""A source document as an HTML page that Chromium prints: running header and footer are CSS margin boxes."""

from html import escape

from source_document import Heading, ItemList, Paragraph, SourceDocument, Table, spans

PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 24mm 20mm 22mm;
  @top-left {{ content: "{header_left}"; font: 8pt {font}; color: #555 }}
  @top-right {{ content: "{header_right}"; font: 8pt {font}; color: #555 }}
  @bottom-center {{ content: "{before_page}" counter(page) " / " counter(pages); font: 8pt {font}; color: #555 }} }}
body {{ font: 10.5pt/1.6 {font}; margin: 0; color: #111 }}
h1, h2, h3, th {{ font-weight: {heading_weight} }}
h1 {{ font-size: 19pt; margin: 0 0 10pt; border-bottom: 1.5pt solid #1d5c63; padding-bottom: 4pt }}
h2 {{ font-size: 13.5pt; margin: 16pt 0 6pt; color: #1d5c63; break-after: avoid }}
h3 {{ font-size: 11.5pt; margin: 12pt 0 4pt; break-after: avoid }}
p {{ margin: 0 0 7pt }} ul, ol {{ margin: 0 0 7pt; padding-left: 20pt }}
table {{ border-collapse: collapse; margin: 4pt 0 10pt; break-inside: avoid }}
th, td {{ border: 0.6pt solid #777; padding: 3pt 8pt; text-align: left; vertical-align: top }} th {{ background: #e6efef }}
</style></head><body>
{body}
</body></html>
"""


def write(document: SourceDocument) -> str:
    properties = document.properties
    japanese = document.language == "ja"
    return PAGE.format(
        language=document.language,
        title=escape(document.title),
        font=f"'{properties.get('font', 'IPAexGothic' if japanese else 'DejaVu Sans')}'",
        # IPAexGothic has no bold: a synthetic one would be embedded as nameless Type 3 fonts.
        heading_weight="normal" if japanese and "font" not in properties else "bold",
        header_left=properties.get("header", ""),
        header_right=properties.get("number", ""),
        before_page="" if japanese else "Page ",
        body="\n".join(block_html(block) for block in document.blocks),
    )


def block_html(block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{inline(block.text)}</h{block.level}>"
    if isinstance(block, Paragraph):
        return f"<p>{inline(block.text)}</p>"
    if isinstance(block, Table):
        return table_html(block)
    return list_html(block.items, 0)


def table_html(table: Table) -> str:
    def row(cells, tag):
        return "<tr>" + "".join(f"<{tag}>{inline(cell)}</{tag}>" for cell in cells) + "</tr>"

    rows = "".join(row(cells, "td") for cells in table.rows)
    return f"<table><thead>{row(table.header, 'th')}</thead><tbody>{rows}</tbody></table>"


def list_html(items, depth) -> str:
    tag = "ol" if items[0].number else "ul"
    parts = [f'<ol start="{items[0].number}">' if tag == "ol" else "<ul>"]
    position = 0
    while position < len(items):
        end = position + 1
        while end < len(items) and items[end].depth > depth:
            end += 1
        inner = list_html(items[position + 1 : end], depth + 1) if end > position + 1 else ""
        parts.append(f"<li>{inline(items[position].text)}{inner}</li>")
        position = end
    return "".join(parts) + f"</{tag}>"


def inline(text: str) -> str:
    return "".join(f"<b>{escape(piece)}</b>" if bold else escape(piece) for bold, piece in spans(text))
