import Foundation

/// Quantiles of Student's t and of the beta distribution, for intervals from few documents.
enum StudentT {
  /// The value t with P(|T| < t) = `confidence` at `degrees` degrees of freedom.
  static func twoSidedQuantile(confidence: Double, degrees: Int) -> Double {
    guard degrees > 0 else { return .infinity }
    let nu = Double(degrees)
    return bisect(from: 0, to: 1e4) { t in
      1 - regularizedIncompleteBeta(nu / (nu + t * t), nu / 2, 0.5) - confidence
    }
  }

  /// The Clopper–Pearson interval of k successes in n trials.
  static func clopperPearson(successes k: Int, trials n: Int, confidence: Double) -> ClosedRange<Double> {
    guard n > 0 else { return 0...1 }
    let tail = (1 - confidence) / 2
    let a = Double(k)
    let b = Double(n - k)
    let lower = k == 0 ? 0 : bisect(from: 0, to: 1) { regularizedIncompleteBeta($0, a, b + 1) - tail }
    let upper = k == n ? 1 : bisect(from: 0, to: 1) { regularizedIncompleteBeta($0, a + 1, b) - (1 - tail) }
    return lower...upper
  }

  /// The root of an increasing function.
  private static func bisect(from low: Double, to high: Double, _ function: (Double) -> Double) -> Double {
    var low = low
    var high = high
    while true {
      let middle = (low + high) / 2
      // No number left between them.
      if middle <= low || middle >= high { return middle }
      if function(middle) < 0 { low = middle } else { high = middle }
    }
  }

  /// I_x(a, b) by the continued fraction of Lentz (Numerical Recipes, 6.4).
  static func regularizedIncompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - regularizedIncompleteBeta(1 - x, b, a) }
    let logFront: Double = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)
    let front: Double = exp(logFront) / a
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var fraction = d
    for m in 1...500 {
      let m = Double(m)
      let middle: Double = a + 2 * m
      let even: Double = m * (b - m) * x / ((middle - 1) * middle)
      let odd: Double = -(a + m) * (a + b + m) * x / (middle * (middle + 1))
      for numerator in [even, odd] {
        d = 1 + numerator * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + numerator / c
        if abs(c) < tiny { c = tiny }
        fraction *= c * d
      }
      if abs(c * d - 1) < 1e-14 { break }
    }
    return front * fraction
  }
}
