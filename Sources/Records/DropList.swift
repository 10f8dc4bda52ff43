/// Entries for the ledger, of which those that are many are made when somebody asks for them: a hundred thousand
/// duplicates would otherwise take a hundred megabytes until the ledger has them.
public struct DropList: Sequence, Sendable, ExpressibleByArrayLiteral {
  private struct Part: Sendable {
    var count: Int
    var make: @Sendable (Int) -> Drop
  }

  private var parts: [Part] = []

  /// Entries that are there already.
  public init(_ drops: [Drop] = []) {
    parts = drops.isEmpty ? [] : [Part(count: drops.count) { drops[$0] }]
  }

  /// So many entries, each made by its number.
  public init(count: Int, _ make: @escaping @Sendable (Int) -> Drop) { parts = [Part(count: count, make: make)] }

  /// Entries that are there already.
  public init(arrayLiteral drops: Drop...) { self.init(drops) }

  /// How many there are.
  public var count: Int { parts.reduce(0) { $0 + $1.count } }

  /// True where there is none.
  public var isEmpty: Bool { count == 0 }

  /// Adds others at the end.
  public static func += (left: inout DropList, right: DropList) { left.parts += right.parts }

  /// Adds others at the end.
  public static func += (left: inout DropList, right: [Drop]) { left += DropList(right) }

  /// The same entries, each changed when it is asked for.
  public func mapping(_ change: @escaping @Sendable (Drop) -> Drop) -> DropList {
    var list = DropList()
    list.parts = parts.map { part in Part(count: part.count) { change(part.make($0)) } }
    return list
  }

  /// Makes the entries one after the other.
  public func makeIterator() -> AnyIterator<Drop> {
    var part = 0
    var place = 0
    return AnyIterator {
      while part < parts.count, place == parts[part].count {
        part += 1
        place = 0
      }
      guard part < parts.count else { return nil }
      defer { place += 1 }
      return parts[part].make(place)
    }
  }
}
