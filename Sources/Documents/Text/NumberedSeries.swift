import Records

/// Lines of a plain text that count on: 1, 2, 3, or 2.1, 2.2, written alike.
struct NumberedSeries {
  enum Kind { case titles, list, unknown }

  struct Member {
    let line: Int
    let title: String
    /// Whether it may be a title as it stands.
    let isTitle: Bool
    /// Whether an empty line stands above it.
    let isApart: Bool
    let isUnderlined: Bool
  }

  let form: TitleNumber.Form
  /// The numbers before the last one: 2 for `2.1`.
  let prefix: [Int]
  var members: [Member]
  fileprivate(set) var last: Int
  /// The series that were open where this one began, outer ones first.
  let parents: [Int]
  /// The level of the chapter that it stands in.
  let chapterLevel: Int?

  /// How many numbers a line has.
  var depth: Int { prefix.count + 1 }
}

extension NumberedSeries {
  /// Finds the series of a text and tells what they are.
  struct Finder {
    private let lines: [String]
    private let flow: LineFlow
    private(set) var series: [NumberedSeries] = []
    /// The series that may go on, outer ones first.
    private var open: [Int] = []
    /// Of each line that is in a series, which one.
    private var owners: [Int: Int] = [:]
    private var chapterLevel: Int?
    /// Counts within counts, at most.
    private static let mostOpen = 8

    init(_ lines: [String], _ flow: LineFlow) {
      self.lines = lines
      self.flow = flow
      for line in lines.indices {
        guard let first = lines[line].unicodeScalars.first(where: { !ListMarker.isSpace($0) }) else { continue }
        if first == "第" || first == "C" || first == "P" { beginChapter(at: line) }
        guard TitleNumber.mayBegin(first), let number = TitleNumber(lines[line].trimmed) else { continue }
        take(number, at: line)
      }
    }

    /// Numbers begin again in a chapter.
    private mutating func beginChapter(at line: Int) {
      let text = lines[line].trimmed
      guard text.count <= 60, case .section(let depth) = ListMarker(text)?.kind, !TextLine(text).endsSentence else {
        return
      }
      open = []
      chapterLevel = depth + 1
    }

    private mutating func take(_ number: TitleNumber, at line: Int) {
      let prefix = Array(number.groups.dropLast())
      let member = member(number, at: line)
      let value = number.groups.last
      let fitting = open.indices.filter { place in
        let one = series[open[place]]
        return one.form == number.form && one.prefix == prefix && (value == nil || one.last + 1 == value)
      }
      // Of two counts that could go on, it is the one whose lines stand apart as this one does.
      let place =
        fitting.last { series[open[$0]].members.last?.isApart == member.isApart } ?? fitting.last
      if let place {
        open.removeLast(open.count - place - 1)
        series[open[place]].members.append(member)
        series[open[place]].last = value ?? 0
        owners[line] = open[place]
      } else if value ?? 1 <= 1 {
        owners[line] = series.count
        open.append(series.count)
        series.append(
          NumberedSeries(
            form: number.form, prefix: prefix, members: [member], last: value ?? 0, parents: open.dropLast(),
            chapterLevel: chapterLevel))
        if open.count > Self.mostOpen { open.removeFirst() }
      }
    }

    private func member(_ number: TitleNumber, at line: Int) -> Member {
      let next = line + 1 < lines.count ? lines[line + 1].trimmed : ""
      return Member(
        line: line, title: number.title, isTitle: isTitle(number, at: line),
        isApart: line == 0 || lines[line - 1].trimmed.isEmpty,
        isUnderlined: PlainTextHeading.underline(next, of: lines[line].trimmed) != nil)
    }

    /// A few words that are no sentence, and that go on in no other line.
    private func isTitle(_ number: TitleNumber, at line: Int) -> Bool {
      let this = TextLine(lines[line])
      let isJapanese = Language(guessing: number.title) == .ja
      guard this.text.count <= (isJapanese ? 40 : 80), !this.hasLeader else { return false }
      guard let end = number.title.unicodeScalars.last, !".。!！｡、，,;；:：".unicodeScalars.contains(end) else {
        return false
      }
      guard !number.title.contains("。"), !number.title.contains("、") || number.title.count <= 20,
        TextLine(number.title).labelColumn == nil,
        !["   ", "\t", "\u{3000}\u{3000}", "|"].contains(where: number.title.contains)
      else { return false }
      guard line + 1 < lines.count else { return true }
      let next = TextLine(lines[line + 1])
      guard !next.text.isEmpty, next.indent <= this.indent, TitleNumber(next.text) == nil, ListMarker(next.text) == nil
      else { return true }
      return !flow.breaksOff(this, before: next, endsLater: false) && !flow.isFull(this, before: next)
    }
  }
}

