"""A source document as flat OpenDocument text, which LibreOffice converts: page style with header, footer and page numbers."""

from html import escape

from source_document import Heading, Paragraph, SourceDocument, Table, spans

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("meta", "meta"),
    ]
)

DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document {namespaces} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>{title}</dc:title></office:meta>
<office:font-face-decls>
 <style:font-face style:name="Western" svg:font-family="'{western}'"/>
 <style:font-face style:name="Asian" svg:font-family="'Noto Serif CJK JP'"/>
 <style:font-face style:name="AsianHeading" svg:font-family="'Noto Sans CJK JP'"/>
</office:font-face-decls>
<office:styles>
 <style:default-style style:family="paragraph"><style:text-properties style:font-name="Western" style:font-name-asian="Asian"
  fo:font-size="10.5pt" style:font-size-asian="10.5pt" {locale}/></style:default-style>
 <style:style style:name="Standard" style:family="paragraph" style:class="text"><style:paragraph-properties
  fo:margin-bottom="0.18cm" fo:line-height="135%"/></style:style>
 {heading_styles}
 <style:style style:name="Running" style:family="paragraph"><style:paragraph-properties>
  <style:tab-stops><style:tab-stop style:position="17cm" style:type="right"/></style:tab-stops></style:paragraph-properties>
  <style:text-properties fo:font-size="8.5pt" style:font-size-asian="8.5pt" fo:color="#555555"/></style:style>
 <style:style style:name="Centred" style:family="paragraph" style:parent-style-name="Running">
  <style:paragraph-properties fo:text-align="center"/></style:style>
 <style:style style:name="Cell" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0cm"/>
  <style:text-properties fo:font-size="9.5pt" style:font-size-asian="9.5pt"/></style:style>
 <style:style style:name="Bold" style:family="text"><style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>
 <text:list-style style:name="Bullets">{bullets}</text:list-style>
 <text:list-style style:name="Numbers">{numbers}</text:list-style>
</office:styles>
<office:automatic-styles>
 <style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
  fo:margin-top="1.5cm" fo:margin-bottom="1.5cm" fo:margin-left="2cm" fo:margin-right="2cm"/>
  <style:header-style><style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.5cm"/></style:header-style>
  <style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>
 <style:style style:name="Ruled" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #555555" fo:padding="0.1cm"/></style:style>
 <style:style style:name="HeadRuled" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #555555"
  fo:padding="0.1cm" fo:background-color="#e6efef"/></style:style>
 <style:style style:name="Grid" style:family="table"><style:table-properties style:width="17cm" table:align="left"
  fo:margin-bottom="0.3cm"/></style:style>
{column_styles}
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">
 <style:header><text:p text:style-name="Running">{header}<text:tab/>{number}</text:p></style:header>
 <style:footer><text:p text:style-name="Centred">{before_page}<text:page-number text:select-page="current"/>{after_page}</text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>
{body}
</office:text></office:body></office:document>
"""

COLUMN = """<style:style style:name="Column{count}" style:family="table-column"><style:table-column-properties
 style:column-width="{width:.3f}cm"/></style:style>"""

HEADING = """<style:style style:name="Heading{level}" style:family="paragraph" style:parent-style-name="Standard"
 style:default-outline-level="{level}"><style:paragraph-properties fo:margin-top="{above}cm" fo:margin-bottom="0.15cm" fo:keep-with-next="always"/>
 <style:text-properties style:font-name-asian="AsianHeading" fo:font-weight="bold" style:font-weight-asian="bold"
 fo:font-size="{size}pt" style:font-size-asian="{size}pt"/></style:style>"""


def write(document: SourceDocument) -> str:
    japanese = document.language == "ja"
    properties = document.properties
    return DOCUMENT.format(
        namespaces=NAMESPACES,
        title=escape(document.title),
        western=properties.get("font", "DejaVu Serif"),
        locale='fo:language="en" fo:country="GB" style:language-asian="ja" style:country-asian="JP"',
        heading_styles="\n".join(
            HEADING.format(level=level, above=above, size=size) for level, above, size in [(1, 0, 18), (2, 0.5, 13), (3, 0.3, 11)]
        ),
        column_styles="".join(COLUMN.format(count=count, width=17 / count) for count in range(1, 8)),
        bullets="".join(list_level("bullet", 'text:bullet-char="•"', level) for level in (1, 2, 3)),
        numbers="".join(list_level("number", 'style:num-format="1" style:num-suffix="."', level) for level in (1, 2, 3)),
        header=escape(properties.get("header", "")),
        number=escape(properties.get("number", "")),
        before_page="" if japanese else "Page ",
        after_page="ページ" if japanese else "",
        body="\n".join(block_fodt(block) for block in document.blocks),
    )


def list_level(kind, attributes, level) -> str:
    return (
        f'<text:list-level-style-{kind} text:level="{level}" {attributes}><style:list-level-properties'
        f' text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment'
        f' text:label-followed-by="listtab" fo:text-indent="-0.6cm" fo:margin-left="{0.7 * level:.1f}cm"/>'
        f"</style:list-level-properties></text:list-level-style-{kind}>"
    )


def block_fodt(block) -> str:
    if isinstance(block, Heading):
        return f'<text:h text:style-name="Heading{block.level}" text:outline-level="{block.level}">{inline(block.text)}</text:h>'
    if isinstance(block, Paragraph):
        return f'<text:p text:style-name="Standard">{inline(block.text)}</text:p>'
    if isinstance(block, Table):
        return table_fodt(block)
    return list_fodt(block.items, 0)


def table_fodt(table: Table) -> str:
    def row(cells, style):
        return "<table:table-row>" + "".join(
            f'<table:table-cell table:style-name="{style}"><text:p text:style-name="Cell">{inline(cell)}</text:p></table:table-cell>'
            for cell in cells
        ) + "</table:table-row>"

    count = len(table.header)
    columns = f'<table:table-column table:style-name="Column{count}" table:number-columns-repeated="{count}"/>'
    rows = row(table.header, "HeadRuled") + "".join(row(cells, "Ruled") for cells in table.rows)
    return f'<table:table table:style-name="Grid">{columns}{rows}</table:table>'


def list_fodt(items, depth) -> str:
    style = "Numbers" if items[0].number else "Bullets"
    parts = [f'<text:list text:style-name="{style}">']
    position = 0
    while position < len(items):
        end = position + 1
        while end < len(items) and items[end].depth > depth:
            end += 1
        inner = list_fodt(items[position + 1 : end], depth + 1) if end > position + 1 else ""
        parts.append(f'<text:list-item><text:p text:style-name="Standard">{inline(items[position].text)}</text:p>{inner}</text:list-item>')
        position = end
    return "".join(parts) + "</text:list>"


def inline(text: str) -> str:
    return "".join(
        f'<text:span text:style-name="Bold">{escape(piece)}</text:span>' if bold else escape(piece) for bold, piece in spans(text)
    )
