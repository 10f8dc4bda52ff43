import Foundation

/// Where the golden files lie.
enum Golden {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden/transformers")

  /// `shared/fixtures` beside the repository (or beside the folder of its worktrees), where it is there.
  static let sharedFixtures: URL? = {
    var folder = Golden.folder
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("shared/fixtures")
      if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
    }
    return nil
  }()

  /// A folder of its own for one test, removed afterwards.
  static func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("transformers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url)
  }

  static func json<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
  }
}

/// A generator whose choices are the same in every run.
struct TestRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 29
  }

  /// Any characters: mostly common ones, some from anywhere.
  mutating func text(length: Int) -> String {
    let common = Array("abc XYZ 019 '.,\n\r\t\u{3000}あ漢字カー。🙂e\u{301}か\u{3099}<|im_end|>".unicodeScalars)
    var scalars = String.UnicodeScalarView()
    for _ in 0..<length {
      if UInt8.random(in: 0..<4, using: &self) > 0 {
        scalars.append(common.randomElement(using: &self) ?? "a")
      } else if let scalar = Unicode.Scalar(UInt32.random(in: 0..<0x11_0000, using: &self)) {
        scalars.append(scalar)
      }
    }
    return String(scalars)
  }
}
