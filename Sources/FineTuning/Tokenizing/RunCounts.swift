/// How often every distinct run of writing occurs: an open hash table whose keys lie in one array of bytes.
struct RunCounts {
  struct Entry {
    var start: Int
    var length: Int
    var kind: ScriptClass
    var count: Int
  }

  private(set) var bytes: [UInt8] = []
  private(set) var entries: [Entry] = []
  private var slots: [Int32]

  init() { slots = [Int32](repeating: -1, count: 1 << 16) }

  /// Counts every run of a text.
  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      for run in ScriptRuns(utf8) { add(UnsafeBufferPointer(rebasing: utf8[run.range]), kind: run.kind) }
    }
  }

  private mutating func add(_ key: UnsafeBufferPointer<UInt8>, kind: ScriptClass) {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: Self.hash(key)) & mask
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if matches(entries[index], key) {
        entries[index].count += 1
        return
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = Int32(entries.count)
    entries.append(Entry(start: bytes.count, length: key.count, kind: kind, count: 1))
    bytes.append(contentsOf: key)
    if entries.count * 2 > slots.count { grow() }
  }

  private func matches(_ entry: Entry, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    guard entry.length == key.count else { return false }
    for offset in 0..<key.count where bytes[entry.start + offset] != key[offset] { return false }
    return true
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for (index, entry) in entries.enumerated() {
      let hash = bytes.withUnsafeBufferPointer {
        Self.hash(UnsafeBufferPointer(rebasing: $0[entry.start..<entry.start + entry.length]))
      }
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = Int32(index)
    }
  }

  /// FNV-1a, with its high bits folded in.
  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ (hash >> 32)
  }
}
