import PageContent
import Records

/// Places to sign, as contracts end: they are no tables and head nothing, whatever they look like.
enum SigningLines {
  /// Letters of such lines, at most: two parties with the labels of either.
  private static let mostLetters = 240

  /// Sentences and titles above such lines, besides those that only name who signs.
  private static let openings =
    SigningWords.openings + [
      "signed and delivered", "in witness whereof", "署名欄", "記名押印欄", "署名捺印欄", "以上の証として", "上記の証として", "上記契約の成立を証するため",
      "本契約の成立を証するため", "本契約締結の証として",
    ]
  private static let labels = SigningWords.labels.map { Array($0.unicodeScalars) }

  /// A party's name and who stands for it: a register of seals has more rows.
  private static let mostRowsBesideSeal = 3
  private static let seals: Set<String> = ["㊞", "印", "(印)", "（印）"]

  /// Whether lines hold nothing but the labels of places to write on, one of them a signature's or seal's, or a party's
  /// name with the sign for its seal at the end.
  static func areToSign(_ rows: ArraySlice<Row>) -> Bool {
    if rows.count <= mostRowsBesideSeal, let last = rows.last?.segments.last, seals.contains(last.text) { return true }
    if areStrokes(rows) { return true }
    var count = 0
    for row in rows {
      for segment in row.segments { count += segment.glyphCount }
      if count > mostLetters { return false }
    }
    var text: [Unicode.Scalar] = []
    for word in rows.lazy.flatMap(\.segments).flatMap(\.words) {
      text += word.glyphs.lazy.map { small($0.scalar) }
      text.append(" ")
    }
    guard holdsOnlyLabels(text) else { return false }
    let whole = String(String.UnicodeScalarView(text))
    return SigningWords.signing.contains { whole.contains($0) } || whole.contains("by:")
  }

  private static let fewestStrokes = 5
  private static let longestSigner = 40

  /// `承認：　年　月　日`, a stroke to write on, and below it who signs there.
  private static func areStrokes(_ rows: ArraySlice<Row>) -> Bool {
    guard rows.count <= mostRowsBesideSeal + 1, let first = rows.first,
      holdsOnlyLabels(first.text.unicodeScalars.map(small))
    else { return false }
    let strokes = rows.indices.filter { index in
      rows[index].segments.contains { $0.words.contains { isStroke($0) } }
    }
    guard !strokes.isEmpty else { return false }
    return rows.indices.allSatisfy { index in
      let text = rows[index].text
      return holdsOnlyLabels(text.unicodeScalars.map(small))
        || strokes.contains(index - 1)
          && rows[index].segments.reduce(0) { $0 + $1.glyphCount } <= longestSigner
    }
  }

  private static func isStroke(_ word: Word) -> Bool {
    word.glyphs.count >= fewestStrokes && word.glyphs.allSatisfy { $0.scalar == "_" || $0.scalar == "＿" }
  }

  /// Whether a line names what is to be written behind it, as `Name:` does: it heads nothing either.
  static func isLabel(_ text: String) -> Bool {
    guard text.hasSuffix(":") || text.hasSuffix("："), text.utf8.count <= mostLetters else { return false }
    return holdsOnlyLabels(text.unicodeScalars.map(small))
  }

  /// Labels from which a text is the lines of a place to sign.
  private static let fewestFilledIn = 2

  /// Whether a text is such names with what was written behind them: `Name: K. Sato Title: President`.
  static func areFilledIn(_ text: String) -> Bool {
    guard text.utf8.count <= mostLetters else { return false }
    let scalars = text.unicodeScalars.map(small)
    let colons = scalars.indices.filter { scalars[$0] == ":" || scalars[$0] == "：" }
    guard colons.count >= fewestFilledIn, let first = colons.first, holdsOnlyLabels(Array(scalars[..<first])) else {
      return false
    }
    return colons.allSatisfy { colon in labels.contains { ends($0, scalars[..<colon]) } }
  }

  /// Whether a text ends in a word.
  private static func ends(_ word: [Unicode.Scalar], _ text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard text.count >= word.count, text.suffix(word.count).elementsEqual(word) else { return false }
    let before = text.dropLast(word.count).last
    return !(word[0].isASCII && before.map { $0.isASCII && $0.isAlphabetic } ?? false)
  }

  private static func small(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    (0x41...0x5A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value | 0x20)) : scalar
  }

  private static func holdsOnlyLabels(_ text: [Unicode.Scalar]) -> Bool {
    var position = 0
    while position < text.count {
      guard text[position].isAlphabetic || text[position] == "㊞" else {
        position += 1
        continue
      }
      let rest = text[position...]
      // The longest comes first, and a word of Latin letters ends where its label does.
      let label = labels.first { label in
        label[0] == text[position] && rest.starts(with: label)
          && !(label[0].isASCII && rest.dropFirst(label.count).first.map { $0.isASCII && $0.isAlphabetic } ?? false)
      }
      guard let label else { return false }
      position += label.count
    }
    return true
  }

  /// Whether a line says who signs below it.
  static func opens(_ text: String) -> Bool {
    let start = text.prefix(24).lowercased()
    return openings.contains { start.hasPrefix($0) }
  }
}
