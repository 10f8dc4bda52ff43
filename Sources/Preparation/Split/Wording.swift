import Records

/// A question, a quote or a sentence, as it is compared across a split.
struct Wording {
  let shingles: Shingles
  /// The same for the same wording, whatever language it is said to be in.
  let exact: HashKey
  /// Two sentences that differ in a number say different things. Of questions it is left open: one that differs in a
  /// number alone is still the same sentence to learn.
  var numbers: [String] = []

  init(question text: String, _ language: Language, _ pieces: QuestionPieces) {
    let form = MatchingForm.scalars(of: text)
    shingles = Shingles(questionForm: form, language, pieces)
    exact = Self.exact(form)
  }

  /// `30日` or `Sales Department` stands in many documents that have nothing to do with one another: nil for what is
  /// shorter than sixteen characters in Japanese or six words in English, which is no shared evidence.
  init?(evidence text: String, _ language: Language) {
    let form = MatchingForm.scalars(of: text)
    let isLong =
      switch language {
      case .ja: form.count >= 16
      case .en: form.count { $0 == " " } >= 5
      }
    guard isLong else { return nil }
    shingles = Shingles(quoteForm: form, language)
    exact = Self.exact(form)
    numbers = MatchingForm.numbers(of: text)
  }

  private static func exact(_ form: [Unicode.Scalar]) -> HashKey {
    var key = HashKey(high: 5, low: UInt64(form.count))
    for scalar in form { key.mix(UInt64(scalar.value)) }
    return key
  }
}

/// Wordings that are compared with others: a wording takes some twenty bytes, its pieces lie in a scratch file.
struct WordingList: ShingleSets {
  private let sets = ShingleList()
  private var exact: [HashKey] = []
  /// A hash of each one's numbers, 0 where it has none; empty where none has any.
  private var numbers: [UInt64] = []
  /// Which of them count, and in what order; nil is all.
  private var places: [Int32]?

  init() {}

  init(_ wordings: [Wording]) { for wording in wordings { append(wording) } }

  /// Of the questions of some pairs, in their order.
  init(questions pairs: PairList, _ pieces: QuestionPieces) {
    for index in pairs.indices {
      append(Wording(question: pairs.words(at: index).question, pairs.traits(at: index).language, pieces))
    }
  }

  mutating func append(_ wording: Wording) {
    sets.append(wording.shingles)
    exact.append(wording.exact)
    if !wording.numbers.isEmpty, numbers.isEmpty { numbers = [UInt64](repeating: 0, count: exact.count - 1) }
    guard !numbers.isEmpty || !wording.numbers.isEmpty else { return }
    numbers.append(wording.numbers.isEmpty ? 0 : HashKey(text: wording.numbers.joined(separator: " ")).high | 1)
  }

  /// Some of them, in the order given.
  func selecting(_ positions: [Int]) -> WordingList {
    var list = self
    list.places = positions.map { Int32(place($0)) }
    return list
  }

  var count: Int { places?.count ?? exact.count }

  func size(of index: Int) -> Int { sets.size(of: place(index)) }

  subscript(index: Int) -> Shingles { sets[place(index)] }

  func each(of range: Range<Int>, _ body: (_ index: Int, _ set: Shingles) -> Void) {
    guard places != nil else { return sets.each(of: range, body) }
    for index in range { body(index, self[index]) }
  }

  func exact(_ index: Int) -> HashKey { exact[place(index)] }

  func numbers(_ index: Int) -> UInt64 { numbers.isEmpty ? 0 : numbers[place(index)] }

  private func place(_ index: Int) -> Int { places.map { Int($0[index]) } ?? index }
}
