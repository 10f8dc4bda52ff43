import Records

/// Tells lines that somebody ended on purpose from lines that a longer text was wrapped into.
///
/// A wrapped line is full, or breaks off where no sentence could end: before a small letter, behind a comma or particle.
/// All others stay lines of their own, for `場所：会議室` and the line below it are two things.
struct LineFlow {
  /// The column at which the file's text is wrapped; nil where there is no sign of it.
  let column: Int?
  /// Markdown says that a line break is no more than a space, which is true of its English.
  let isMarkdown: Bool

  /// A narrower text is not wrapped prose, and a wider one is not wrapped at all.
  private static let widths = 40...120

  /// Looks at all lines of a file.
  init(_ lines: [String], isMarkdown: Bool = false) {
    self.isMarkdown = isMarkdown
    var ends: [Int] = []
    for (line, next) in zip(lines, lines.dropFirst()) {
      let text = line.trimmed
      guard !text.isEmpty, !next.trimmed.isEmpty, !text.hasPrefix("|") else { continue }
      let end = TextLine(line).end
      if Self.widths.contains(end) { ends.append(end) }
    }
    // One long line among many is an accident.
    let fewest = ends.count < 4 ? 1 : max(2, ends.count / 10)
    column = Set(ends).sorted(by: >).first { end in ends.count { $0 <= end && $0 * 100 >= end * 85 } >= fewest }
  }

  /// The lines of a paragraph with wrapped ones put together: nothing between Japanese, a space in English.
  func lines(_ paragraph: [TextLine]) -> [String] {
    guard var last = paragraph.first else { return [] }
    // `…; or` of a list goes on as prose does.
    let lastEnd =
      paragraph.lastIndex { $0.holdsSentenceEnd || $0.text.unicodeScalars.first?.isLowercase == true } ?? 0
    let local = Self.column(of: paragraph)
    var lines = [last.text]
    for (index, line) in paragraph.enumerated().dropFirst() {
      switch join(last, line, endsLater: lastEnd >= index, local: local) {
      case .line: lines.append(line.text)
      case .space: lines[lines.count - 1] += " " + line.text
      case .wrapped: lines[lines.count - 1] += (TextBlocks.isApart(last.text, line.text) ? " " : "") + line.text
      }
      last = line
    }
    return lines
  }

  /// Whether a line goes on in the next one, be it because it is full or because it breaks off.
  func goesOn(_ last: TextLine, _ line: TextLine) -> Bool {
    !last.endsSentence
      && (breaksOff(last, before: line, endsLater: line.holdsSentenceEnd) || isFull(last, before: line))
  }

  private enum Joint { case line, space, wrapped }

  private func join(_ last: TextLine, _ line: TextLine, endsLater: Bool, local: Int?) -> Joint {
    if last.breaks || isOwn(line, after: last) { return .line }
    if let value = last.labelColumn, value > last.indent, abs(line.indent - value) <= 1 { return .space }
    if last.endsSentence {
      // `Acme Inc.` is no sentence.
      let isSentence = last.text.unicodeScalars.last?.isWide == true || last.text.split(separator: " ").count >= 4
      return isSentence || isMarkdown ? .wrapped : .line
    }
    if breaksOff(last, before: line, endsLater: endsLater) { return .wrapped }
    if endsLater, isFull(last, before: line, at: local) { return .wrapped }
    guard last.isLatin(before: line) else { return .line }
    // Few people wrap English evenly, and a space in the place of a line break glues nothing.
    return isMarkdown || endsLater && reaches(last, tenths: 7) ? .space : .line
  }

  /// Whether a line goes so far towards the column at which the file is wrapped.
  private func reaches(_ line: TextLine, tenths: Int) -> Bool {
    guard let column else { return false }
    return line.end * 10 >= column * tenths
  }

  /// Whether the line begins something by its first characters.
  private func isOwn(_ line: TextLine, after last: TextLine) -> Bool {
    if line.labelColumn != nil || line.isContact || line.isBracketed || line.isQuestionOrAnswer { return true }
    if line.hasLeader || last.hasLeader || isMarkdown && line.text.hasPrefix(": ") { return true }
    guard let marker = ListMarker(line.text) else { return false }
    switch marker.kind {
    case .bullet, .note: return true
    // Numbers stand at the start of lines by chance as well. Plain text has looked at them before.
    case .number, .section, .article, .label: return isMarkdown && !isFull(last, before: line)
    }
  }

  /// Whether no sentence or title could end with the line.
  func breaksOff(_ last: TextLine, before line: TextLine, endsLater: Bool) -> Bool {
    guard let end = last.text.unicodeScalars.last, let first = line.text.unicodeScalars.first else { return false }
    // `おそれがあ` and `る場合`: no word begins with these.
    if end.isWide, "るをんっゃゅょぁぃぅぇぉー々、。）」』".unicodeScalars.contains(first) { return true }
    if end.isWide {
      if "、，をがはの".unicodeScalars.contains(end) { return true }
      // `夏期休業について` is a title, and `5月7日まで` a term.
      return endsLater && "にとでもへやてし".unicodeScalars.contains(end)
        && !["まで", "こと", "もと", "あと"].contains { last.text.hasSuffix($0) }
    }
    // `Dear Ms Hill,` is short.
    if end == ",", reaches(last, tenths: 6) { return true }
    if first.isWide { return false }
    let word = last.text.split(separator: " ").last.map(String.init) ?? ""
    return first.isLowercase && !line.isBulletLetter || Self.joining.contains(word)
  }

  /// Words that nothing ends with.
  private static let joining: Set<String> = [
    "the", "a", "an", "of", "to", "in", "on", "at", "for", "and", "or", "with", "by", "from", "that", "is", "are",
    "our", "your", "their", "this", "these", "as", "if", "be", "will", "shall", "must", "may", "not", "no",
  ]

  /// Whether the next line's first word would not have found room.
  func isFull(_ last: TextLine, before line: TextLine, at local: Int? = nil) -> Bool {
    guard let first = line.text.unicodeScalars.first else { return false }
    // Japanese may leave two characters to keep a bracket or full stop off the start of a line.
    let needed = first.isWide ? 5 : 1 + line.text.unicodeScalars.prefix { $0 != " " && !$0.isWide }.count
    return [column, local].contains { column in
      guard let column, last.end <= column + 4 else { return false }
      return last.end + needed > column
    }
  }

  /// The column of a paragraph of its own: three lines or more, all but the last of nearly one length.
  private static func column(of paragraph: [TextLine]) -> Int? {
    let ends = paragraph.dropLast().map(\.end)
    guard ends.count >= 2, let most = ends.max(), let least = ends.min(), widths.contains(most),
      least * 100 >= most * 85
    else { return nil }
    return most
  }
}

extension TextLine {
  /// Whether there are Latin letters on both sides of the line break.
  fileprivate func isLatin(before line: TextLine) -> Bool {
    text.unicodeScalars.last?.isWide == false && line.text.unicodeScalars.first?.isWide == false
  }

  /// `a) …`, `iv. …`: a small letter that numbers something.
  fileprivate var isBulletLetter: Bool { ListMarker(text)?.kind == .number }
}
