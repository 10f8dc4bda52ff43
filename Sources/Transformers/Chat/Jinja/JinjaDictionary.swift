/// A dictionary that keeps its keys in the order in which they came, as Python's does.
struct JinjaDictionary {
  /// What can be a key, equal as in Python: `1`, `1.0` and `true` are one key; texts are equal by their characters, not by
  /// how they look.
  enum Key: Hashable {
    case none
    case undefined
    case integer(Int)
    case float(UInt64)
    case string([UInt8])
    case tuple([Key])
    case object(ObjectIdentifier)

    /// The key that a value is; nil where Python says “unhashable”.
    init?(_ value: JinjaValue) {
      switch value {
      case .none: self = .none
      case .undefined: self = .undefined
      case .boolean(let value): self = .integer(value ? 1 : 0)
      case .integer(let value): self = .integer(value)
      case .float(let value):
        if let whole = Int(exactly: value) { self = .integer(whole) } else { self = .float(value.bitPattern) }
      case .string(let text), .markup(let text): self = .string(Array(text.utf8))
      case .tuple(let list):
        var keys: [Key] = []
        for item in list.items {
          guard let key = Key(item) else { return nil }
          keys.append(key)
        }
        self = .tuple(keys)
      case .range(let range): self = .tuple([.integer(range.start), .integer(range.stop), .integer(range.step)])
      case .namespace(let object): self = .object(ObjectIdentifier(object))
      case .macro(let object): self = .object(ObjectIdentifier(object))
      case .loop(let object): self = .object(ObjectIdentifier(object))
      case .iterator(let object): self = .object(ObjectIdentifier(object))
      case .function(let object): self = .object(ObjectIdentifier(object))
      case .list, .dictionary, .view: return nil
      }
    }
  }

  /// What `keys`, `values` or `items` look at.
  struct View {
    enum Kind: String {
      case keys = "dict_keys"
      case values = "dict_values"
      case items = "dict_items"
    }

    let dictionary: JinjaDictionary
    let kind: Kind

    /// The values that it goes through.
    var items: [JinjaValue] {
      switch kind {
      case .keys: dictionary.keys
      case .values: dictionary.values
      case .items: dictionary.pairs
      }
    }
  }

  private(set) var keys: [JinjaValue] = []
  private(set) var values: [JinjaValue] = []
  private(set) var depth = 1
  private var index: [Key: Int] = [:]

  /// An empty one.
  init() {}

  var count: Int { keys.count }

  /// Keys with their values, as tuples.
  var pairs: [JinjaValue] { zip(keys, values).map { .tuple([$0, $1]) } }

  /// The value of a key; nil where there is none.
  subscript(_ key: Key) -> JinjaValue? { index[key].map { values[$0] } }

  /// The value of a key that is text.
  subscript(_ name: String) -> JinjaValue? { self[Key.string(Array(name.utf8))] }

  /// Puts a value under a key; a key that is there already keeps its place.
  mutating func set(_ key: Key, _ name: JinjaValue, to value: JinjaValue) {
    depth = max(depth, 1 + max(name.depth, value.depth))
    if let place = index[key] {
      values[place] = value
    } else {
      index[key] = keys.count
      keys.append(name)
      values.append(value)
    }
  }

  /// Puts a value under a key that is text.
  mutating func set(_ name: String, to value: JinjaValue) {
    set(.string(Array(name.utf8)), .string(name), to: value)
  }
}
