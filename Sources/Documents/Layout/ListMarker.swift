import Records

/// Bullets and numbers at the start of a line.
struct ListMarker: Hashable {
  enum Kind: Hashable {
    case bullet
    /// `1.`, `2)`, `(3)`, `①`, `a.`, `（ア）`, `一、`
    case number
    /// Depth 1 for `第1章` and `Chapter 1`, 2 for `第1節` and `1.2` …
    case section(depth: Int)
    /// `第1条`
    case article
    /// `問1`, `Q3`, `［例1］`, `別表第2`, `附則`: what follows goes by that name.
    case label
    /// `※`: a remark on what stands before it.
    case note
  }

  var kind: Kind
  /// Length of the marker itself in scalars.
  var length: Int

  /// A bullet that is drawn beside the line, and no part of its text.
  static let drawnBullet = ListMarker(kind: .bullet, length: 0)

  /// A number before a title, without any mark.
  static func chapterNumber(length: Int) -> ListMarker { ListMarker(kind: .section(depth: 1), length: length) }

  private static func isBullet(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "•", "◦", "▪", "▫", "●", "○", "■", "□", "◆", "◇", "▶", "►", "➢", "✓", "✔", "‣", "⁃", "∙", "·", "・", "\u{F0B7}",
      "\u{F0A7}":
      true
    default: false
    }
  }

  private static func isDash(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", "–", "—", "*", "－", "＊", "‐": true
    default: false
    }
  }

  /// Circles at the start of a line; two in a row stand for a name that is left out.
  private static func isCircle(_ scalar: Unicode.Scalar) -> Bool { scalar == "◯" || scalar == "〇" }

  private static let kanjiDigits = Set("一二三四五六七八九十百〇".unicodeScalars)

  /// Characters of a marker that stands alone, at most.
  static let longestLabel = 12

  /// Whether the text is a marker and nothing else.
  static func isLabel(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars.prefix(longestLabel + 1))
    if isBareLabel(scalars) { return true }
    guard scalars.count <= longestLabel, let marker = ListMarker(scalars) else { return false }
    return marker.length == scalars.count
  }

  /// `一`, `十二`, `２`, `イ`: the numbers of Japanese rules, which stand without a mark.
  private static func isBareLabel(_ scalars: [Unicode.Scalar]) -> Bool {
    guard let first = scalars.first, scalars.count <= 3 else { return false }
    return scalars.allSatisfy(kanjiDigits.contains) || scalars.allSatisfy { (0xFF10...0xFF19).contains($0.value) }
      || scalars.count == 1 && isKatakana(first)
  }

  private static func isKatakana(_ scalar: Unicode.Scalar) -> Bool { (0x30A1...0x30F6).contains(scalar.value) }

  /// `*15`, `*3)`, `注2`, `(*)`: the number of a note and nothing else.
  static func isNoteNumber(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars.prefix(8))
    guard scalars.count <= 7, let marker = noteNumber(scalars) else { return false }
    return marker.length == scalars.count
  }

  /// `*15 …`, `注2）…`
  private static func noteNumber(_ scalars: [Unicode.Scalar]) -> ListMarker? {
    var position = 0
    if scalars.first == "(" || scalars.first == "（" { position += 1 }
    guard position < scalars.count, isNoteSign(scalars[position]) else { return nil }
    let isWord = scalars[position] == "注"
    position += 1
    let digits = position
    while position < scalars.count, isDigit(scalars[position]), position - digits < 3 { position += 1 }
    let isClosed = position < scalars.count && (isClosing(scalars[position]) || isColon(scalars[position]))
    guard position > digits || isClosed else { return nil }
    if isClosed { position += 1 }
    // `注3` in a sentence goes on with letters at once.
    guard !isWord || isClosed || position == scalars.count || isSpace(scalars[position]) else { return nil }
    return ListMarker(kind: .note, length: position)
  }

  private static func isNoteSign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "*", "＊", "†", "‡", "注": true
    default: false
    }
  }

  init?(_ text: some StringProtocol) {
    // `－内訳－` is set off at both ends.
    let scalars = text.unicodeScalars
    guard Self.mayBegin(scalars), !(scalars.first == "－" && scalars.last == "－" && !scalars.dropFirst(2).isEmpty)
    else { return nil }
    self.init(Array(scalars.prefix(24)))
  }

  /// Whether a marker can begin as a text does. Every line is asked, and most are prose: their first letter says so.
  private static func mayBegin(_ text: some Collection<Unicode.Scalar>) -> Bool {
    guard let first = text.first else { return false }
    switch first.value {
    case 0x41...0x5A, 0x61...0x7A:
      switch first {
      // `Chapter`, `Part`, `Appendix`, `Section`, `Q1`
      case "C", "P", "A", "S", "Q": return true
      default:
        return text.dropFirst().first.map { isClosing($0) || isDot($0) || isSmallRoman(first) && isSmallRoman($0) }
          ?? false
      }
    case 0x3041...0x3096: return false
    case 0x4E00...0x9FFF:
      switch first {
      case "第", "注", "問", "例", "事", "設", "別", "様", "参", "附", "付", "前": return true
      default: return kanjiDigits.contains(first)
      }
    default: return true
    }
  }

  private init?(_ scalars: [Unicode.Scalar]) {
    guard let first = scalars.first else { return nil }
    if first == "※" {
      self.init(kind: .note, length: 1)
    } else if let marker = Self.noteNumber(scalars) {
      self = marker
    } else if Self.beginsItem(first, scalars.count > 1 ? scalars[1] : nil) {
      self.init(kind: .bullet, length: 1)
    } else if (0x2460...0x24FF).contains(first.value) || (0x2776...0x2793).contains(first.value) {
      self.init(kind: .number, length: 1)
    } else if let marker = Self.label(scalars) {
      self = marker
    } else if let marker = Self.japaneseSection(scalars) ?? Self.romanSection(scalars) ?? Self.englishSection(scalars)
      ?? Self.decimal(scalars)
    {
      self = marker
    } else if let marker = Self.bracketed(scalars) ?? Self.lettered(scalars) {
      self = marker
    } else {
      return nil
    }
  }

  /// Whether a line that begins with one scalar and goes on with another, or ends there, begins with a bullet; the signs
  /// of notes apart.
  static func beginsItem(_ first: Unicode.Scalar, _ next: Unicode.Scalar?) -> Bool {
    if isBullet(first) { return true }
    if isCircle(first) { return next.map { !isCircle($0) && !isNumeral($0) } ?? false }
    if isDash(first) { return next.map { isSpace($0) || (first == "–" || first == "－") && $0.isJapanese } ?? true }
    return next.map(isSpace) == true && isPrivate(first)
  }

  private init(kind: Kind, length: Int) {
    self.kind = kind
    self.length = length
  }

  /// Symbol fonts put their bullets into the private areas, some of them where nothing is assigned.
  private static func isPrivate(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .privateUse, .unassigned: true
    default: false
    }
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\u{3000}" || scalar == "\t" }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    (0x30...0x39).contains(scalar.value) || (0xFF10...0xFF19).contains(scalar.value)
  }

  /// `第1章`, `第十二条の二`
  private static func japaneseSection(_ scalars: [Unicode.Scalar]) -> ListMarker? {
    guard scalars[0] == "第" else { return nil }
    var position = 1
    while position < scalars.count, isSpace(scalars[position]) { position += 1 }
    let digits = position
    while position < scalars.count, isDigit(scalars[position]) || kanjiDigits.contains(scalars[position]) {
      position += 1
    }
    guard position > digits else { return nil }
    while position < scalars.count, isSpace(scalars[position]) { position += 1 }
    guard position < scalars.count else { return nil }
    let depth: Int
    switch scalars[position] {
    case "編", "部": depth = 1
    case "章": depth = 1
    case "節": depth = 2
    case "款": depth = 3
    case "条":
      let end = scalars.count > position + 2 && scalars[position + 1] == "の" && isNumeral(scalars[position + 2]) ? 3 : 1
      return ListMarker(kind: .article, length: position + end)
    default: return nil
    }
    return ListMarker(kind: .section(depth: depth), length: position + 1)
  }

  /// `Ⅰ．`, `Ⅱ 概要`
  private static func romanSection(_ scalars: [Unicode.Scalar]) -> ListMarker? {
    let numerals = scalars.prefix { (0x2160...0x217B).contains($0.value) }.count
    guard numerals > 0, numerals <= 2, numerals < scalars.count else { return nil }
    if isDot(scalars[numerals]) { return ListMarker(kind: .section(depth: 1), length: numerals + 1) }
    return isSpace(scalars[numerals]) ? ListMarker(kind: .section(depth: 1), length: numerals) : nil
  }

  private static let numberedLabels = ["問", "Q", "Ｑ", "例", "事例", "設問", "別表", "別表第", "別紙", "様式", "様式第", "参考"]
    .map { Array($0.unicodeScalars) }
  private static let wholeLabels = ["附則", "付則", "附　則", "付　則", "附 則", "付 則", "前文"].map { Array($0.unicodeScalars) }

  /// `問1`, `Q3.`, `［例1］`, `別表第2`, or `附則` alone.
  private static func label(_ scalars: [Unicode.Scalar]) -> ListMarker? {
    if wholeLabels.contains(scalars) { return ListMarker(kind: .label, length: scalars.count) }
    let isBracketed = isBracket(scalars[0])
    let inside = scalars.dropFirst(isBracketed ? 1 : 0)
    for word in numberedLabels where word[0] == inside.first && inside.starts(with: word) {
      let digits = inside.dropFirst(word.count).prefix { isNumeral($0) }.count
      guard digits > 0, digits <= 3 else { continue }
      let end = (isBracketed ? 1 : 0) + word.count + digits
      guard end < scalars.count else { return ListMarker(kind: .label, length: end) }
      let next = scalars[end]
      // `別表第1（第4条関係）`
      if !isBracketed, next == "（" || next == "(" { return ListMarker(kind: .label, length: end) }
      // `例1に示す` and `別表第1の` begin a sentence.
      let isClosed =
        isBracketed ? isClosingBracket(next) : isDot(next) || isSpace(next) || next == "："
      guard isClosed else { continue }
      return ListMarker(kind: .label, length: end + 1)
    }
    return nil
  }

  private static func isBracket(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "［", "[", "【", "〔", "＜", "<": true
    default: false
    }
  }

  private static func isClosingBracket(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "］", "]", "】", "〕", "＞", ">": true
    default: false
    }
  }

  /// The form of the marker without its value: `（9）` for `（１２）`, `第9条` for `第三条`, `a.` for `c.`.
  static func form(of text: String, _ marker: ListMarker) -> String {
    var form = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(marker.length) {
      let sample: Unicode.Scalar
      switch scalar.value {
      case 0x30...0x39, 0xFF10...0xFF19: sample = "9"
      case 0x41...0x5A, 0xFF21...0xFF3A: sample = "A"
      case 0x61...0x7A, 0xFF41...0xFF5A: sample = "a"
      case 0x2460...0x2473: sample = "①"
      case 0x2474...0x2487: sample = "⑴"
      case 0x249C...0x24B5: sample = "⒜"
      case 0x2160...0x216B: sample = "Ⅰ"
      case 0x30A1...0x30F6: sample = "ア"
      case 0xFF08: sample = "("
      case 0xFF09: sample = ")"
      case 0xFF0E: sample = "."
      default: sample = kanjiDigits.contains(scalar) ? "一" : scalar
      }
      if form.last == sample, sample == "9" || sample == "一" || isSpace(sample) { continue }
      form.append(sample)
    }
    return String(form)
  }

  private static func isNumeral(_ scalar: Unicode.Scalar) -> Bool { isDigit(scalar) || kanjiDigits.contains(scalar) }

  /// `Chapter 3`, `Section 2`, `Appendix A`, `Article 5`
  private static func englishSection(_ scalars: [Unicode.Scalar]) -> ListMarker? {
    for (letters, kind) in sections where letters[0] == scalars[0] {
      guard scalars.starts(with: letters), scalars.count > letters.count else { continue }
      var end = letters.count
      while end < scalars.count, isDigit(scalars[end]) || isSectionLetter(scalars[end]) { end += 1 }
      guard end > letters.count, end == scalars.count || !scalars[end].isAlphabetic else { continue }
      return ListMarker(kind: kind, length: end)
    }
    return nil
  }

  private static let sections: [(letters: [Unicode.Scalar], kind: Kind)] = [
    ("Chapter ", .section(depth: 1)), ("Part ", .section(depth: 1)), ("Appendix ", .section(depth: 1)),
    ("Section ", .section(depth: 2)), ("Article ", .article),
  ].map { (Array($0.unicodeScalars), $1) }

  /// `Appendix A`, `Part IV`
  private static func isSectionLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "I", "V", "X", "A", "B", "C", "D", "E": true
    default: false
    }
  }

  /// `1.`, `2)`, `1.2`, `1.2.3.`, `１．`, `一、`
  private static func decimal(_ scalars: [Unicode.Scalar]) -> ListMarker? {
    var position = 0
    var groups = 0
    while true {
      let start = position
      while position < scalars.count, isDigit(scalars[position]), position - start < 4 { position += 1 }
      if position == start { break }
      if position - start > 3 { return nil }
      groups += 1
      guard position + 1 < scalars.count, isDot(scalars[position]), isDigit(scalars[position + 1]) else { break }
      position += 1
    }
    if groups == 0 {
      while position < scalars.count, kanjiDigits.contains(scalars[position]) { position += 1 }
      guard position > 0, position < scalars.count,
        scalars[position] == "、" || scalars[position] == "．" || scalars[position] == "\u{3000}"
          || position <= 2 && scalars[position] == " "
      else { return nil }
      return ListMarker(kind: .number, length: position + 1)
    }
    let isClosed =
      position < scalars.count && (isDot(scalars[position]) || scalars[position] == ")" || scalars[position] == "）")
    if isClosed { position += 1 }
    if groups == 1, !isClosed, position <= 2, position + 1 < scalars.count, isSpace(scalars[position]),
      scalars[position + 1].isWide, scalars[position] == "\u{3000}" || scalars[0].value > 0xFF00
    {
      // `２　前項の…`: the paragraphs of Japanese rules.
      return ListMarker(kind: .number, length: position)
    }
    // `3.5 hours` and `12.` at a line end are no numbering: text must follow after a space, or be Japanese.
    let isFollowed = isClosed || groups >= 3
    guard position == scalars.count || isSpace(scalars[position]) || isFollowed && scalars[position].isWide else {
      return nil
    }
    if groups >= 2 { return ListMarker(kind: .section(depth: groups), length: position) }
    return isClosed ? ListMarker(kind: .number, length: position) : nil
  }

  private static func isDot(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "．" }

  /// `(1)`, `（ア）`, `[3]`, `(a)`
  private static func bracketed(_ scalars: [Unicode.Scalar]) -> ListMarker? {
    guard let open = scalars.first, open == "(" || open == "（" else { return nil }
    var position = 1
    while position < scalars.count, position <= 4, scalars[position] != ")", scalars[position] != "）" { position += 1 }
    guard position < scalars.count, position > 1, scalars[position] == ")" || scalars[position] == "）" else {
      return nil
    }
    let inside = scalars[1..<position]
    let isNumber = inside.allSatisfy { isDigit($0) } || inside.allSatisfy { kanjiDigits.contains($0) }
    let isLetter = inside.count == 1 && inside.allSatisfy { isLatinLetter($0) || isKatakana($0) }
    let isRoman = inside.allSatisfy { $0 == "i" || $0 == "v" || $0 == "x" }
    return isNumber || isLetter || isRoman ? ListMarker(kind: .number, length: position + 1) : nil
  }

  private static func isSmallRoman(_ scalar: Unicode.Scalar) -> Bool { scalar == "i" || scalar == "v" || scalar == "x" }

  /// The numbers from two to thirty-nine that have several letters.
  private static let smallRomans: Set<String> = Set(
    ["", "x", "xx", "xxx"].flatMap { tens in
      ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"].map { tens + $0 }
    }.filter { $0.count > 1 })

  /// Whether a marker is one of those: they number items, and no titles.
  func isSmallRoman(_ text: String) -> Bool {
    kind == .number && length > 2 && text.unicodeScalars.prefix(length - 1).allSatisfy(Self.isSmallRoman)
  }

  /// `ii.`, `iv)`, `viii. `: as many letters as the number takes, and text after a space.
  private static func smallRoman(_ scalars: [Unicode.Scalar]) -> ListMarker? {
    let count = scalars.prefix(8).prefix { isSmallRoman($0) }.count
    guard count > 1, count < scalars.count, isClosing(scalars[count]) || isDot(scalars[count]),
      count + 1 == scalars.count || isSpace(scalars[count + 1])
    else { return nil }
    var letters = String.UnicodeScalarView()
    letters.append(contentsOf: scalars[..<count])
    return smallRomans.contains(String(letters)) ? ListMarker(kind: .number, length: count + 1) : nil
  }

  /// `a.`, `B)`, `ア．`, `iv)`, `イ 定款`
  private static func lettered(_ scalars: [Unicode.Scalar]) -> ListMarker? {
    if let marker = smallRoman(scalars) { return marker }
    guard scalars.count >= 2, isLatinLetter(scalars[0]) || isKatakana(scalars[0]) else { return nil }
    // `a)` alone, apart from its text.
    if scalars.count == 2 { return isClosing(scalars[1]) ? ListMarker(kind: .number, length: 2) : nil }
    if isKatakana(scalars[0]), isSpace(scalars[1]), scalars[2].isJapanese {
      return ListMarker(kind: .number, length: 1)
    }
    if isKatakana(scalars[0]), scalars[1] == "、" {
      return isReference(scalars) ? nil : ListMarker(kind: .number, length: 2)
    }
    guard isClosing(scalars[1]) || isDot(scalars[1]),
      isSpace(scalars[2]) || scalars[1].isWide || isClosing(scalars[1]) && scalars[2].isJapanese
    else { return nil }
    // `A. Smith` is a name: one capital with a full stop is a marker only in brackets.
    if scalars[1] == ".", scalars[0].isUppercase { return nil }
    return ListMarker(kind: .number, length: 2)
  }

  /// `ア、イ及びウの`: letters of items that a sentence names.
  private static func isReference(_ scalars: [Unicode.Scalar]) -> Bool {
    isKatakana(scalars[2]) && (scalars.count < 4 || !isKatakana(scalars[3]) && scalars[3] != "ー")
  }

  private static func isClosing(_ scalar: Unicode.Scalar) -> Bool { scalar == ")" || scalar == "）" }

  private static func isColon(_ scalar: Unicode.Scalar) -> Bool { scalar == ":" || scalar == "：" }

  private static func isLatinLetter(_ scalar: Unicode.Scalar) -> Bool {
    (0x41...0x5A).contains(scalar.value) || (0x61...0x7A).contains(scalar.value)
  }
}
