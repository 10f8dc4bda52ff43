import Records

/// Names spans of a block that do not belong to the document's own words.
///
/// One file a rule, listed in `Cleaner.rules`. Thresholds made for the web are too strict for company documents (tables,
/// forms, short answers), so that only what is certainly not text goes.
protocol CleaningRule: Sendable {
  /// The spans to take out, each with the name of the rule: UTF-8 offsets in the block's text, half open, ascending.
  func removals(in block: Block) -> [CleaningSpan]
}

/// A span of a block's text to take out.
struct CleaningSpan {
  var rule: String
  var range: Range<Int>
}
