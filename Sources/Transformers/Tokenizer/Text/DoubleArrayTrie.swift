/// A trie of byte strings in one flat array (Aoe 1989): a step is one look-up, without a table per node.
struct DoubleArrayTrie: Sendable {
  /// A node's place; `base ^ byte` is its child's, if that child's `check` is the node.
  struct Unit: Sendable {
    var base: Int32 = 0
    var check: Int32 = -1
    /// The value of the key that ends here, or −1.
    var value: Int32 = -1
  }

  private(set) var units: [Unit]
  static let root: Int32 = 0

  /// A trie of keys and their values; of equal keys the last counts. Empty keys are left out.
  init(_ entries: some Sequence<(key: UnsafeBufferPointer<UInt8>, value: Int32)>) {
    var plain = PlainTrie()
    for entry in entries where !entry.key.isEmpty { plain.insert(entry.key, entry.value) }
    units = plain.flattened()
  }

  /// A trie of what `fill` inserts.
  init(filling fill: ((UnsafeBufferPointer<UInt8>, Int32) -> Void) -> Void) {
    var plain = PlainTrie()
    fill { key, value in if !key.isEmpty { plain.insert(key, value) } }
    units = plain.flattened()
  }

  /// The same, from arrays.
  init(_ entries: some Sequence<(key: [UInt8], value: Int32)>) {
    var plain = PlainTrie()
    for entry in entries where !entry.key.isEmpty {
      entry.key.withUnsafeBufferPointer { plain.insert($0, entry.value) }
    }
    units = plain.flattened()
  }

  /// The node below `node` for a byte, or −1.
  @inline(__always)
  static func child(_ units: UnsafeBufferPointer<Unit>, _ node: Int32, _ byte: UInt8) -> Int32 {
    let next = units[Int(node)].base ^ Int32(byte)
    return units[Int(next)].check == node ? next : -1
  }

  /// The longest key that `bytes` begin with from `start`, going on from `node`: its value and where it ends.
  @inline(__always)
  func longest(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, node first: Int32 = root
  ) -> (value: Int32, end: Int)? {
    units.withUnsafeBufferPointer { units in
      var node = first
      var index = start
      var found: (value: Int32, end: Int)?
      while index < bytes.count {
        node = Self.child(units, node, bytes[index])
        guard node >= 0 else { break }
        index += 1
        let value = units[Int(node)].value
        if value >= 0 { found = (value, index) }
      }
      return found
    }
  }

  /// The node that some bytes lead to from the root.
  func node(_ bytes: [UInt8]) -> Int32? {
    units.withUnsafeBufferPointer { units in
      var node = Self.root
      for byte in bytes {
        node = Self.child(units, node, byte)
        guard node >= 0 else { return nil }
      }
      return node
    }
  }
}

/// A trie with linked children, to build the flat one from.
private struct PlainTrie {
  private var firstChild: [Int32] = [-1]
  private var sibling: [Int32] = [-1]
  private var label: [UInt8] = [0]
  private var value: [Int32] = [-1]
  /// Nearly all keys go through the root: its children are found without a search.
  private var belowRoot = [Int32](repeating: -1, count: 256)

  mutating func insert(_ key: UnsafeBufferPointer<UInt8>, _ id: Int32) {
    var node: Int32 = 0
    for byte in key { node = descend(node, byte) }
    value[Int(node)] = id
  }

  private mutating func descend(_ node: Int32, _ byte: UInt8) -> Int32 {
    if node == 0 {
      if belowRoot[Int(byte)] >= 0 { return belowRoot[Int(byte)] }
    } else {
      var child = firstChild[Int(node)]
      while child >= 0 {
        if label[Int(child)] == byte { return child }
        child = sibling[Int(child)]
      }
    }
    let made = Int32(label.count)
    label.append(byte)
    value.append(-1)
    firstChild.append(-1)
    sibling.append(firstChild[Int(node)])
    firstChild[Int(node)] = made
    if node == 0 { belowRoot[Int(byte)] = made }
    return made
  }

  /// Gives every node a place, breadth first.
  func flattened() -> [DoubleArrayTrie.Unit] {
    var places = Places(reserving: label.count)
    places.units[0].value = value[0]
    var queue: [(node: Int32, place: Int32)] = [(0, 0)]
    queue.reserveCapacity(label.count)
    var next = 0
    var labels: [UInt8] = []
    while next < queue.count {
      let (node, place) = queue[next]
      next += 1
      labels.removeAll(keepingCapacity: true)
      var child = firstChild[Int(node)]
      while child >= 0 {
        labels.append(label[Int(child)])
        child = sibling[Int(child)]
      }
      guard !labels.isEmpty else { continue }
      let base = places.base(for: labels)
      places.units[Int(place)].base = base
      child = firstChild[Int(node)]
      while child >= 0 {
        let at = base ^ Int32(label[Int(child)])
        places.take(at, parent: place)
        places.units[Int(at)].value = value[Int(child)]
        queue.append((child, at))
        child = sibling[Int(child)]
      }
    }
    // A node without children points at itself: no child has it as parent under a byte that leads there.
    return places.units
  }
}

/// The free places of a double array, as a ring.
private struct Places {
  var units: [DoubleArrayTrie.Unit]
  private var nextFree: [Int32]
  private var previousFree: [Int32]
  /// Somewhere in the ring of free places; −1 where there is none.
  private var head: Int32 = -1

  init(reserving count: Int) {
    units = []
    nextFree = []
    previousFree = []
    units.reserveCapacity(count * 5 / 4 + 512)
    nextFree.reserveCapacity(count * 5 / 4 + 512)
    previousFree.reserveCapacity(count * 5 / 4 + 512)
    extend()
    // The root.
    take(0, parent: -2)
  }

  mutating func base(for labels: [UInt8]) -> Int32 {
    let first = Int32(labels[0])
    var place = head
    var attempts = 0
    // Crowded regions are given up after some attempts: space is cheaper than time.
    while place >= 0, attempts < 64 {
      let base = place ^ first
      if base != 0, labels.allSatisfy({ units[Int(base ^ Int32($0))].check == -1 }) { return base }
      place = nextFree[Int(place)]
      attempts += 1
      if place == head { break }
    }
    let start = Int32(units.count)
    extend()
    // A region that stayed crowded is not looked at first again.
    head = start
    return start
  }

  mutating func take(_ place: Int32, parent: Int32) {
    units[Int(place)].check = parent
    let next = nextFree[Int(place)]
    let previous = previousFree[Int(place)]
    if next == place {
      head = -1
    } else {
      nextFree[Int(previous)] = next
      previousFree[Int(next)] = previous
      if head == place { head = next }
    }
  }

  /// 256 more places, so that `base ^ byte` never leaves the array.
  private mutating func extend() {
    let start = Int32(units.count)
    let end = start + 256
    for place in start..<end {
      units.append(DoubleArrayTrie.Unit())
      nextFree.append(place + 1)
      previousFree.append(place - 1)
    }
    if head < 0 {
      head = start
      nextFree[Int(end - 1)] = start
      previousFree[Int(start)] = end - 1
    } else {
      let last = previousFree[Int(head)]
      nextFree[Int(last)] = start
      previousFree[Int(start)] = last
      nextFree[Int(end - 1)] = head
      previousFree[Int(head)] = end - 1
    }
  }
}
