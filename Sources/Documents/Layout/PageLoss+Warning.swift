import PageContent
import Records

extension PageLoss {
  /// What happened to a page, and what to do.
  func warning(page: Int) -> DocumentWarning {
    let why =
      switch self {
      case .unreadable: BilingualText(en: "the file is damaged there", ja: "その部分が壊れています")
      case .tooLarge: BilingualText(en: "it holds too much text", ja: "文字が多すぎます")
      case .timedOut: BilingualText(en: "it took too long", ja: "時間がかかりすぎました")
      case .readerDied: BilingualText(en: "the reader process died of it", ja: "読み取りプロセスが異常終了しました")
      }
    return DocumentWarning(
      page: page, code: "page-unreadable",
      message: BilingualText(
        en: "page \(page) could not be read: \(why.en); the other pages are not affected; print the file to PDF anew",
        ja: "\(page) ページ目を読み取れませんでした（\(why.ja)）。ほかのページに影響はありません。PDF に印刷し直してください。"))
  }
}
