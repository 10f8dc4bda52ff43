/// A small random generator with a seed: the same seed gives the same choices on every machine
/// (SplitMix64; Steele, Lea and Flood 2014).
public struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Any seed will do, 0 included.
  public init(seed: UInt64) { state = seed }

  /// A generator for one named thing, independent of the order in which things are handled.
  public init(seed: UInt64, name: String) {
    let digest = ContentHash(of: [String(seed), name]).hex.prefix(16)
    state = UInt64(digest, radix: 16) ?? seed
  }

  /// The next 64 bits, all values equally likely.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
