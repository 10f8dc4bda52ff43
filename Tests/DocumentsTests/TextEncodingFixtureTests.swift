import Foundation
import Records
import TestSupport
import Testing

@testable import Documents

/// Real texts and mojibake of `../shared/fixtures/cleaning`; skipped where these are not.
@Suite struct TextEncodingFixtureTests {
  private static func fixture(_ path: String) throws -> URL {
    try #require(TestLocations.sharedFixture("cleaning/\(path)"))
  }

  private static let isThere = TestLocations.sharedFixture("cleaning/encodings") != nil

  @Test(
    .enabled(if: isThere, "there is no ../shared/fixtures/cleaning beside this checkout"),
    arguments: ["cp932", "eucjp", "iso2022jp", "utf16be-nobom", "utf16bom", "utf16le-nobom", "utf8bom"])
  func `a novel in each encoding is read byte for byte as it was written`(name: String) throws {
    let data = try Data(contentsOf: Self.fixture("encodings/neko.\(name).txt"))
    let truth = try Data(contentsOf: Self.fixture("encodings/neko.\(name).truth.utf8.txt"))
    let decoded = try #require(TextEncoding.decode(data))
    #expect(Data(decoded.text.utf8) == truth)
    #expect(decoded.invalidBytes == 0 && decoded.nulls == 0)
    #expect(TextFile.lines(of: decoded.text).allSatisfy { Mojibake.repaired($0) == nil })
  }

  private struct Pair: Decodable {
    var original: String
    var fixed: String
    var fixedEncoding: String?
    enum CodingKeys: String, CodingKey {
      case original, fixed
      case fixedEncoding = "fixed-encoding"
    }
  }

  private func pairs(_ name: String) throws -> [Pair] {
    try JSONDecoder().decode([Pair].self, from: Data(contentsOf: Self.fixture("ftfy/\(name).json")))
  }

  @Test(.enabled(if: isThere, "there is no ../shared/fixtures/cleaning beside this checkout"))
  func `text that only looks like mojibake is left alone`() throws {
    for pair in try pairs("negative") where pair.fixed == pair.original {
      #expect(Mojibake.repaired(pair.original) == nil, "\(pair.original)")
    }
  }

  @Test(
    .enabled(if: isThere, "there is no ../shared/fixtures/cleaning beside this checkout"),
    arguments: [("in-the-wild", 50), ("language-names", 12), ("synthetic", 25)])
  func `most mojibake found in the wild is put right`(name: String, least: Int) throws {
    let pairs = try pairs(name)
    let right = pairs.count { pair in
      let got = Mojibake.repaired(pair.original) ?? pair.original
      return got == pair.fixedEncoding ?? pair.fixed || got == pair.fixed
    }
    print("mojibake \(name): \(right) of \(pairs.count) right")
    #expect(right >= least)
  }
}
