/// A share that somebody asks for, such as `type:number=0.3`, or `document=0.2` for each class of a dimension.
public struct ShareGoal: Codable, Sendable, Hashable, CustomStringConvertible {
  /// What the share is counted by.
  public var dimension: BalanceDimension
  /// The class; nil means each.
  public var className: String?
  /// Above 0, at most 1.
  public var share: Double

  /// Names a class and its share.
  public init(_ dimension: BalanceDimension, _ className: String?, share: Double) {
    self.dimension = dimension
    self.className = className
    self.share = share
  }

  /// Reads `DIMENSION:CLASS=SHARE` or `DIMENSION=SHARE`; nil for anything else.
  public init?(_ text: String) {
    guard let equals = text.lastIndex(of: "="),
      let share = Double(text[text.index(after: equals)...].drop { $0 == " " }), share > 0, share <= 1
    else { return nil }
    let named = text[..<equals].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { part in
      String(part).trimmed
    }
    guard let first = named.first, let dimension = BalanceDimension(rawValue: first) else { return nil }
    if named.count == 2, named[1].isEmpty { return nil }
    self.init(dimension, named.count == 2 ? named[1] : nil, share: share)
  }

  /// As it is read.
  public var description: String { dimension.rawValue + (className.map { ":" + $0 } ?? "") + "=\(share)" }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
