/// Numbers as the reference's JSON reader (serde_json, as `tokenizers` is built) makes them of their digits: as many as fit
/// into 64 bits, rounded, then multiplied or divided by a power of ten and rounded again. That is not always the nearest
/// number; but of two cuts of a text whose scores are nearly alike the last bit decides, and the ids have to be the same.
enum DecimalNumber {
  private static let powers: [Double] = (0...308).map { Double("1e\($0)") ?? .infinity }

  /// The number, nil where the digits are none or too large.
  static func parse(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Double? {
    var rest = digits
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest.removeFirst() }
    guard let first = rest.first, isDigit(first) else { return nil }
    var significand: UInt64 = 0
    var exponent = 0
    var isFull = false
    /// Takes digits as long as there is room; others count for the exponent alone, or not at all behind the point.
    func take(behindPoint: Bool) -> Int {
      var count = 0
      while let digit = rest.first, isDigit(digit) {
        rest.removeFirst()
        count += 1
        let (product, overflows) = significand.multipliedReportingOverflow(by: 10)
        let (sum, carries) = product.addingReportingOverflow(UInt64(digit - 0x30))
        if isFull || overflows || carries {
          isFull = true
          if !behindPoint { exponent += 1 }
        } else {
          significand = sum
          if behindPoint { exponent -= 1 }
        }
      }
      return count
    }
    _ = take(behindPoint: false)
    // Behind a whole part that did not fit, the reference tries the digits behind the point anew.
    isFull = false
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      guard take(behindPoint: true) > 0 else { return nil }
    }
    guard let shift = shift(&rest), rest.isEmpty else { return nil }
    return value(significand, exponent + shift).map { isNegative ? -$0 : $0 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// What stands behind `e`; zero where there is none.
  private static func shift(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") else { return 0 }
    rest.removeFirst()
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    guard let first = rest.first, isDigit(first) else { return nil }
    var shift = 0
    while let digit = rest.first, isDigit(digit) {
      // Far beyond what any number has.
      shift = min(shift * 10 + Int(digit - 0x30), 1_000_000)
      rest.removeFirst()
    }
    return isNegative ? -shift : shift
  }

  private static func value(_ significand: UInt64, _ exponent: Int) -> Double? {
    var value = Double(significand)
    var exponent = exponent
    while exponent < -308, value != 0 {
      value /= 1e308
      exponent += 308
    }
    guard value != 0 else { return 0 }
    guard exponent <= 308 else { return nil }
    value = exponent < 0 ? value / powers[-exponent] : value * powers[exponent]
    return value.isFinite ? value : nil
  }
}
