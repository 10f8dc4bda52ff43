import Foundation
import TestSupport

/// PDFs that were made to break who reads them. Each shows one attack and nothing else.
enum HostileFiles {
  private static func text(_ words: String) -> String { "BT /F 12 Tf 72 700 Td (\(words)) Tj ET" }

  /// Pages with the given contents, with Helvetica as `F` and whatever else the resources name.
  static func plain(_ contents: [String], size: (Double, Double) = (595, 842), count: Int? = nil) -> Data {
    let pdf = PDFBytes()
    let font = pdf.helvetica()
    let pages = contents.map { pdf.add(content: text($0)) }
    return pdf.data(root: pdf.pages(pages, resources: "/Font << /F \(font) 0 R >>", size: size, count: count))
  }

  /// A content stream of nearly nothing that is a gigabyte when it is unpacked, twice.
  static func compressionBomb() -> Data {
    let pdf = PDFBytes()
    let font = pdf.helvetica()
    let block = Data(String(repeating: "q Q\n", count: 4 << 20).utf8)
    let packed = ZLib.deflate(block) ?? Data()
    // Streams of one page count as one: each unpacks to 16 MB.
    let streams = (0..<200).map { _ in
      pdf.add(stream: ZLib.deflate(packed) ?? Data(), "/Filter [/FlateDecode /FlateDecode]")
    }
    let tree = pdf.reserve()
    let contents = streams.map { "\($0) 0 R" }.joined(separator: " ")
    let page = pdf.add(
      "<< /Type /Page /Parent \(tree) 0 R /MediaBox [0 0 595 842] /Contents [\(contents)] "
        + "/Resources << /Font << /F \(font) 0 R >> >> >>")
    pdf.add("<< /Type /Pages /Kids [\(page) 0 R] /Count 1 >>", as: tree)
    return pdf.data(root: pdf.add("<< /Type /Catalog /Pages \(tree) 0 R >>"))
  }

  /// Two hundred characters a line on one page, by default three million.
  static func textBomb(lines count: Int = 15_000) -> Data {
    let pdf = PDFBytes()
    let font = pdf.helvetica()
    let line = String(repeating: "MOON WOOD ", count: 20)
    let lines = (0..<count).map { "1 0 0 1 72 \($0 * 8) Tm (\(line)) Tj" }.joined(separator: "\n")
    let content = pdf.add(
      stream: ZLib.deflate(Data("BT /F 8 Tf \(lines) ET".utf8)) ?? Data(), "/Filter /FlateDecode")
    return pdf.data(root: pdf.pages([content], resources: "/Font << /F \(font) 0 R >>", size: (1_500, 120_000)))
  }

  /// One page among others whose forms call each other: ten to the power of `depth` drawings.
  static func laughingForms(pages: Int = 1, bad: Set<Int> = [1], depth: Int = 12) -> Data {
    let pdf = PDFBytes()
    let font = pdf.helvetica()
    var inner = pdf.add(
      stream: Data("0 0 m 1 1 l S".utf8), "/Type /XObject /Subtype /Form /BBox [0 0 600 900]")
    for _ in 0..<depth {
      inner = pdf.add(
        stream: Data(String(repeating: "/X Do ", count: 10).utf8),
        "/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << /X \(inner) 0 R >> >>")
    }
    let contents = (1...pages).map { page in
      pdf.add(content: text("Page \(page) is here.") + (bad.contains(page) ? " /X Do" : ""))
    }
    return pdf.data(
      root: pdf.pages(contents, resources: "/Font << /F \(font) 0 R >> /XObject << /X \(inner) 0 R >>"))
  }

  /// A form that draws itself.
  static func formInItself() -> Data {
    let pdf = PDFBytes()
    let font = pdf.helvetica()
    let form = pdf.reserve()
    pdf.add(
      stream: Data("/X Do".utf8),
      "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X \(form) 0 R >> >>", as: form)
    let content = pdf.add(content: text("Around and around.") + " /X Do")
    return pdf.data(
      root: pdf.pages([content], resources: "/Font << /F \(font) 0 R >> /XObject << /X \(form) 0 R >>"))
  }

  /// A tree of pages whose node is its own child.
  static func cyclicTree() -> Data {
    let pdf = PDFBytes()
    let tree = pdf.reserve()
    pdf.add("<< /Type /Pages /Kids [\(tree) 0 R \(tree) 0 R] /Count 2 >>", as: tree)
    return pdf.data(root: pdf.add("<< /Type /Catalog /Pages \(tree) 0 R >>"))
  }

