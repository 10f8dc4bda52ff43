public import FineTuning
public import Records
public import Tensors
public import Transformers

// The numeric half does not know the records: here its errors become errors that can be told like all others.

extension BilingualText {
  /// An explanation of the numeric half.
  init(_ explanation: Explanation) { self.init(en: explanation.en, ja: explanation.ja) }
}

extension MappedFile.Unmappable: ExplainedError {
  /// The explanation in both languages.
  public var text: BilingualText { BilingualText(explanation) }
}

extension UnusableModel: ExplainedError {
  /// The explanation in both languages.
  public var text: BilingualText { BilingualText(explanation) }
}

extension UnusableInput: ExplainedError {
  /// The explanation in both languages.
  public var text: BilingualText { BilingualText(explanation) }
}

extension NonFiniteOutput: ExplainedError {
  /// The explanation in both languages.
  public var text: BilingualText { BilingualText(explanation) }
}

extension UntrainableModel: ExplainedError {
  /// The explanation in both languages.
  public var text: BilingualText { BilingualText(explanation) }
}

extension UnusableRecipe: ExplainedError {
  /// The explanation in both languages.
  public var text: BilingualText { BilingualText(explanation) }
}

extension ExampleFile.UnusableLine: ExplainedError {
  /// The explanation in both languages.
  public var text: BilingualText { BilingualText(explanation) }
}

extension Trainer.NothingToLearn: ExplainedError {
  /// The explanation in both languages.
  public var text: BilingualText { BilingualText(explanation) }
}

extension ChatTemplateError: ExplainedError {
  /// The explanation in both languages.
  public var text: BilingualText { BilingualText(explanation) }

  /// True where `studio.json` names a template that is not there.
  public var isConfiguration: Bool { reason == .missing }
}
