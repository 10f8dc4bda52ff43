import Records

/// Lines to sign on: `Signature: ________  Date: ________`, `署名　　　　　　㊞`. Nothing is written there that one could learn.
struct SignatureLines: CleaningRule {
  func removals(in document: Document, _ options: CleaningOptions) -> [CleaningSpan] {
    var spans: [CleaningSpan] = []
    for (index, block) in document.blocks.enumerated() {
      guard block.kind == .paragraph || block.kind == .listItem || block.kind == .heading else { continue }
      var start = 0
      var isWhole = true
      for line in block.text.split(separator: "\n", omittingEmptySubsequences: false) {
        let length = line.utf8.count
        if Self.isToSign(String(line)) {
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

  private static func headsLines(_ block: Block) -> Bool {
    ["署名欄", "署名", "記名押印", "signature", "signatures"].contains(MatchingForm.string(of: block.text))
  }

  /// Words that stand beside a place for a name; longer ones first, for they hold shorter ones.
  private static let labels = [
    "authorized signature", "authorised signature", "employee signature", "manager signature", "supervisor signature",
    "signature", "printed name", "print name", "employee name", "employee", "manager", "supervisor", "witness",
    "signed",
    "name", "title", "date", "place", "by", "of", "記名押印", "署名捺印", "署名欄", "署名", "自署", "氏名", "会社名", "事業所名",
    "代表者", "代表取締役", "労働者", "使用者", "従業員", "過半数", "職名", "役職", "所属", "住所", "日付", "捺印", "押印", "年", "月", "日",
    "甲", "乙", "印", "殿",
  ]
  private static let signing = ["signature", "signed", "署名", "自署", "記名", "捺印", "押印", "㊞", "印"]
  private static let blanks: Set<Unicode.Scalar> = ["_", "＿", ".", "…", "‥", "─", "―", "-", "・"]

  /// Nothing but labels and a place to fill in: at least one label for signing, or a line of three marks behind a label.
  static func isToSign(_ line: String) -> Bool {
    guard line.utf8.count <= 480, mayBeToSign(line) else { return false }
    let isStamped = line.contains("㊞")
    var rest = CompatibilityForm.normalize(line.replacing("㊞", with: " ")).lowercased()
    let hasSigning = isStamped || signing.contains { $0 != "印" && rest.contains($0) } || Self.endsInSeal(rest)
    let marks = Self.longestBlank(rest)
    let isSpread = rest.firstMatch(of: /\S[ \t]{4,}\S|[ \t]{4,}$|:\s*$/) != nil
    guard hasSigning && (isStamped || marks >= 3 || isSpread) || marks >= 5 else {
      return false
    }
    let hadText = rest
    for label in labels { rest = rest.replacing(label, with: " ") }
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
