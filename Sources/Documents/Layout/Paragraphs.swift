import PageContent
import Records

/// Joins the lines of a region into paragraphs and list items.
struct Paragraphs {
  let body: BodyStyle
  /// Edges of the text in this region.
  let left: Double
  let right: Double
  /// Where lines begin that stand far right of the text and end where somebody ended them: an address.
  private let asides: [Double]
  /// From one line to the next in this region, in ems, for each size of text in half points.
  private let pitches: [Int: Double]
  private static let fewestPitches = 4

  init(_ lines: [FlowLine], body: BodyStyle) {
    self.body = body
    left = lines.map(\.rect.x0).min() ?? 0
    right = lines.map(\.rect.x1).max() ?? 0
    var pitches: [Int: Double] = [:]
    for size in Set(lines.map { Self.key($0.size) }) {
      let all = BodyStyle.pitches(lines, size: Double(size) / 2)
      if all.count >= Self.fewestPitches { pitches[size] = all[all.count / 3] }
    }
    self.pitches = pitches
    asides = Self.asides(lines, left, right)
  }

  /// Lines of an address, the glyphs of one at most, and how far right they begin as a share of the text's width.
  private static let fewestAside = 3
  private static let longestAside = 28
  private static let leastAside = 0.4

  private static func asides(_ lines: [FlowLine], _ left: Double, _ right: Double) -> [Double] {
    let indented = lines.filter { $0.rect.x0 - left > leastAside * (right - left) && right - left > 20 * $0.size }
    guard indented.count >= fewestAside else { return [] }
    return Dictionary(grouping: indented) { Int($0.rect.x0.rounded()) }.values.compactMap { group in
      // Lines of a paragraph end where its longest one does.
      let end = group.map(\.rect.x1).max() ?? 0
      let full = group.count { end - $0.rect.x1 < 3 * $0.size }
      guard group.count >= fewestAside, full * 3 <= group.count,
        group.allSatisfy({ $0.glyphCount <= longestAside && !$0.endsSentence })
      else { return nil }
      return group[0].rect.x0
    }
  }

  private func isAside(_ line: FlowLine) -> Bool {
    asides.contains { abs($0 - line.rect.x0) < 0.5 * line.size }
  }

  private static func key(_ size: Double) -> Int { Int((size * 2).rounded()) }

  /// Lines that belong together, in order.
  func groups(_ all: [FlowLine]) -> [[FlowLine]] {
    var groups: [[FlowLine]] = []
    let lines = withEdges(all)
    for (index, line) in lines.enumerated() {
      let next = index + 1 < lines.count ? lines[index + 1] : nil
      if let last = groups.indices.last, continues(groups[last], line, before: next) {
        groups[last].append(line)
      } else {
        groups.append([line])
      }
    }
    return groups
  }

  /// Lines in a row, broken at one place, from which that place is an edge.
  private static let fewestBroken = 4
  /// Ems that such an edge stands left of the text's.
  private static let leastBeside = 3.0

  /// Ems that a word needs at most, where it is to say that a line was broken before it.
  private static let longestWord = 4.5

  /// The lines, with the edge at which those beside a picture or box were broken: none of the next line's first words
  /// would have found room before it.
  private func withEdges(_ all: [FlowLine]) -> [FlowLine] {
    var lines = all
    var start = 0
    while start + Self.fewestBroken <= lines.count {
      var edge = lines[start].rect.x1
      // The furthest that the edge can be, by what follows each line.
      var limit = Double.infinity
      var end = start
      var broken = 0
      while mayBeBeside(lines[end]), end + 1 < lines.count, lines[end + 1].page == lines[start].page,
        isNear(lines[end], lines[end + 1]), mayBeBeside(lines[end + 1]) || lines[end + 1].endsSentence
      {
        let wider = max(edge, lines[end + 1].rect.x1)
        var nearer = limit
        if !lines[end].endsSentence {
          let room = min(needed(before: lines[end + 1]), Self.longestWord * lines[end].size)
          nearer = min(limit, lines[end].rect.x1 + room)
        }
        // Lines that begin alike are a list of their own making.
        guard !beginAlike(lines[end], lines[end + 1]), wider < nearer,
          wider < right - Self.leastBeside * lines[start].size
        else { break }
        if !lines[end].endsSentence { broken += 1 }
        (edge, limit) = (wider, nearer)
        end += 1
      }
      if broken >= Self.fewestBroken - 1 {
        for index in start...end { lines[index].edge = edge }
      }
      start = max(end, start + 1)
    }
    return lines
  }

  /// Whether two lines begin alike, and the first one does not break off in a list of its own.
  private func beginAlike(_ line: FlowLine, _ next: FlowLine) -> Bool {
    line.words.first?.first == next.words.first?.first && !Self.goingOn.contains { line.text.hasSuffix($0) }
  }

