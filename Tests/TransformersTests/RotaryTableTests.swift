import Foundation
import Testing

@testable import Transformers

/// Rotary frequencies beside those of transformers (`Tests/Golden/transformers/rope.py`).
struct RotaryTableTests {
  private struct Case: Decodable {
    var config: [String: JSONValue]
    var head_dim: Int
    var length: Int?
    var frequencies: [Float]
  }

  @Test func `frequencies are rounded as the reference rounds them`() throws {
    let cases = try Golden.json([Case].self, "rope.json")
    #expect(cases.count == 12)
    var (equal, all) = (0, 0)
    for entry in cases {
      let file = ConfigFile(path: "config.json", values: entry.config)
      var rotary = try file.rotary(headSize: entry.head_dim)
      if case .dynamic(let factor)? = rotary.scaling {
        rotary.theta = RotaryTable.grownBase(
          rotary, factor: factor, length: try #require(entry.length), trainedPositions: 4096)
      }
      let found = RotaryTable.frequencies(rotary)
      #expect(found.count == entry.frequencies.count)
      for (left, right) in zip(found, entry.frequencies) {
        // torch's vectorised power may be a step off the nearest number; so may what it is divided by.
        #expect(abs(Int(left.bitPattern) - Int(right.bitPattern)) <= 1, "\(entry.config): \(left) \(right)")
        equal += left == right ? 1 : 0
      }
      all += found.count
    }
    #expect(Double(equal) / Double(all) > 0.95, "\(equal) of \(all)")
  }
}