extension NumberedSeries.Finder {
  /// What stands below a member.
  private enum Content { case prose, other, nothing }

  /// Titles where prose stands below them, a list where nothing does, and unknown otherwise.
  func kind(of series: NumberedSeries, isTitles: (Int) -> Bool) -> NumberedSeries.Kind {
    let members = series.members
    let contents = members.map { content(of: $0, in: series, isTitles: isTitles) }
    let empty = contents.count { $0 == .nothing }
    let prose = contents.count { $0 == .prose }
    var isMark = false
    if case .mark = series.form { isMark = true }
    if !isMark, members.count > 1, empty * 2 >= members.count, series.depth == 1 { return .list }
    if !isMark, members.count(where: { !$0.isTitle }) * 2 > members.count, series.depth == 1 { return .list }
    guard members.allSatisfy(\.isTitle), prose * 3 >= members.count, prose > 0,
      isMark ? empty == 0 : empty * 4 <= members.count, members.count > 1 || members[0].isApart || series.depth > 1,
      // Where all are underlined, the strokes say their levels.
      !members.allSatisfy(\.isUnderlined), members.count > 1 || series.form != .figure(closing: nil)
    else { return .unknown }
    guard series.depth == 1 else { return .titles }
    let isList = isLedIn(members[0]) && !members.allSatisfy(\.isApart)
    return isList || members.count(where: isStep) * 2 > members.count ? .unknown : .titles
  }

  /// Whether the line above says that a list follows.
  private func isLedIn(_ member: NumberedSeries.Member) -> Bool {
    guard let above = lines[..<member.line].last(where: { !$0.trimmed.isEmpty })?.trimmed else { return false }
    if above.hasSuffix(":") || above.hasSuffix("：") { return true }
    return above.hasSuffix("。") && ["次の", "以下", "下記"].contains { above.suffix(30).contains($0) }
  }

  /// Whether a line says what to do: `電源を入れる`, `Open the cover`. A title may: `Using the car`, `About us`.
  private func isStep(_ member: NumberedSeries.Member) -> Bool {
    let title = member.title
    if let end = title.unicodeScalars.last, "るすくむぶつぐう".unicodeScalars.contains(end) { return true }
    let words = title.split(separator: " ").map { $0.lowercased() }
    guard words.count >= 3, let first = words.first, !first.hasSuffix("ing"), !Self.beginnings.contains(first) else {
      return false
    }
    return ["the", "a", "an", "your", "all", "it"].contains(words[1])
  }

  /// Words with an article behind them that no order begins with.
  private static let beginnings: Set<String> = [
    "about", "above", "after", "and", "are", "at", "before", "beyond", "by", "can", "during", "for", "from", "how",
    "if",
    "in", "is", "of", "on", "outside", "through", "to", "under", "what", "when", "where", "who", "why", "with",
    "within",
    "without",
  ]

  private func content(
    of member: NumberedSeries.Member, in series: NumberedSeries, isTitles: (Int) -> Bool
  ) -> Content {
    let title = TextLine(lines[member.line])
    var line = member.line + (member.isUnderlined ? 2 : 1)
    while line < lines.count, lines[line].trimmed.isEmpty { line += 1 }
    guard line < lines.count else { return .nothing }
    if let owner = owners[line] {
      // The first of a count that begins here.
      guard self.series[owner].members.first?.line == line, self.series[owner].form != series.form else {
        return .nothing
      }
      return isTitles(owner) ? .prose : .other
    }
    let first = TextLine(lines[line])
    guard ListMarker(first.text) == nil, first.labelColumn == nil, !first.hasLeader,
      PlainTextTable(lines, at: line) == nil,
      !isHanging(first, below: title, at: line, isLoose: series.members.allSatisfy(\.isApart))
    else { return .other }
    return holdsSentence(from: line) ? .prose : .other
  }

  /// Whether a line is set in as what belongs to an item is. Japanese paragraphs begin with one character of white, and
  /// sections with empty lines between them may be set in as a whole.
  private func isHanging(_ first: TextLine, below title: TextLine, at line: Int, isLoose: Bool) -> Bool {
    if lines[line - 1].trimmed.isEmpty { return false }
    let isJapanese = first.text.unicodeScalars.first?.isWide == true
    if isJapanese, isLoose { return false }
    return first.indent > title.indent + (isJapanese ? 2 : 1)
  }

  /// Lines of a paragraph that are looked at.
  private static let most = 40

  private func holdsSentence(from start: Int) -> Bool {
    for line in lines[start...].prefix(Self.most) {
      let text = TextLine(line)
      if text.text.isEmpty { return false }
      if text.holdsSentenceEnd { return true }
    }
    return false
  }
}
