import Records

/// Page numbers that the reader did not take for furniture: `- 3 -`, `Page 3 of 12`, `3 / 12` between the text's paragraphs.
///
/// A number alone is knowledge as often as not, so that one goes only where three of them count on: with the pages of a
/// PDF, or by one in a text file.
struct StrayPageNumbers: CleaningRule {
  func removals(in document: Document, _ options: CleaningOptions) -> [CleaningSpan] {
    let found = document.blocks.indices.compactMap { index -> (block: Int, number: Int, isDressed: Bool)? in
      let block = document.blocks[index]
      guard block.kind == .paragraph || block.kind == .heading,
        let (number, isDressed) = Self.pageNumber(block.text)
      else { return nil }
      return (index, number, isDressed)
    }
    guard found.count >= 3 else { return [] }
    let counted: [Int]
    if document.pages.count > 1 {
      let edges = Self.edges(of: document)
      let atEdges = found.filter { edges.contains($0.block) }
      // The number of the page that is printed and the one that is counted differ by the same everywhere.
      let shifts = Dictionary(grouping: atEdges) { $0.number - document.blocks[$0.block].page }
      counted = shifts.values.filter { Set($0.map { document.blocks[$0.block].page }).count >= 3 }.flatMap {
        $0.map(\.block)
      }
    } else {
      counted = Self.countingRuns(found.filter(\.isDressed))
    }
    return counted.sorted().map { CleaningSpan(rule: "page-number", block: $0, of: document) }
  }

  /// The first and the last block of each page, furniture apart.
  static func edges(of document: Document) -> Set<Int> {
    let pages = Dictionary(grouping: document.blocks.indices.filter { !document.blocks[$0].kind.isFurniture }) {
      document.blocks[$0].page
    }
    return Set(pages.values.flatMap { $0.prefix(1) + $0.suffix(1) })
  }

  /// Numbers of which each is one more than the last, three at least.
  private static func countingRuns(_ found: [(block: Int, number: Int, isDressed: Bool)]) -> [Int] {
    var runs: [[(block: Int, number: Int)]] = []
    for next in found {
      if let last = runs.last?.last, next.number == last.number + 1 {
        runs[runs.count - 1].append((next.block, next.number))
      } else {
        runs.append([(next.block, next.number)])
      }
    }
    return runs.filter { $0.count >= 3 }.flatMap { $0.map(\.block) }
  }

  /// All that a page's number is dressed in.
  private static let dress = Set("0123456789-–—―‐ー~〜page.of/ページ頁".unicodeScalars)

  /// The number, and whether it is dressed as a page's.
  static func pageNumber(_ text: String) -> (number: Int, isDressed: Bool)? {
    guard text.utf8.count <= 40, text.unicodeScalars.contains(where: { $0.properties.numericType != nil }) else {
      return nil
    }
    let form = CompatibilityForm.normalize(text).lowercased().filter { !$0.isWhitespace }
    if let number = Int(form), form.count <= 4 { return (number, false) }
    // Expressions are built anew each time, and most short lines are labels.
    guard form.unicodeScalars.allSatisfy(dress.contains) else { return nil }
    let patterns = [
      /[-–—―‐ー~〜]([0-9]{1,4})[-–—―‐ー~〜]/, /(?:page|p\.?)([0-9]{1,4})(?:(?:of|\/)[0-9]{1,4})?/,
      /([0-9]{1,4})\/[0-9]{1,4}/,
      /([0-9]{1,4})(?:ページ|頁)(?:\/[0-9]{1,4}(?:ページ|頁)?)?/,
    ]
    for pattern in patterns {
      if let match = form.wholeMatch(of: pattern), let number = Int(match.1) { return (number, true) }
    }
    return nil
  }
}
