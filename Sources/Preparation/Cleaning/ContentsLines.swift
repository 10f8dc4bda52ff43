import Records

/// A line of a table of contents: a title, a row of leader dots, a page number. The heading itself stands further on.
struct ContentsLines: CleaningRule {
  func removals(in block: Block) -> [CleaningSpan] {
    guard block.kind == .paragraph || block.kind == .listItem else { return [] }
    let lines = block.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: true)
    guard !lines.isEmpty, lines.allSatisfy({ isContentsLine(String(decoding: $0, as: UTF8.self)) }) else { return [] }
    return [CleaningSpan(rule: "table-of-contents", range: 0..<block.text.utf8.count)]
  }

  private func isContentsLine(_ line: String) -> Bool {
    let scalars = CompatibilityForm.scalars(of: line).filter { !$0.properties.isWhitespace }
    let beforeNumber = scalars.reversed().drop { $0.properties.numericType != nil }
    guard beforeNumber.count < scalars.count else { return false }
    let beforeLeaders = beforeNumber.drop { $0 == "." || $0 == "·" || $0 == "・" }
    // An ellipsis is three dots after NFKC; a leader is longer than that.
    return beforeNumber.count - beforeLeaders.count >= 5 && !beforeLeaders.isEmpty
  }
}
