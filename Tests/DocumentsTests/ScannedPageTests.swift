import Foundation
import PageContent
import Records
import TestSupport
import Testing

@testable import Documents

/// Pages that are pictures, whatever little or wrong text lies over them.
@Suite struct ScannedPageTests {
  private func found(_ page: PageMaker, coverage: Double? = 1) -> (codes: [String], layer: TextLayer?) {
    var content = page.page
    content.imageCoverage = coverage
    let (warnings, layer) = PageWarnings.find(in: content)
    #expect(warnings.allSatisfy { $0.message.flaws == [] })
    return (warnings.map(\.code), layer)
  }

  private func page(_ lines: [String]) -> PageMaker {
    var page = PageMaker()
    page.lines(lines, x: 60, y: 80)
    return page
  }

  private static let junk = [
    "~s.gX6 .,;:tiA Xj4 &^% l1lI|| ;;.. #@ kfj xqz z9w ;:\" ~~ %% &*",
    "vvv ]]{ jkq wxz ,.. ||| l/l/l qqx zzk ??; .. ## tlk lkj zpq",
  ]
  private static let mistaken = [
    "第l9条労働時間は､l週間につLlては40時間､1曰につlノては8時間とす", "る｡業務の都合その他やむを得なLl事情によリ､これらを繰り上げることがある｡",
  ]

  @Test(arguments: [junk, mistaken])
  func `a text layer that was recognised badly is named`(lines: [String]) {
    #expect(found(page(lines)).codes == ["poor-recognition"])
    #expect(found(page(lines)).layer == .garbled)
    // Without a picture behind it, it is the author's own.
    #expect(found(page(lines), coverage: nil).layer == nil)
  }

  @Test(arguments: [
    [
      "Item KL-210, 2 pcs. at €12.50 (incl. VAT): see page 3/4 of RFC-1149, e.g. the NTSC and PCMCIA types.",
      "Call +44 20 7946 0018 or write to j.smith@example.com; ISO 9001:2015, §4.2 – 10 % off, 5 kg, 3 × 4 mm.",
    ],
    [
      "第19条　労働時間は、１週間については40時間、１日については８時間とする。", "LANケーブルをiPadに接続し、URLをfのキーで開く。ISO9001の第4条による。",
    ],
    ["Contents ................ 3", "Annex ................... 9", "- - - - - - - - - - - - - - - - - - - -"],
  ])
  func `a good one is not`(lines: [String]) { #expect(found(page(lines)).codes == []) }

  private func picture(_ text: String, dark: Bool = false) async throws -> Document {
    let pdf = PDFBytes()
    // Lines of print: dark and light rows by turns; or a photograph, dark all over.
    var pixels = Data()
    for row in 0..<200 {
      for column in 0..<150 {
        let isInk = row % 10 < 5 && column % 3 > 0
        pixels.append(dark ? UInt8(20 + column % 30) : isInk ? 20 : 245)
      }
    }
    let image = pdf.add(
      stream: pixels,
      "/Type /XObject /Subtype /Image /Width 150 /Height 200 /ColorSpace /DeviceGray /BitsPerComponent 8")
    let content = pdf.add(content: "q 595 0 0 842 0 0 cm /I Do Q 1 g BT /F 12 Tf 230 20 Td (\(text)) Tj ET")
    let root = pdf.pages([content], resources: "/XObject << /I \(image) 0 R >> /Font << /F \(pdf.helvetica()) 0 R >>")
    let folder = try TemporaryFolder()
    let file = try folder.write(pdf.data(root: root), to: "scan.pdf")
    let pool = ReaderPool(executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1)
    return try await DocumentLibrary(pool: pool).read(
      file, as: DocumentLibrary.sourceFile(at: file, path: "scan.pdf"))
  }

  @Test func `a scan with a page number for its text is named, and a photograph with a title is not`() async throws {
    let scan = try await picture("Page 3 of 10")
    #expect(scan.warnings.map(\.code) == ["scant-text-layer"])
    #expect(scan.warnings.first?.message.en.contains("only 9 characters") == true)
    #expect(scan.pages.first?.textLayer == .scant)
    let photograph = try await picture("Thank you", dark: true)
    #expect(photograph.warnings.isEmpty && photograph.pages.first?.textLayer == nil)
  }
}
