public import Tensors

/// A model directory that cannot be used: which file, which key or tensor, why, and what to do next.
public struct UnusableModel: Error, CustomStringConvertible, Sendable, Hashable {
  /// A stable code to tell the cases apart.
  public enum Reason: String, Sendable {
    /// A file that must be there is not, or cannot be read.
    case missingFile = "missing-file"
    /// A file that the weights' index names is not there.
    case missingShard = "missing-shard"
    /// The file is not what its name says.
    case malformed
    /// A key has no value, or one that cannot be.
    case invalidKey = "invalid-key"
    /// A tensor that the architecture needs is not there.
    case missingTensor = "missing-tensor"
    /// A tensor's shape or type is not what the configuration says.
    case wrongShape = "wrong-shape"
    /// A form that this program does not know.
    case unsupported
    /// Weights that are infinite or no numbers.
    case notFinite = "not-finite"
    /// The model does not fit into memory.
    case insufficientMemory = "insufficient-memory"
  }

  /// Where in a file it is.
  public enum Place: Sendable, Hashable {
    /// A key of a JSON file, such as `rope_scaling.factor`.
    case key(String)
    /// A tensor by its name.
    case tensor(String)
  }

  /// Which kind of failure.
  public var reason: Reason
  /// The file's path.
  public var file: String
  /// Key or tensor in the file, where there is one.
  public var place: Place?
  /// What is wrong: what follows the place's name.
  public var detail: Explanation
  /// What to do next.
  public var advice: Explanation

  /// Describes one failure.
  public init(_ reason: Reason, file: String, place: Place? = nil, detail: Explanation, advice: Explanation) {
    self.reason = reason
    self.file = file
    self.place = place
    self.detail = detail
    self.advice = advice
  }

  /// What cannot be used, why, and what to do next.
  public var explanation: Explanation {
    let at: Explanation =
      switch place {
      case .key(let name): Explanation(en: ", key \(name)", ja: " のキー \(name)")
      case .tensor(let name): Explanation(en: ", tensor \(name)", ja: " のテンソル \(name)")
      case nil: Explanation(verbatim: "")
      }
    return Explanation(
      en: "cannot use the model: \(file)\(at.en): \(detail.en); \(advice.en)",
      ja: "モデルを使えません。\(file)\(at.ja)：\(detail.ja)。\(advice.ja)。")
  }

  /// One line for people.
  public var description: String { explanation.en }
}
