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
  }

  /// Which kind of failure.
  public var reason: Reason
  /// The file's path.
  public var file: String
  /// Key, tensor or place in the file, where there is one.
  public var place: String?
  /// What is wrong.
  public var detail: String
  /// What to do next.
  public var advice: String

  /// Describes one failure.
  public init(_ reason: Reason, file: String, place: String? = nil, detail: String, advice: String) {
    self.reason = reason
    self.file = file
    self.place = place
    self.detail = detail
    self.advice = advice
  }

  /// One line for people.
  public var description: String {
    let at = place.map { ", \($0)" } ?? ""
    return "cannot use the model: \(file)\(at): \(detail); \(advice)"
  }
}
