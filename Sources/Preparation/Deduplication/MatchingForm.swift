import Records

/// A text as it is compared: NFKC, lower case, without punctuation; words apart by one space, Japanese without spaces.
enum MatchingForm {
  static func scalars(of text: String) -> [Unicode.Scalar] {
    var form: [Unicode.Scalar] = []
    var gap = false
    for scalar in CompatibilityForm.scalars(of: text) {
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
