import Records

/// Where a record's answer stands, in every form that is exported: trainers pass over the column, people and audits ask
/// for it.
struct RecordSource: Encodable {
  /// Path of the source file.
  var document: String
  /// From 1.
  var page: Int
  /// Id of the chunk.
  var chunk: ContentHash

  /// One source a piece of evidence, in its order.
  static func of(_ example: TrainingExample) -> [RecordSource] {
    example.evidence.map { RecordSource(document: $0.document, page: $0.page, chunk: $0.chunk) }
  }
}
