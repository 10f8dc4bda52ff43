import CKernels
import Tensors
import Testing

/// The levels above the portable one that this processor has.
let vectorLevels: [ck_level] = [CK_LEVEL_AVX2, CK_LEVEL_AVX512, CK_LEVEL_AVX512_BF16].filter {
  $0.rawValue <= ck_level_detected().rawValue
}

/// Forces a level on this thread alone: tests beside this one compare results bit by bit.
func atLevel<Result>(_ level: ck_level, _ body: () throws -> Result) rethrows -> Result {
  ck_level_force(level)
  defer { ck_level_force(ck_level_detected()) }
  return try body()
}

/// Numbers between -1 and 1 from a fixed seed (SplitMix64).
struct Numbers {
  var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func floats(_ count: Int, scale: Float = 1) -> [Float] {
    (0..<count).map { _ in Float(Int64(bitPattern: next()) >> 40) / Float(1 << 23) * scale }
  }

  mutating func size(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }
}

func bfloats(_ values: [Float]) -> [UInt16] {
  var result = [UInt16](repeating: 0, count: values.count)
  ck_bf16_from_f32(&result, values, values.count)
  return result
}

func greatestDifference(_ a: [Float], _ b: [Float]) -> Float {
  zip(a, b).reduce(a.count == b.count ? 0 : .infinity) { most, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(most, difference)
  }
}

/// Runs `kernel` portably and at every vector level, and holds the results together.
func expectAgreement(
  within tolerance: Float, _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ kernel: () -> [Float]
) {
  let reference = atLevel(CK_LEVEL_PORTABLE, kernel)
  for level in vectorLevels {
    let difference = greatestDifference(atLevel(level, kernel), reference)
    #expect(difference <= tolerance, "\(what) at level \(level.rawValue)", sourceLocation: sourceLocation)
  }
}
