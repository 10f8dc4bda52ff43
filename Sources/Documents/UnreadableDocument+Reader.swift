import Foundation
import Glibc
import PageContent
import Records

extension UnreadableDocument {
  /// What a reader said about a file, in this program's words.
  init(_ failure: ReaderFailure, url: URL, path: String) {
    switch failure.code {
    case .encrypted: self.init(encrypted: path, hadPassword: false, unset: [])
    case .noSuchPage, .badRequest, .renderingFailed, .noText, .tooLarge:
      self.init(
        path: path, reason: .damaged, detail: BilingualText(en: failure.message.en, ja: failure.message.ja + "。"))
    case .damaged, .cannotOpen:
      self.init(damagedPDF: url, path: path, message: failure.message)
    }
  }

  /// What a reader said about a text file.
  init(ofText failure: ReaderFailure, path: String) {
    switch failure.code {
    case .noText: self.init(path: path, reason: .unsupportedType, detail: failure.message)
    case .tooLarge: self.init(path: path, reason: .tooLarge, detail: failure.message)
    case .cannotOpen:
      self.init(
        path: path, reason: .missing,
        detail: BilingualText(
          en: "the file cannot be read (\(failure.message.en)); check that it is still there",
          ja: "ファイルを読めません（\(failure.message.ja)）。まだその場所にあるか確認してください。"))
    default:
      self.init(
        path: path, reason: .damaged, detail: BilingualText(en: failure.message.en, ja: failure.message.ja + "。"))
    }
  }

  /// How a reader process ended.
  init(_ error: ProtocolError, signal: Int32?, isText: Bool, path: String) {
    let advice =
      isText
      ? BilingualText(en: "split the file, or export it again", ja: "ファイルを分割するか、書き出し直してください。")
      : BilingualText(en: "print the file to PDF anew", ja: "PDF に印刷し直してください。")
    switch error {
    case .timedOut:
      self.init(
        path: path, reason: .timedOut,
        detail: BilingualText(
          en: "reading took too long and was stopped; \(advice.en)",
          ja: "時間がかかりすぎるため、読み取りを中止しました。\(advice.ja)"))
    case .closed where signal == SIGXCPU:
      self.init(
        path: path, reason: .timedOut,
        detail: BilingualText(
          en: "reading used too much processor time and was stopped; \(advice.en)",
          ja: "CPU 時間を使いすぎるため、読み取りを中止しました。\(advice.ja)"))
    case .closed:
      let how = signal.map { BilingualText(en: " (signal \($0))", ja: "（シグナル \($0)）") }
      self.init(
        path: path, reason: .readerDied,
        detail: BilingualText(
          en: "the reader process died on this file\(how?.en ?? ""); the other files are not affected; \(advice.en)",
          ja: "このファイルの読み取り中に読み取りプロセスが異常終了しました\(how?.ja ?? "")。ほかのファイルに影響はありません。\(advice.ja)"))
    case .malformed, .failed:
      self.init(
        path: path, reason: .readerDied, detail: BilingualText(en: error.text.en, ja: error.text.ja + "。"))
    }
  }

  /// A text file that is longer than any document.
  init(textOf size: Int, limit: Int, path: String) {
    self.init(
      path: path, reason: .tooLarge,
      detail: BilingualText(
        en: "the file has \(size >> 20) MiB, and no more than \(limit >> 20) MiB of text are read of one; split it",
        ja: "\(size >> 20) MiB あります。一つのテキストファイルから読み取れるのは \(limit >> 20) MiB までです。分割してください。"))
  }

  /// More pages than are read.
  init(pages: Int, limit: Int, path: String) {
    self.init(
      path: path, reason: .tooLarge,
      detail: BilingualText(
        en: "the PDF says that it has \(pages) pages, and no more than \(limit) are read; split it",
        ja: "\(pages) ページあるとされていますが、読み取れるのは \(limit) ページまでです。分割してください。"))
  }

  /// More text than is read.
  init(bytes limit: Int, path: String) {
    self.init(
      path: path, reason: .tooLarge,
      detail: BilingualText(
        en: "the file holds more than is read of one (\(limit >> 20) MiB); split it",
        ja: "一つのファイルから読み取れる量（\(limit >> 20) MiB）を超えています。分割してください。"))
  }

  /// More headings, paragraphs and items than are read.
  init(blocks limit: Int, path: String) {
    self.init(
      path: path, reason: .tooLarge,
      detail: BilingualText(
        en:
          "the file has more than \(limit) headings, paragraphs, items and tables, and no more are read of one; split it",
        ja: "見出し・段落・箇条書き・表が \(limit) 個を超えています。一つのファイルから読み取れるのはそこまでです。分割してください。"))
  }

  /// Not one page could be read; `loss` is what was wrong with the first, nil where there is none.
  init(path: String, loss: PageLoss?) {
    if loss == .tooLarge {
      self.init(
        path: path, reason: .tooLarge,
        detail: BilingualText(
          en: "its pages hold more text than is read of one; print the file to PDF anew",
          ja: "1 ページの文字が多すぎて読み取れません。PDF に印刷し直してください。"))
    } else {
      self.init(
        path: path, reason: .damaged,
        detail: BilingualText(
          en: "the PDF is damaged (not one of its pages can be found); export it again from its source",
          ja: "PDF が壊れています（ページが一つも見つかりません）。元の文書から書き出し直してください。"))
    }
  }
}
