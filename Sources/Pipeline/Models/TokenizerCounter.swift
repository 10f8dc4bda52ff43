public import Records
public import Transformers

/// Counts tokens as a model's own tokenizer does.
public struct TokenizerCounter: TokenCounter {
  private let tokenizer: Tokenizer

  /// Counts with a tokenizer.
  public init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// Tokens of a text; what looks like a control token counts as plain text, and none is added.
  public func count(_ text: String) -> Int { tokenizer.count(text) }
}
