import Records

/// Names spans of a document's blocks that do not belong to its own words.
///
/// One file a rule, listed in `Cleaner.rules`. Thresholds made for the web are too strict for company documents (tables,
/// forms, short answers), so that only what is certainly not text goes.
protocol CleaningRule: Sendable {
  /// The spans to take out, each with the name of the rule: UTF-8 offsets in the block's text, half open.
  func removals(in document: Document, _ options: CleaningOptions) -> [CleaningSpan]
}

/// A rule that looks at one block at a time.
protocol BlockRule: CleaningRule {
  /// The stretches of the block's text to take out, ascending, each with the name of the rule.
  func removals(in block: Block) -> [(rule: String, range: Range<Int>)]
}

extension BlockRule {
  func removals(in document: Document, _ options: CleaningOptions) -> [CleaningSpan] {
    document.blocks.enumerated().flatMap { index, block in
      removals(in: block).map { CleaningSpan(rule: $0.rule, block: index, range: $0.range) }
    }
  }
}

/// A span of a block's text to take out.
struct CleaningSpan {
  var rule: String
  /// Index in `Document.blocks`.
  var block: Int
  /// UTF-8 offsets in the block's text.
  var range: Range<Int>

  init(rule: String, block: Int, range: Range<Int>) {
    self.rule = rule
    self.block = block
    self.range = range
  }

  /// All of a block's text.
  init(rule: String, block: Int, of document: Document) {
    self.init(rule: rule, block: block, range: 0..<document.blocks[block].text.utf8.count)
  }
}

/// How a document is cleaned.
public struct CleaningOptions: Sendable, Hashable {
  /// Names of rules that take nothing out; see `Cleaner.ruleNames`.
  public var off: Set<String>
  /// Paragraphs that stand in many documents, and are kept in another one; see `CorpusBoilerplate`.
  public var boilerplate: Set<UInt64>
  /// What stays although a rule names it: texts as they were shown among what is taken out.
  private let kept: Set<String>

  /// Every rule, nothing kept from them, and nothing known of other documents.
  public init(off: Set<String> = [], keeping texts: [String] = [], boilerplate: Set<UInt64> = []) {
    self.off = off
    self.boilerplate = boilerplate
    kept = Set(texts.map(Self.form))
  }

  /// Whether somebody asked for a text to stay. Space, punctuation and width of letters make no difference.
  func keeps(_ text: String) -> Bool { !kept.isEmpty && kept.contains(Self.form(text)) }

  /// Lines to sign on are all punctuation: those are compared as they stand, but for white space.
  private static func form(_ text: String) -> String {
    let form = MatchingForm.string(of: text)
    return form.isEmpty ? text.filter { !$0.isWhitespace } : form
  }
}
