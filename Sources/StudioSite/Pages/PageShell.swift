import Charts
import Records

/// What every page has: head, navigation, switches for colours and language.
struct PageShell {
  let language: Language
  let title: String
  let current: String
  let body: String

  func html() -> String {
    let other: Language = language == .en ? .ja : .en
    return """
      <!doctype html>
      <html lang="\(language.rawValue)">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(Markup.escape(title)) – Shikomi</title>
      <link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/studio.css">
      <script src="/assets/theme.js"></script></head>
      <body>
      <header class="bar"><strong>Shikomi</strong>
      <nav>\(link("/review", language == .en ? "Review" : "確認"))\(link("/report/", language == .en ? "Report" : "レポート"))</nav>
      <span class="space"></span><span id="progress" role="status"></span>
      <button id="theme" type="button" hidden></button>
      <a href="\(current)?language=\(other.rawValue)" lang="\(other.rawValue)" id="switch">\(other == .en ? "English" : "日本語")</a></header>
      \(body)
      </body></html>
      """
  }

  private func link(_ path: String, _ name: String) -> String {
    "<a href=\"\(path)?language=\(language.rawValue)\"\(path == current ? " aria-current=\"page\"" : "")>\(name)</a>"
  }
}

/// A page that has nothing to show yet, with the command that changes that.
struct EmptyPage {
  let language: Language
  let text: String
  let command: String

  func response() -> HTTPResponse {
    let hint = language == .en ? "Run this first:" : "先に次のコマンドを実行してください："
    return .html(
      PageShell(
        language: language, title: text, current: "/report/",
        body:
          "<main class=\"empty\"><p>\(Markup.escape(text))</p><p>\(hint) <code>\(Markup.escape(command))</code></p></main>"
      ).html())
  }
}
