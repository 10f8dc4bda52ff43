import Records

/// Headings that look like the text around them: numbered titles above their text, and short lines that stand alone.
///
/// Whether `（1）` numbers titles or the items of a list is not to be seen from one line. All lines numbered in that way
/// are asked: titles have text of their own below, items have the next item.
struct Titles {
  private let body: BodyStyle
  /// The share of a numbering's members that must stand above text of their own.
  private static let leastShare = 0.6
  private static let longestTitle = 110
  private static let longestJapaneseTitle = 62

  init(body: BodyStyle) { self.body = body }

  private struct Votes {
    var members: [Int] = []
    var titles: [Int] = []
  }

  func mark(_ blocks: inout [DraftBlock]) {
    markNumbered(&blocks)
    BareNumbers.mark(&blocks)
    listChapters(&blocks)
    for index in blocks.indices where blocks[index].kind == .paragraph && isPlainTitle(index, in: blocks) {
      blocks[index].kind = .heading
    }
    SlightlyLargerTitles(body: body).mark(&blocks)
    // The place of a date or a name at the right edge is a letter's, not a title's.
    for index in blocks.indices where blocks[index].kind == .heading && isSignature(blocks[index]) {
      blocks[index].kind = .paragraph
    }
    for index in blocks.indices where blocks[index].kind == .heading {
      guard let line = blocks[index].lines.first else { continue }
      let text = blocks[index].lines.map(\.text).joined(separator: " ")
      if SigningLines.opens(line.text) || SigningLines.isLabel(line.text) || SigningLines.areFilledIn(text)
        || PostalAddress.isOne(text)
      {
        blocks[index].kind = .paragraph
      }
    }
    markFirst(&blocks)
  }

  // MARK: - Numbered titles

  private func markNumbered(_ blocks: inout [DraftBlock]) {
    var votes: [String: Votes] = [:]
    let items = articleItems(&blocks)
    for index in blocks.indices where !items.contains(index) {
      guard let form = numbering(of: blocks[index]) else { continue }
      votes[form, default: Votes()].members.append(index)
      if isTitle(blocks[index]), standsAboveText(index, form, in: blocks) { votes[form]?.titles.append(index) }
    }
    for (_, vote) in votes {
      let share = Double(vote.titles.count) / Double(vote.members.count)
      if share >= Self.leastShare {
        for index in vote.titles { blocks[index].kind = .heading }
      } else {
        // Large or bold, and yet one after the other: a list.
        for index in vote.members where blocks[index].kind == .heading && !vote.titles.contains(index) {
          blocks[index].kind = .listItem
        }
      }
    }
  }

  private func isUnstressed(_ line: FlowLine) -> Bool { line.size < 1.12 * body.size && (!line.isBold || body.isBold) }

  /// `２．`: articles number their items without a full stop.
  private func hasDot(_ line: FlowLine) -> Bool {
    guard let marker = line.marker else { return false }
    return [".", "．", "、"].contains(line.text.unicodeScalars.dropFirst(marker.length - 1).first)
  }

  /// The first line of a document of articles is its title, however it is set.
  private func markFirst(_ blocks: inout [DraftBlock]) {
    guard let first = blocks.firstIndex(where: { !$0.kind.isFurniture }), blocks[first].kind == .paragraph,
      blocks[first].lines.count == 1, let line = blocks[first].lines.first, line.marker == nil, !line.endsSentence,
      !BlockKinds.endsWithin(line), line.text.count <= Self.longestJapaneseTitle / 2,
      let next = following(first, in: blocks), let below = blocks[next].lines.first
    else { return }
    switch below.marker?.kind {
    case .article, .section: blocks[first].kind = .heading
    case nil where BlockKinds.isBracketTitle(below.text): blocks[first].kind = .heading
    default: break
    }
  }

