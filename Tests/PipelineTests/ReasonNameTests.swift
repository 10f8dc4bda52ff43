import Documents
import Foundation
import Generation
import Records
import Testing

@testable import Pipeline

struct ReasonNameTests {
  /// The codes that stand in the sources, wherever something is left out or changed.
  static func codes() throws -> Set<String> {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources")
    var found = Set(Gates.reasonCodes + UnreadableDocument.Reason.allCases.map(\.rawValue))
    for folder in ["Generation", "Preparation", "Documents", "Pipeline"] {
      let files = FileManager.default.enumerator(at: sources.appending(path: folder), includingPropertiesForKeys: nil)
      for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
        let text = try String(contentsOf: file, encoding: .utf8)
        let isCertificate = file.lastPathComponent.hasPrefix("SplitCertificate")
        for match in text.matches(of: /\breason: (?:agrees \? )?"([a-z-]+)"(?: : "([a-z-]+)")?/) {
          found.insert(String(match.1))
          if let other = match.2 { found.insert(String(other)) }
        }
        for match in text.matches(of: /\bdrop\(\s*pair, "([a-z-]+)"/) { found.insert(String(match.1)) }
        // What a certificate's verification finds goes into no ledger.
        for match in text.matches(of: /\bcode: "([a-z-]+)"/) where !isCertificate { found.insert(String(match.1)) }
      }
    }
    return found
  }

  @Test func `every reason has a name in both languages`() throws {
    let codes = try Self.codes()
    for known in [
      "garbled", "retrieval-rank", "stale", "near-duplicate", "duplicate-with-other-answer", "no-text-layer",
    ] {
      #expect(codes.contains(known), "\(known) must be found")
    }
    for code in codes {
      let name = ReasonName.text(code)
      #expect(name.ja.unicodeScalars.contains { $0.value > 0x3000 }, "\(code)")
      #expect(!name.en.contains("-") || name.en == "near-duplicate", "\(code)")
    }
  }
}
