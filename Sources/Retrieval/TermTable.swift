/// Numbers terms from 0 in the order of their first appearance: open addressing in two flat arrays.
struct TermTable: Sendable {
  private var keys: [UInt64]
  private var numbers: [Int32]
  private(set) var count = 0

  init() {
    keys = [UInt64](repeating: 0, count: 1 << 12)
    numbers = [Int32](repeating: 0, count: 1 << 12)
  }

  /// The term's number, given now if it has none. No term's key is 0.
  mutating func insert(_ key: UInt64) -> Int {
    if count * 2 >= keys.count { grow() }
    let place = place(of: key)
    if keys[place] == 0 {
      keys[place] = key
      numbers[place] = Int32(count)
      count += 1
    }
    return Int(numbers[place])
  }

  /// The term's number, if it has one.
  func find(_ key: UInt64) -> Int? {
    let place = place(of: key)
    return keys[place] == 0 ? nil : Int(numbers[place])
  }

  private func place(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    while keys[place] != 0, keys[place] != key { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = (keys, numbers)
    keys = [UInt64](repeating: 0, count: keys.count * 2)
    numbers = [Int32](repeating: 0, count: numbers.count * 2)
    for (key, number) in zip(old.0, old.1) where key != 0 {
      let place = place(of: key)
      keys[place] = key
      numbers[place] = number
    }
  }
}
