import PageContent
import Records

/// The lines of a page that run one way.
struct TurnedLines: Sendable {
  var frame: PageFrame
  var segments: [LineSegment]

  /// Takes words as they stand in their frame. A page in Arabic or Hebrew is laid out as a mirror shows it, so that its
  /// columns and cells, too, follow each other from the right.
  init(_ words: [Word], ruled rules: PageRules?, in frame: PageFrame, page: Int) {
    var words = words
    self.frame = frame
    if frame.turn == .upright, WritingDirection.isRightToLeft(words) {
      self.frame.turn = .mirrored
      words = words.map(self.frame.turned)
    }
    let ruled = RuledTables(words, rules, page: page, frame: self.frame)
    segments = SegmentBuilder.segments(of: ruled.rest, page: page, frame: self.frame)
    segments += ruled.tables.map(LineSegment.init)
  }
}

/// One page as line segments: what is kept of a page while the others are still being read.
struct PageLines: Sendable {
  var page: Page
  /// What stands upright, in horizontal lines.
  var segments: [LineSegment]
  /// What runs another way, each part as its own frame sees it; vertical writing first.
  var turned: [TurnedLines] = []
  var warnings: [DocumentWarning] = []
  /// Links, form fields and annotations.
  var parts = PageParts()

  /// Share of unreadable glyphs above which a page is reported.
  private static let mostUnreadable = 0.05

  init(page: Page, segments: [LineSegment]) {
    self.page = page
    self.segments = segments
  }

  init(_ content: PageContent) {
    page = Page(number: content.number, width: content.width, height: content.height, rotation: content.rotation)
    let lines = PageGlyphs(content).parts.map { part in
      let words = Ruby.attached(WordBuilder.words(of: part.glyphs, styles: content.styles))
      return TurnedLines(words, ruled: content.rules, in: part.frame, page: content.number)
    }
    segments = lines[0].segments
    turned = Array(lines.dropFirst())
    warnings = Self.warnings(about: content)
    parts = content.parts
  }

  /// Whether most of the text does not stand upright in horizontal lines.
  var isMostlyTurned: Bool {
    let upright = segments.reduce(0) { $0 + $1.glyphCount }
    return turned.reduce(0) { $0 + $1.segments.reduce(0) { $0 + $1.glyphCount } } > upright
  }

  private static func warnings(about content: PageContent) -> [DocumentWarning] {
    let number = content.number
    if let loss = content.loss {
      return [DocumentWarning(page: number, code: "page-unreadable", message: loss.text(number))]
    }
    guard !content.glyphs.isEmpty else {
      let seen =
        (content.imageCoverage ?? 0) > 0.02
        ? BilingualText(en: "it is a picture, perhaps a scan", ja: "画像のページで、スキャンしたものかもしれません")
        : BilingualText(en: "it is empty or drawn", ja: "白紙か、図形だけのページです")
      return [
        DocumentWarning(
          page: number, code: "no-text-layer",
          message: BilingualText(
            en: "page \(number) has no text: \(seen.en); run OCR over the file and put the result here",
            ja: "\(number) ページ目に文字がありません（\(seen.ja)）。OCR をかけたファイルに置き換えてください。"))
      ]
    }
    var warnings: [DocumentWarning] = []
    let unreadable = content.glyphs.count { isUnreadable($0.scalar) }
    if Double(unreadable) > mostUnreadable * Double(content.glyphs.count) {
      warnings.append(
        DocumentWarning(
          page: number, code: "glyphs-without-unicode",
          message: BilingualText(
            en: "page \(number): \(unreadable) of \(content.glyphs.count) characters have no Unicode value; "
              + "the file was made without a text mapping, print it to PDF anew",
            ja: "\(number) ページ目の \(content.glyphs.count) 文字のうち \(unreadable) 文字の文字コードが分かりません。"
              + "文字の対応表のない PDF です。PDF に印刷し直してください。")))
    }
    if content.isTextCutShort {
      warnings.append(
        DocumentWarning(
          page: number, code: "text-cut-short",
          message: BilingualText(
            en: "page \(number): a part of the text could not be read; print the file to PDF anew",
            ja: "\(number) ページ目の文字の一部を読み取れませんでした。PDF に印刷し直してください。")))
    }
    return warnings
  }

  private static func isUnreadable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0xE000: false
    case 0xE000...0xF8FF, 0xFFFD, 0xF0000...: true
    default: false
    }
  }
}

extension PageLoss {
  /// What happened to a page, and what to do.
  fileprivate func text(_ page: Int) -> BilingualText {
    let why =
      switch self {
      case .unreadable: BilingualText(en: "the file is damaged there", ja: "その部分が壊れています")
      case .tooLarge: BilingualText(en: "it holds too much text", ja: "文字が多すぎます")
      case .timedOut: BilingualText(en: "it took too long", ja: "時間がかかりすぎました")
      case .readerDied: BilingualText(en: "the reader process died of it", ja: "読み取りプロセスが異常終了しました")
      }
    return BilingualText(
      en: "page \(page) could not be read: \(why.en); the other pages were; print the file to PDF anew",
      ja: "\(page) ページ目を読み取れませんでした（\(why.ja)）。ほかのページは読み取りました。PDF に印刷し直してください。")
  }
}
