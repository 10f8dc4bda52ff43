import PageContent
import Records

/// What a person should know about a page that was read all the same.
enum PageWarnings {
  /// Share of unreadable glyphs above which a page is reported.
  private static let mostUnreadable = 0.05
  /// Share of unreadable or garbled glyphs from which a text layer is of no use.
  private static let mostGarbage = 0.5
  /// Share of a page's height with ink beside its text from which the picture holds words: lines of print cover half.
  private static let leastUnread = 0.25

  /// The warnings, and what is to be said of the page's text as a whole: nil where it can be used.
  static func find(in content: PageContent) -> (warnings: [DocumentWarning], layer: TextLayer?) {
    // Nobody knows what a page holds that was lost: it is no scan.
    if let loss = content.loss { return ([loss.warning(page: content.number)], nil) }
    guard !content.glyphs.isEmpty else {
      guard content.isTextCutShort else { return ([withoutText(content)], .missing) }
      // Its letters were left out: only a picture besides them may be a scan.
      let cut = cutShort(content.number, isWhole: true)
      return mayBeScan(content) ? ([cut, withoutText(content)], .missing) : ([cut], nil)
    }
    var warnings: [DocumentWarning] = []
    let number = content.number
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
    let garbled = GarbledText(content)
    let poor = PoorRecognition(content)
    if garbled.glyphs > 0 {
      warnings.append(garbledText(garbled, on: number))
    } else if poor.glyphs > 0 {
      warnings.append(poorRecognition(poor.glyphs, on: number))
    }
    if content.isTextCutShort { warnings.append(cutShort(number, isWhole: false)) }
    let invisible = content.glyphs.count(where: \.isInvisible)
    if invisible > 0 { warnings.append(invisibleText(invisible, on: number)) }
    if isScant(content) {
      warnings.append(scantText(content.glyphs.count - invisible, on: number))
      return (warnings, .scant)
    }
    let isGarbage = Double(unreadable + garbled.glyphs) > mostGarbage * Double(content.glyphs.count)
    return (warnings, isGarbage || poor.glyphs > 0 ? .garbled : nil)
  }

  /// What is to be said where letters were left out: larger than the page, scattered without number, behind instructions
  /// that break off.
  private static func cutShort(_ number: Int, isWhole: Bool) -> DocumentWarning {
    let text =
      isWhole
      ? BilingualText(
        en: "page \(number) has text, but none of it could be read: its letters are larger than the page, or its "
          + "instructions break off; print the file to PDF anew",
        ja: "\(number) ページ目には文字がありますが、読み取れませんでした（ページより大きいか、描画の命令が途中で切れています）。"
          + "PDF に印刷し直してください。")
      : BilingualText(
        en: "page \(number): a part of the text could not be read; print the file to PDF anew",
        ja: "\(number) ページ目の文字の一部を読み取れませんでした。PDF に印刷し直してください。")
    return DocumentWarning(page: number, code: "text-cut-short", message: text)
  }

  private static func mayBeScan(_ content: PageContent) -> Bool { (content.imageCoverage ?? 0) > 0.02 }

  private static func withoutText(_ content: PageContent) -> DocumentWarning {
    let seen =
      mayBeScan(content)
      ? BilingualText(en: "it is a picture, perhaps a scan", ja: "画像のページで、スキャンしたものかもしれません")
      : BilingualText(en: "it is empty or drawn", ja: "白紙か、図形だけのページです")
    let number = content.number
    return DocumentWarning(
      page: number, code: "no-text-layer",
      message: BilingualText(
        en: "page \(number) has no text: \(seen.en); run OCR over the file and put the result here",
        ja: "\(number) ページ目に文字がありません（\(seen.ja)）。OCR をかけたファイルに置き換えてください。"))
  }

  /// A picture of a page whose own words nobody can copy. A drawing or a photograph with its title has less ink beside it,
  /// or no paper.
  private static func isScant(_ content: PageContent) -> Bool {
    content.imageCoverage ?? 0 >= PoorRecognition.covering && content.unreadHeight ?? 0 >= leastUnread
  }

  private static func scantText(_ count: Int, on number: Int) -> DocumentWarning {
    DocumentWarning(
      page: number, code: "scant-text-layer",
      message: BilingualText(
        en: "page \(number) is a picture, perhaps a scan, and only \(count) characters of it are text; "
          + "run OCR over the file and put the result here",
        ja: "\(number) ページ目は画像で、スキャンしたものかもしれません。文字は \(count) 字しかありません。"
          + "OCR をかけたファイルに置き換えてください。"))
  }

  private static func poorRecognition(_ count: Int, on number: Int) -> DocumentWarning {
    DocumentWarning(
      page: number, code: "poor-recognition",
      message: BilingualText(
        en: "page \(number): the text was recognised from a picture, and badly (\(count) characters are in doubt); "
          + "run a better OCR over the file and put the result here",
        ja: "\(number) ページ目の文字は画像から認識されたもので、誤りが多くあります（\(count) 文字）。"
          + "OCR をかけ直したファイルに置き換えてください。"))
  }

  private static func garbledText(_ garbled: GarbledText, on number: Int) -> DocumentWarning {
    let fonts = garbled.fonts.joined(separator: ", ")
    return DocumentWarning(
      page: number, code: "garbled-text",
      message: BilingualText(
        en: "page \(number): \(garbled.glyphs) characters make no sense as text (font \(fonts)): the file maps them to "
          + "wrong characters; print it to PDF anew or run OCR over it",
        ja: "\(number) ページ目の \(garbled.glyphs) 文字が文字化けしています（フォント \(fonts)）。"
          + "PDF に印刷し直すか、OCR をかけてください。"))
  }

  private static func invisibleText(_ count: Int, on number: Int) -> DocumentWarning {
    DocumentWarning(
      page: number, code: "invisible-text",
      message: BilingualText(
        en: "page \(number): nothing is to be seen where \(count) characters stand; they are kept apart from the text",
        ja: "\(number) ページ目の \(count) 文字は紙面に見えません。本文とは分けてあります。"))
  }

  /// What is to be said of a page with more lines and cells than are put in order.
  static func crowded(_ number: Int) -> DocumentWarning {
    DocumentWarning(
      page: number, code: "too-many-lines",
      message: BilingualText(
        en:
          "page \(number) has more than \(TurnedLines.mostSegments) pieces of lines: its text is kept in the order of the "
          + "file, without columns and tables; print the file to PDF on smaller pages",
        ja: "\(number) ページ目は行の断片が \(TurnedLines.mostSegments) を超えています。段組みや表を調べず、ファイル内の順のまま読み取りました。"
          + "小さなページに分けて PDF に印刷し直してください。"))
  }

  private static func isUnreadable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0xE000: false
    // Bullets of symbol fonts.
    case 0xF0A7, 0xF0B7: false
    case 0xE000...0xF8FF, 0xFFFD, 0xF0000...: true
    default: false
    }
  }
}
