public import Foundation
public import Records

/// Repeats a test over seeds: a fixed few in `make test`, as many as the time allows in `make fuzz`.
public enum Fuzzing {
  /// Calls `body` once a round with a generator of its own.
  ///
  /// `make fuzz` sets SHIKOMI_FUZZ_SECONDS and begins at a new seed each time. The seed under way stands in
  /// `shikomi-fuzz-NAME.seed` in the temporary folder: after a crash, SHIKOMI_FUZZ_SEED with that number begins there.
  ///
  /// - Parameters:
  ///   - rounds: How many rounds `make test` runs.
  ///   - fuzzRounds: How many `make fuzz` runs, where that does not depend on the time.
  ///   - name: The test's own name, for the file with the seed.
  public static func run(
    _ name: String, rounds: Int, fuzzRounds: Int? = nil,
    _ body: (_ seed: UInt64, _ random: inout SeededRandom) async throws -> Void
  ) async throws {
    let environment = ProcessInfo.processInfo.environment
    let seconds = environment["SHIKOMI_FUZZ_SECONDS"].flatMap(Double.init)
    let first =
      environment["SHIKOMI_FUZZ_SEED"].flatMap(UInt64.init)
      ?? (seconds == nil ? 1 : UInt64(Date().timeIntervalSince1970 * 1000))
    let rounds = seconds == nil ? rounds : fuzzRounds ?? .max
    let deadline = fuzzRounds == nil ? seconds.map { ContinuousClock.now.advanced(by: .seconds($0)) } : nil
    let note = FileManager.default.temporaryDirectory.appendingPathComponent("shikomi-fuzz-\(name).seed")
    var done = 0
    while done < rounds, deadline.map({ ContinuousClock.now < $0 }) ?? true {
      let seed = first + UInt64(done)
      try Data("\(seed)\n".utf8).write(to: note)
      var random = SeededRandom(seed: seed)
      try await body(seed, &random)
      done += 1
    }
    try? FileManager.default.removeItem(at: note)
    if seconds != nil { print("\(name): \(done) rounds from seed \(first)") }
  }
}

extension Data {
  /// The bytes with one to eight kinds of damage that files really have: bits flipped, pieces lost, doubled, moved or
  /// overwritten, the end cut off, numbers made huge or negative.
  public func damaged(using random: inout SeededRandom) -> Data {
    var bytes = [UInt8](self)
    for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
      let start = Int.random(in: 0..<bytes.count, using: &random)
      let end = Swift.min(bytes.count, start + Int.random(in: 1...64, using: &random))
      switch Int.random(in: 0..<8, using: &random) {
      case 0: bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes.removeSubrange(start..<end)
      case 2: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
      case 3: for index in start..<end { bytes[index] = UInt8.random(in: 0...255, using: &random) }
      case 4: bytes.replaceSubrange(start..<end, with: [UInt8](repeating: 0, count: end - start))
      case 5 where Int.random(in: 0..<4, using: &random) == 0: bytes.removeSubrange(start...)
      case 6: bytes.insert(contentsOf: Array((Self.oddPieces.randomElement(using: &random) ?? "").utf8), at: start)
      default: Self.changeNumber(near: start, of: &bytes, using: &random)
      }
    }
    return Data(bytes)
  }

  /// Marks that formats give a meaning to, numbers at the edge, characters that are easily counted wrongly.
  private static let oddPieces: [String] = [
    "-1", "0", "99999999999999999999", "1e999", "4294967296", "\u{0}", "\u{FEFF}", "\u{202E}", "が\u{3099}", "👩‍👩‍👧", "\r",
    "<<", ">>", "[", "]", "{", "}", "\"", "\\u12", "\\", "endobj", "stream", "|", "```", "---\n", "\n\n", "\t", "。",
  ]

  /// Turns the first number at or after a place into one that nobody expects.
  private static func changeNumber(near start: Int, of bytes: inout [UInt8], using random: inout SeededRandom) {
    let isDigit = { (byte: UInt8) in byte >= 0x30 && byte <= 0x39 }
    guard let begin = bytes[start...].firstIndex(where: isDigit) else { return }
    let end = bytes[begin...].firstIndex { !isDigit($0) } ?? bytes.count
    let numbers = ["0", "-1", "1", "2147483648", "18446744073709551616", "0.0000001", "65536"]
    bytes.replaceSubrange(begin..<end, with: Array((numbers.randomElement(using: &random) ?? "0").utf8))
  }
}
