import Foundation

// Double-precision functions for expected values, named so that they cannot be taken for the kernels'.
func exponential(_ x: Double) -> Double { exp(x) }
func logarithm(_ x: Double) -> Double { log(x) }
func circular(_ x: Double) -> (cosine: Double, sine: Double) { (cos(x), sin(x)) }
func power(_ base: Double, _ exponent: Int) -> Double { pow(base, Double(exponent)) }
