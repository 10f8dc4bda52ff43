import Charts
import Foundation
import Testing

struct ThemeTests {
  /// The colours of one theme by name, as the page's style has them.
  static func colours(_ scheme: String) throws -> [String: String] {
    let start = try #require(Theme.css.range(of: "color-scheme: \(scheme);"))
    let block = Theme.css[start.upperBound...].prefix { $0 != "}" }
    return Dictionary(
      block.matches(of: /--([a-z0-9-]+): (#[0-9a-f]{6})/).map { (String($0.1), String($0.2)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// WCAG's relative luminance.
  static func luminance(_ colour: String) -> Double {
    let value = Int(colour.dropFirst(), radix: 16) ?? 0
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double(value >> shift & 255) / 255
      return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  static func contrast(_ first: String, _ second: String) -> Double {
    let (low, high) = (min(luminance(first), luminance(second)), max(luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)
  }

  @Test(arguments: ["light", "dark"])
  func `text has a contrast of 4.5 and controls of 3, on paper and on what is raised`(scheme: String) throws {
    let colours = try Self.colours(scheme)
    for background in ["paper", "raised"] {
      let ground = try #require(colours[background])
      for (name, least) in [
        ("ink", 4.5), ("muted", 4.5), ("accent", 4.5), ("accepted", 4.5), ("rejected", 4.5), ("doubtful", 4.5),
        ("control", 3),
      ] {
        let contrast = Self.contrast(try #require(colours[name]), ground)
        #expect(contrast >= least, "\(name) on \(background), \(scheme): \(contrast)")
      }
    }
    #expect(Self.contrast(try #require(colours["evidence-ink"]), try #require(colours["evidence"])) >= 4.5)
  }
}
