import Tensors
import Testing

@testable import FineTuning

@Suite struct CopyingStartTests {
  /// Mean logit of the right next id, in units of the logits' spread, over the second of two equal random stretches.
  func foresight(copying: Bool) throws -> Double {
    let shape = LlamaShape(vocabulary: 300, width: 128, layers: 4, heads: 2, keyValueHeads: 2, mlpWidth: 64)
    let layout = ParameterLayout(shape)
    let values = ModelDirectory.initialValues(layout, seed: 5)
    if copying { CopyingStart(layout, values: values, seed: 5).apply() }
    let weights = PassWeights(layout, precision: .f32)
    values.withUnsafeMutablePointer { weights.assign($0, at: 0, count: values.count) }
    var random = SplitMix64(seed: 11)
    let stretch = random.permutation(300).prefix(24)
    let ids = Array(stretch + stretch)
    let example = try #require(TokenizedExample(ids: ids, lossMask: [Float](repeating: 1, count: ids.count)))
    let logits = TinyModel.pass(weights).logits(PackedRow([example]))
    var total = 0.0
    for position in 24..<47 {
      let row = (0..<300).map { Double(logits[position * 300 + $0]) }
      let mean = row.reduce(0, +) / 300
      let spread = (row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 300).squareRoot()
      total += (row[Int(ids[position + 1])] - mean) / spread
    }
    return total / 23
  }

  @Test func `before any training, a repeated stretch foretells what follows`() throws {
    #expect(try foresight(copying: true) > 1)
    #expect(abs(try foresight(copying: false)) < 0.5)
  }
}