  private static let goingOn = [",", "-", " and", " or", " the", " of", " to"]

  private func mayBeBeside(_ line: FlowLine) -> Bool {
    line.glyphCount >= Self.fullLine && line.marker?.kind != .bullet && !line.hasLeaders
  }

  private func continues(_ block: [FlowLine], _ line: FlowLine, before next: FlowLine?) -> Bool {
    let last = block[block.count - 1]
    guard !last.hasLeaders, isNear(last, line) || isWideSet(last, line) && goesOn(last, line) else { return false }
    // `（目的）` above an article is the article's, however full the line before it is.
    if BlockKinds.isBracketTitle(line.text), next?.marker?.kind == .article { return false }
    if last.endsSentence, right - line.rect.x1 > 4 * line.size, BareNumbers.number(of: line) != nil { return false }
    if isSetRight(last) || isSetRight(line) || isAside(last) && isAside(line) { return false }
    if last.endsSentence, EntryLine.beginsBlock(line) { return false }
    if line.marker == nil, goesOn(last, line) { return true }
    guard isSameStyle(last, line) else { return false }
    if last.isMonospaced && line.isMonospaced { return true }
    if isCentred(last), isCentred(line), !last.endsSentence { return true }
    // A hyphen at the end asks for the rest of its word, however much room there was.
    if last.endsWithHyphen, line.text.unicodeScalars.first?.isLowercase == true { return true }
    if let marker = line.marker, startsItem(marker, line, after: block) { return false }
    if let next, beginsParagraph(line, after: block, before: next) { return false }
    return !isIndentedAnew(block, line) && !endedEarly(last, before: line)
  }

  /// Whether a line is full and its sentence is not: then the next one goes on with it, wherever it begins and however
  /// it is set.
  private func goesOn(_ last: FlowLine, _ line: FlowLine) -> Bool {
    guard !last.endsSentence, last.glyphCount >= Self.fullLine,
      abs(last.size - line.size) <= max(0.6, 0.08 * last.size),
      last.isMonospaced == line.isMonospaced, !isTitle(last, above: line), !endedEarly(last, before: line)
    else { return false }
    let step = line.rect.x0 - last.rect.x0
    return abs(step) < 9 * line.size
  }

  /// Glyphs without which a line is a label, and full only because nothing beside it is longer.
  private static let fullLine = 18

  /// A bold line above others that are not.
  private func isTitle(_ last: FlowLine, above line: FlowLine) -> Bool {
    (last.isBold && !line.isBold || last.isGothic && !line.isGothic) && !body.isBold
      && (last.marker != nil || last.glyphCount < 2 * Self.fullLine)
  }

  /// Whether the line after it stands an em further left: then this line is the first of a paragraph, and not the
  /// second of what stands above.
  private func beginsParagraph(_ line: FlowLine, after block: [FlowLine], before next: FlowLine) -> Bool {
    let last = block[block.count - 1]
    let step = line.rect.x0 - next.rect.x0
    guard block.count == 1, step > 0.6 * line.size, step < 2.6 * line.size, isSameStyle(line, next), isNear(line, next),
      next.marker == nil
    else { return false }
    return last.endsSentence
      ? line.rect.x0 - block[0].rect.x0 > -0.3 * line.size : (last.edge ?? right) - last.rect.x1 > line.size
  }

  private func isSameStyle(_ a: FlowLine, _ b: FlowLine) -> Bool {
    abs(a.size - b.size) <= max(0.6, 0.08 * a.size) && a.isBold == b.isBold && a.isMonospaced == b.isMonospaced
      && (a.isGothic == b.isGothic || body.isGothic)
  }

  /// Headings have lines of their own distance; otherwise the body's is the measure.
  private func isNear(_ last: FlowLine, _ line: FlowLine) -> Bool {
    let pitch = (line.rect.y1 - last.rect.y1) / max(line.size, 1)
    let usual = max(body.pitch, pitches[Self.key(line.size)] ?? 0)
    return pitch > -0.2 && pitch <= max(1.25 * usual, 1.3)
  }

  /// Whether a few words stand at the right edge alone, as a date or a sender's name does.
  private func isSetRight(_ line: FlowLine) -> Bool {
    (3..<Self.fullLine).contains(line.glyphCount) && right - line.rect.x1 < line.size
      && line.rect.x0 - left > 0.5 * (right - left)
      && right - left > 20 * line.size
  }

  /// Whether lines may be set so far apart, for all that is known: few lines say nothing about the distance that is
  /// usual. A full line whose sentence goes on then does.
  private func isWideSet(_ last: FlowLine, _ line: FlowLine) -> Bool {
    guard !body.isPitchKnown, pitches[Self.key(line.size)] == nil, line.marker == nil else { return false }
    let pitch = (line.rect.y1 - last.rect.y1) / max(line.size, 1)
    return pitch > -0.2 && pitch < Self.widestPitch && abs(line.rect.x0 - last.rect.x0) < 1.2 * line.size
  }

