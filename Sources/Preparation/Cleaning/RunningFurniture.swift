import Records

/// Running headers, running footers and page numbers, as the reader found them by repetition.
struct RunningFurniture: BlockRule {
  func removals(in block: Block) -> [(rule: String, range: Range<Int>)] {
    guard block.kind.isFurniture, !block.text.isEmpty else { return [] }
    let rule =
      if isPageNumber(block.text) {
        "page-number"
      } else {
        block.kind == .header ? "running-header" : "running-footer"
      }
    return [(rule, 0..<block.text.utf8.count)]
  }

  /// `3`, `- 3 -`, `3 / 12`, `Page 3 of 12`, `3 ページ`.
  private func isPageNumber(_ text: String) -> Bool {
    let form = CompatibilityForm.normalize(text).lowercased()
    let words = form.split { !$0.isLetter && !$0.isNumber }
    let hasNumber = words.contains { $0.allSatisfy(\.isNumber) }
    return hasNumber
      && words.allSatisfy { word in
        word.allSatisfy(\.isNumber) || ["page", "of", "p", "pp", "ページ", "頁"].contains(String(word))
          || (word.first?.isNumber == true && word.drop(while: \.isNumber) == "ページ")
      }
  }
}
