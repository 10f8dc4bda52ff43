public import Records

/// Pairs in an order, each read from where it is kept when it is asked for. A list of a million takes some tens of
/// megabytes; the pairs themselves would take two thousand.
public struct PairList: RandomAccessCollection, Sendable {
  let storage: PairStorage
  /// Numbers in the storage; nil is all of them in their order.
  private var places: [Int32]?
  /// Pairs that reword another one than they did when they were stored, by their numbers; below zero none.
  private var originals: [Int32: Int32] = [:]
  private var split: DatasetSplit?

  /// All pairs of a storage.
  public init(_ storage: PairStorage) { self.storage = storage }

  /// Some pairs that are held anyway.
  ///
  /// - Parameter section: The heading that a pair's passage stands under; empty where it has none.
  public init(_ pairs: some Sequence<QAPair>, section: (QAPair) -> String = { _ in "" }) {
    let storage = PairStorage()
    for pair in pairs { storage.append(pair, section: section(pair)) }
    storage.finish()
    self.init(storage)
  }

  /// 0.
  public var startIndex: Int { 0 }
  /// How many pairs there are.
  public var endIndex: Int { places?.count ?? storage.count }

  /// The pair at a position, read from where it is kept.
  public subscript(position: Int) -> QAPair {
    let number = number(of: position)
    var pair = storage.pair(number)
    if let split { pair.split = split.rawValue }
    if let original = originals[Int32(number)] {
      pair.variantOf = original < 0 ? nil : storage.pair(Int(original)).id
    }
    return pair
  }

  /// The question and the answer of a pair, without the rest of it.
  func words(at position: Int) -> (question: String, answer: String) { storage.words(number(of: position)) }

  /// What is known of a pair without reading it.
  func traits(at position: Int) -> PairTraits {
    let number = number(of: position)
    var traits = storage.traits[number]
    if !originals.isEmpty, let original = originals[Int32(number)] { traits.isVariant = original >= 0 }
    return traits
  }

  /// Where the pair at a position stands among all pairs of its storage.
  public func number(of position: Int) -> Int { places.map { Int($0[position]) } ?? position }

  /// The pairs at some positions, in the order given.
  public func selecting(_ positions: some Sequence<Int>) -> PairList {
    var list = self
    list.places = positions.map { Int32(number(of: $0)) }
    return list
  }

  /// The pairs of which something holds.
  func selecting(where holds: (Int) throws -> Bool) rethrows -> PairList {
    var list = self
    list.places = try indices.compactMap { try holds($0) ? Int32(number(of: $0)) : nil }
    return list
  }

  /// Some lists one after the other: of one storage none of their pairs is read.
  static func joined(_ lists: [PairList]) -> PairList {
    let lists = lists.filter { !$0.isEmpty }
    guard var joined = lists.first, lists.allSatisfy({ $0.storage === joined.storage }) else {
      return PairList(lists.joined())
    }
    joined.places = lists.flatMap { list in list.indices.map { Int32(list.number(of: $0)) } }
    for list in lists.dropFirst() { joined = joined.rewording(list.originals) }
    joined.split = nil
    return joined
  }

  /// Where each pair stands in review.
  public var statuses: some Sequence<PairStatus> { indices.lazy.map { traits(at: $0).status } }

  /// The same pairs, as members of a part.
  func placed(in part: DatasetSplit) -> PairList {
    var list = self
    list.split = part
    return list
  }

  /// The same pairs, some of which reword others of the same storage now, by their numbers there.
  func rewording(_ originals: [Int32: Int32]) -> PairList {
    var list = self
    list.originals.merge(originals) { $1 }
    return list
  }
}

extension PairList: Equatable {
  /// The same pairs in the same order, wherever they are kept.
  public static func == (left: PairList, right: PairList) -> Bool { left.elementsEqual(right) }
}

extension PairList {
  /// Positions by some number of each pair, those of one number one after the other and in order.
  func grouped(by key: (PairTraits) -> Int32) -> SortedRuns {
    SortedRuns(indices.map { UInt64(UInt32(bitPattern: key(traits(at: $0)))) << 32 | UInt64($0) })
  }
}

/// Entries in ascending order, those with the same upper 32 bits together. A stretch is told of when it is asked for: a
/// million of them would take more than the entries.
struct SortedRuns: Sequence {
  private let entries: [UInt64]

  init(_ entries: consuming [UInt64]) {
    entries.sort()
    self.entries = entries
  }

  func makeIterator() -> AnyIterator<ArraySlice<UInt64>> {
    entries.runs { $0 >> 32 == $1 >> 32 }.makeIterator()
  }
}

/// What is known of a pair without reading it, in some twenty bytes.
struct PairTraits: Sendable {
  /// Numbers of the storage's names.
  var document: Int32
  var section: Int32
  /// Ascending as the facts' names; set once the storage is complete.
  var fact: Int32 = 0
  var language: Language
  var type: QuestionType
  var status: PairStatus
  var difficulty: Int16
  var length: AnswerLength
  var isVariant: Bool
  var isAnswerable: Bool

  /// Whether a person has accepted it.
  var isReviewed: Bool { status == .accepted || status == .edited }
}

/// How long an answer is, in characters.
enum AnswerLength: String, Sendable, CaseIterable {
  case word = "1-10"
  case phrase = "11-30"
  case sentence = "31-100"
  case more = "101-"

  init(of answer: String) {
    switch answer.count {
    case ...10: self = .word
    case ...30: self = .phrase
    case ...100: self = .sentence
    default: self = .more
    }
  }
}

extension Array {
  /// Stretches of entries that belong together, each told of when it is asked for.
  func runs(_ belong: @escaping (Element, Element) -> Bool) -> AnySequence<ArraySlice<Element>> {
    AnySequence { () -> AnyIterator<ArraySlice<Element>> in
      var start = 0
      return AnyIterator {
        guard start < count else { return nil }
        var end = start + 1
        while end < count, belong(self[start], self[end]) { end += 1 }
        defer { start = end }
        return self[start..<end]
      }
    }
  }
}