  private static let widestPitch = 2.4

  private func startsItem(_ marker: ListMarker, _ line: FlowLine, after block: [FlowLine]) -> Bool {
    let last = block[block.count - 1]
    switch marker.kind {
    case .bullet, .note: return true
    // Numbers also stand at the start of lines by chance, and `第5条` is often referred to.
    case .number, .section, .article, .label:
      let isHanging = line.rect.x0 > block[0].rect.x0 + 0.5 * line.size && block[0].marker != nil
      if block[0].marker?.kind == marker.kind, !isHanging { return true }
      return last.endsSentence || endedEarly(last, before: line)
    }
  }

  /// A centred line stands away from both edges by about the same.
  private func isCentred(_ line: FlowLine) -> Bool {
    let before = line.rect.x0 - left
    let after = right - line.rect.x1
    return before > 2 * line.size && abs(before - after) < line.size
  }

  private func isIndentedAnew(_ block: [FlowLine], _ line: FlowLine) -> Bool {
    let em = line.size
    let first = block[0].rect.x0
    // The first line of a paragraph may stand further right, that of a list item further left.
    guard block.count > 1 else {
      let step = line.rect.x0 - first
      return block[0].marker == nil ? step > 0.7 * em || step < -3.2 * em : step > 8 * em || step < -0.7 * em
    }
    let rest = block[block.count - 1].rect.x0
    let step = line.rect.x0 - rest
    return abs(step) > 0.7 * em
  }

  /// Whether the next line's first word would have found room: then somebody ended the line on purpose.
  private func endedEarly(_ last: FlowLine, before line: FlowLine) -> Bool {
    guard !line.words.isEmpty else { return true }
    if isMarked(last), goesOnBehindMark(line) { return false }
    let room = (last.edge ?? right) - last.rect.x1
    return room > needed(before: line) * (last.endsSentence ? 1 : 1.3)
  }

  /// Whether a line ends in the mark of a footnote, small and raised: then it was often set by hand and ends a little early.
  private func isMarked(_ line: FlowLine) -> Bool {
    guard line.words.count >= 2, let mark = line.words.last, mark.size < Self.largestMark * line.size,
      mark.glyphs.count <= Self.longestMark
    else { return false }
    let before = line.words[line.words.count - 2]
    return before.rect.midY - mark.rect.midY > Self.leastRaised * line.size && before.last.isAlphabetic
      && before.glyphs.count > 1 && mark.rect.x0 - before.rect.x1 < Self.leastRaised * line.size
      && line.glyphCount >= Self.fullLine && line.rect.width > 0.5 * (right - left)
  }

  private static let largestMark = 0.8
  private static let longestMark = 4
  private static let leastRaised = 0.12

  /// Small letters and hiragana go on with a sentence.
  private func goesOnBehindMark(_ line: FlowLine) -> Bool {
    guard line.marker == nil, let first = line.words.first?.first else { return false }
    return first.isLowercase || (0x3041...0x3096).contains(first.value)
  }

  /// The room that a line's first word needs at the end of the line before. Japanese may leave two characters to keep a
  /// bracket or full stop off the start of a line.
  private func needed(before line: FlowLine) -> Double {
    guard line.words.first?.first.isWide == true else { return Self.firstWordWidth(line) + 0.9 * line.size }
    return max(2.6 * line.size, bracketedWidth(line))
  }

  /// An opening bracket and the Latin word behind it, which no line break parts.
  private func bracketedWidth(_ line: FlowLine) -> Double {
    guard let word = line.words.first, Self.opening.contains(word.first) else { return 0 }
    let head = word.glyphs.dropFirst().prefix { !$0.scalar.isWide }
    guard let last = head.last else { return 0 }
    return last.rect.x1 - word.rect.x0
  }

  private static let opening: Set<Unicode.Scalar> = ["（", "「", "『", "【", "［", "〔", "〈", "《"]

  /// The width of what no line break parts at a line's beginning.
  static func firstWordWidth(_ line: FlowLine) -> Double {
    var width = 0.0
    for (index, word) in line.words.enumerated() {
      // Japanese behind a word goes on in the next line, but for a mark that keeps to it.
      if index > 0, word.first.isWide { return width + (word.first.isWideMark ? word.size : 0) }
      if index > 0, LineText.separator(line.words[index - 1], word, isFirst: index == 1) != nil { break }
      width = max(word.rect.x1, line.words[0].rect.x1) - min(word.rect.x0, line.words[0].rect.x0)
    }
    return width
  }
}
