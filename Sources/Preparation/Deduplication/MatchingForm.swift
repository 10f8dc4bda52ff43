import Records

/// A text as it is compared: NFKC, lower case, without punctuation; words apart by one space, Japanese without spaces; Latin
/// letters for those that look like them (`Homoglyphs`).
enum MatchingForm {
  static func scalars(of text: String) -> [Unicode.Scalar] {
    var form: [Unicode.Scalar] = []
    var gap = false
    var mayDeceive = false
    for scalar in CompatibilityForm.scalars(of: text) {
      // Most of a text needs no table.
      if scalar.isASCII, let plain = plainForm(of: scalar) {
        if gap, let last = form.last, !last.isJapanese { form.append(" ") }
        gap = false
        form.append(plain)
        continue
      }
      guard scalar.isJapanese || scalar.isAlphabetic || scalar.properties.numericType != nil else {
        gap = true
        continue
      }
      if gap, let last = form.last, !last.isJapanese, !scalar.isJapanese { form.append(" ") }
      gap = false
      if scalar.isJapanese {
        form.append(scalar)
      } else {
        form.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        if Homoglyphs.mayBe(scalar) { mayDeceive = true }
      }
    }
    return mayDeceive ? Homoglyphs.folded(form) : form
  }

  /// A lower-case letter or a digit of ASCII; nil for its other characters.
  private static func plainForm(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: scalar
    case 0x41...0x5A: Unicode.Scalar(scalar.value + 0x20)
    default: nil
    }
  }

  static func string(of text: String) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars(of: text))
    return String(view)
  }

  /// The numbers in a text, sorted: two questions that differ in a number ask for different things.
  static func numbers(of text: String) -> [String] {
    let scalars = CompatibilityForm.scalars(of: text)
    guard scalars.allSatisfy(standsAlone) else { return numbersOfCharacters(scalars) }
    var numbers: [String] = []
    var digits = ""
    for scalar in scalars where scalar != "," {
      if (0x30...0x39).contains(scalar.value) {
        digits.unicodeScalars.append(scalar)
      } else if !digits.isEmpty {
        numbers.append(digits)
        digits = ""
      }
    }
    if !digits.isEmpty { numbers.append(digits) }
    return numbers.sorted()
  }

  /// As above, where a mark may make another character of a digit, such as a keycap.
  private static func numbersOfCharacters(_ scalars: [Unicode.Scalar]) -> [String] {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view).replacing(",", with: "").split { !($0.isASCII && $0.isNumber) }.map(String.init).sorted()
  }

  /// Whether a scalar neither joins the one before it to a character nor the one behind it, as most do not.
  private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x300, 0x3041...0x3096, 0x30A1...0x30FE, 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3001...0x3003,
      0x3005...0x301C, 0x2013...0x2016, 0x2018...0x201F:
      true
    default: false
    }
  }
}
