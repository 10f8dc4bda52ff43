/// Addresses of mail whose signs are spelled so that programs do not find them: `kujo [at] example.co.jp`,
/// `tom.price (at) harbourlane (dot) co.uk`, soudan【at】….
enum SpelledEmail {
  private static let brackets = [("[", "]"), ("(", ")"), ("{", "}"), ("<", ">"), ("【", "】")]
  private static let signs = WordList(
    brackets.flatMap { open, close in ["at", "アット", "アットマーク", "@"].map { open + $0 + close } })
  private static let dots = WordList(
    brackets.flatMap { open, close in ["dot", "ドット", "."].map { open + $0 + close } })
  private static let reach = 96

  /// The spelled sign at a place, with the spaces around it.
  static func sign(in text: PersonalDataText, at index: Int) -> Range<Int>? {
    text.first(of: signs, at: index).map { withSpaces($0, in: text) }
  }

  private static func withSpaces(_ range: Range<Int>, in text: PersonalDataText) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower > 0, text.folded[lower - 1] == 0x20 { lower -= 1 }
    while upper < text.count, text.folded[upper] == 0x20 { upper += 1 }
    return lower..<upper
  }

  /// The address around a spelled sign, in the text's own places.
  static func range(in text: PersonalDataText, sign: Range<Int>) -> Range<Int>? {
    let head = plain(text, max(0, sign.lowerBound - reach)..<sign.lowerBound)
    let tail = plain(text, sign.upperBound..<min(text.count, sign.upperBound + reach * 2))
    let all = head + [(0x40, sign)] + tail
    var joined = String.UnicodeScalarView()
    joined.append(contentsOf: all.compactMap { Unicode.Scalar($0.scalar) })
    guard joined.count == all.count,
      let found = SecretRules.email(in: PersonalDataText(String(joined)), at: head.count)
    else { return nil }
    return all[found.lowerBound].place.lowerBound..<all[found.upperBound - 1].place.upperBound
  }

  /// The scalars of a range with a full stop for each spelled one, and where each stands.
  private static func plain(_ text: PersonalDataText, _ range: Range<Int>) -> [(scalar: UInt32, place: Range<Int>)] {
    var out: [(scalar: UInt32, place: Range<Int>)] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if let dot = text.first(of: dots, at: index), dot.upperBound <= range.upperBound {
        let whole = withSpaces(dot, in: text).clamped(to: range)
        while let last = out.last, last.place.lowerBound >= whole.lowerBound { out.removeLast() }
        out.append((0x2E, whole))
        index = whole.upperBound
      } else {
        out.append((text.folded[index], index..<index + 1))
        index += 1
      }
    }
    return out
  }
}