  /// A tree of pages so deep that whoever walks it by calling itself runs out of stack.
  static func deepTree(_ depth: Int = 40_000) -> Data {
    let pdf = PDFBytes()
    let top = pdf.reserve()
    var parent = top
    for _ in 0..<depth {
      let child = pdf.reserve()
      pdf.add("<< /Type /Pages /Kids [\(child) 0 R] /Count 1 /Parent \(parent) 0 R >>", as: parent)
      parent = child
    }
    pdf.add("<< /Type /Page /Parent \(parent) 0 R /MediaBox [0 0 9 9] >>", as: parent)
    return pdf.data(root: pdf.add("<< /Type /Catalog /Pages \(top) 0 R >>"))
  }

  /// Arrays in arrays, deeper than any stack.
  static func deepArrays() -> Data {
    let pdf = PDFBytes()
    let font = pdf.helvetica()
    let content = pdf.add(
      content: text("Deep.") + " " + String(repeating: "[", count: 500_000) + " TJ")
    return pdf.data(root: pdf.pages([content], resources: "/Font << /F \(font) 0 R >>"))
  }

  /// A hundred thousand pixels a side in three colours, thirty gigabytes, from a stream of a few bytes.
  static func explodingImage() -> Data {
    let pdf = PDFBytes()
    let font = pdf.helvetica()
    let packed = ZLib.deflate(Data(count: 16 << 20)) ?? Data()
    let image = pdf.add(
      stream: ZLib.deflate(packed) ?? Data(),
      "/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
        + "/Filter [/FlateDecode /FlateDecode]")
    let content = pdf.add(content: text("A picture.") + " q 500 0 0 500 0 0 cm /I Do Q")
    return pdf.data(
      root: pdf.pages([content], resources: "/Font << /F \(font) 0 R >> /XObject << /I \(image) 0 R >>"))
  }

  /// A font each of whose characters stands for ten thousand, on a page with ten thousand of them.
  static func explodingFont() -> Data {
    let pdf = PDFBytes()
    let long = String(repeating: "0041", count: 10_000)
    let map = pdf.add(
      content: "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        + "1 beginbfchar <41> <\(long)> endbfchar endcmap end")
    let font = pdf.add(
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode \(map) 0 R >>")
    let line = String(repeating: "A", count: 100)
    let lines = (0..<100).map { "1 0 0 1 10 \($0 * 8) Tm (\(line)) Tj" }.joined(separator: "\n")
    let content = pdf.add(content: "BT /F 7 Tf \(lines) ET")
    return pdf.data(root: pdf.pages([content], resources: "/Font << /F \(font) 0 R >>"))
  }

  /// A Type 3 font whose characters are drawn with itself.
  static func fontInItself() -> Data {
    let pdf = PDFBytes()
    let font = pdf.reserve()
    let glyph = pdf.add(content: "1000 0 0 0 1000 1000 d1 BT /F 1 Tf (aaaaaaaaaa) Tj ET")
    pdf.add(
      "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 "
        + "/LastChar 97 /Widths [1000] /Encoding << /Type /Encoding /Differences [97 /a] >> "
        + "/CharProcs << /a \(glyph) 0 R >> /Resources << /Font << /F \(font) 0 R >> >> >>", as: font)
    let content = pdf.add(content: "BT /F 12 Tf 72 700 Td (aaaa) Tj ET")
    return pdf.data(root: pdf.pages([content], resources: "/Font << /F \(font) 0 R >>"))
  }

  /// A cross-reference table that names itself as the one before it, and a stream whose length is its own.
  static func circularReferences() -> Data {
    let pdf = PDFBytes()
    let font = pdf.helvetica()
    let content = pdf.reserve()
    let plain = "<< /Length \(content) 0 R >>\nstream\n\(text("Around."))\nendstream"
    pdf.add(plain, as: content)
    let root = pdf.pages([content], resources: "/Font << /F \(font) 0 R >>")
    let start = pdf.data(root: root).count
    // The table lies at about the end; wherever Prev points, it is no table or this one.
    return pdf.data(root: root, trailer: "/Prev \(start - 100) /XRefStm \(start - 100)")
  }

  /// A character that stands for U+0000, in the midst of a text.
  static func zeroInText() -> Data {
    let pdf = PDFBytes()
    let map = pdf.add(
      content: "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        + "1 beginbfchar <7A> <0000> endbfchar endcmap end")
    let font = pdf.add(
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode \(map) 0 R >>")
    let lines = ["Before it.", "A z stands here.", "Behind it there is more."]
    let shown = lines.enumerated().map { "1 0 0 1 72 \(700 - 40 * $0) Tm (\($1)) Tj" }.joined(separator: "\n")
    let content = pdf.add(content: "BT /F 12 Tf \(shown) ET")
    return pdf.data(root: pdf.pages([content], resources: "/Font << /F \(font) 0 R >>"))
  }
}
