import Records

/// Tables of contents. The headings themselves stand further on, and page numbers say nothing about the subject.
///
/// There must be a heading that says so (目次, Contents), or links and titles that lead to the document's own headings.
/// Lines with leader dots alone are as often a price list or a list of telephone numbers: see `LeaderLines`.
struct TableOfContents: CleaningRule {
  func removals(in document: Document, _ options: CleaningOptions) -> [CleaningSpan] {
    let entries = ContentsEntries(document)
    var gone = entries.leaderLines
    for index in document.blocks.indices {
      if Self.isContentsHeading(document.blocks[index]) {
        let between = entries.upToLastLeader(from: index + 1)
        let listed =
          between + entries.run(from: (between.last ?? index) + 1) { entries.isEntry($0) || gone.contains($0) }
        guard listed.count >= 2 || listed.contains(where: { document.blocks[$0].kind == .table }) else { continue }
        gone.formUnion(listed)
        gone.insert(index)
      } else if !gone.contains(index) {
        let listed = entries.run(from: index) { entries.leadsToHeading($0) }
        if listed.count >= 3 { gone.formUnion(listed) }
      }
    }
    return gone.sorted().map { CleaningSpan(rule: "table-of-contents", block: $0, of: document) }
  }

  private static let names: Set<String> = [
    "目次", "もくじ", "目録", "contents", "tableofcontents", "contentsofthismanual", "inthisdocument", "onthispage",
    // An index is a table of contents in another order.
    "索引", "事項索引", "index",
  ]

  private static func isContentsHeading(_ block: Block) -> Bool {
    guard block.kind == .heading || block.kind == .paragraph || block.kind == .listItem, block.text.utf8.count <= 80
    else { return false }
    return names.contains(MatchingForm.string(of: block.text).filter { $0 != " " })
  }
}

/// What blocks look like an entry of a table of contents.
private struct ContentsEntries {
  let document: Document
  /// The places of each heading, by the wording that entries repeat.
  private let headings: [String: [Int]]

  init(_ document: Document) {
    self.document = document
    headings = Dictionary(grouping: document.blocks.indices.filter { document.blocks[$0].kind == .heading }) {
      Self.wording(document.blocks[$0].text)
    }
  }

  /// Neighbouring blocks of one property; running headers and page numbers do not interrupt.
  func run(from start: Int, while holds: (Int) -> Bool) -> [Int] {
    var found: [Int] = []
    for index in document.blocks.indices.dropFirst(start) {
      if document.blocks[index].kind.isFurniture || StrayPageNumbers.pageNumber(document.blocks[index].text) != nil {
        continue
      }
      guard holds(index) else { break }
      found.append(index)
    }
    return found
  }

  /// Short lines up to the last one with leader dots: what stands between such lines belongs to the same table. Where an
  /// entry comes again as a heading the text begins, which may have leader dots of its own.
  func upToLastLeader(from start: Int) -> [Int] {
    var titles: Set<String> = []
    let lines = run(from: start) { index in
      let block = document.blocks[index]
      let leaders = LeaderLines(block)
      if block.kind == .heading, leaders == nil, titles.contains(Self.wording(block.text)) { return false }
      titles.formUnion((leaders?.titles ?? []).map(Self.wording))
      return leaders != nil || isShortLine(block)
    }
    guard let last = lines.lastIndex(where: { LeaderLines(document.blocks[$0]) != nil }) else { return [] }
    return Array(lines[...last])
  }

  /// Lines with leader dots that are a table of contents by what they say, whatever stands above them.
  var leaderLines: Set<Int> {
    var found: Set<Int> = []
    var run: [(index: Int, lines: LeaderLines)] = []
    for (index, block) in document.blocks.enumerated() {
      if let lines = LeaderLines(block) {
        run.append((index, lines))
      } else if !block.kind.isFurniture, StrayPageNumbers.pageNumber(block.text) == nil,
        block.kind == .heading || !isShortLine(block)
      {
        if isContents(run) { found.formUnion(run.map(\.index)) }
        run = []
      }
    }
    if isContents(run) { found.formUnion(run.map(\.index)) }
    return found
  }

  /// The numbers do not fall, and the titles come again as headings, or the numbers are pages further on and the lines
  /// stand near the document's beginning.
  private func isContents(_ run: [(index: Int, lines: LeaderLines)]) -> Bool {
    guard let first = run.first, let last = run.last else { return false }
    let numbers = run.flatMap(\.lines.numbers).compactMap { $0 }
    guard zip(numbers, numbers.dropFirst()).allSatisfy({ $0 <= $1 }) else { return false }
    let titles = run.flatMap(\.lines.titles)
    let known = titles.count { isTitle($0, before: last.index) }
    if known * 2 >= titles.count { return true }
    let pages = document.pages.count
    guard titles.count >= 3, numbers.count * 10 >= titles.count * 8, let end = numbers.last, let begin = numbers.first
    else { return false }
    let page = document.blocks[first.index].page
    return end <= pages && end > page && begin < end && page <= 3 + pages / 10
  }