  /// `一`, `(1)` and `イ` below `第2条` are its items (号), whatever stands below them; they are no titles. A heading of
  /// another kind, such as 別表, ends the articles.
  private func articleItems(_ blocks: inout [DraftBlock]) -> Set<Int> {
    var items: Set<Int> = []
    var isArticle = false
    for index in blocks.indices {
      guard let line = blocks[index].lines.first else { continue }
      switch line.marker?.kind {
      case .article: isArticle = line.text.hasPrefix("第")
      case .label: isArticle = false
      case nil where blocks[index].kind == .heading && !BlockKinds.isBracketTitle(line.text): isArticle = false
      case .number where isArticle && isUnstressed(line) && !hasDot(line):
        guard [.heading, .listItem, .paragraph].contains(blocks[index].kind) else { continue }
        if blocks[index].kind == .heading { blocks[index].kind = .listItem }
        items.insert(index)
      default: continue
      }
    }
    return items
  }

  /// `第1章`, `Chapter 1`: a section's number with the word for it.
  private func isNamed(_ line: FlowLine) -> Bool {
    guard let first = line.text.unicodeScalars.first else { return false }
    return first == "第" || first.isASCII && first.isAlphabetic
  }

  /// `第1章` to `第3章` line under line, with nothing between them, are a list of chapters.
  private func listChapters(_ blocks: inout [DraftBlock]) {
    var run: [Int] = []
    var form: String?
    func finish() {
      if run.count >= 3 { for index in run { blocks[index].kind = .listItem } }
      run = []
    }
    for index in blocks.indices where !blocks[index].kind.isFurniture {
      let line = blocks[index].lines.first
      var own: String?
      if blocks[index].kind == .heading, let line, case .section = line.marker?.kind, isNamed(line) {
        own = line.marker.map { ListMarker.form(of: line.text, $0) }
      }
      if own == nil || own != form { finish() }
      form = own
      if own != nil { run.append(index) }
    }
    finish()
  }

  /// The form of a block's number, together with what the line looks like; nil for what is no numbered line.
  private func numbering(of block: DraftBlock) -> String? {
    guard [.heading, .listItem, .paragraph].contains(block.kind), let line = block.lines.first,
      let marker = line.marker, !marker.isSmallRoman(line.text)
    else { return nil }
    switch marker.kind {
    case .number, .bullet: break
    // `第1章` and `Chapter 1` need no vote.
    case .section: if isNamed(line), block.kind == .heading { return nil }
    case .article, .label, .note: return nil
    }
    let look = "\(Int(line.size.rounded()))\(line.isBold ? "b" : "")\(line.isGothic ? "g" : "")"
    return ListMarker.form(of: line.text, marker) + look
  }

  private static let listBullets: Set<Unicode.Scalar> = ["・", "•", "·", "-", "–", "*", "−", "‐", "➢", "✓", "✔"]

  private func isTitle(_ block: DraftBlock) -> Bool {
    guard let first = block.lines.first, let last = block.lines.last, let marker = first.marker else { return false }
    if marker.kind == .bullet, let bullet = first.text.unicodeScalars.first,
      Self.listBullets.contains(bullet) || !bullet.properties.isAssignedSymbol
    {
      return false
    }
    let text = block.lines.map(\.text).joined()
    let isJapanese = Language(guessing: text) == .ja
    // `(ii) within a day; and` goes on with a sentence.
    if text.first == "(", text.unicodeScalars.dropFirst(marker.length).first(where: \.isAlphabetic)?.isLowercase == true
    {
      return false
    }
    guard block.lines.count <= (isJapanese ? 3 : 2), text.unicodeScalars.count > marker.length,
      text.count <= (isJapanese ? Self.longestJapaneseTitle : Self.longestTitle)
    else { return false }
    return !last.hasLeaders && !last.endsSentence && !BlockKinds.endsWithin(last) && BlockKinds.isBalanced(text)
      && !text.unicodeScalars.contains("。")
  }

  /// Whether what follows is text of the line's own, and not the next line of the same numbering.
  private func standsAboveText(_ index: Int, _ form: String, in blocks: [DraftBlock]) -> Bool {
    guard let next = following(index, in: blocks) else { return false }
    switch blocks[next].kind {
    case .table, .code: return true
    case .paragraph, .listItem, .heading:
      guard blocks[next].lines.first?.marker != nil else { return blocks[next].kind == .paragraph }
      guard let other = numbering(of: blocks[next]) else { return true }
      // `2.1` is a part of `2`, whatever the title before it is numbered like.
      if let own = SectionNumber(blocks[index].lines[0]), SectionNumber(blocks[next].lines[0])?.isWithin(own) == true {
        return true
      }
      // `1.` above `(1)`, but not the last of a list above the next title.
      return other != form && !blocks[..<index].contains { numbering(of: $0) == other && $0.kind == .heading }
    default: return false
    }
  }

