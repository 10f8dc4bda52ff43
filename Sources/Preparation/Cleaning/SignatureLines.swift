import Records

/// Lines to sign on: `Signature: ________  Date: ________`, `署名　　　　　　㊞`, and strokes alone with who signs below them.
/// Nothing is written there that one could learn.
struct SignatureLines: CleaningRule {
  func removals(in document: Document, _ options: CleaningOptions) -> [CleaningSpan] {
    var lines = Self.lines(of: document)
    for index in lines.indices {
      let line = lines[index]
      lines[index].isTaken =
        Self.isToSign(line.text) || Self.isStroke(line.text[...]) && Self.isSigned(line.text[...], line.block, document)
    }
    Self.takeNeighbours(&lines)
    var spans: [CleaningSpan] = []
    for block in Dictionary(grouping: lines, by: \.block).sorted(by: { $0.key < $1.key }) {
      spans += block.value.filter(\.isTaken).map {
        CleaningSpan(rule: "signature-line", block: block.key, range: $0.range)
      }
      // `署名欄` above such lines heads nothing else.
      if block.value.allSatisfy(\.isTaken), block.key > 0, Self.headsLines(document.blocks[block.key - 1]) {
        spans.append(CleaningSpan(rule: "signature-line", block: block.key - 1, of: document))
      }
    }
    return spans
  }

  private struct Line {
    var block: Int
    var range: Range<Int>
    var text: String
    var isTaken = false
  }

  /// The lines of all blocks that may be such ones, running headers and footers apart; what is none of them parts them.
  private static func lines(of document: Document) -> [Line] {
    var lines: [Line] = []
    for (index, block) in document.blocks.enumerated() {
      guard block.kind == .paragraph || block.kind == .listItem || block.kind == .heading else { continue }
      var start = 0
      for line in block.text.split(separator: "\n", omittingEmptySubsequences: false) {
        let length = line.utf8.count
        lines.append(Line(block: index, range: start..<start + length, text: String(line)))
        start += length + 1
      }
    }
    return lines
  }

  /// Takes what stands with such lines and says nothing without them: a stroke below one, `承認：　年　月　日` above or below
  /// one, and who signs there, right below the stroke, where the text ends with it.
  private static func takeNeighbours(_ lines: inout [Line]) {
    for index in lines.indices where !lines[index].isTaken {
      let above = index > 0 && lines[index - 1].isTaken && isNear(lines[index - 1], lines[index])
      if above, isStroke(lines[index].text[...]) { lines[index].isTaken = true }
    }
    for indices in [Array(lines.indices.reversed()), Array(lines.indices)] {
      for index in indices where !lines[index].isTaken && isBlankLabel(lines[index].text) {
        lines[index].isTaken = [index - 1, index + 1].contains { other in
          lines.indices.contains(other) && lines[other].isTaken && isNear(lines[index], lines[other])
        }
      }
    }
    for index in lines.indices.dropFirst(2) where !lines[index].isTaken {
      let (label, stroke) = (lines[index - 2], lines[index - 1])
      lines[index].isTaken =
        label.isTaken && stroke.isTaken && holdsStroke(stroke.text) && isNear(label, stroke)
        && isNear(stroke, lines[index]) && isSigner(lines[index].text)
        && (index + 1 == lines.count || lines[index + 1].isTaken)
    }
  }

  /// A page's end between them is a header, a footer and a number.
  private static func isNear(_ line: Line, _ other: Line) -> Bool { abs(line.block - other.block) <= 1 }

  /// Labels with a colon, or a date to fill in, and nothing beside them.
  private static func isBlankLabel(_ line: String) -> Bool {
    guard line.utf8.count <= 120, line.contains(":") || line.contains("：") || line.contains("年") else { return false }
    let form = CompatibilityForm.normalize(line).lowercased()
    return isLabelled(form) && (form.contains(":") || form.firstMatch(of: /年\s+月\s+日/) != nil)
  }

  /// A few words without a figure (一 may be part of a name), as a name and a position are.
  private static func isSigner(_ line: String) -> Bool {
    line.count <= 40 && !line.unicodeScalars.contains { ".。:：!?！？".unicodeScalars.contains($0) }
      && line.unicodeScalars.contains(where: \.properties.isAlphabetic)
      && !line.unicodeScalars.contains { $0.properties.numericType == .decimal }
  }

  private static func holdsStroke(_ line: String) -> Bool {
    line.split { $0 != "_" && $0 != "＿" }.contains { $0.count >= 5 }
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
    let rest = CompatibilityForm.normalize(line.replacing("㊞", with: " ")).lowercased()
    let hasSigning =
      isStamped || SigningWords.signing.contains { $0 != "印" && rest.contains($0) } || Self.endsInSeal(rest)
    let marks = Self.longestBlank(rest)
    let isSpread = rest.firstMatch(of: /\S[ \t]{4,}\S|[ \t]{4,}$|:\s*$/) != nil
    // `承認 印`: who puts a seal, and the place for it.
    let isSealed = Self.endsInSeal(rest) && rest.count <= 20
    guard hasSigning && (isStamped || marks >= 3 || isSpread || isSealed) || marks >= 5 else { return false }
    return isLabelled(rest) || isStamped && isEmpty(rest)
  }

  /// Whether labels are all that a line says.
  private static func isLabelled(_ form: String) -> Bool {
    form.unicodeScalars.contains(where: \.properties.isAlphabetic) && isEmpty(form)
  }

  private static func isEmpty(_ form: String) -> Bool {
    var rest = form
    for label in SigningWords.labels { rest = rest.replacing(label, with: " ") }
    return rest.unicodeScalars.allSatisfy {
      $0.isWhitespace || blanks.contains($0) || ":()/,[]'’s".unicodeScalars.contains($0)
    }
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