  private func isShortLine(_ block: Block) -> Bool {
    switch block.kind {
    case .heading, .paragraph, .listItem: block.text.count <= 80 && !"。.".contains(block.text.last ?? "。")
    case .table, .caption, .footnote, .code, .formula, .header, .footer: false
    }
  }

  /// A row of dots or a line, and a number: `……… 3`, `_____ 3`.
  private static func hasLeader(_ text: String) -> Bool {
    // Expressions are built anew each time, and most lines have no dots.
    text.unicodeScalars.count(where: dots.contains) >= 8 && text.firstMatch(of: leader) != nil
  }

  private static let dots = Set(".·・‥…．_＿".unicodeScalars)
  private static var leader: Regex<Substring> { /(?:[.·・‥…．_＿]\s?){8,}\s*[0-9０-９ivx]+/ }

  /// Under a heading that says so: a page number at the end, a link, or a title that comes again.
  func isEntry(_ index: Int) -> Bool {
    let block = document.blocks[index]
    if block.kind == .table { return isTable(block, index) }
    guard block.kind != .code, block.text.count <= 400, !block.text.hasSuffix("。") else { return false }
    // A heading that is no entry ends the table: it is the first of the text.
    if block.kind == .heading { return isTitle(block.text, before: index) }
    if Self.hasLeader(block.text) { return true }
    let lines = block.text.split(separator: "\n").map(String.init)
    return isLink(block) || lines.allSatisfy { endsInPageNumber($0) || isTitle($0, before: index) }
  }

  /// A link within the document, or a page number, and a title that comes again as a heading.
  func leadsToHeading(_ index: Int) -> Bool {
    let block = document.blocks[index]
    guard block.kind == .listItem || block.kind == .paragraph else { return false }
    return (isLink(block) || endsInPageNumber(block.text)) && isTitle(block.text, before: index)
  }

  /// Rows of titles and page numbers that do not go back.
  private func isTable(_ block: Block, _ index: Int) -> Bool {
    guard let rows = block.rows, rows.count >= 2 else { return false }
    let numbers = rows.map { row in row.last { !$0.isEmpty }.flatMap { Self.number($0) } }
    let known = numbers.compactMap { $0 }
    // Number and title may stand in cells of their own.
    let titles = rows.count { row in
      row.contains { isTitle($0, before: index) } || isTitle(row.dropLast().joined(), before: index)
    }
    return known.count * 10 >= rows.count * 8 && zip(known, known.dropFirst()).allSatisfy { $0 <= $1 }
      && titles * 2 >= rows.count
  }

  private static func number(_ text: String) -> Int? {
    Int(CompatibilityForm.normalize(text).filter { !$0.isWhitespace && !"-–.()".contains($0) })
  }

  /// The link covers nearly all of the text and leads to a place of this document.
  private func isLink(_ block: Block) -> Bool {
    (block.links ?? []).contains { $0.target.hasPrefix("#") && ($0.end - $0.start) * 10 >= block.text.utf8.count * 8 }
  }

  private func endsInPageNumber(_ text: String) -> Bool {
    guard Self.mayEndInPageNumber(text) else { return false }
    let form = CompatibilityForm.normalize(text)
    guard let match = form.firstMatch(of: /[\s.·・‥…]([0-9]{1,4}|[ivx]{1,6})$/) else { return false }
    return form.distance(from: form.startIndex, to: match.range.lowerBound) >= 2
  }

  /// Regular expressions are slow, and most lines are prose.
  private static func mayEndInPageNumber(_ text: String) -> Bool {
    text.unicodeScalars.last.map { $0.properties.numericType != nil || "ivx".unicodeScalars.contains($0) } ?? false
  }

  /// Whether a heading further on has this wording.
  private func isTitle(_ text: String, before index: Int) -> Bool {
    let wording = Self.wording(text)
    return !wording.isEmpty && headings[wording, default: []].contains { $0 > index }
  }

  /// Without the number of a page behind it, and without spaces.
  private static func wording(_ text: String) -> String {
    var form = CompatibilityForm.normalize(text).lowercased()
    if mayEndInPageNumber(text), let match = form.firstMatch(of: /[\s.·・‥…]+([0-9]{1,4}|[ivx]{1,6})$/) {
      form = String(form[..<match.range.lowerBound])
    }
    return String(form.filter { $0.isLetter || $0.isNumber })
  }
}
