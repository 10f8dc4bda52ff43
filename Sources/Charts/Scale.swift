import Foundation

/// Maps values to positions, with round tick values.
struct Scale {
  let lower: Double
  let upper: Double
  let start: Double
  let end: Double

  init(_ range: ClosedRange<Double>, from start: Double, to end: Double) {
    lower = range.lowerBound
    upper = range.upperBound > range.lowerBound ? range.upperBound : range.lowerBound + 1
    self.start = start
    self.end = end
  }

  /// The position of a value; values outside the range stand at its ends.
  func callAsFunction(_ value: Double) -> Double {
    start + (min(max(value, lower), upper) - lower) / (upper - lower) * (end - start)
  }

  /// A round value inside the range, and its text with as many decimals as its neighbours need.
  struct Tick {
    let value: Double
    let label: String
  }

  /// About `count` round values inside the range: steps of 1, 2 or 5 times a power of ten.
  func ticks(about count: Int) -> [Tick] {
    let rough = (upper - lower) / Double(max(count, 1))
    let power = pow(10, floor(log10(rough)))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * (1 - 1e-9) } ?? 10 * power
    let decimals = max(0, -Int(floor(log10(step) + 1e-9)))
    let first = Int((lower / step - 1e-6).rounded(.up))
    let last = Int((upper / step + 1e-6).rounded(.down))
    guard first <= last else { return [] }
    // Products, not sums, so that zero is zero.
    return (first...last).map { index in
      let value = Double(index) * step
      return Tick(value: value, label: Markup.fixed(value, decimals: decimals))
    }
  }
}