  private func following(_ index: Int, in blocks: [DraftBlock]) -> Int? {
    blocks.indices[(index + 1)...].first { number in
      let kind = blocks[number].kind
      return !kind.isFurniture && kind != .footnote && kind != .caption
    }
  }

  private func preceding(_ index: Int, in blocks: [DraftBlock]) -> Int? {
    blocks.indices[..<index].last { number in
      let kind = blocks[number].kind
      return !kind.isFurniture && kind != .footnote && kind != .caption
    }
  }

  // MARK: - Titles without number or look

  /// `Job Summary:` or `【事例】` alone on a line above a paragraph, in the same face as the text.
  private func isPlainTitle(_ index: Int, in blocks: [DraftBlock]) -> Bool {
    let block = blocks[index]
    guard block.lines.count == 1, let line = block.lines.first, line.marker == nil,
      line.size >= 0.95 * body.size, let next = following(index, in: blocks), isText(blocks[next])
    else { return false }
    if isBracketed(line.text) { return true }
    guard Language(guessing: line.text) == .en, line.rect.width < 0.7 * (block.rightEdge - line.rect.x0),
      !line.endsSentence || BlockKinds.leadsIn(line), !BlockKinds.endsWithin(line), isCapitalised(line.text),
      abs(line.rect.x0 - blocks[next].lines[0].rect.x0) < 3 * line.size
    else { return false }
    // The text before it has come to its end.
    guard let previous = preceding(index, in: blocks) else { return true }
    guard let last = blocks[previous].lines.last, blocks[previous].kind == .paragraph else { return true }
    // `Location: Leeds` above `Summary:` ends without a full stop, and well before the line does.
    let endedEarly = last.rect.width < 0.7 * (blocks[previous].rightEdge - last.rect.x0)
    return last.endsSentence || BlockKinds.leadsIn(line) && endedEarly
  }

  private func isText(_ block: DraftBlock) -> Bool {
    switch block.kind {
    case .paragraph: block.lines.count >= 2 || block.lines.last?.endsSentence == true
    case .listItem: true
    default: false
    }
  }

  private func isBracketed(_ text: String) -> Bool {
    guard text.count >= 3, text.count <= 30, let first = text.first, let last = text.last else { return false }
    let pairs: [Character: Character] = ["【": "】", "＜": "＞", "《": "》", "［": "］", "≪": "≫"]
    return pairs[first] == last && text.dropFirst().dropLast().allSatisfy { $0 != first && $0 != last }
  }

  private static let smallWords: Set<String> = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "our", "the", "to", "with",
    "your", "vs",
  ]

  /// Words as titles write them: `Tips for Choosing a Provider`, not `Tips for choosing`.
  private func isCapitalised(_ text: String) -> Bool {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "/" })
    guard (1...10).contains(words.count), let first = words.first?.first, first.isUppercase else { return false }
    guard !text.contains(where: { $0.isNumber || $0 == "," || $0 == "@" }) else { return false }
    let letters = text.filter(\.isLetter).count
    return letters >= 4
      && words.allSatisfy { word in
        guard let letter = word.first(where: \.isLetter) else { return true }
        return letter.isUppercase || Self.smallWords.contains(word.lowercased())
      }
  }

  private func isSignature(_ block: DraftBlock) -> Bool {
    guard block.lines.count <= 3, let line = block.lines.first, line.marker == nil, block.rightEdge > 0 else {
      return false
    }
    let isAtRight = block.rightEdge - line.rect.x1 < 2 * line.size
    return isAtRight && line.rect.x0 - block.leftEdge > 1.5 * line.rect.width
      && line.rect.x0 - block.leftEdge > 12 * line.size
  }
}

extension Unicode.Scalar.Properties {
  /// A sign such as ○ or ◆, and not one of a font's own whose look nobody knows.
  fileprivate var isAssignedSymbol: Bool { generalCategory == .otherSymbol || generalCategory == .mathSymbol }
}
