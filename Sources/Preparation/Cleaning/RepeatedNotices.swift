import Records

/// Boilerplate: a paragraph that a document repeats at the edges of its pages, a notice (confidentiality, copyright) that
/// it repeats anywhere, and notices of which another document of the corpus keeps one. The first stays.
struct RepeatedNotices: CleaningRule {
  func removals(in document: Document, _ options: CleaningOptions) -> [CleaningSpan] {
    let edges = document.pages.count > 1 ? StrayPageNumbers.edges(of: document) : []
    var places: [UInt64: [Int]] = [:]
    for index in document.blocks.indices {
      if let fingerprint = ParagraphFingerprint(document.blocks[index])?.value {
        places[fingerprint, default: []].append(index)
      }
    }
    var spans: [CleaningSpan] = []
    for (fingerprint, blocks) in places {
      if options.boilerplate.contains(fingerprint) {
        spans += blocks.map { CleaningSpan(rule: "corpus-boilerplate", block: $0, of: document) }
      } else if blocks.count >= 3, isRepeated(blocks, edges, document) {
        spans += blocks.dropFirst().map { CleaningSpan(rule: "repeated-notice", block: $0, of: document) }
      }
    }
    return spans.sorted { $0.block < $1.block }
  }

  private func isRepeated(_ blocks: [Int], _ edges: Set<Int>, _ document: Document) -> Bool {
    if ParagraphFingerprint.isNotice(document.blocks[blocks[0]].text) { return true }
    return blocks.allSatisfy(edges.contains) && Set(blocks.map { document.blocks[$0].page }).count >= 3
  }
}

/// The wording of a paragraph as one number, for finding it again. Nil for what may not be boilerplate by its kind and
/// length: `この法律は、公布の日から施行する。` stands in every law, and is the law.
struct ParagraphFingerprint {
  let value: UInt64

  init?(_ block: Block) {
    guard block.kind == .paragraph || block.kind == .footnote || block.kind == .caption else { return nil }
    let form = MatchingForm.scalars(of: block.text)
    let isNotice =
      Self.isNotice(block.text) || NoticeKind.speaksOfDocument(block.text) || NoticeKind.isContact(block.text)
    let japanese = form.count { $0.isJapanese }
    guard japanese * 2 + form.count >= (isNotice ? 24 : 80) else { return nil }
    // Whatever has a date or a figure in it is about something.
    guard isNotice || !block.text.unicodeScalars.contains(where: { $0.properties.numericType != nil && !$0.isJapanese })
    else { return nil }
    value = form.reduce(UInt64(form.count)) { Shingles.mix($0 ^ UInt64($1.value)) }
  }

  private static let notices = [
    "confidential", "proprietary", "all rights reserved", "copyright", "©", "disclaimer", "internal use only",
    "unauthorized", "unauthorised", "privileged", "社外秘", "関係者外秘", "取扱注意", "無断転載", "無断複製", "無断で複製", "複写を禁",
    "複製を禁", "転載を禁", "著作権", "免責",
  ]

  /// Whether a paragraph says what may be done with the document rather than what it is about.
  static func isNotice(_ text: String) -> Bool {
    guard text.count <= 600 else { return false }
    let form = text.lowercased()
    return notices.contains { form.contains($0) }
  }
}
