import Records

/// Says what a group of lines is: heading, list item, caption, footnote, code or paragraph.
struct BlockKinds {
  let body: BodyStyle
  /// Characters beyond which nothing is a heading; Japanese says as much in half of them.
  private static let longestHeading = 120
  private static let longestJapaneseHeading = 50
  private static let captionWords = [
    "図", "表", "写真", "Figure ", "Fig. ", "Table ", "Exhibit ", "Listing ", "Example ", "Chart ", "Abbildung ",
    "Tabelle ",
  ]
  private static let longestCaption = 8
  private static let captionInitials = Set(captionWords.compactMap(\.unicodeScalars.first))

  func kind(of lines: [FlowLine], in region: (left: Double, right: Double), pageHeight: Double) -> Block.Kind {
    if lines.allSatisfy(\.isMonospaced) { return .code }
    let text = lines[0].text
    if lines.count <= Self.longestCaption, Self.isCaption(text) { return .caption }
    if isHeading(lines) { return .heading }
    if isFootnote(lines, pageHeight: pageHeight) { return .footnote }
    switch lines[0].marker?.kind {
    case .bullet, .number: return .listItem
    case .note: return lines[0].size <= 0.9 * body.size ? .footnote : .paragraph
    case .section, .article, .label, nil: return .paragraph
    }
  }

  static func isCaption(_ row: Row) -> Bool {
    // Few lines begin with such a letter, and to make a line's text takes time.
    row.segments[0].words.contains { captionInitials.contains($0.first) } && isCaption(row.text)
  }

  /// `図1`, `Table 2:`: the word, then a number.
  static func isCaption(_ text: String) -> Bool {
    guard let initial = text.unicodeScalars.first, captionInitials.contains(initial) else { return false }
    for word in captionWords where text.hasPrefix(word) {
      let rest = text.unicodeScalars.dropFirst(word.unicodeScalars.count).drop { $0.isWhitespace }
      // `2`, `3-9`, `2.8`, `CA2b`
      let letters = rest.prefix { $0.isUppercase }.count
      guard letters <= 3, let first = rest.dropFirst(letters).first, ListMarker.isDigit(first) else { continue }
      // `表1に示す` and `Table 2 shows` begin a sentence.
      let digits = rest.dropFirst(letters).drop { ListMarker.isDigit($0) || $0 == "." || $0 == "-" || $0 == "．" }
      let after = digits.first.map { $0.isLowercase } == true ? digits.dropFirst() : digits
      guard let next = after.first else { return true }
      if next == " ", word.hasSuffix(" ") {
        return after.dropFirst().first.map { !$0.isLowercase } ?? true
      }
      return [":", "：", " ", "\u{3000}", "|", "—", "–"].contains(next)
    }
    return false
  }

  private func isHeading(_ lines: [FlowLine]) -> Bool {
    guard lines.count <= 3, let last = lines.last else { return false }
    if lines[0].marker?.kind == .label { return lines.count <= 2 && !lines[0].hasLeaders }
    guard !lines[0].hasLeaders, !isUnbalanced(lines) else { return false }
    let count = lines.reduce(0) { $0 + $1.text.count }
    let isJapanese = Language(guessing: lines[0].text) == .ja
    guard count <= (isJapanese ? Self.longestJapaneseHeading : Self.longestHeading), count > 1 || isJapanese,
      lines[0].text.unicodeScalars.contains(where: \.isAlphabetic), !isSentence(last)
    else { return false }
    let line = lines[0]
    if line.standing == .beside { return true }
    switch line.marker?.kind {
    case .bullet: return line.size >= 1.15 * body.size && lines.count == 1
    case .section(let depth):
      if line.text.hasPrefix("第") || line.text.first?.isLetter == true { return isStandalone(lines) }
      return isEmphasised(line)
        || depth >= 2 && isStandalone(lines) && !Self.leadsIn(last) && count <= 40
          && line.text.count > (line.marker?.length ?? 0) + 1
    case .article: return isStandalone(lines) && count <= (isJapanese ? 40 : 90)
    case .number: return isEmphasised(line) && lines.count <= 2 && !Self.leadsIn(last)
    case .label, .note: return false
    case nil: return isEmphasised(line) || lines.count == 1 && Self.isBracketTitle(line.text)
    }
  }

  /// The end of a bracket that was opened before: a piece of a sentence.
  private func isUnbalanced(_ lines: [FlowLine]) -> Bool {
    let text = lines.map(\.text).joined()
    return !Self.isBalanced(text, closing: ListMarker(lines[0].text)?.kind == .number)
  }

  /// Whether every bracket is closed, and, but for a marker like `1)`, every closing one was opened.
  static func isBalanced(_ text: String, closing: Bool = true) -> Bool {
    var depth = 0
    for scalar in text.unicodeScalars {
      if scalar == "(" || scalar == "（" { depth += 1 }
      if scalar == ")" || scalar == "）" { depth -= 1 }
      if depth < 0 { return closing }
    }
    return depth == 0
  }

  /// Whether the line ends in a colon: it leads in what follows.
  static func leadsIn(_ line: FlowLine) -> Bool { line.text.hasSuffix(":") || line.text.hasSuffix("：") }

  private func isSentence(_ line: FlowLine) -> Bool {
    guard let last = line.text.unicodeScalars.last else { return true }
    return last == "." || last == "。" || Self.endsWithin(line)
  }

  /// Whether the line ends in the middle of a sentence.
  static func endsWithin(_ line: FlowLine) -> Bool {
    guard let last = line.text.unicodeScalars.last else { return false }
    return ["、", ",", "，", ";", "；"].contains(last)
  }

  private func isStandalone(_ lines: [FlowLine]) -> Bool {
    lines.count <= 2 && !lines.contains { $0.text.unicodeScalars.contains("。") }
  }

  /// Larger than the body, or bold or Gothic where the body is not.
  private func isEmphasised(_ line: FlowLine) -> Bool {
    if line.size >= 1.12 * body.size { return true }
    guard line.size >= 0.93 * body.size else { return false }
    return line.isBold && !body.isBold || line.isItalic && isShortAlone(line)
      || line.isGothic && !body.isGothic && Language(guessing: line.text) == .ja
  }

  /// Italics mark words in a sentence more often than titles: only a line of a few words counts.
  private func isShortAlone(_ line: FlowLine) -> Bool {
    line.words.count <= 8 && !line.endsSentence && line.text.first?.isUppercase == true
  }

  /// `（目的）` alone on its line, as above the articles of Japanese rules.
  static func isBracketTitle(_ text: String) -> Bool {
    text.hasPrefix("（") && text.hasSuffix("）") && text.count >= 4 && text.count <= 27
      && text.filter { $0 == "（" }.count == 1 && !text.contains("：") && Language(guessing: text) == .ja
  }

  /// Small, in the lower part of the page, and marked.
  private func isFootnote(_ lines: [FlowLine], pageHeight: Double) -> Bool {
    guard lines[0].size <= 0.88 * body.size, lines[0].rect.y0 > 0.6 * pageHeight,
      let first = lines[0].text.unicodeScalars.first,
      // The figures along a chart's axis are small, too.
      lines[0].text.unicodeScalars.count(where: \.isAlphabetic) >= 4
    else { return false }
    if lines[0].marker?.kind == .note { return true }
    return ListMarker.isDigit(first) || ["*", "†", "‡", "※", "注", "＊"].contains(first)
  }
}
