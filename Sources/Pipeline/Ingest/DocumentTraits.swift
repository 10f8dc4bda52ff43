import Foundation
import Preparation
import Records

/// What is kept of every document for comparing it with all others.
struct DocumentTraits: Codable, Sendable {
  var likeness: DocumentLikeness
  /// Paragraphs that may be boilerplate.
  var edges: [UInt64]
  /// Of these, what was taken out because another document keeps it; ascending.
  var boilerplate: [UInt64] = []

  init(_ document: Document, clean: CleanDocument, file: URL) {
    let modified = try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
    likeness = DocumentLikeness(document, clean: clean, modified: modified?.timeIntervalSince1970 ?? 0)
    edges = CorpusBoilerplate.fingerprints(of: document)
  }
}
