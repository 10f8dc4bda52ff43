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
      type: "text/html; charset=utf-8", body: data,
      // The report is one file with its own style and no script.
      headers: ["Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:"])
  }
}
