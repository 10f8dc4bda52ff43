/// To whom a document is sent, and where that is: lines that are often set large, and head nothing.
enum PostalAddress {
  /// Whether a line names whom it is for (`株式会社青葉　御中`), or a place in Japan down to its number.
  static func isOne(_ text: String) -> Bool {
    text.hasSuffix("御中") || isPlace(Array(text.unicodeScalars))
  }

  /// Characters of such a line, at most.
  private static let longest = 50

  /// `東京都千代田区丸の内一丁目２番３号`: a prefecture, a town, and the number of a house.
  private static func isPlace(_ text: [Unicode.Scalar]) -> Bool {
    guard text.count <= longest, let town = endOfPrefecture(text),
      let street = text[town...].firstIndex(where: { ["市", "区", "町", "村", "郡"].contains($0) }),
      // A sentence or title goes on with other kana.
      !text.contains(where: { (0x3041...0x3096).contains($0.value) && $0 != "の" && $0 != "が" })
    else { return false }
    let rest = text[(street + 1)...]
    return zip(rest, rest.dropFirst()).contains { sign, next in
      sign == "丁" && next == "目" || sign == "番" && (next == "地" || isNumeral(next))
        || isNumeral(sign) && (isHyphen(next) || next == "番")
    }
  }

  private static func endOfPrefecture(_ text: [Unicode.Scalar]) -> Int? {
    for place in 2...3 where place < text.count {
      switch text[place] {
      case "都", "道", "府", "県": return place + 1
      default: continue
      }
    }
    return nil
  }

  private static func isNumeral(_ scalar: Unicode.Scalar) -> Bool {
    ListMarker.isDigit(scalar) || ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"].contains(scalar)
  }

  private static func isHyphen(_ scalar: Unicode.Scalar) -> Bool { ["-", "－", "−", "‐", "–", "ー"].contains(scalar) }
}
