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

/// The keys that say how rotary positions are stretched, in the forms of `transformers` 4 and 5.
struct RotaryKeyTests {
  private func rotations(_ name: String, _ changes: [String: Any]) throws -> [Rotary] {
    let generated = try #require(FamilyTests.models[name])
    var config = generated.config
    for key in ["rope_scaling", "rope_parameters"] { config[key] = nil }
    config.merge(changes) { $1 }
    return try Golden.withTemporaryFolder { folder in
      try JSONSerialization.data(withJSONObject: config).write(to: folder.appendingPathComponent("config.json"))
      return try ModelConfiguration(directory: folder).description.blocks.compactMap {
        if case .attention(let attention) = $0.mixer { attention.rotation } else { nil }
      }
    }
  }

  static let families = ["llama-default", "mistral-window", "qwen2", "qwen3", "gpt-neox", "smollm3", "lfm2"]

  @Test(arguments: families)
  func `the older key and the newer one, in the older section and the newer one, mean the same`(name: String) throws {
    let plain = try rotations(name, [:])
    let stretched = try rotations(name, ["rope_scaling": ["rope_type": "linear", "factor": 8.0]])
    #expect(
      !plain.isEmpty
        && stretched == plain.map { Rotary(turned: $0.turned, theta: $0.theta, scaling: .linear(factor: 8)) })
    for section in ["rope_scaling", "rope_parameters"] {
      #expect(try rotations(name, [section: ["type": "linear", "factor": 8.0]]) == stretched, "\(section)")
      // The newer key counts over the older one.
      let both: [String: Any] = ["type": "yarn", "rope_type": "linear", "factor": 8.0]
      #expect(try rotations(name, [section: both]) == stretched, "\(section)")
    }
    for (section, key) in [("rope_scaling", "type"), ("rope_scaling", "rope_type"), ("rope_parameters", "type")] {
      let error = #expect(throws: UnusableModel.self) {
        try rotations(name, [section: [key: "longrope", "factor": 8.0]])
      }
      #expect(error?.reason == .unsupported && error?.place == .key("\(section).\(key)"))
    }
    let kinds = ["full_attention": ["rope_type": "linear", "factor": 8.0]]
    let error = #expect(throws: UnusableModel.self) { try rotations(name, ["rope_parameters": kinds]) }
    #expect(error?.reason == .unsupported && error?.place == .key("rope_parameters.full_attention"))
  }

  /// As `transformers` 4, which wrote such files, reads them; 5 passes the older key over for these two families alone.
  @Test(arguments: ["rope_type", "type"])
  func `of Gemma's layers those are stretched that see everything`(key: String) throws {
    let scaling: [String: Any] = [key: "linear", "factor": 8.0]
    let found = try rotations("gemma3", ["rope_scaling": scaling])
    let plain = try rotations("gemma3", [:])
    #expect(Set(found.map(\.scaling)) == [nil, .linear(factor: 8)])
    for (one, other) in zip(found, plain) {
      #expect(one.theta == other.theta && (one.scaling != nil) == (one.theta == 1_000_000))
    }
    #expect(try rotations("gemma3", ["rope_parameters": ["full_attention": scaling]]) == found)
    // One set of parameters for all layers is none that this family has: the reference passes it over.
    let error = #expect(throws: UnusableModel.self) { try rotations("gemma3", ["rope_parameters": scaling]) }
    #expect(error?.reason == .unsupported && error?.place == .key("rope_parameters.factor"))
  }
}
