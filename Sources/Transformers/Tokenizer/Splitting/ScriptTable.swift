/// Scripts of characters.
enum ScriptTable {
  /// No script of its own.
  static let any: UInt8 = 0

  /// The script that the pre-tokenizer `UnicodeScripts` splits by: a number, equal for equal scripts.
  static func splittingScript(_ value: UInt32) -> UInt8 {
    if value == 0x20 { return any }
    var low = 0
    var high = splittingRuns.count
    while low < high {
      let middle = (low + high) / 2
      if splittingRuns[middle] >> 8 <= value { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? any : UInt8(truncatingIfNeeded: splittingRuns[low - 1])
  }

  /// The characters of a script by its name in small letters; nil where it is not in the table.
  static func set(named name: String) -> ScalarSet? {
    guard let flat = ranges[name] else { return nil }
    return ScalarSet(stride(from: 0, to: flat.count, by: 2).map { flat[$0]...flat[$0 + 1] })
  }
}
