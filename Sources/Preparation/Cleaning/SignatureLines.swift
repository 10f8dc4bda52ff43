import Records

/// Lines to sign on: `Signature: ________  Date: ________`, `署名　　　　　　㊞`, and strokes alone with who signs below them.
/// Nothing is written there that one could learn.
struct SignatureLines: CleaningRule {
  func removals(in document: Document, _ options: CleaningOptions) -> [CleaningSpan] {
    var spans: [CleaningSpan] = []
    for (index, block) in document.blocks.enumerated() {
      guard block.kind == .paragraph || block.kind == .listItem || block.kind == .heading else { continue }
      var start = 0
      var isWhole = true
      for line in block.text.split(separator: "\n", omittingEmptySubsequences: false) {
        let length = line.utf8.count
        if Self.isToSign(String(line)) || Self.isStroke(line) && Self.isSigned(line, index, document) {
          spans.append(CleaningSpan(rule: "signature-line", block: index, range: start..<start + length))
        } else {
          isWhole = false
        }
        start += length + 1
      }
      // `署名欄` above such lines heads nothing else.
      if isWhole, index > 0, Self.headsLines(document.blocks[index - 1]) {
        spans.append(CleaningSpan(rule: "signature-line", block: index - 1, of: document))
      }
    }
    return spans
  }

  /// Nothing but strokes of the pen's length.
  private static func isStroke(_ line: Substring) -> Bool {
    let marks = line.unicodeScalars.filter { !$0.isWhitespace }
    return marks.count >= 5 && marks.allSatisfy { $0 == "_" || $0 == "＿" }
  }

  /// Two strokes side by side, or one with the words for a signature right below it: a stroke alone may part two texts.
  private static func isSigned(_ line: Substring, _ index: Int, _ document: Document) -> Bool {
    if line.split(whereSeparator: \.isWhitespace).count >= 2 { return true }
    let lines = document.blocks[index].text.split(separator: "\n")
    let below =
      lines.firstIndex(where: isStroke).flatMap { $0 + 1 < lines.count ? String(lines[$0 + 1]) : nil }
      ?? document.blocks[(index + 1)...].first { !$0.kind.isFurniture }?.text ?? ""
    let form = CompatibilityForm.normalize(String(below.prefix(60))).lowercased()
    return [
      "for the ", "for and on behalf", "on behalf", "signature", "signed", "by:", "name", "authori", "署名", "氏名", "記名",
      "代表", "甲", "乙",
    ]
    .contains { form.hasPrefix($0) }
  }

  private static func headsLines(_ block: Block) -> Bool {
    let text = MatchingForm.string(of: block.text)
    // `Signed for and on behalf of` somebody, who is named at the contract's beginning too.
    return ["署名欄", "署名", "記名押印", "signature", "signatures"].contains(text)
      || block.text.count <= 100 && SigningWords.openings.contains { text.hasPrefix(MatchingForm.string(of: $0)) }
  }

  private static let blanks: Set<Unicode.Scalar> = ["_", "＿", ".", "…", "‥", "─", "―", "-", "・"]

  /// Nothing but labels and a place to fill in: at least one label for signing, or a line of three marks behind a label.
  static func isToSign(_ line: String) -> Bool {
    guard line.utf8.count <= 480, mayBeToSign(line) else { return false }
    let isStamped = line.contains("㊞")
    var rest = CompatibilityForm.normalize(line.replacing("㊞", with: " ")).lowercased()
    let hasSigning =
      isStamped || SigningWords.signing.contains { $0 != "印" && rest.contains($0) } || Self.endsInSeal(rest)
    let marks = Self.longestBlank(rest)
    let isSpread = rest.firstMatch(of: /\S[ \t]{4,}\S|[ \t]{4,}$|:\s*$/) != nil
    // `承認 印`: who puts a seal, and the place for it.
    let isSealed = Self.endsInSeal(rest) && rest.count <= 20
    guard hasSigning && (isStamped || marks >= 3 || isSpread || isSealed) || marks >= 5 else { return false }
    let hadText = rest
    for label in SigningWords.labels { rest = rest.replacing(label, with: " ") }
    let left = rest.unicodeScalars.filter {
      !$0.isWhitespace && !blanks.contains($0) && !":()/,[]'’s".unicodeScalars.contains($0)
    }
    return left.isEmpty && hadText.unicodeScalars.contains { $0.isAlphabetic } || isStamped && left.isEmpty
  }

  /// Most lines are prose, and what follows is slow.
  private static func mayBeToSign(_ line: String) -> Bool {
    line.contains("__") || line.contains("＿") || line.contains("...") || line.contains("……") || line.contains("印")
      || line.contains("署名") || line.contains("㊞") || line.lowercased().contains("sign")
  }

  /// `氏名　　　　　印`: the seal stands apart.
  private static func endsInSeal(_ text: String) -> Bool { text.firstMatch(of: /\s\(?印\)?\s*$/) != nil }

  private static func longestBlank(_ text: String) -> Int {
    var (longest, length) = (0, 0)
    for scalar in text.unicodeScalars {
      // In NFKC an ellipsis is three full stops.
      length = scalar == "_" || scalar == "." ? length + 1 : 0
      longest = max(longest, length)
    }
    return longest
  }
}
