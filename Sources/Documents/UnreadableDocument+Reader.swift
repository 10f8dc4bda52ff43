import Foundation
import Glibc
import PageContent
import Records

extension UnreadableDocument {
  /// What a reader said about a file, in this program's words.
  init(_ failure: ReaderFailure, url: URL, path: String) {
    switch failure.code {
    case .encrypted: self.init(encrypted: path, hadPassword: false, unset: [])
    case .noSuchPage, .badRequest, .renderingFailed:
      self.init(
        path: path, reason: .damaged, detail: BilingualText(en: failure.message.en, ja: failure.message.ja + "。"))
    case .damaged, .cannotOpen:
      self.init(damagedPDF: url, path: path, message: failure.message)
    }
  }

  /// How a reader process ended.
  init(_ error: ProtocolError, signal: Int32?, path: String) {
    switch error {
    case .timedOut:
      self.init(
        path: path, reason: .timedOut,
        detail: BilingualText(
          en: "reading took too long and was stopped; print the file to PDF anew",
          ja: "時間がかかりすぎるため、読み取りを中止しました。PDF に印刷し直してください。"))
    case .closed where signal == SIGXCPU:
      self.init(
        path: path, reason: .timedOut,
        detail: BilingualText(
          en: "reading used too much processor time and was stopped; print the file to PDF anew",
          ja: "CPU 時間を使いすぎるため、読み取りを中止しました。PDF に印刷し直してください。"))
    case .closed:
      let how = signal.map { BilingualText(en: " (signal \($0))", ja: "（シグナル \($0)）") }
      self.init(
        path: path, reason: .readerDied,
        detail: BilingualText(
          en: "the reader process died on this file\(how?.en ?? ""); the other files are not affected; "
            + "print it to PDF anew",
          ja: "このファイルの読み取り中に読み取りプロセスが異常終了しました\(how?.ja ?? "")。ほかのファイルに影響はありません。"
            + "PDF に印刷し直してください。"))
    case .malformed, .failed:
      self.init(
        path: path, reason: .readerDied, detail: BilingualText(en: error.text.en, ja: error.text.ja + "。"))
    }
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
        en: "the PDF holds more than is read of one file (\(limit >> 20) MiB); split it",
        ja: "一つのファイルから読み取れる量（\(limit >> 20) MiB）を超えています。分割してください。"))
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
