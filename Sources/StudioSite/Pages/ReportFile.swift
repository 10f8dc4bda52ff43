import Foundation
import Records

/// The latest report, as `compare` wrote it.
struct ReportFile {
  let output: URL

  func response(_ language: Language) -> HTTPResponse {
    let file = output.appendingPathComponent("report/index.html")
    guard let data = try? Data(contentsOf: file) else {
      return EmptyPage(
        language: language,
        text: language == .en ? "There is no report yet." : "レポートはまだありません。",
        command: "shikomi run"
      ).response()
    }
    return HTTPResponse(
      type: "text/html; charset=utf-8", body: Self.beginning(with: language, data),
      // The report is one file with its own style and no script.
      headers: ["Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:"])
  }

  /// Both languages stand in the file, and the one that `compare` was run in is ticked; a reader of the studio goes on in
  /// theirs.
  private static func beginning(with language: Language, _ file: Data) -> Data {
    func box(_ language: Language, _ ticked: Bool) -> String {
      "id=\"show-\(language.rawValue)\"\(ticked ? " checked" : "")>"
    }
    let other: Language = language == .en ? .ja : .en
    let text = String(decoding: file, as: UTF8.self)
    guard text.contains(box(other, true)) else { return file }
    let turned = text.replacing(box(other, true), with: box(other, false), maxReplacements: 1)
      .replacing(box(language, false), with: box(language, true), maxReplacements: 1)
      .replacing("<html lang=\"\(other.rawValue)\"", with: "<html lang=\"\(language.rawValue)\"", maxReplacements: 1)
    return Data(turned.utf8)
  }
}
