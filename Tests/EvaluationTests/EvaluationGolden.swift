import Foundation

/// The golden files of `Tests/Golden/evaluation`, made by the script beside them.
enum EvaluationGolden {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden/evaluation")

  static func json<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }

  struct Statistics: Decodable {
    struct Quantile: Decodable {
      var confidence: Double
      var degrees: Int
      var value: Double
    }
    struct Proportion: Decodable {
      var k: Int
      var n: Int
      var lower: Double
      var upper: Double
    }
    struct Clusters: Decodable {
      var values: [Double]
      var groups: [String]
      var mean: Double
      var standardError: Double
      var lower: Double
      var upper: Double
    }
    struct Correction: Decodable {
      var p: [Double]
      var adjusted: [Double]
    }
    struct Flips: Decodable {
      var sums: [Double]
      var p: Double
    }

    var t: [Quantile]
    var clopperPearson: [Proportion]
    var clusters: [Clusters]
    var holm: [Correction]
    var signFlip: [Flips]
  }
}

extension Double {
  func isClose(to other: Double, within tolerance: Double = 1e-9) -> Bool {
    abs(self - other) <= tolerance * max(1, abs(other))
  }
}
