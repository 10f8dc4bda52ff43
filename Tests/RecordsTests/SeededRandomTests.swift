import Records
import Testing

@Suite struct SeededRandomTests {
  /// Recomputed from the three lines of Vigna's splitmix64.c.
  static let known: [(seed: UInt64, numbers: [UInt64])] = [
    (1_234_567, [0x599e_d017_fb08_fc85, 0x2c73_f084_5854_0fa5, 0x883e_bce5_a3f2_7c77]),
    (0, [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f]),
  ]

  @Test(arguments: known)
  func `a seed gives SplitMix64's numbers`(seed: UInt64, numbers: [UInt64]) {
    var random = SeededRandom(seed: seed)
    #expect((0..<3).map { _ in random.next() } == numbers)
  }

  @Test func `a name gives numbers of its own, the same on every machine`() {
    var named = SeededRandom(seed: 7, name: "chunk 3")
    #expect((0..<2).map { _ in named.next() } == [0xa5f7_f653_4fe3_6e25, 0x687a_291d_89f0_5eed])
    var other = SeededRandom(seed: 7, name: "chunk 4")
    #expect(other.next() != 0xa5f7_f653_4fe3_6e25)
  }
}
