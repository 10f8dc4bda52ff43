import Foundation

/// Unicode's compatibility composition (NFKC), for matching only: ㈱, ① and half-width kana change their length by it,
/// so that spans are always taken from the text as it stands.
public enum CompatibilityForm {
  /// The text in NFKC.
  public static func normalize(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars(of: text))
    return String(view)
  }

  /// The text in NFKC, with the apostrophes and hyphens that a keyboard has: a page prints O’Connor and LD‐77, people type
  /// O'Connor and LD-77.
  public static func typed(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars(of: text).lazy.map(\.asTyped))
    return String(view)
  }

  /// The scalars of the text in NFKC.
  ///
  /// What Japanese and English company documents are mostly made of needs no table and is handled here; Foundation
  /// sees only the rest, together with the scalar before it, with which a mark may compose.
  public static func scalars(of text: String) -> [Unicode.Scalar] {
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(text.utf8.count)
    var pending = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if let simple = simpleForm(of: scalar) {
        if !pending.isEmpty {
          output.append(contentsOf: composed(pending))
          pending = String.UnicodeScalarView()
        }
        output.append(simple)
      } else {
        if pending.isEmpty, let previous {
          output.removeLast()
          pending.append(previous)
        }
        pending.append(scalar)
      }
      previous = scalar
    }
    if !pending.isEmpty {
      output.append(contentsOf: composed(pending))
    }
    return output
  }

  /// Foundation's own `precomposedStringWithCompatibilityMapping` leaves ﾊﾟ as two scalars on Linux: it does not compose
  /// what it has decomposed. In two steps it does.
  private static func composed(_ scalars: String.UnicodeScalarView) -> String.UnicodeScalarView {
    String(scalars).decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping.unicodeScalars
  }

  /// The NFKC form where it is one scalar that depends on nothing around it; nil where Foundation must say.
  private static func simpleForm(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0..<0x80, 0x3041...0x3096, 0x30A1...0x30FE, 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3001...0x3003,
      0x3005...0x301C, 0x2013...0x2016, 0x2018...0x201F:
      scalar
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
    case 0x3000: " "
    default: nil
    }
  }
}

extension Unicode.Scalar {
  /// What a keyboard has for a printed apostrophe or hyphen.
  public var asTyped: Unicode.Scalar {
    switch value {
    case 0x2018, 0x2019, 0x02BC, 0x2032: "'"
    case 0x2010, 0x2011: "-"
    default: self
    }
  }
}
