import Records

/// A text as it is compared: NFKC, lower case, without punctuation; words apart by one space, Japanese without spaces.
enum MatchingForm {
  static func scalars(of text: String) -> [Unicode.Scalar] {
    var form: [Unicode.Scalar] = []
    var gap = false
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
      }
    }
    return form
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
    let digits = CompatibilityForm.normalize(text).replacing(",", with: "")
    return digits.split { !($0.isASCII && $0.isNumber) }.map(String.init).sorted()
  }
}
