/// What a line says of an address: a name that letters are written to, a company, a postal code, a street, a telephone
/// number. Every line of every page is asked, so that bytes are looked at and not characters.
struct AddressLine {
  /// Characters of such a line, at most.
  static let mostCharacters = 50
  /// Letters behind `TEL`, at least: alone it is the label of a form.
  private static let fewestAfterLabel = 4

  private static let companies = [
    "株式会社", "有限会社", "合同会社", "合資会社", "一般社団法人", "一般財団法人", "（株）", "㈱", "（有）", "㈲",
  ].map { Array($0.utf8) }
  private static let latinCompanies = byInitial([
    "ltd", "limited", "inc", "llc", "llp", "gmbh", "corp", "corporation", "plc", "k.k", "company", "co",
  ])
  private static let streets = byInitial([
    "road", "rd", "street", "st", "avenue", "ave", "lane", "ln", "suite", "boulevard", "blvd", "drive", "square",
    "floor", "department", "dept", "attn", "attention", "dear",
  ])

  /// Words in small letters, by their first one.
  private static func byInitial(_ words: [String]) -> [[[UInt8]]] {
    (0x61...0x7A).map { initial in words.map { Array($0.utf8) }.filter { $0[0] == initial } }
  }

  private static let labels = [
    "電話", "TEL", "Tel", "FAX", "Fax", "ファックス", "Phone", "E-mail", "Email", "E-Mail", "メール", "登録番号", "VAT", "住所", "所在地",
  ].map { (bytes: Array($0.utf8), characters: $0.count) }
  private static let addressee = Array("御中".utf8)
  private static let person = Array("様".utf8)
  private static let postalMark = Array("〒".utf8)

  /// UTF-8.
  private let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  init(_ segment: LineSegment) { bytes = LineText.bytes(segment.words, in: segment.frame) }

  /// Whether the line is one of an address.
  var isMarked: Bool {
    let (trimmed, characters) = withoutSpaces()
    guard characters <= Self.mostCharacters else { return false }
    if trimmed.ends(with: Self.addressee) || characters > 2 && trimmed.ends(with: Self.person) { return true }
    if trimmed.starts(with: Self.postalMark) { return true }
    for label in Self.labels where characters >= label.characters + Self.fewestAfterLabel {
      if trimmed.starts(with: label.bytes) { return true }
    }
    if holdsJapaneseCompany { return true }
    return holdsWord(of: Self.latinCompanies) || holdsWord(of: Self.streets, besidesOthers: true)
  }

  /// Whether a company stands in the line.
  var namesCompany: Bool { holdsJapaneseCompany || holdsWord(of: Self.latinCompanies) }

  private var holdsJapaneseCompany: Bool {
    for start in bytes.indices where bytes[start] >= 0xE0 {
      for company in Self.companies where company[0] == bytes[start] && company[1] == bytes[start + 1] {
        if bytes[start...].starts(with: company) { return true }
      }
    }
    return false
  }

  /// The bytes that are no space of either width, and how many characters they are.
  private func withoutSpaces() -> (bytes: [UInt8], characters: Int) {
    var trimmed: [UInt8] = []
    trimmed.reserveCapacity(bytes.count)
    var characters = 0
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x20 {
        index += 1
      } else if bytes[index] == 0xE3, bytes[index + 1] == 0x80, bytes[index + 2] == 0x80 {
        index += 3
      } else {
        if bytes[index] & 0xC0 != 0x80 { characters += 1 }
        trimmed.append(bytes[index])
        index += 1
      }
    }
    return (trimmed, characters)
  }

  /// Whether one of the words between spaces and commas is one of a list, large or small, with or without a full stop or
  /// colon at its end.
  private func holdsWord(of list: [[[UInt8]]], besidesOthers: Bool = false) -> Bool {
    var isFound = false
    var count = 0
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 0x20, bytes[end] != 0x2C { end += 1 }
      if end > start {
        count += 1
        isFound = isFound || isOne(of: list, start..<end)
        if isFound, !besidesOthers || count >= 2 { return true }
      }
      start = end + 1
    }
    return false
  }

  private func isOne(of list: [[[UInt8]]], _ word: Range<Int>) -> Bool {
    let initial = Int(bytes[word.lowerBound] | 0x20) - 0x61
    guard list.indices.contains(initial), !list[initial].isEmpty else { return false }
    let last = bytes[word.upperBound - 1]
    let count = word.count - (last == 0x2E || last == 0x3A ? 1 : 0)
    return list[initial].contains { other in
      other.count == count
        && other.indices.allSatisfy { place in
          let byte = bytes[word.lowerBound + place]
          return (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == other[place]
        }
    }
  }
}

extension [UInt8] {
  fileprivate func ends(with other: [UInt8]) -> Bool {
    other.count <= count && self[(count - other.count)...].elementsEqual(other)
  }
}
