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

  func callAsFunction(_ value: Double) -> Double { start + (value - lower) / (upper - lower) * (end - start) }

  /// About `count` round values inside the range: steps of 1, 2 or 5 times a power of ten.
  func ticks(about count: Int) -> [Double] {
    let rough = (upper - lower) / Double(max(count, 1))
    let power = pow(10, floor(log10(rough)))
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? 10 * power
    var ticks: [Double] = []
    var tick = (lower / step).rounded(.up) * step
    while tick <= upper + step * 1e-6 {
      ticks.append(tick)
      tick += step
    }
    return ticks
  }
}
