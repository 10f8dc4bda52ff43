public import Tensors

/// What a model computed is infinite or no number, though its weights are numbers: no answer can be made of it.
public struct NonFiniteOutput: Error, CustomStringConvertible, Sendable, Hashable {
  /// Creates the error.
  public init() {}

  /// What was attempted, why it failed, and what to do next.
  public var explanation: Explanation {
    Explanation(
      en:
        "the model computes infinite values or none at all, so that it gives no answer; its weights are damaged or do not "
        + "belong to config.json: copy or download the model again",
      ja: "モデルの計算結果が無限大または非数になり、答えになりません。重みが壊れているか、config.json と合っていません。モデルをコピーまたはダウンロードし直してください。")
  }

  /// One line for people.
  public var description: String { explanation.en }

  /// - Throws: `NonFiniteOutput` where one of the numbers is infinite or none.
  static func check(_ numbers: UnsafeBufferPointer<Float>) throws(NonFiniteOutput) {
    guard numbers.allSatisfy(\.isFinite) else { throw NonFiniteOutput() }
  }
}
