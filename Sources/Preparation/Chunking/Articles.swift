import Records

/// Finds the articles (条) of rules and contracts, whose paragraphs belong together even where no heading says so.
struct Articles {
  let document: Document
  let clean: CleanDocument

  /// The units with the number of their article. An article goes from its number, or the caption in brackets right above
  /// it, to the next article or to a heading that is none.
  func numbered(_ units: [ChunkUnit]) -> [ChunkUnit] {
    var units = units
    var number = 0
    var isWithin = false
    var block = -1
    for index in units.indices {
      if units[index].block != block {
        block = units[index].block
        if begins(block) {
          number += 1
          isWithin = true
        } else if document.blocks[block].kind == .heading {
          isWithin = false
        }
      }
      units[index].article = isWithin ? number : nil
    }
    return units
  }

  private func begins(_ index: Int) -> Bool {
    let block = document.blocks[index]
    guard block.kind == .paragraph || block.kind == .heading || block.kind == .listItem else { return false }
    if Self.isNumber(block.text) { return !isCaption(before: index) }
    // `（目的）` above `第１条`.
    return Self.isCaption(block.text) && index + 1 < document.blocks.count
      && Self.isNumber(document.blocks[index + 1].text)
  }

  private func isCaption(before index: Int) -> Bool { index > 0 && Self.isCaption(document.blocks[index - 1].text) }

  private static func isCaption(_ text: String) -> Bool {
    text.count <= 30 && (text.hasPrefix("（") && text.hasSuffix("）") || text.hasPrefix("(") && text.hasSuffix(")"))
  }

  /// `第3条`, `第十二条の二（定義）`, `Article 5.`; not `第3条の規定により`, which speaks of another article.
  static func isNumber(_ text: String) -> Bool {
    switch text.unicodeScalars.first {
    case "第": isJapaneseNumber(Array(text.unicodeScalars.prefix(32)))
    case "A", "C", "§":
      String(text.prefix(24)).prefixMatch(
        of: /(?:Article|ARTICLE|Clause|§)[ ]?[0-9IVX]+(?:[.:)]| *$| +\p{Lu}| *[\(–—-])/) != nil
    default: false
    }
  }

  private static let numerals = Set("0123456789０１２３４５６７８９一二三四五六七八九十百千〇".unicodeScalars)
  /// Before these an article is only referred to, even where a space stands before them.
  private static let particles = ["の", "に", "を", "及び", "および", "又は", "または", "から", "まで"].map {
    Array($0.unicodeScalars)
  }

  /// Looked at for every block: by scalars, since expressions are built anew each time.
  private static func isJapaneseNumber(_ head: [Unicode.Scalar]) -> Bool {
    var index = 1
    func skip(while condition: (Unicode.Scalar) -> Bool) -> Int {
      let start = index
      while index < head.count, condition(head[index]) { index += 1 }
      return index - start
    }
    _ = skip { $0 == " " || $0 == "\u{3000}" }
    guard skip(while: numerals.contains) > 0 else { return false }
    _ = skip { $0 == " " || $0 == "\u{3000}" }
    guard index < head.count, head[index] == "条" else { return false }
    index += 1
    // `第十二条の二の三`
    while index + 1 < head.count, head[index] == "の", numerals.contains(head[index + 1]) {
      index += 1
      _ = skip(while: numerals.contains)
    }
    guard index < head.count else { return true }
    if head[index].properties.isWhitespace {
      // `第3条 の規定により`, with a space around the figures, speaks of another article as well.
      _ = skip { $0.properties.isWhitespace }
      return !particles.contains { head[index...].starts(with: $0) }
    }
    return "（(【「：:．.".unicodeScalars.contains(head[index])
  }
}

/// What a person should know about units that were cut between their sentences, in one sentence for a whole document.
struct CutWarnings {
  let units: ChunkUnits

  /// Articles and list items that are longer than a chunk.
  func about(_ all: [ChunkUnit]) -> [DocumentWarning] {
    var warnings: [DocumentWarning] = []
    let articles = count(all) { $0.article }
    if articles > 0 {
      warnings.append(
        DocumentWarning(
          code: "article-cut",
          message: BilingualText(
            en:
              "\(articles) articles are longer than a chunk (\(units.maximumTokens) tokens) and were cut between their "
              + "sentences; raise ingest.chunkTokens if the model reads more",
            ja: "チャンクの長さ（\(units.maximumTokens) トークン）を超える条が \(articles) あり、文の切れ目で区切りました。"
              + "モデルがもっと読めるなら ingest.chunkTokens を増やしてください。")))
    }
    let items = count(all) { unit in
      unit.kind != .listItem && units.document.blocks[unit.block].kind == .listItem ? unit.block : nil
    }
    if items > 0 {
      warnings.append(
        DocumentWarning(
          code: "list-item-cut",
          message: BilingualText(
            en:
              "\(items) list items are longer than a chunk (\(units.maximumTokens) tokens) and were cut between their "
              + "sentences",
            ja: "チャンクの長さ（\(units.maximumTokens) トークン）を超える箇条が \(items) あり、文の切れ目で区切りました。")))
    }
    return warnings
  }

  /// How many groups of neighbouring units with one key are longer than a chunk.
  private func count(_ all: [ChunkUnit], by key: (ChunkUnit) -> Int?) -> Int {
    var count = 0
    var start = 0
    while start < all.count {
      var end = start + 1
      guard let group = key(all[start]) else {
        start = end
        continue
      }
      while end < all.count, key(all[end]) == group { end += 1 }
      let text = units.text(all[start].start..<all[end - 1].end)
      if text.utf8.count > units.maximumTokens, units.counter.count(text) > units.maximumTokens { count += 1 }
      start = end
    }
    return count
  }
}
