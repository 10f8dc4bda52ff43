import Documents
import Foundation
import Records

extension Doctor {
  /// Reads Japanese in a font that is not embedded. Where the tables of character codes (CMaps) are missing, poppler loses
  /// such text without a word: 17 of 71 Japanese test documents lost all or most of it.
  func characterMaps() async -> Check {
    let what = BilingualText(en: "Japanese CMaps", ja: "日本語の CMap")
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("shikomi-doctor-cmaps-\(getpid()).pdf")
    defer { try? FileManager.default.removeItem(at: url) }
    do {
      try Data(Self.japanesePDF.utf8).write(to: url)
      let pool = ReaderPool(executable: ReaderPool.installedExecutable, count: 1)
      let source = try DocumentLibrary.sourceFile(at: url, path: "doctor-cmaps.pdf")
      let text = try await DocumentLibrary(pool: pool).read(url, as: source).blocks.map(\.text).joined()
      // One word through Unicode's CMap, one through Shift_JIS's.
      guard text.contains("就業"), text.contains("規則") else { return Self.missingMaps(what) }
      return Check(
        what: what, state: .good,
        finding: BilingualText(
          en: "Japanese without embedded fonts is read", ja: "フォントの埋め込まれていない日本語を読めます"))
    } catch is UnreadableDocument {
      return Self.missingMaps(what)
    } catch {
      return Check(what: what, state: .bad, finding: BilingualText(reasonOf: error))
    }
  }

  private static func missingMaps(_ what: BilingualText) -> Check {
    Check(
      what: what, state: .bad,
      finding: BilingualText(
        en: "missing: Japanese text in fonts that are not embedded is lost. Install them: apt-get install poppler-data",
        ja: "ありません。フォントの埋め込まれていない日本語の文字が失われます。apt-get install poppler-data で入れてください。"))
  }

  /// 就業 in `UniJIS-UTF16-H` and 規則 in `90ms-RKSJ-H`.
  private static let japanesePDF = """
    %PDF-1.4
    1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
    2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
    3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>> endobj
    4 0 obj <</Length 96>> stream
    BT /F1 24 Tf 40 140 Td <5C31696D> Tj ET
    BT /F2 24 Tf 40 60 Td <8B4B91A5> Tj ET              
    endstream endobj
    5 0 obj <</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/UniJIS-UTF16-H/DescendantFonts[7 0 R]>> endobj
    6 0 obj <</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/90ms-RKSJ-H/DescendantFonts[7 0 R]>> endobj
    7 0 obj <</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/DW 1000/FontDescriptor 8 0 R
    /CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>> endobj
    8 0 obj <</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880
    /Descent -120/CapHeight 700/StemV 80>> endobj
    trailer <</Root 1 0 R>>
    %%EOF
    """
}
